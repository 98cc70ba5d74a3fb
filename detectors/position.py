"""Where a hit stands, and what that is worth: alone on its line, at the head of a page, in a header, in a sentence.

GB/T 9704-2012 puts 份号, 密级和保密期限 and 紧急程度 at the top left, each on its own line; GB/T 9704-1999 had the level
at the top right; maps and drawings carry it under the title. A mark never stands inside a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detectors.facts import DOCUMENT_NUMBER
from inspection.model import Evidence, Part

if TYPE_CHECKING:
    from detectors.reading import Reading

SHEET_EDGE = frozenset({Part.HEADER, Part.FOOTER, Part.WATERMARK})
HIDDEN = frozenset({Part.HIDDEN, Part.REVISION, Part.COMMENT})
TOP_LINES, TOP_LINES_PAGE = 8, 15  # of a sheet; of a web page, whose text begins with breadcrumbs and titles

# What may share a line with a mark without making it part of a sentence.
_COMPANIONS = re.compile(
    r"[0-9]{1,6}|特[ ]{0,2}急|加[ ]{0,2}急|特[ ]{0,2}提|平[ ]{0,2}急|密级(?:和保密期限)?|保密期限|编号|份号|附件[0-9一二三四五六七八九十]{0,2}"
    r"|第[ ]?[0-9]{1,6}[ ]?[号页期]|共[ ]?[0-9]{1,6}[ ]?[份页]|签发人[:：]?[ ]?[一-龥]{2,4}|指人专办|专人专送|内部资料|注意保[存管密]"
    r"|[一-龥A-Za-z]{1,12}[〔\[【(〈](?:19|20)[0-9]{2}[〕\]】)〉][0-9]{1,5}号"
)
_COMPANY = 80  # characters: no row of companions is longer
_TRIM = re.compile(r"[\s\[\]【】()〔〕<>〈〉{}:：、,，;；|/\\_\-—–=+#*★●■◆▲□•·.。☑√✓☒]+")
_SENTENCE_END = re.compile(r"[。;；!?]|[,，].{4,}[,，]")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a hit stands.

    Attributes:
        part: of the document.
        alone: nothing else stands on its line or in its cell but what accompanies marks.
        starts, ends: it begins, ends its line or cell.
        sentence: it stands in running text.
        top: it stands in the first lines of a page.
        heading: in a title or heading.
        tabular: in a row of cells.
    """

    part: Part
    alone: bool
    starts: bool
    ends: bool
    sentence: bool
    top: bool
    heading: bool
    tabular: bool


def bare(text: str) -> str:
    """``text`` without marks' companions, punctuation and space."""
    return _TRIM.sub("", _COMPANIONS.sub("", DOCUMENT_NUMBER.sub("", text)))


def _empty(text: str) -> bool:
    """Whether nothing but companions stands in ``text``; a long stretch is never empty."""
    return not text or (len(text) <= _COMPANY and not bare(text))


def standing(reading: Reading, start: int, end: int) -> Standing:
    """Where the span ``[start, end)`` of the reading stands."""
    return reading.once(f"standing {start} {end}", lambda: _standing(reading, start, end))


def _standing(reading: Reading, start: int, end: int) -> Standing:
    text = reading.text
    left, right = reading.line(start)
    if right < end:
        right = reading.line(end)[1]
    cell_left, cell_right = reading.cell(start, end)
    before, after = text[left:start], text[end:right]
    passage = reading.passage_at(start)
    line_alone = _empty(before) and _empty(after)
    # Two spaces part columns; they part a mark from its neighbours only where these are short.
    starts, ends = _empty(text[cell_left:start]), _empty(text[end:cell_right])
    cell_alone = starts and ends
    tabular = reading.is_tabular(start)
    alone = line_alone or (cell_alone and (tabular or len(before) + len(after) <= 60))
    sentence = not alone and (not starts or bool(_SENTENCE_END.search(after[:80])))
    edges = (text[start - 1 : start] if start else "", text[end : end + 1])
    if sentence and (not edges[0].strip() or edges[0] == ":") and not edges[1].strip():
        sentence = False  # a text that lost its lines, or a sentence that sets its marks apart: cues tell
    if starts and not alone and text[end : end + 1] in {" ", "\t", ")", "】", "]", "〕", ""}:
        sentence = False
    limit = TOP_LINES_PAGE if reading.is_page else TOP_LINES
    top = reading.lines_above(start, limit + 1) < limit
    heading = passage.heading or passage.part is Part.TITLE
    return Standing(passage.part, alone, starts, ends, sentence, top, heading, tabular)


def evidence(where: Standing) -> tuple[Evidence, ...]:
    """What the position is worth for a mark (the figures of the measured prototype, see docs/adr)."""
    found: list[Evidence] = []
    if where.part in SHEET_EDGE:
        found.append(Evidence(30, "位于页眉、页脚或水印"))
    elif where.part in HIDDEN:
        found.append(Evidence(10, "位于隐藏内容、批注或修订痕迹"))
    elif where.part is Part.LINK:
        found.append(Evidence(-15, "位于链接或导航文字"))
    elif where.part is Part.SCRIPT:
        found.append(Evidence(-20, "位于页面脚本"))
    elif where.top:
        found.append(Evidence(20, "位于页面首部"))
    if where.alone:
        found.append(Evidence(20, "独占一行或一个单元格"))
    elif where.sentence:
        found.append(Evidence(-25, "位于句子中"))
    elif where.starts:
        found.append(Evidence(5, "位于行首"))
    return tuple(found)
