"""Counter-cues of the whole document: what its title, column and headings say it treats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.base import Counter
from detectors.facts import OFFICIAL_TITLE
from detectors.position import SHEET_EDGE
from inspection.model import Evidence, Part

if TYPE_CHECKING:
    from detectors.base import Hit
    from detectors.reading import Reading

_OLD_YEAR = re.compile(
    r"(?<![0-9])(?:18[0-9]{2}|19[0-7][0-9])(?![0-9])|一九[一二三四五六七][一二三四五六七八九〇零]年|民国|清[朝代末廷]|[二三四五六七]十年代"
)
_PAST = re.compile(
    r"抗战|抗日|红军|地下党|烈士|革命|文物|展[览出厅品]|馆藏|珍藏|藏品|博物馆|纪念馆|档案馆|解放战争|战役|长征|谍|电报|手稿|日记|史料"
)
_SHOW = re.compile(
    r"电影|影片|电视剧|游戏|玩家|剧本杀|密室|逃脱|小说|上映|预告片|配方|攻略|揭秘|大公开|套餐|秘方|爆料|作者|导演|主演|出版社|书评"
)
_SERVICE = re.compile(
    r"(?:公开|申请).{0,12}(?:指南|须知|流程|统计|情况|目录|清单|标准|年报|报告)|办事指南|申请表|申请书|年度报告|工作年报"
)
_APPLICATION = re.compile(
    r"申请人信息|所需(?:政府)?信息|获取(?:政府)?信息的?方式|信息的?用途|申请人签[名字]|(?:减免|免除)费用"
)
_CHOICES = re.compile(r"^[ ]?[、,/|或及和;][ ]?(?:主动|依申请|不予?公开|免予)|^[ ]?[□○]")
_CHOICES_BEFORE = re.compile(
    r"(?:主动公开|依申请公开|不予公开)[ ]?(?:[、,/|或及和;□○][ ]?)+(?:不予?公开|依申请公开|免予公开)$"
)
_COUNTED = re.compile(r"^[ :]{0,2}[0-9]+[ ]?[件条份]")
_WEAK_FORMS = frozenset({"bare", "bracketed", "circle", "named", "piece", "mention"})


def _solid(hit: Hit) -> bool:
    """Where a topic explains nothing: the sheet's own edges, names, properties, traces of editing."""
    return hit.where is not None and (
        hit.where.part in SHEET_EDGE or hit.where.part in {Part.FILE_NAME, Part.METADATA, Part.REVISION, Part.HIDDEN}
    )


def past_exam(hit: Hit, reading: Reading) -> Counter | None:  # noqa: ARG001  # every cue has this signature
    """A published past paper: public after the examination; stays live at the lowest step."""
    return Counter(Evidence(-50, "试卷考试日期已过或未注明，按已过期试卷处理")) if hit.form == "exam_past" else None


def history(hit: Hit, reading: Reading) -> Counter | None:
    """Museums, party history, old telegrams."""
    if hit.level is None or hit.form.startswith("exam") or _solid(hit):
        return None
    near = reading.nearby(hit.start, hit.end, 120)
    old, past = bool(_OLD_YEAR.search(near)), bool(_PAST.search(near))
    if hit.form in {"complete", "labelled"}:
        # ★ came into use in 1990; only an old year beside it makes such a mark an exhibit.
        return Counter(Evidence(-40, "历史文献或展品"), decisive=True) if old and past else None
    close = bool(_OLD_YEAR.search(reading.nearby(hit.start, hit.end, 40)))
    if (old and past) or close or ("history" in reading.facts.topics and (old or past)):
        return Counter(Evidence(-40, "历史、文物或党史内容"), decisive=True)
    return None


def leisure(hit: Hit, reading: Reading) -> Counter | None:
    """Films, games, recipes, marketing."""
    if hit.level is None or hit.form not in _WEAK_FORMS:
        return None
    if _SHOW.search(reading.nearby(hit.start, hit.end, 60)) or ("leisure" in reading.facts.topics and not _solid(hit)):
        return Counter(Evidence(-40, "影视、娱乐或营销内容"), decisive=True)
    return None


def teaching(hit: Hit, reading: Reading) -> Counter | None:
    """Teaching material, question banks: their marks are specimens wherever they stand in the text."""
    if _solid(hit) or hit.form.startswith("exam"):
        return None
    topics = reading.facts.topics
    for key in ("teaching", "quiz"):
        if key in topics:
            return Counter(Evidence(-40, topics[key]), decisive=True)
    if "publicity" in topics:
        decisive = reading.is_page or not reading.facts.is_official
        return Counter(Evidence(-40, topics["publicity"]), decisive=decisive and not _clean(hit, reading))
    return None


def _clean(hit: Hit, reading: Reading) -> bool:
    """A complete mark alone at the very head of a sheet: publicity topics alone do not explain it."""
    where = hit.where
    return hit.form == "complete" and where is not None and where.alone and where.top and not reading.is_page


def other(hit: Hit, reading: Reading) -> Counter | None:
    """Law texts, job notices, tenders, opened archives, review forms."""
    if _solid(hit) or hit.form.startswith("exam") or hit.where is None:
        return None
    topics = reading.facts.topics
    if "declassified" in topics and hit.level is not None:
        return Counter(Evidence(-40, topics["declassified"]), decisive=True)
    if not hit.where.alone and hit.form not in {"attribute", "cell", "note"}:
        for key in ("law", "recruit", "procure"):
            if key in topics:
                return Counter(Evidence(-15, topics[key]), decisive=hit.where.sentence)
    elif "law" in topics and hit.level is not None:
        return Counter(Evidence(-20, topics["law"]))
    if "items" in topics and hit.form in {"bare", "piece"}:
        return Counter(Evidence(-40, topics["items"]), decisive=True)
    return None


def disclosure(hit: Hit, reading: Reading) -> Counter | None:
    """依申请公开 as a service: guides, application forms, yearly reports, catalogues of matters, lists of choices."""
    if not hit.rule.startswith("disclosure"):
        return None
    topic = _SERVICE.search(reading.facts.titles)
    if topic and not OFFICIAL_TITLE.search(reading.facts.titles):
        return Counter(Evidence(-40, f"文档主题为{topic[0]}"), decisive=True)
    if _APPLICATION.search(reading.nearby(hit.start, hit.end, 600)):
        return Counter(Evidence(-40, "依申请公开的申请表"), decisive=True)
    before, after = reading.before(hit.end, 40), reading.after(hit.end, 24)
    ticked = any(mark in before for mark in "☑√✓■☒")
    if not ticked and (_CHOICES.search(after) or _CHOICES_BEFORE.search(before)):
        return Counter(Evidence(-40, "列举公开方式的选项"), decisive=True)
    if hit.form == "note" and _COUNTED.match(after):
        return Counter(Evidence(-40, "统计数字"), decisive=True)
    return None
