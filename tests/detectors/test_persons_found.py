"""Identity numbers and mobile numbers: found in every form, and only there."""

from __future__ import annotations

import random
from typing import Any

import pytest

from detectors.identity_number import check_digit, is_credit_code, is_valid
from inspection.model import Part, Passage, Severity

RULE = "personal.resident_id"


def number(seed: int, *, region: str = "330199", born: str = "") -> str:
    """A generated identity number of a county that does not exist."""
    chance = random.Random(seed)
    born = born or f"{chance.randint(1950, 2004)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}"
    first17 = f"{region}{born}{chance.randint(1, 999):03}"
    return first17 + check_digit(first17)


ID = number(1)
X_ID = next(n for n in map(number, range(2, 200)) if n.endswith("X"))
LEGACY = "33019990030712" + "3"


@pytest.mark.parametrize("value", ["11010519491231002X", "34052419800101001X", "440524198001010013"])
def test_the_standards_vectors_pass(value: str) -> None:
    assert check_digit(value[:17]) == value[17]


def test_validity_needs_province_date_and_check_digit() -> None:
    assert is_valid(ID, "2026-11-23")
    assert not is_valid("99" + ID[2:], "2026-11-23")
    assert not is_valid(ID[:17] + ("0" if ID[17] != "0" else "1"))
    for born in ("19900231", "20990101", "18890101"):
        assert not is_valid(number(3, born=born), "2026-11-23")


def test_a_credit_code_is_known() -> None:
    assert is_credit_code("91350100M000100Y43")
    assert not is_credit_code("91350100M000100Y44")


FOUND = {
    "label": f"身份证号：{ID}",
    "label without colon": f"身份证号码{ID}",
    "name": f"张三　{ID}　云溪市建设路",
    "sentence": f"被救助人李四（公民身份号码{ID}）符合条件。",
    "alone": f"经核实，{ID}已登记。",
    "x": f"身份证：{X_ID}",
    "lower x": f"身份证：{X_ID.lower()}",
    "full-width x": f"身份证：{X_ID[:17]}Ｘ",
    "times sign": f"身份证：{X_ID[:17]}×",
    "full width": "身份证：" + ID.translate({48 + d: 0xFF10 + d for d in range(10)}),
    "groups": f"身份证：{ID[:6]} {ID[6:14]} {ID[14:]}",
    "hyphens": f"身份证：{ID[:6]}-{ID[6:14]}-{ID[14:]}",
    "groups of four": f"身份证：{ID[:4]} {ID[4:8]} {ID[8:12]} {ID[12:16]} {ID[16:]}",
    "digit by digit": "身份证：" + " ".join(ID),
    "zero-width": "身份证：" + "\u200b".join(ID),
    "no-break spaces": f"身份证：{ID[:6]}\u00a0{ID[6:14]}\u00a0{ID[14:]}",
    "behind a number": f"3 {ID} 13900001234",
    "over a line end": f"身份证号：{ID[:10]}\n{ID[10:]}",
    "disability": f"残疾人证号：{ID}43",
    "disability reissued": f"残疾人证号：{ID}43B1",
    "student": f"学籍号：G{ID}",
    "temporary student": f"L{ID}",
    "tax": f"纳税人识别号：{ID}00",
    "tax X": f"纳税人识别号：{X_ID}00",
    "disability X": f"残疾人证号：{X_ID}43",
    "tax L": f"纳税人识别号：{ID}L0",
    "letters before": f"sfz{ID}",
    "traditional label": f"身份證號：{ID}",
}  # fmt: skip


@pytest.mark.parametrize("text", FOUND.values(), ids=FOUND)
def test_a_full_number_is_found_at_attention(text: str, look: Any) -> None:
    for case in (look.page(f"公示\n{text}\n特此公示", title="关于补助对象的公示"), look.attachment(text)):
        (finding,) = look.live(case, RULE)
        assert finding.severity is Severity.ATTENTION, finding.evidence


