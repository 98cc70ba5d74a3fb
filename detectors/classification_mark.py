"""密级标志: a state-secret mark on something that anyone can read.

What: 绝密/机密/秘密 with ★ and a period, and every form that stands for it: spaced, split over lines or cells, traditional,
with a degraded or lost star, 密级：机密, 【机密】, （秘密） before a paragraph, alone at the head of a page (GB/T 9704-1999), in
file names and properties. Why: a marked carrier on a public site is the plainest form of a leak, and the machine's word
is 疑似 only. Commercial secrets (核心商密★5年) and mis-marking (内部★1年) are other rules' business.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from detectors import exam, mark_forms, position
from detectors.base import Example, Hit
from inspection.model import Evidence, Part, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.base import Verdict
    from detectors.normalise import View
    from detectors.reading import Reading
    from inspection.settings import DetectorSettings

MOST = 1_000  # hits weighed in one document: more say nothing new
TRIED = 5_000  # matches of one pattern that are looked at
_HEAD_LINES = 4  # below these a bare level is not at the head of a sheet
SURE, LIKELY = 60, 50  # 严重, 关注

_GAPS = r"[ \t\n·.\-_~—―‐•]{0,12}"
_TITLE_LIKE = re.compile(r"[。;；!?]")
_MEDIA = frozenset(["mp3", "mp4", "wav", "wma", "avi", "flv", "mov", "jpg", "jpeg", "png", "gif", "webp"])


class ClassificationMark:
    """The rule ``classification.mark``."""

    rule = "classification.mark"
    revision = 1
    name = "密级标志"
    category = "标密文件"
    severity = Severity.SERIOUS
    basis = "《保守国家秘密法》第二十二条、第三十一条；《保守国家秘密法实施条例》第二十一条"
    gate = (rf"[绝机秘枧]{_GAPS}[密宓蜜]", rf"★{_GAPS}密{_GAPS}[机秘绝]", "㊙")
    personal = False
    threshold = 30

    examples = (
        Example("机密★10年\n\n关于做好有关工作的通知", Severity.SERIOUS),
        Example("000001\n机密★10年\n特急\n云溪市人民政府文件\n云政发〔2024〕3号\n关于有关工作的通知", Severity.URGENT),
        Example("机 密 ★ １ 年", Severity.SERIOUS),
        Example("機密★5年", Severity.SERIOUS, Part.HEADER),
        Example("机\n密\n★\n1年\n云溪市防汛方案", Severity.SERIOUS),
        Example("密级：机密　保密期限：10年", Severity.SERIOUS),
        Example("【机密】关于近期情况的报告", Severity.SERIOUS),
        Example("机 密\n\n云溪市委办公室文件", Severity.SERIOUS),
        Example("机密-会议材料.docx", Severity.SERIOUS, Part.FILE_NAME),
        Example("机密*10年\n关于有关工作的通知", Severity.SERIOUS),
        Example("绝密★启用前\n2027年普通高等学校招生全国统一考试\n语文", Severity.SERIOUS),
        Example("绝密★启用前\n2019年普通高等学校招生全国统一考试\n语文", Severity.GENERAL),
    )
    counter_examples = (
        Example("第十四条 国家秘密的密级分为绝密、机密、秘密三级。"),
        Example("国家秘密标志形式为“密级★保密期限”，例如“机密★5年”。"),
        Example("密级：□绝密 □机密 □秘密 □非密"),
        Example("核心商密★5年"),
        Example("内部★1年"),
        Example("商业秘密★★★★★"),
        Example("司机 密切配合，机密 *请注意"),
        Example("A. 秘密★5年\nB. 机密★10年\n答案：B"),
        Example("公开\n内部\n秘密\n机密"),
        Example("成功的秘密"),
    )

    def calls(self, reading: Reading) -> bool:  # noqa: ARG002  # the protocol's signature
        """The gate says it all."""
        return False

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Every mark-like place; mentions of level words only where nothing better stands."""
        best: dict[int, Hit] = {}
        for hit in self._all(reading):
            known = best.get(hit.start)
            if known is None or sum(e.points for e in hit.evidence) > sum(e.points for e in known.evidence):
                best[hit.start] = hit
            if len(best) >= MOST:
                break
        yield from best.values()
        if not best:
            for number, match in enumerate(mark_forms.MENTIONED.finditer(reading.text)):
                if number == 3:
                    break
                yield self._hit(reading, match.start(), match.end(), "mention", 10, "出现密级词", match[0])

    def _all(self, reading: Reading) -> Iterator[Hit]:
        view = reading.compact
        starred = "★" in view.text
        if starred:
            for match in islice(mark_forms.STARRED.finditer(view.text), TRIED):
                yield from self._starred(reading, view, match)
            for match in islice(mark_forms.REVERSED.finditer(view.text), TRIED):
                yield self._hit(reading, *view.span(*match.span()), "complete", 50, "密级标志倒序书写", match["level"])
        yield from self._split(reading, starred=starred)
        if mark_forms.LABELS.search(view.text):
            for match in islice(mark_forms.LABELLED.finditer(view.text), TRIED):
                yield from self._labelled(reading, view, match)
            for match in islice(mark_forms.TICKED.finditer(view.text), TRIED):
                group = "level" if match["level"] else "behind"
                yield self._hit(reading, *view.span(*match.span(group)), "ticked", 65, "密级栏勾选密级", match[group])
        for match in islice(mark_forms.ALONE.finditer(view.text), TRIED):
            yield from self._alone(reading, view, match)
        for match in islice(mark_forms.DEGRADED.finditer(view.text), TRIED):
            yield from self._degraded(reading, view, match)
        for match in islice(mark_forms.BRACKETED.finditer(view.text), TRIED):
            yield from self._bracketed(reading, view, match)
        if "㊙" in view.text:
            for match in islice(mark_forms.CIRCLED.finditer(view.text), TRIED):
                hit = self._hit(reading, *view.span(*match.span()), "circle", 40, "㊙标记", match[0])
                if hit.where and (hit.where.alone or hit.where.starts):
                    yield hit
        for match in islice(mark_forms.NAMED.finditer(reading.text), TRIED):
            yield from self._named(reading, match)

    def _hit(
        self, reading: Reading, start: int, end: int, form: str, points: int, why: str, level: str, bonus: int = 0
    ) -> Hit:
        where = position.standing(reading, start, end)
        evidence = (Evidence(points + bonus, why, self.basis),)
        return Hit(self.rule, start, end, form, evidence, mark_forms.level_of(level), where=where)

    def _starred(self, reading: Reading, view: View, match: re.Match[str]) -> Iterator[Hit]:
        start, end = view.span(*match.span())
        if mark_forms.OTHER_SECRET.search(view.text[max(0, match.start() - 3) : match.start()]):
            return
        condition = match["condition"]
        if condition and mark_forms.EXAM_CONDITION.search(condition):
            yield self._exam(reading, start, end, match["level"])
        elif match["term"] or (condition and not reading.text[end : end + 1].strip()):
            yield self._hit(reading, start, end, "complete", 60, "密级、★和保密期限齐全", match["level"])
        else:
            end = view.span(match.start(), match.start("condition") if condition else match.end())[1]
            hit = self._hit(reading, start, end, "star", 45, "密级后有★", match["level"])
            if hit.where and (hit.where.starts or hit.where.alone):
                yield hit

    def _exam(self, reading: Reading, start: int, end: int, level: str) -> Hit:
        paper = reading.text[end : min(end + 1_200, reading.bounds(reading.index_at(start))[1])]
        ahead = exam.lies_ahead(reading.facts.titles, paper, reading.context.today)
        form, why = ("exam_ahead", "试卷启用前标志，考试尚未举行") if ahead else ("exam_past", "试卷启用前标志")
        return self._hit(reading, start, end, form, 60, why, level)

    def _split(self, reading: Reading, *, starred: bool) -> Iterator[Hit]:
        """Marks over several lines or cells: 机 / 密 / ★ / 1年. Each piece must fill its line or cell."""
        patterns = [(mark_forms.STARRED, "complete", 60)] if starred else []
        if mark_forms.PARTED.search(reading.text):
            patterns += [(mark_forms.DEGRADED, "degraded", 45), (mark_forms.ALONE, "bare", 30)]
        view = reading.tight if patterns else reading.compact
        for pattern, form, points in patterns:
            for match in islice(pattern.finditer(view.text), TRIED):
                start, end = view.span(*match.span())
                piece = reading.text[start:end]
                if "\n" not in piece.strip() and "\t" not in piece.strip():
                    continue
                if form == "degraded" and not match["star"] and not piece[0:2].strip(mark_forms.SIGNS):
                    continue  # 机密 and 10年 in two cells are two cells of a table
                if form == "bare":  # the two signs alone may be parted, not what follows them
                    start, end = view.span(*match.span("level"))
                    piece = reading.text[start:end]
                    if "\n" not in piece and "\t" not in piece:
                        continue
                condition = match.groupdict().get("condition") or ""
                left, right = reading.cell(start, end)
                filled = not position.bare(reading.text[left:start]) and not position.bare(reading.text[end:right])
                if (
                    not filled
                    or len(piece) > 60
                    or reading.passage_at(start).part is not reading.passage_at(end - 1).part
                ):
                    continue
                if mark_forms.EXAM_CONDITION.search(condition):
                    yield self._exam(reading, start, end, match["level"])
                    continue
                hit = self._hit(reading, start, end, form, points + 5, "密级标志分写在多行或多个单元格", match["level"])
                yield hit

    def _labelled(self, reading: Reading, view: View, match: re.Match[str]) -> Iterator[Hit]:
        start, end = view.span(*match.span("level"))
        between = match["between"]
        where = position.standing(reading, start, end)
        if between in {"为", "是"} and not where.alone:
            yield self._hit(reading, start, end, "labelled", 35, "句中写明密级", match["level"])
            return
        if (not between or "\n" in between or "\t" in between) and not where.alone:
            return
        if "\n" in between and "\t" in match["label"] + view.text[match.start() - 1 : match.start()]:
            return  # a column's heading and the first cell of the next row
        term = mark_forms.TERM_LABEL.search(view.text, match.end(), match.end() + 30)
        why = "密级栏写明密级和保密期限" if term else "密级栏写明密级"
        yield self._hit(reading, start, end, "labelled", 60, why, match["level"], 10 if term else 0)

    def _degraded(self, reading: Reading, view: View, match: re.Match[str]) -> Iterator[Hit]:
        if mark_forms.OTHER_SECRET.search(view.text[max(0, match.start() - 3) : match.start()]):
            return
        hit = self._hit(reading, *view.span(*match.span()), "degraded", 45, "密级和保密期限之间的★缺损", match["level"])
        sure = match["star"] in set("*※●◆▲■□○\ufffd×")
        if hit.where and (hit.where.alone or (sure and hit.where.starts and not hit.where.sentence)):
            yield hit

    def _bracketed(self, reading: Reading, view: View, match: re.Match[str]) -> Iterator[Hit]:
        start, end = view.span(*match.span("level"))
        where = position.standing(reading, start, end)
        left, right = reading.line(start)
        line = reading.text[left:right]
        bonus = 20 if where.starts else 0
        if not where.starts and where.ends and len(line) <= 60 and not _TITLE_LIKE.search(line):
            bonus = 20 if where.heading or where.top else 15
        if bonus:
            yield self._hit(reading, start, end, "bracketed", 45, "括号内单独标注密级", match["level"], bonus)

    def _alone(self, reading: Reading, view: View, match: re.Match[str]) -> Iterator[Hit]:
        start, end = view.span(*match.span())
        before, after = reading.text[start - 1 : start], reading.text[end : end + 1]
        if ("一" <= before <= "龥" and before) or ("一" <= after <= "龥" and after):
            return
        where = position.standing(reading, start, end)
        if not where.alone or where.part in {Part.FILE_NAME, Part.METADATA, Part.SCRIPT}:
            return
        extra = match[0][len(match["level"]) :]
        form, points, why = ("piece", 40, "单独标注密级文件") if extra else ("bare", 25, "单独标注密级")
        spaced = any(mark in reading.text[start:end] for mark in " ·-—")
        bonus = 10 if spaced else 0
        if where.tabular and not where.top:
            bonus += 15
        if where.heading or (reading.is_page and not spaced and not reading.facts.is_official):
            bonus -= 20  # a heading 秘密 is a title, and a page has many short lines
        elif where.top and not spaced and not where.tabular and reading.lines_above(start, _HEAD_LINES) >= _HEAD_LINES:
            bonus -= 20  # a lone word this far down is a line of text
        yield self._hit(reading, start, end, form, points, why, match["level"], bonus)

    def _named(self, reading: Reading, match: re.Match[str]) -> Iterator[Hit]:
        passage = reading.passage_at(match.start())
        names = passage.part in {Part.FILE_NAME, Part.METADATA}
        if not names and not reading.text.startswith(("关于", " 关于", ":关于", "-关于"), match.end()):
            return
        where = position.standing(reading, match.start(), match.end())
        if where.part is Part.FILE_NAME:
            stem, _, suffix = reading.after(match.end()).rpartition(".")
            only = not position.bare(reading.before(match.start()) + stem)  # 秘密.mp3 is a song
            points = 40 if only and (reading.is_page or suffix.lower() in _MEDIA) else 60
            yield self._hit(reading, match.start(), match.end(), "named", points, "文件名中标有密级", match["level"])
        elif where.part is Part.METADATA:
            points = 40 if reading.is_page else 60
            if "密级" in passage.place or "涉密" in passage.place:
                points = 65
            yield self._hit(reading, match.start(), match.end(), "named", points, "文件属性中标有密级", match["level"])
        elif (where.heading or where.top) and match.end() < len(reading.text):
            after = reading.after(match.end(), 8).lstrip(" :-—")
            if where.starts and not where.alone and after.startswith("关于"):
                yield self._hit(reading, match.start(), match.end(), "named", 45, "标题前标有密级", match["level"])

    def support(self, hit: Hit, reading: Reading) -> tuple[Evidence, ...]:
        """Position on the page, and the elements of an official document round it."""
        if hit.where is None or hit.form == "mention":
            return ()
        found = list(position.evidence(hit.where)) if hit.form != "named" else []
        if hit.where.part is Part.FILE_NAME and hit.form != "named":
            found = [Evidence(10, "位于文件名或网址")]
        if hit.form in {"labelled", "ticked"} and hit.evidence[0].points >= SURE:
            found = [item for item in found if item.points > -25]  # a field may share its line with others
        if reading.facts.elements and hit.form != "exam_past":
            points = min(20, sum(reading.facts.elements.values()))
            found.append(Evidence(points, f"文档具有公文要素：{'、'.join(reading.facts.elements)}", "GB/T 9704-2012"))
        return tuple(found)

    def keeps(self, hit: Hit) -> bool:
        """A past paper stays live at the lowest step."""
        return hit.form == "exam_past"

    def grade(self, verdict: Verdict, reading: Reading, count: int, settings: DetectorSettings) -> Severity:  # noqa: ARG002  # the protocol's signature
        """紧急 for a complete mark on an official document, 严重 for a level in mark position."""
        hit, score = verdict.hit, verdict.raw if verdict.suppressed else verdict.score
        if hit.form == "exam_past":
            return Severity.GENERAL
        if hit.form == "exam_ahead":
            return Severity.SERIOUS
        if score >= SURE:
            where = hit.where
            placed = where is not None and (where.alone or where.part in position.SHEET_EDGE or where.top)
            complete = hit.form in {"complete", "degraded"}
            return Severity.URGENT if complete and placed and reading.facts.is_official else Severity.SERIOUS
        return Severity.ATTENTION if score >= LIKELY else Severity.GENERAL
