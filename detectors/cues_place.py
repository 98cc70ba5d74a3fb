"""Counter-cues in the neighbourhood of a hit: check boxes, option lists, tables of levels, templates of documents."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors.base import Counter
from detectors.position import SHEET_EDGE
from inspection.model import Evidence, Part

if TYPE_CHECKING:
    from detectors.base import Hit
    from detectors.reading import Reading

_CHECKED, _UNCHECKED = "☑√✓■☒●◉", "□○◯"
_LEVEL = re.compile(r"绝密|机密|秘密")
# A line that is nothing but one choice: 秘密, 公开, (二)机密级 20年.
_CHOICE = re.compile(
    r"^[\s\-·•*(\[【]*(?:[0-9一二三四五]{1,2}[.、)]?)?[\s]*(?P<choice>绝密|机密|秘密|公开|内部|普通|一般|非密|非涉密|不涉密|无密级|无|保密|敏感|请选择|密级)级?"
    r"(?P<rest>[\s::★*()\]】\-—]*(?:不超过)?[0-9一二三十]{0,3}(?:年|个月|长期)?)[\s)\]】]*$"
)
_PLACEHOLDER = re.compile(
    r"[×xX*○]{2,}[ ]?(?:省|市|县|区|乡|镇|人民政府|政府|委|局|厅|办|部|院|公司|机关|单位|文件|同志)|[×xX]{1,4}(?:政|委|办|发|函|字)[一-龥]{0,4}[〔\[(]"
    r"|[〔\[(](?:20[xX×]{2}|[xX×]{4}|[xX×]{2})[〕\])]|[xX×]{2,4}年[xX×]{1,2}月|某某"
)
_TEMPLATE_LINE = re.compile(
    r"^.{0,24}(?:样式|式样|样张|样例|示例|模板|模版|范本|范例|(?:标志|标识|版式|公文|版头)(?:格式|示意图?|效果图))[)\]】::]?.{0,4}$"
)
# Terms of the standard itself: an official document shows its elements and never names them.
_TERMS = re.compile(
    r"版心|顶格|[234一二三四]号(?:黑体|仿宋|小标宋|楷体)|公文首页|红色分隔线|眉首|行文方向|上行文|公文格式"
    r"|(?:份号|紧急程度|密级和保密期限|发文机关标志|签发人|版记|版头|成文日期|发文字号|主送机关|附注)(?=[一-龥,，、。;；\"”])"
)
_MARKS = re.compile(r"([绝机秘])[ ]?密级?[ ]?[★*](?!启|考|开考)")
_NO_PROSE = SHEET_EDGE | {Part.FILE_NAME, Part.METADATA}
_NO_LIST = _NO_PROSE | {Part.LINK, Part.SCRIPT}  # whose lines have nothing to do with each other
_OPENED = re.compile(r"原密级|开放(?:时间|日期|状态)")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_ITEM_HEAD = re.compile(r"事项|项目|内容|范围|知悉|产生|序号.{0,12}密级|定密依据")
_TITLE_CELL = re.compile(r"关于|通知|报告|请示|方案|纪要|文件|函")


def options(hit: Hit, reading: Reading) -> Counter | None:
    """□绝密 □机密 □秘密: an empty form. A ticked box is a real value."""
    if hit.level is None and not hit.rule.startswith("disclosure"):
        return None
    before, after = reading.text[max(0, hit.start - 3) : hit.start].strip(), reading.text[hit.end : hit.end + 3].strip()
    if hit.form == "ticked" or (before[-1:] and before[-1] in _CHECKED):
        return None
    if after[:1] and after[0] in _CHECKED and not (before[-1:] and before[-1] in _UNCHECKED):
        return None
    line = reading.before(hit.start, 60) + reading.after(hit.end, 60)
    boxed = (before[-1:] and before[-1] in _UNCHECKED) or (after[:1] and after[0] in _UNCHECKED)
    if boxed and hit.form != "degraded":
        return Counter(Evidence(-40, "空白表单的选项"), decisive=True)
    if any(mark in line for mark in _UNCHECKED) and len(_LEVEL.findall(line)) >= 1:
        return Counter(Evidence(-40, "空白表单的选项"), decisive=True)
    return None


def ticked(hit: Hit, reading: Reading) -> bool:
    """Whether the box before or behind the hit is ticked."""
    before, after = reading.text[max(0, hit.start - 3) : hit.start].strip(), reading.text[hit.end : hit.end + 3].strip()
    return hit.form == "ticked" or bool(
        (before[-1:] and before[-1] in _CHECKED) or (after[:1] and after[0] in _CHECKED)
    )


def neighbours(hit: Hit, reading: Reading) -> Counter | None:
    """Lines above and below that are other choices: a drop-down, a table of the three levels."""
    if hit.level is None or hit.where is None or hit.where.part is Part.FILE_NAME or ticked(hit, reading):
        return None
    starred = hit.form in {"complete", "star"}
    others: set[str] = set()
    for lines in (reading.previous_lines(hit.start, 3), reading.next_lines(hit.end, 3)):
        for line in lines:
            match = _CHOICE.match(line)
            if not match:
                break
            if not starred or any(sign in match["rest"] for sign in "★*年月"):
                others.add(match["choice"])
    others.discard(hit.level.value)
    others.discard("密级")
    levels = others & {"绝密", "机密", "秘密"}
    if starred:
        if len(levels) == 2:
            return Counter(Evidence(-40, "相邻各行列出全部密级"), decisive=hit.where.part not in SHEET_EDGE)
        return Counter(Evidence(-25, "相邻行为其他密级"), decisive=False) if levels else None
    if others:
        return Counter(Evidence(-40, "相邻各行为其他密级选项"), decisive=True)
    return None


def several_levels(hit: Hit, reading: Reading) -> Counter | None:
    """Marks of different levels close together are specimens; a document has one level, a compilation keeps them apart."""
    if hit.form not in {"complete", "star", "degraded"} or hit.where is None or hit.where.part in _NO_LIST:
        return None
    near = reading.nearby(hit.start, hit.end, 260)
    others = {match[1] + "密" for match in _MARKS.finditer(near)} - {hit.level.value if hit.level else ""}
    if len(others) == 2 or (others and hit.where.alone and len(_MARKS.findall(near)) >= 2):
        return Counter(Evidence(-40, "邻近列出各个密级的标志，属示例"), decisive=True)
    return Counter(Evidence(-15, "邻近有其他密级的标志")) if others else None


def register(hit: Hit, reading: Reading) -> Counter | None:
    """A table of levels or of secret matters, against a register of documents, which names titles."""
    if hit.level is None or hit.where is None or not hit.where.tabular:
        return None
    table = reading.nearby(hit.start, hit.end, 600) + hit.level.value
    row = reading.before(hit.start, 200) + reading.after(hit.end, 200)
    found = _LEVEL.findall(table)
    if len(set(_LEVEL.findall(row)) - {hit.level.value}) >= 1 and not ticked(hit, reading):
        return Counter(Evidence(-25, "同一行列举多个密级"), decisive=True)
    if len(set(found)) == 3 and not _TITLE_CELL.search(table):
        return Counter(Evidence(-40, "密级对照表"), decisive=True)
    heads = " ".join(cell for _, cells in reading.head_rows(hit.start) for cell in cells)
    years, now = _YEAR.findall(row), reading.context.today[:4]
    if _OPENED.search(heads) or ("解密" in heads and now and years and max(years) < now):
        return Counter(Evidence(-40, "已解密档案的目录"), decisive=True)
    if "items" in reading.facts.topics and _ITEM_HEAD.search(table[:200]):
        return Counter(Evidence(-40, "国家秘密事项范围或审查用表"), decisive=True)
    return None


def template(hit: Hit, reading: Reading) -> Counter | None:
    """A specimen of an official document: placeholders, the word 样式, the standard's own terms."""
    if hit.where is not None and (hit.where.part in _NO_PROSE):
        return None
    near = reading.nearby(hit.start, hit.end, 400)
    if len(_PLACEHOLDER.findall(near)) >= 2 or (_PLACEHOLDER.search(near) and "teaching" in reading.facts.topics):
        return Counter(Evidence(-40, "含×××等占位符，属公文样张"), decisive=True)
    if len(set(_TERMS.findall(reading.nearby(hit.start, hit.end, 800)))) >= 2:
        return Counter(Evidence(-40, "上下文讲解公文格式要素"), decisive=True)
    lines = [*reading.previous_lines(hit.start, 3), *reading.next_lines(hit.end, 2)]
    if any(len(line) <= 40 and _TEMPLATE_LINE.match(line) for line in lines):
        return Counter(Evidence(-40, "邻近注明样式、示例或模板"), decisive=True)
    return None