@pytest.mark.parametrize(
    "passage",
    [
        Passage(f"序号\t姓名\t身份证号\n1\t张三\t{ID}", "表格1", Part.TABLE),
        Passage(f"云溪市补助名单\t\t\n序号\t对象\t证件号码\n1\t甲\t{ID}", "Sheet1", Part.TABLE, rows=(1, 2, 3)),
        Passage("姓名\t张三\n身份证号\t" + "\t".join(ID), "表格1", Part.TABLE),
        Passage(f"{ID}.jpg", "文件名", Part.FILE_NAME),
        Passage(f"张三{ID}证明.pdf", "文件名", Part.FILE_NAME),
        Passage(f"身份证号 {ID}", "批注", Part.COMMENT),
        Passage(f"张三\t{ID}", "隐藏工作表 名单", Part.HIDDEN, rows=(9,)),
        Passage(f"关键词: 张三 {ID}", "属性", Part.METADATA),
        Passage(f'{{"name":"张三","idCard":"{ID}"}}', "脚本", Part.SCRIPT),
    ],
    ids=lambda p: p.place,
)
def test_parts_beside_the_text_count(passage: Passage, look: Any) -> None:
    (finding,) = look.live(look.attachment("名单", passage), RULE)
    assert finding.severity is Severity.ATTENTION


def test_addresses_count(look: Any) -> None:
    assert (
        look.worst(look.page("查询结果", url=f"http://www.yunxi.example/query?idcard={ID}&p=1"), RULE)
        == Severity.ATTENTION
    )
    assert (
        look.worst(look.page("查询结果", url=f"http://www.yunxi.example/files/{ID}.html"), RULE) == Severity.ATTENTION
    )


NOT_FOUND = {
    "masked": f"身份证号：{ID[:6]}********{ID[14:]}，{ID[:2]}*************{ID[15:]}，{ID[:6]}xxxxxxxx{ID[14:]}，{ID[:6]}××××××××{ID[14:]}",
    "masked head": f"身份证后四位：{ID[14:]}，{ID[:10]}XXXX{ID[14:]}，{ID[:14]}****",
    "wrong check digit": "身份证号：110101199001011234",
    "empty": "身份证号：　　　　　　　　",
    "placeholder": "身份证号：00000019000101，123456789012345678，111111111111111111",
    "waybill": f"运单号：9{ID}654321",
    "project code": "项目代码：2019-330108-48-03-012345-000",
    "real estate unit": "不动产单元号：330108001002GB00003F00010001",
    "credit code": "统一社会信用代码：91350100M000100Y43，12330100470116111X",
    "isbn": "ISBN 978-7-5130-1234-5",
    "case number": "案号：330102202403150012，330102202403150013，330102202403150014",
    "hash": f"a{ID}f0e1d2c3",
    "longer run": f"{ID}1234567",
    "sample": f"填写说明：身份证号示例 {ID}",
    "sample 2": f"证件号码如：{ID}",
    "standard's sample": "身份证号：11010519491231002X",
    "order number": f"订单号：{ID}",
    "legacy without label": f"流水 {LEGACY} 号",
}  # fmt: skip


@pytest.mark.parametrize("text", NOT_FOUND.values(), ids=NOT_FOUND)
def test_what_is_no_personal_number_stays_below_attention(text: str, look: Any) -> None:
    for case in (look.page(text, title="办事指南"), look.attachment(text)):
        assert look.worst(case, RULE) < Severity.ATTENTION


def test_tables_of_case_numbers_do_not_pass_by_chance(look: Any) -> None:
    chance = random.Random(5)
    rows = [
        f"{n}\t3301{chance.randint(1, 9):02}2024{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(0, 9999):04}\t已办结"
        for n in range(400)
    ]
    for heading in ("序号\t受理编号\t状态", "序号\t号\t状态"):
        case = look.attachment(Passage("\n".join([heading, *rows]), "Sheet1", Part.TABLE, rows=tuple(range(1, 402))))
        assert look.live(case, RULE) == []
    prose = "\n".join(row.replace("\t", " ") for row in rows)
    assert look.live(look.page(prose, title="办件公示"), RULE) == []


