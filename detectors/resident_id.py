"""居民身份证号: full identity numbers on a public site.

What: 18 digits with province, real date and ISO 7064 MOD 11-2 check digit (GB 11643-1999), also spaced or hyphenated, inside
20-digit disability numbers, G/L student numbers and ID+2 tax numbers, in addresses and file names; 15-digit legacy
numbers only beside a label. Why: PIPL §25 and §28, 政府信息公开条例 §15. A check digit alone is not enough among case numbers:
of region+date+serial numbers 9 % pass it by chance, so label, column heading or a name decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors import persons
from detectors.base import Example, Hit
from detectors.identity_number import PROVINCES, birth, check_digit, is_valid
from inspection.model import Evidence, Part, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.base import Verdict
    from detectors.reading import Reading
    from inspection.settings import DetectorSettings

_DASH = r"\-‐‑–—−·.﹣"
# An X ends a number; behind it may stand the two signs of a tax or disability number.
_GROUP = re.compile(r"[0-9]+(?:[Xx×](?=(?:[0-9]{2}|[LFBlf][0-9])?(?![0-9A-Za-z×])))?")
# Runs of digits, at most a dash and two spaces between two; grids of one digit a cell; numbers broken over a line end.
_RUN = re.compile(rf"[0-9](?:[ ]{{0,2}}[{_DASH}]?[ ]{{0,2}}[0-9]){{14,}}[Xx×]?")
_GRID = re.compile(r"(?<![0-9])[0-9](?:[\t\n|][0-9]){16}[\t\n|][0-9Xx×](?![0-9])")
_WRAPPED = re.compile(r"(?<![0-9])[0-9]{6,17}[ ]?\n[ ]?[0-9]{0,11}[0-9Xx×](?![0-9A-Za-z])")
_LEGACY = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{14}(?![0-9A-Za-z])")
_SUFFIX = re.compile(r"^(?:[LFlf][0-9]|B[0-9]|[0-9]{2})(?![0-9A-Za-z])")
_ELSEWHERE = frozenset({Part.SCRIPT, Part.ATTRIBUTE})


def _specimen(born: str = "19900307", serial: str = "123") -> str:
    """A number of a region that does not exist, for the examples."""
    first17 = f"119999{born}{serial}"
    return first17 + check_digit(first17)


_ID, _BABY = _specimen(), _specimen("20260301", "118")


def _may_begin(digits: str) -> bool:
    """Whether a number can begin with these digits: a province, a century."""
    return (len(digits) < 2 or digits[:2] in PROVINCES) and (len(digits) < 8 or digits[6:8] in {"19", "20"})


class ResidentId:
    """The rule ``personal.resident_id``."""

    rule = "personal.resident_id"
    revision = 1
    name = "居民身份证号"
    category = "个人信息"
    severity = Severity.ATTENTION
    basis = "《个人信息保护法》第二十五条、第二十八条；《政府信息公开条例》第十五条"
    gate = (
        rf"[0-9](?:[ ]{{0,2}}[{_DASH}]?[ ]{{0,2}}[0-9]){{14}}",
        r"[0-9](?:[\t\n|][0-9]){16}[\t\n|][0-9Xx×]",
        r"[0-9]{6,17}[ ]?\n[ ]?[0-9Xx×]",
    )
    personal = True
    threshold = 50

    examples = (
        Example(f"张三，身份证号：{_ID}", Severity.ATTENTION),
        Example(f"姓名\t身份证号\n张三\t{_ID}", Severity.ATTENTION, Part.TABLE),
        Example(f"身份证号 {_ID[:6]} {_ID[6:14]} {_ID[14:]}", Severity.ATTENTION),
        Example(f"残疾人证号：{_ID}43", Severity.ATTENTION),
        Example(f"学籍号 G{_ID}", Severity.ATTENTION),
        Example(f"纳税人识别号：{_ID}00", Severity.ATTENTION),
        Example(f"idcard={_ID}", Severity.ATTENTION, Part.FILE_NAME),
        Example("身份证号：" + _ID.translate({48 + n: 0xFF10 + n for n in range(10)}), Severity.ATTENTION),
        Example("身份证号（旧）：119999900307123", Severity.GENERAL),
        Example(f"失信被执行人 张三 身份证号 {_ID}", Severity.GENERAL, title="失信被执行人名单"),
    )
    counter_examples = (
        Example("身份证号：119999********1234，3502***********123"),
        Example(f"身份证号格式示例：{_ID}"),
        Example("统一社会信用代码：91350100M000100Y43"),
        Example(f"案号：{_BABY}"),
        Example("运单号 1199991990030712345678901"),
        Example("身份证号：110101199001011234"),
    )

    def calls(self, reading: Reading) -> bool:  # noqa: ARG002  # the protocol's signature
        """The gate says it all."""
        return False

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Every number that passes province, date and check digit, and legacy numbers beside a label."""
        text, today = reading.text, reading.context.today
        for run in _RUN.finditer(text):
            yield from self._within(reading, list(_GROUP.finditer(text, run.start(), run.end())))
        for grid in _GRID.finditer(text):
            hit = self._candidate(reading, re.sub(r"[\t\n|]", "", grid[0]), grid.start(), grid.end())
            if hit is not None:
                yield hit
        for match in _WRAPPED.finditer(text):
            digits = re.sub(r"[ \n]", "", match[0])
            hit = self._candidate(reading, digits, match.start(), match.end()) if len(digits) == 18 else None
            if hit is not None and reading.passage_at(match.start()).part is not Part.TABLE:
                yield hit
        for match in _LEGACY.finditer(text):
            digits = match[0]
            if digits[:2] in PROVINCES and birth("19" + digits[6:12], today):
                evidence = (Evidence(20, "15 位旧身份证号格式"),)
                yield Hit(self.rule, match.start(), match.end(), "legacy", evidence, value=digits)

    def _within(self, reading: Reading, groups: list[re.Match[str]]) -> Iterator[Hit]:
        """Numbers made of one or several of the digit groups that stand close together."""
        number = 0
        while number < len(groups):
            hit, used = self._from(reading, groups, number)
            if hit is not None:
                yield hit
            number += used

    def _from(self, reading: Reading, groups: list[re.Match[str]], first: int) -> tuple[Hit | None, int]:
        """A number that begins with group ``first``, and how many groups to go on."""
        solid = ""
        for used, group in enumerate(groups[first : first + 18], 1):
            solid += group[0]
            if len(solid) in {18, 20}:
                hit = self._candidate(reading, solid, groups[first].start(), group.end())
                if hit is not None:
                    return hit, used
            if len(solid) >= 20 or not _may_begin(solid):
                break
        return None, 1

    def _candidate(self, reading: Reading, solid: str, start: int, end: int) -> Hit | None:
        number = solid[:18].upper().replace("×", "X")
        if not number[:17].isdigit() or not is_valid(number, reading.context.today):
            return None
        text = reading.text
        before, after = text[start - 1 : start], text[end : end + 1]
        form, why = "id", "18 位，地区、出生日期、校验码（GB 11643）均正确"
        if len(solid) == 20:
            if solid[18] not in "1234567" and solid[18:] not in {"00", "01", "02"}:
                return None
            form, why = "embedded", "20 位号码的前 18 位为有效身份证号（残疾人证号或旧税号）"
        elif _SUFFIX.match(text[end : end + 3]):
            form, why, end = "embedded", "号码前 18 位为有效身份证号（旧税号）", end + 2
        elif after.isascii() and after.isalnum():
            return None
        if before.isascii() and before.isalpha():
            if before in "GLgl":
                form, why = "embedded", "学籍号中含有效身份证号"
            elif text[max(0, start - 2) : start - 1].isdigit():
                return None
        return Hit(self.rule, start, end, form, (Evidence(50, why, self.basis),), value=number)

    def support(self, hit: Hit, reading: Reading) -> tuple[Evidence, ...]:
        """Labels, column headings, names."""
        label, heading = persons.label_of(reading, hit.start), persons.heading_of(reading, hit.start)
        part = reading.passage_at(hit.start).part
        found: list[Evidence] = []
        if persons.ID_LABEL.search(label) or (hit.form == "embedded" and persons.TAX_LABEL.search(label + heading)):
            found.append(Evidence(30, "前有证件号码字样"))
        elif persons.ID_LABEL.search(heading):
            found.append(Evidence(30, "所在列为证件号码"))
        elif hit.form != "legacy" and part is Part.FILE_NAME:
            found.append(Evidence(20, "位于文件名或网址"))
        if persons.name_beside(reading, hit.start, hit.end):
            found.append(Evidence(20 if hit.form != "legacy" else 5, "邻近姓名等个人信息"))
        if not found and hit.form != "legacy" and reading.facts.mentions(persons.ID_LABEL):
            found.append(Evidence(15, "文档中有证件号码字样"))
        if hit.form == "legacy" and not any(item.points == 30 for item in found):
            return ()
        if part in _ELSEWHERE and not found:
            found.append(Evidence(-20, "位于脚本或链接，且无证件号码字样"))
        return tuple(found)

    def keeps(self, hit: Hit) -> bool:  # noqa: ARG002  # the protocol's signature
        """What statutory disclosure lowers stays live."""
        return True

    def grade(self, verdict: Verdict, reading: Reading, count: int, settings: DetectorSettings) -> Severity:
        """严重 from ``bulk_persons`` persons in one document, else 关注; 一般 for legacy numbers and statutory disclosure."""
        if verdict.hit.form == "legacy" or "statute" in reading.facts.topics:
            return Severity.GENERAL
        return Severity.SERIOUS if count >= settings.bulk_persons else Severity.ATTENTION
