"""Planted in files: lists of people in Word, Excel, PDF, text and archives, masked on the page and whole in the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.content import File, Plant, Runs, Table
from demo.packing import repack, text
from demo.paper import Extras, pdf
from demo.people import people, person
from demo.planted_people import ID, PHONE, id_table
from demo.sheet import Sheet, xlsx
from demo.word import Hidden, docx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.content import Article
    from demo.maker import Maker
    from demo.people import Person

_CHANNELS = (("civil", "1203", "allowance"), ("gov", "gsgg", "village"), ("edu", "16", "school"), ("civil", "1204", "elder"), ("gov", "rsxx", "personnel"))  # fmt: skip


def pages(maker: Maker) -> Iterator[Article]:
    """Articles whose attachments hold personal numbers."""
    for number, (file, plant) in enumerate([*_sheets(maker), *_documents(maker), *_packed(maker), *_phones(maker)]):
        site, channel, topic = _CHANNELS[number % len(_CHANNELS)]
        yield maker.article(site, channel, topic, length=3, files=(file,), plants=(plant,))
    yield _masked_on_the_page(maker)


def _plant(form: str, words: str, place: str, kind: str, *, severity: int = 2, rule: str = ID, inner: tuple[str, ...] = (), echoed: bool = False) -> Plant:  # fmt: skip
    return Plant(rule=rule, form=form, severity=severity, text=words, file=0, place=place, format=kind, inner=inner, echoed=echoed)  # fmt: skip


def _masked_on_the_page(maker: Maker) -> Article:
    """The careful table on the page, the careless workbook beside it (domain: same list twice)."""
    found = people(maker.rng, 15)
    masked = tuple((str(i), p.masked_name, p.masked_id, p.town) for i, p in enumerate(found, 1))
    page = Table((("序号", "姓名", "身份证号", "乡镇"), *masked))
    rows = (("序号", "姓名", "身份证号", "乡镇"), *((str(i), p.name, p.resident_id, p.town) for i, p in enumerate(found, 1)))  # fmt: skip
    data = xlsx([Sheet(name="公示名单", rows=rows)])
    file = File("附件：2026年度创业补贴公示名单.xlsx", data)
    plant = _plant("网页已脱敏、附件未脱敏", found[0].resident_id, "公示名单!C2", "xlsx")
    return maker.article("gov", "gsgg", "employment", length=2, after=(page,), files=(file,), plants=(plant,))


def _sheets(maker: Maker) -> list[tuple[File, Plant]]:
    rng = maker.rng
    bulk = id_table(people(rng, 160)).rows
    rows, other = id_table(people(rng, 20)).rows, id_table(people(rng, 16)).rows
    masked = tuple((a, b, c, d if i == 0 else d[:6] + "********" + d[-4:], e, f, g) for i, (a, b, c, d, e, f, g) in enumerate(other))  # fmt: skip
    students = people(rng, 10, years=(2008, 2014))
    pupils = (("姓名", "性别", "学籍号", "年级"), *((p.name, p.sex, f"G{p.resident_id}", "八年级") for p in students))
    guests = (
        ("姓名", "性别", "学籍号", "年级"),
        *((p.name, p.sex, f"L{p.resident_id}", "九年级") for p in people(rng, 7, years=(2008, 2014))),
    )
    disabled = people(rng, 8)
    cards = (("姓名", "残疾人证号", "类别等级"), *((p.name, f"{p.resident_id}42", "肢体二级") for p in disabled))
    note = people(rng, 2)
    return [
        (File("附件：惠民补贴一卡通发放花名册.xlsx", xlsx([Sheet(name="花名册", rows=bulk)])), _plant("Excel 百人以上花名册", bulk[90][3], "花名册!D91", "xlsx", severity=3)),
        (File("附件：低保对象公示名单.xlsx", xlsx([Sheet(name="名单", rows=rows, hidden_columns=(3,))])), _plant("Excel 隐藏列", rows[1][3], "名单!D2", "xlsx")),
        (File("附件：危房改造对象名单.xlsx", xlsx([Sheet(name="公示", rows=masked), Sheet(name="原始数据", rows=other, hidden="hidden")])), _plant("Excel 隐藏工作表，可见表已脱敏", other[1][3], "隐藏工作表 原始数据!D2", "xlsx")),
        (File("附件：转学学生名单.xlsx", xlsx([Sheet(name="转学", rows=pupils)])), _plant("Excel 带 G 的学籍号", pupils[1][2], "转学!C2", "xlsx")),
        (File("附件：借读学生名单.xlsx", xlsx([Sheet(name="借读", rows=guests)])), _plant("Excel 带 L 的临时学籍号", guests[1][2], "借读!C2", "xlsx")),
        (File("附件：护理补贴发放表.xlsx", xlsx([Sheet(name="发放表", rows=cards)])), _plant("Excel 20 位残疾人证号", cards[1][1], "发放表!B2", "xlsx")),
        (File("附件：核对情况表.xlsx", xlsx([Sheet(name="核对", rows=masked, notes=(("B2", f"{note[0].name}身份证号{note[0].resident_id}，与户籍不符"),))])), _plant("Excel 单元格批注", note[0].resident_id, "批注 核对!B2", "xlsx")),
    ]  # fmt: skip


def _documents(maker: Maker) -> list[tuple[File, Plant]]:
    rng = maker.rng
    group, printed = people(rng, 12), people(rng, 11)
    p = people(rng, 9)
    body = tuple(maker.paragraphs("personnel"))
    cut = (p[0].resident_id[:6], p[0].resident_id[6:10], p[0].resident_id[10:14], p[0].resident_id[14:])
    named = f"{p[5].name}{p[5].resident_id}申请表.docx"
    digits = p[6].resident_id
    return [
        (File("附件：拟聘用人员名单.docx", docx((*body[:2], id_table(group)))), _plant("Word 表格", group[3].resident_id, "表格", "docx")),
        (File("附件：证明材料.docx", docx((*body, f"兹证明{p[0].name}系我镇居民，身份证号：", Runs(cut)))), _plant("Word 拆成多个文字块", p[0].resident_id, "正文", "docx")),
        (File("附件：审核意见.docx", docx(body, Hidden(comment=f"请核对{p[1].name}的身份证号{p[1].resident_id}"))), _plant("Word 批注", p[1].resident_id, "批注", "docx")),
        (File("附件：补充通知.docx", docx(body, Hidden(header=f"经办人 {p[2].name} 身份证 {p[2].resident_id}"))), _plant("Word 页眉", p[2].resident_id, "页眉", "docx")),
        (File("附件：更正公告.docx", docx(body, Hidden(deleted=f"{p[3].name}，身份证号{p[3].resident_id}"))), _plant("Word 修订：已删除的号码", p[3].resident_id, "修订-删除", "docx")),
        (File("附件：体检通知.docx", docx(body, Hidden(white=f"考生{p[4].name}身份证号{p[4].resident_id}"))), _plant("Word 白色文字", p[4].resident_id, "正文", "docx")),
        (File(named, docx(body)), _plant("文件名中的身份证号", p[5].resident_id, "文件名", "docx", echoed=True)),
        (File("附件：分组号码登记.docx", docx((*body, f"{p[6].name}，公民身份号码 {digits[:6]} {digits[6:14]} {digits[14:]}。"))), _plant("Word 分组空格", f"{digits[:6]} {digits[6:14]} {digits[14:]}", "正文", "docx")),
        (File("附件：救助对象名单.pdf", pdf((*body[:1], _narrow(printed)))), _plant("PDF 表格", printed[0].resident_id, "第1页", "pdf")),
        (File("附件：决定书.pdf", pdf((*body, f"申请人{p[7].name}，身份证号码{p[7].resident_id}，符合救助条件，同意纳入。"))), _plant("PDF 正文", p[7].resident_id, "正文", "pdf")),
        (File("附件：调查表.pdf", pdf(body, Extras(annotation=f"{p[8].name} {p[8].resident_id} 身份证号待核"))), _plant("PDF 注释", p[8].resident_id, "批注 第1页", "pdf")),
    ]  # fmt: skip


def _narrow(group: list[Person]) -> Table:
    """A table for the width of a printed page."""
    rows = tuple((p.name, p.sex, p.resident_id, p.town) for p in group)
    return Table((("姓名", "性别", "身份证号码", "乡镇"), *rows))


def _packed(maker: Maker) -> list[tuple[File, Plant]]:
    rng = maker.rng
    one, two, three = people(rng, 14), people(rng, 6), people(rng, 5)
    sheet = xlsx([Sheet(name="名单", rows=id_table(one).rows)])
    inner = repack([("2026年名单.xlsx", sheet)], old_names=True)
    csv = text(["姓名,身份证号,村", *(f"{p.name},{p.resident_id},{p.village}" for p in two)], "gbk")
    plain = text([f"{p.name}　身份证号：{p.resident_id}" for p in three], "utf-8-sig")
    return [
        (File("资助名单（分县区）.zip", repack([("说明.txt", text(["名单见内层压缩包。"], "gbk")), ("临泉区/名单.zip", inner)])), _plant("两层压缩包中的 Excel", one[0].resident_id, "名单!D2", "xlsx", inner=("临泉区/名单.zip", "2026年名单.xlsx"))),
        (File("附件：抽查名单.csv", csv), _plant("GBK 的 CSV", two[0].resident_id, "正文", "text")),
        (File("附件：候补名单.txt", plain), _plant("UTF-8 纯文本", three[0].resident_id, "正文", "text")),
    ]  # fmt: skip


def _phones(maker: Maker) -> list[tuple[File, Plant]]:
    rng = maker.rng
    group, packed, p = people(rng, 18), people(rng, 14), [person(rng) for _ in range(4)]
    body = tuple(maker.paragraphs("notice"))
    inner = repack([("通讯录.xlsx", xlsx([Sheet(name="通讯录", rows=_book(packed))]))])
    return [
        (File("附件：业务骨干通讯录.xlsx", xlsx([Sheet(name="通讯录", rows=_book(group))])), _plant("Excel 通讯录", group[0].phone, "通讯录!D2", "xlsx", severity=1, rule=PHONE)),
        (File("附件：参会回执.docx", docx((*body, f"联系人：{p[0].name}，手机：{p[0].phone}"))), _plant("Word 正文", p[0].phone, "正文", "docx", severity=1, rule=PHONE)),
        (File("附件：工作方案.pdf", pdf((*body, f"领队{p[1].name}，手机号码{p[1].phone}。"))), _plant("PDF 正文", p[1].phone, "正文", "pdf", severity=1, rule=PHONE)),
        (File("联系表.zip", repack([("县区/联系表.zip", inner)])), _plant("两层压缩包中的通讯录", packed[5].phone, "通讯录!D7", "xlsx", severity=1, rule=PHONE, inner=("县区/联系表.zip", "通讯录.xlsx"))),
    ]  # fmt: skip


def _book(found: list[Person]) -> tuple[tuple[str, ...], ...]:
    """An address book: 序号, 姓名, 单位, 手机号码."""
    return (("序号", "姓名", "单位", "手机号码"), *((str(i), q.name, q.town, q.phone) for i, q in enumerate(found, 1)))