def test_a_hundred_persons_in_one_document_are_serious(look: Any) -> None:
    def roster(count: int) -> Passage:
        rows = "\n".join(f"{n}\t张{'三四五'[n % 3]}\t{number(n + 10)}" for n in range(count))
        return Passage(f"序号\t姓名\t身份证号\n{rows}", "Sheet1", Part.TABLE, rows=tuple(range(1, count + 2)))

    few, many = look.live(look.attachment(roster(99)), RULE), look.live(look.attachment(roster(100)), RULE)
    assert len(few) == 99
    assert {finding.severity for finding in few} == {Severity.ATTENTION}
    assert len(many) == 100
    assert {finding.severity for finding in many} == {Severity.SERIOUS}
    assert many[0].sightings[0].place == "Sheet1!C2"


def test_statutory_disclosure_is_lower(look: Any) -> None:
    for title in ("失信被执行人名单", "行政处罚决定书", "法院公告"):
        (finding,) = look.live(look.page(f"姓名：张三，身份证号：{ID}", title=title), RULE)
        assert finding.severity is Severity.GENERAL


def test_a_legacy_number_needs_a_label_and_stays_low(look: Any) -> None:
    assert look.worst(look.attachment(f"身份证号：{LEGACY}"), RULE) == Severity.GENERAL
    assert look.live(look.attachment(f"编码 {LEGACY}"), RULE) == []


def test_the_same_person_is_one_finding_however_written(look: Any) -> None:
    case = look.attachment(f"张三 {X_ID}", f"身份证号：{X_ID[:6]} {X_ID[6:14]} {X_ID[14:17]}x")
    (finding,) = look.live(case, RULE)
    assert len(finding.sightings) == 2
    assert X_ID[:17] not in str(finding)
    assert f"{X_ID[:6]}********{X_ID[14:]}" in finding.sightings[0].excerpt


PHONES = {
    "contact": "联系人：张三，手机：13900001234", "plain": "张三 13900001234", "hyphens": "电话：139-0000-1234", "spaces": "电话：139 0000 1234",
    "prefix": "电话：+8613900001234", "prefix spaced": "电话：+86 139 0000 1234", "full width": "电话：１３９００００１２３４", "slash": "13900001234/13900005678",
    "brackets": "王五（13900001234）", "label joined": "联系电话13900001234", "latin": "Tel:13900001234",
}  # fmt: skip
NO_PHONES = {
    "masked": "138****1234，1380000****", "landline": "0571-88001234，057188001234", "service": "12345，12315，95598，4001234567，400-123-4567，800-810-1234",
    "timestamp": "1700000000123", "longer": "20231390000123456", "amount": "13900001234元", "order": "订单号：13900001234", "decimal": "0.13900001234，3.13900001234",
    "sample": "例如：13900001234", "hash": "a13900001234b", "code": "XZ-2023-13900001234", "account": "账号：13900001234",
}  # fmt: skip


@pytest.mark.parametrize("text", PHONES.values(), ids=PHONES)
def test_a_mobile_number_is_noted_at_the_lowest_step(text: str, look: Any) -> None:
    found = look.live(look.page(text, title="通知"), "personal.phone")
    assert {finding.severity for finding in found} == {Severity.GENERAL}


@pytest.mark.parametrize("text", NO_PHONES.values(), ids=NO_PHONES)
def test_other_numbers_are_no_mobile_numbers(text: str, look: Any) -> None:
    assert look.live(look.page(text, title="通知"), "personal.phone") == []


def test_a_table_of_mobile_numbers_stays_at_the_lowest_step(look: Any) -> None:
    rows = "\n".join(f"{n}\t李{'明华强'[n % 3]}\t1390000{n:04}" for n in range(1, 151))
    found = look.live(look.attachment(Passage(f"序号\t姓名\t手机\n{rows}", "Sheet1", Part.TABLE)), "personal.phone")
    assert len(found) == 150
    assert {finding.severity for finding in found} == {Severity.GENERAL}
