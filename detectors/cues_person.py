"""Counter-cues of personal data: samples, credit codes, other numbers of the same length, statutory disclosure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from detectors import persons
from detectors.base import Counter
from detectors.identity_number import PROVINCES, is_credit_code, is_valid
from inspection.model import Evidence

if TYPE_CHECKING:
    from detectors.base import Hit
    from detectors.reading import Reading

_SAMPLE_BEFORE = re.compile(
    r"(?:示例|样例|例如|比如|譬如|举例|(?<![条惯])例[:]|格式如下?|格式[:为]|(?:模拟|测试|虚拟)(?:数据|号码|信息)|虚构|填写说明|填表说明|范例)[^\n]{0,10}$"
    r"|如[:“\"][^\n]{0,12}$|(?:^|[(,:。;、\s])如$"
)
_SAMPLE_AFTER = re.compile(r"^[^\n0-9]{0,6}(?:示例|样例|仅供参考|为例|测试|虚构|示范|样本)")
# Numbers that stand in the standard and in half of all help pages.
_KNOWN = frozenset({"11010519491231002X", "440524188001010014", "13800138000"})
_PLACEHOLDER = "11010119900101123"  # 110101199001011234 with whatever check digit
_RUN = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_UNIT = re.compile(r"^[ ]?(?:元|万|亿|吨|千|公里|平方|立方|人次|%|美元|人民币)")
_CREDIT_LABEL = re.compile(r"统一社会信用|信用代码|机构代码|社会信用")


def _census(reading: Reading) -> tuple[int, int]:
    """How many different 18-digit numbers of the document fail and pass the check."""
    numbers = {match[0].upper() for match in _RUN.finditer(reading.text)}
    passing = sum(1 for number in numbers if is_valid(number, reading.context.today))
    return len(numbers) - passing, passing


def sample(hit: Hit, reading: Reading) -> Counter | None:
    """Specimen numbers of help pages and instructions."""
    value = hit.value
    if value in _KNOWN or value.startswith(_PLACEHOLDER) or len(set(value[-8:])) == 1:
        return Counter(Evidence(-60, "常见样例号码"), decisive=True)
    if len(value) == 18 and (value[14:17] == "000" or value[2:6] == "0000"):
        return Counter(Evidence(-60, "不存在的地区或顺序号，属样例号码"), decisive=True)
    if _SAMPLE_BEFORE.search(reading.before(hit.start, 24)) or _SAMPLE_AFTER.match(reading.after(hit.end, 14)):
        return Counter(Evidence(-60, "上下文说明为示例"), decisive=True)
    return None


def credit_code(hit: Hit, reading: Reading) -> Counter | None:
    """A 统一社会信用代码 that happens to pass as an identity number; it is public by law."""
    if len(hit.value) != 18 or hit.form == "embedded":
        return None
    labelled = _CREDIT_LABEL.search(persons.label_of(reading, hit.start) + persons.heading_of(reading, hit.start))
    personal = persons.ID_LABEL.search(persons.label_of(reading, hit.start) + persons.heading_of(reading, hit.start))
    if personal or not is_credit_code(hit.value):
        return None
    # Of identity numbers 1 in 31 passes this check too; a credit code has a region in its 3rd to 8th place.
    if labelled or hit.value[2:4] in PROVINCES | {"10"}:
        return Counter(Evidence(-60, "统一社会信用代码（GB 32100 校验正确），属公开信息"), decisive=True)
    return None


def other_number(hit: Hit, reading: Reading) -> Counter | None:
    """A label or a column heading that names another kind of number, an amount, a code."""
    label = persons.label_of(reading, hit.start)
    heading = persons.heading_of(reading, hit.start)
    own = persons.PHONE_LABEL if len(hit.value) == 11 else persons.ID_LABEL
    said, column = persons.OTHER_LABEL.search(label), persons.OTHER_LABEL.search(heading)
    nearest = [match.start() for match in own.finditer(label)]
    if hit.form == "embedded" and (persons.TAX_LABEL.search(label + heading) or own.search(label + heading)):
        return None
    if said and not (nearest and nearest[-1] >= said.start()):
        return Counter(Evidence(-40, "前有编号、账号等字样，不是个人号码"), decisive=not own.search(heading))
    if column and not own.search(heading) and not nearest:
        return Counter(Evidence(-40, "所在列为编号、金额等"), decisive=True)
    if len(hit.value) == 11 and _UNIT.match(reading.after(hit.end, 6)):
        return Counter(Evidence(-40, "后有计量单位"), decisive=True)
    return None


def number_table(hit: Hit, reading: Reading) -> Counter | None:
    """Without label, heading or name: one of several 18-digit numbers that mostly fail the check, or a fresh date."""
    if len(hit.value) != 18 or hit.form == "embedded":
        return None
    context = persons.label_of(reading, hit.start) + persons.heading_of(reading, hit.start)
    if persons.ID_LABEL.search(context):
        return None
    failing, passing = reading.once("id_census", lambda: _census(reading))
    if failing >= 2 and passing <= failing:
        return Counter(Evidence(-40, "同类 18 位号码多数校验不通过，疑为业务编号"), decisive=True)
    if persons.name_beside(reading, hit.start, hit.end):
        return None
    if failing and not reading.facts.mentions(persons.ID_LABEL):
        return Counter(Evidence(-20, "无证件字样，且另有同长号码校验不通过"), decisive=True)
    if reading.context.today and int(hit.value[6:10]) >= int(reading.context.today[:4]) - 3:
        return Counter(Evidence(-20, "无证件字样，日期为近年，疑为业务编号"), decisive=True)
    return None


def statutory(hit: Hit, reading: Reading) -> Counter | None:
    """失信被执行人, 行政处罚, 法院公告: disclosure by statute, a policy of its own (国办 2018 公开要点)."""
    if len(hit.value) == 18 and "statute" in reading.facts.topics:
        return Counter(Evidence(-20, f"{reading.facts.topics['statute']}，按法定公开另行掌握"))
    return None
