"""移动电话号码: personal mobile numbers on a public site.

What: 11 digits 1[3-9]… with both boundaries, also +86 and 3-4-4. Landlines, 400, 12345, 95xxx and masked numbers are no
hits; a contact line of an office is public by 政府信息公开条例 §20 and stays at the lowest step, as every single number does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors import persons
from detectors.base import Example, Hit
from inspection.model import Evidence, Part, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.base import Verdict
    from detectors.reading import Reading
    from inspection.settings import DetectorSettings

# Begins with its literal, which `re` finds fast; what stands before it is looked at afterwards.
_NUMBER = re.compile(
    r"1(?:(?<![0-9]1)|(?<=861))(?P<rest>[3-9][0-9][ \-]?[0-9]{4}[ \-]?[0-9]{4})(?![0-9])(?![\-.][0-9])(?![A-Za-z_%])"
)
_COUNTRY = re.compile(r"(?:\+|00)?86[\- ]?$")
_DECIMAL = re.compile(r"[0-9][\-.]$")
_CODE_BEFORE = re.compile(r"[A-Za-z0-9_\-=#/]{1,}$")
_PHONE_CODE = re.compile(r"(?:tel|phone|mobile|mob|sj|lxdh|dh|86)[A-Za-z]{0,6}[.:=_\-]?$", re.IGNORECASE)


class Phone:
    """The rule ``personal.phone``."""

    rule = "personal.phone"
    revision = 1
    name = "移动电话号码"
    category = "个人信息"
    severity = Severity.GENERAL
    basis = "《个人信息保护法》第二十五条；《政府信息公开条例》第十五条"
    gate = (r"1[3-9][0-9][ \-]?[0-9]{4}[ \-]?[0-9]{4}",)
    personal = True
    threshold = 30

    examples = (
        Example("联系人：张三，手机：13900001234", Severity.GENERAL),
        Example("联系电话 139-0000-1234", Severity.GENERAL),
        Example("电话：+86 139 0000 1234", Severity.GENERAL),
        Example("姓名\t手机号码\n张三\t13900001234", Severity.GENERAL, Part.TABLE),
        Example("张三 １３９００００１２３４", Severity.GENERAL),
    )
    counter_examples = (
        Example("联系电话：139****1234"),
        Example("热线 12345，4008123123，0571-88001234，95598"),
        Example("流水号 20231390000123456"),
        Example("金额 13900001234元"),
        Example("订单号：13900001234"),
        Example("如：13800138000"),
    )

    def calls(self, reading: Reading) -> bool:  # noqa: ARG002  # the protocol's signature
        """The gate says it all."""
        return False

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Every mobile number with both boundaries."""
        for match in _NUMBER.finditer(reading.text):
            start, end = match.span()
            part = reading.passage_at(start).part
            if part is Part.SCRIPT:
                continue
            before = _COUNTRY.sub("", reading.text[max(0, start - 12) : start])
            code = _CODE_BEFORE.search(before)
            if before[-1:].isdigit() or _DECIMAL.search(before):
                continue
            if code and code[0][-1:].isalnum() and not _PHONE_CODE.search(before):
                continue
            named = part in {Part.FILE_NAME, Part.ATTRIBUTE}
            if named and not _PHONE_CODE.search(before) and not persons.name_beside(reading, start, end):
                continue
            value = re.sub(r"[ \-]", "", match[0])
            yield Hit(self.rule, start, end, "mobile", (Evidence(40, "11 位移动电话号码", self.basis),), value=value)

    def support(self, hit: Hit, reading: Reading) -> tuple[Evidence, ...]:
        """Labels and names; an office's contact line; page furniture."""
        label = persons.label_of(reading, hit.start) + persons.heading_of(reading, hit.start)
        found: list[Evidence] = []
        if persons.PHONE_LABEL.search(label):
            found.append(Evidence(20, "前有电话字样或所在列为电话"))
        if persons.name_beside(reading, hit.start, hit.end):
            found.append(Evidence(10, "邻近姓名"))
        if reading.passage_at(hit.start).part in {Part.FOOTER, Part.LINK, Part.HEADER}:
            found.append(Evidence(-10, "位于页眉页脚或导航"))
        return tuple(found)

    def keeps(self, hit: Hit) -> bool:  # noqa: ARG002  # the protocol's signature
        """The lowest step is low enough."""
        return True

    def grade(self, verdict: Verdict, reading: Reading, count: int, settings: DetectorSettings) -> Severity:  # noqa: ARG002  # the protocol's signature
        """一般, whatever the number: rosters are another rule's business."""
        return Severity.GENERAL
