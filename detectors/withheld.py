"""不予公开: a published text whose own attribute says that it is not to be published.

What: the 附注 （此件不公开）, （此件依申请公开）, and the attribute 公开属性：不予公开 / 依申请公开 in a table, a header or a property. Why:
the attribute is fixed at drafting (主动公开 / 依申请公开 / 不予公开); a live page that bears one of the latter contradicts
itself. Navigation, guides, application forms, annual reports, statistics and the Regulation's text use the same words
and are no findings.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from detectors import position
from detectors.base import Example, Hit
from inspection.model import Evidence, Part, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.base import Verdict
    from detectors.normalise import View
    from detectors.reading import Reading
    from inspection.settings import DetectorSettings

MOST = 1_000

_VALUE = re.compile(r"不(?:予|宜|对外|主动)?公开(?:发布)?|依申请(?:公开)?|非公开|暂不公开|免予公开")
_KEYS = (
    r"(?:(?:政府|政务|信息)*公开的?(?:属性|方式|类别|类型|类|形式|选项|程度|性质|分类|情况|意见|等级)|(?:发布|信息|公文|文件)?属性|公开与否"
    r"|是否(?:主动|同意|可以|予以)?公开)"
)
# What precedes a value: （此件, 此件, 公开属性：, 公开属性：□主动公开☑, or the edge of a cell.
_OPENS = re.compile(r"[(\[【〔](?:此件|本件|此文|本文件|该件|此文件)?(?:为|属)?$")
_THIS = re.compile(r"(?:此件|本件|此文件|本文件)(?:为|属)?$")
_KEYED = re.compile(rf"{_KEYS}[)\]】]?[:=\t\n][:=\t\n]?[\[【(〔☑√✓■☒●]{{0,2}}$")
_TICKED = re.compile(rf"{_KEYS}[^\n]{{0,40}}[☑√✓■☒][)\]]?$")
_NO = re.compile(r"(?:是否(?:主动|同意|可以|予以)?公开|主动公开|公开与否)[:=\t\n]{1,2}(?P<value>否)(?![一-龥])")
_KEY_CELL = re.compile(rf"^{_KEYS}[:]?$")
_CLOSES = frozenset(")]】〕")


class Withheld:
    """The rule ``disclosure.withheld``."""

    rule = "disclosure.withheld"
    revision = 1
    name = "公开属性为不予公开"
    category = "公开属性"
    severity = Severity.ATTENTION
    basis = "《政府信息公开条例》第十四条至第十七条；《保守国家秘密法》第三十五条"
    gate = (
        r"不[ ]{0,3}(?:予|宜|对[ ]{0,3}外|主[ ]{0,3}动)?[ ]{0,3}公[ ]{0,3}开|非[ ]{0,3}公[ ]{0,3}开|暂[ ]{0,3}不|免[ ]{0,3}予",
        # 依申请公开 stands in the navigation of every page: only where something makes it an attribute.
        r"[:=\t(\[【〔☑√✓■☒●件为属][ \n]{0,3}依[ ]{0,3}申[ ]{0,3}请|依[ ]{0,3}申[ ]{0,3}请[ ]{0,3}公[ ]{0,3}开[ ]{0,3}\t|(?:属性|方式|类别|类型)[ ]{0,3}\n[ ]{0,3}依[ ]{0,3}申[ ]{0,3}请",
        r"公[ ]{0,3}开[ ]{0,3}(?:与[ ]{0,3}否[ ]{0,3})?[:=\t\n][ ]{0,3}否",
    )
    personal = False
    threshold = 40

    examples = (
        Example("2024年3月5日\n（此件不公开）", Severity.ATTENTION),
        Example("(此件不予公开)", Severity.ATTENTION),
        Example("公开属性：依申请公开", Severity.ATTENTION),
        Example("索引号\tA-1\n公开属性\t不予公开", Severity.ATTENTION, Part.TABLE),
        Example("公开方式:不公開", Severity.ATTENTION, Part.HEADER),
        Example("不予公开", Severity.ATTENTION, Part.METADATA, place="属性 公开属性"),
        Example("公开属性：□主动公开 □依申请公开 ☑不予公开", Severity.ATTENTION),
    )
    counter_examples = (
        Example("（此件公开发布）"),
        Example("依申请公开", part=Part.LINK, format="html"),
        Example("全年不予公开 3 件，依申请公开 12 件。", title="2023年政府信息公开工作年度报告"),
        Example("第十六条 行政机关的内部事务信息，可以不予公开。"),
        Example("公开属性：□主动公开 □依申请公开 □不予公开"),
        Example("公开属性：主动公开"),
        Example("不予公开的范围"),
    )

    def calls(self, reading: Reading) -> bool:
        """依申请公开 alone in a sheet's header or footer is an attribute too."""
        return not reading.is_page and any(
            passage.part in position.SHEET_EDGE and "申" in passage.text for passage in reading.document.passages
        )

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Notes, attributes, and values alone in a cell or at a sheet's edge."""
        view = reading.compact
        for match in islice(_VALUE.finditer(view.text), MOST):
            hit = self._at(reading, view, *match.span())
            if hit is not None:
                yield hit
        for match in islice(_NO.finditer(view.text), MOST):
            yield self._hit(reading, *view.span(*match.span()), "attribute", 60, "注明不予公开")

    def _at(self, reading: Reading, view: View, start: int, end: int) -> Hit | None:
        """The hit that a value makes by what precedes it."""
        text = view.text
        before = text[max(0, start - 60) : start]
        first, last = view.span(start, end)
        goes_on = "一" <= reading.text[last : last + 1] <= "龥"  # 不予公开理由: the words go on
        if (found := _OPENS.search(before)) and text[end : end + 1] in _CLOSES:
            span = view.span(start - len(found[0]), end + 1)
            return self._hit(reading, *span, "note", 55, "附注标明不公开或依申请公开")
        if found := _THIS.search(before):
            span = view.span(start - len(found[0]), end)
            return self._hit(reading, *span, "note", 45, "注明此件不公开或依申请公开")
        if goes_on:
            return None
        for pattern, why in ((_KEYED, "公开属性栏为不公开或依申请公开"), (_TICKED, "公开属性栏勾选不公开或依申请公开")):
            if found := pattern.search(before):
                return self._hit(reading, *view.span(start - len(found[0]), end), "attribute", 60, why)
        if text[start - 1 : start] in {"\n", "\t", ""} and text[end : end + 1] in {"\n", "\t", ""}:
            where = position.standing(reading, first, last)
            points = self._cell(reading, first, last, where)
            return self._hit(reading, first, last, "cell", points, "单独标注不公开或依申请公开") if points else None
        return None

    def _hit(self, reading: Reading, start: int, end: int, form: str, points: int, why: str) -> Hit:
        where = position.standing(reading, start, end)
        return Hit(self.rule, start, end, form, (Evidence(points, why, self.basis),), where=where)

    def _cell(self, reading: Reading, start: int, end: int, where: position.Standing) -> int:
        """Points of a value that stands alone: by the property's name, the sheet's edge or the column's heading."""
        if where.part in position.SHEET_EDGE:
            return 30 if reading.is_page else 60
        if where.part is Part.METADATA:
            place = reading.passage_at(start).place
            return 60 if "公开" in place or "属性 自定义" in place else 30
        if not where.tabular:
            return 0
        column, own = reading.column(start), reading.line(start)[0]
        for offset, cells in reversed(reading.head_rows(start)):
            if column < len(cells) and _KEY_CELL.match(re.sub(r"\s", "", cells[column])):
                # One row under the heading is an attribute, more are a catalogue.
                above = reading.text[offset:own].count("\n") > 1
                below = reading.next_lines(end, 1)
                more = above or bool(below and below[0].count("\t") >= max(column, 1))
                return 0 if more else 55
        return 0

    def support(self, hit: Hit, reading: Reading) -> tuple[Evidence, ...]:
        """Position: alone, in a table, in a header, at the end of the text."""
        where = hit.where
        if where is None:
            return ()
        found: list[Evidence] = []
        if where.part in {Part.LINK, Part.SCRIPT}:
            found.append(Evidence(-30, "位于链接、导航或脚本"))
        if hit.form == "note":
            left, right = reading.line(hit.start)
            rest = re.sub(
                r"[\s()\[\]【】〔〕]|此件|本件|此文件|本文件|该件|发布|[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日",
                "",
                reading.text[left : hit.start] + reading.text[hit.end : right],
            )
            if len(rest) <= 2 or where.alone:
                found.append(Evidence(20, "附注独占一行"))
            elif (
                position.bare(reading.text[left : hit.start])
                and len(rest) > 40
                and reading.after(hit.end, 12).strip(" )】〕。")
            ):
                found.append(Evidence(-30, "位于句子中"))
        elif where.alone or where.tabular:
            found.append(Evidence(10, "属性独占一行或一个单元格"))
        elif (
            where.sentence
            and not where.starts
            and hit.form == "attribute"
            and position.bare(reading.before(hit.start, 60))
        ):
            found.append(Evidence(0, "与其他属性同行"))
        return tuple(found)

    def keeps(self, hit: Hit) -> bool:  # noqa: ARG002  # the protocol's signature
        """No form stays against counter-cues."""
        return False

    def grade(self, verdict: Verdict, reading: Reading, count: int, settings: DetectorSettings) -> Severity:  # noqa: ARG002  # the protocol's signature
        """关注 for an attribute, 一般 for a weak one."""
        score = verdict.raw if verdict.suppressed else verdict.score
        return Severity.ATTENTION if score >= 50 else Severity.GENERAL
