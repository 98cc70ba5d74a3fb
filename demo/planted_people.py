"""Planted in pages: resident ID numbers and mobile numbers in the text, in tables, and where the eye does not look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.content import Line, Plant, Raw, Table
from demo.people import people, person, resident_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.content import Article, Block
    from demo.maker import Maker
    from demo.people import Person

ID, PHONE = "personal.resident_id", "personal.phone"


def id_table(found: list[Person], caption: str = "") -> Table:
    """序号, 姓名, 性别, 身份证号, 乡镇, 村, 金额."""
    head = ("序号", "姓名", "性别", "身份证号码", "乡镇（街道）", "村（社区）", "金额（元）")
    rows = tuple(
        (str(i), p.name, p.sex, p.resident_id, p.town, p.village, f"{680 + i * 15}.00") for i, p in enumerate(found, 1)
    )
    return Table((head, *rows), caption)


def _wide(number: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in number)


def pages(maker: Maker) -> Iterator[Article]:
    """Articles whose page holds personal numbers."""
    yield from _id_pages(maker)
    yield from _phone_pages(maker)


def _id_pages(maker: Maker) -> Iterator[Article]:
    rng = maker.rng
    some = people(rng, 30)
    one = iter(people(rng, 24))
    yield maker.article("gov", "gsgg", "village", title="2026年农村危房改造补助对象公示", length=2, after=(id_table(some[:12]),), plants=(Plant(rule=ID, form="表格中的名单", severity=2, text=some[0].resident_id, place="表格"),))  # fmt: skip
    yield maker.article("edu", "16", "school", title="2026年春季学期困难学生资助名单公示", length=2, after=(id_table(some[12:20]),), plants=(Plant(rule=ID, form="GBK 站点的名单", severity=2, text=some[12].resident_id, place="表格"),))  # fmt: skip
    yield maker.article("civil", "1203", "allowance", title="临泉区临时救助对象公示（9月）", length=2, after=(id_table(some[20:28]),), wire=("utf-8", "utf-8", "gbk"), plants=(Plant(rule=ID, form="字符集声明错误页面的名单", severity=2, text=some[20].resident_id, place="表格"),))  # fmt: skip

    def single(site: str, channel: str, topic: str, form: str, block: Block, shown: str, place: str = "正文", head: str = "", title: str = "") -> Article:  # fmt: skip
        plant = Plant(rule=ID, form=form, severity=2, text=shown, place=place)
        return maker.article(site, channel, topic, after=(block,), length=3, head=head, plants=(plant,), title=title)

    p = next(one)
    yield single("gov", "tzgg", "personnel", "正文一句话", f"经研究，决定注销{p.name}（身份证号{p.resident_id}）的不动产权证书，自公告之日起生效。", p.resident_id, title="关于注销不动产权证书的公告")  # fmt: skip
    p = next(one)
    number = f"{p.resident_id[:6]} {p.resident_id[6:14]} {p.resident_id[14:]}"
    yield single("gov", "gsgg", "personnel", "分组空格", f"姓名：{p.name}，公民身份号码：{number}。", number, title="关于公布工伤认定决定的公告")  # fmt: skip
    p = next(one)
    number = f"{p.resident_id[:6]}-{p.resident_id[6:14]}-{p.resident_id[14:]}"
    yield single("civil", "1208", "civil", "分组连字符", f"当事人{p.name}，身份证号：{number}，请于30日内到婚姻登记处领取档案证明。", number)  # fmt: skip
    p = next(one)
    number = _wide(p.resident_id)
    yield single("gov", "gsgg", "village", "全角数字", f"户主{p.name}，身份证号码：{number}，家庭人口3人。", number)
    p = next(one)
    number = "\u200b".join((p.resident_id[:4], p.resident_id[4:10], p.resident_id[10:]))
    yield single(
        "civil", "1204", "elder", "数字间零宽字符", f"{p.name}，身份证号 {number}，高龄津贴自本月起发放。", number
    )
    number = resident_id(rng, last="X")
    small = number[:17] + "x"
    yield single("civil", "1203", "allowance", "小写 x 结尾", f"{next(one).name}（身份证：{small}）因家庭收入变化，自下月起停发低保金。", small)  # fmt: skip
    p = next(one)
    yield single("gov", "rsxx", "personnel", "HTML 注释", Raw(f"<!-- {p.name} {p.resident_id} 拟聘用，待政审 -->"), p.resident_id, "HTML 注释")  # fmt: skip
    p = next(one)
    yield single("gov", "rsxx", "personnel", "隐藏元素", Raw(f'<div id="hid" style="display:none;">报名人员：{p.name}，身份证号码：{p.resident_id}</div>'), p.resident_id, "隐藏文字")  # fmt: skip
    p = next(one)
    yield single("civil", "1205", "children", "隐藏的表格列", Raw(f'<table><tr><th>姓名</th><th style="display:none">身份证号</th><th>学校</th></tr><tr><td>{p.masked_name}</td><td style="display:none">{p.resident_id}</td><td>云溪市特殊教育学校</td></tr></table>'), p.resident_id, "隐藏文字")  # fmt: skip
    p = next(one)
    yield single("gov", "tzgg", "employment", "meta 关键词", "补贴名单已按程序公示。", p.resident_id, "属性 keywords", head=f'<meta name="keywords" content="创业补贴,{p.name},身份证{p.resident_id}"/>')  # fmt: skip
    p = next(one)
    query = f"/col/col1202/index.html?idcard={p.resident_id}"
    link = Raw(f'<p>办理进度：<a href="{query}">查询{p.masked_name}的办理进度</a></p>')
    plant = Plant(rule=ID, form="链接地址中的身份证号", severity=2, text=p.resident_id, place="链接", echo=(query,))
    yield maker.article("civil", "1202", "civil", after=(link,), length=3, plants=(plant,))
    p = next(one)
    pieces = (
        f"{p.resident_id[:6]}</span><span style='color:#333'>{p.resident_id[6:14]}</span><span>{p.resident_id[14:]}"
    )
    yield single("edu", "15", "personnel", "拆在多个标签中", Raw(f"<p>{p.name}，身份证号：<span>{pieces}</span>，拟认定高级中学教师资格。</p>"), p.resident_id)  # fmt: skip
    p = next(one)
    yield single("edu", "14", "exam", "带 G 的学籍号", f"学生{p.name}，学籍号G{p.resident_id}，申请转入云溪市第一中学，现予公示。", f"G{p.resident_id}")  # fmt: skip
    p = next(one)
    yield single("civil", "1203", "allowance", "20 位残疾人证号", f"{p.name}，残疾人证号{p.resident_id}43，享受重度残疾人护理补贴。", f"{p.resident_id}43")  # fmt: skip
    p = next(one)
    yield single("gov", "gsgg", "safety", "个体工商户税号（身份证号加两位）", f"经营者{p.name}，纳税人识别号：{p.resident_id}00，经营场所位于柳塘镇。", f"{p.resident_id}00")  # fmt: skip
    bulk = people(rng, 120)
    yield maker.article("civil", "1203", "allowance", title="沙洛县2026年农村低保对象花名册", length=1, after=(id_table(bulk),), plants=(Plant(rule=ID, form="百人以上的名单", severity=3, text=bulk[60].resident_id, place="表格"),))  # fmt: skip


def _phone_pages(maker: Maker) -> Iterator[Article]:
    rng = maker.rng

    def page(site: str, channel: str, topic: str, form: str, block: Block, shown: str, place: str = "正文") -> Article:
        plant = Plant(rule=PHONE, form=form, severity=1, text=shown, place=place)
        return maker.article(site, channel, topic, after=(block,), length=3, plants=(plant,))

    p = person(rng)
    yield page("gov", "tzgg", "notice", "工作通知中的联系人手机", f"联系人：{p.name}，手机：{p.phone}。", p.phone)
    p = person(rng)
    number = f"{p.phone[:3]} {p.phone[3:7]} {p.phone[7:]}"
    yield page("civil", "1202", "elder", "3-4-4 空格分组", f"报名请联系{p.name}，电话 {number}（微信同号）。", number)
    p = person(rng)
    number = f"{p.phone[:3]}-{p.phone[3:7]}-{p.phone[7:]}"
    yield page("edu", "12", "school", "3-4-4 连字符分组", f"家长委员会联系人：{p.name}，手机号码：{number}。", number)
    p = person(rng)
    yield page("gov", "tzgg", "employment", "+86 前缀", f"联系人{p.name}，手机：+86 {p.phone}。", f"+86 {p.phone}")
    p = person(rng)
    yield page("gov", "bmdt", "village", "全角数字", f"种植大户{p.name}，手机：{_wide(p.phone)}。", _wide(p.phone))
    p = person(rng)
    yield page("civil", "1205", "children", "隐藏元素", Raw(f'<p style="display:none">监护人：{p.name} 手机号：{p.phone}</p>'), p.phone, "隐藏文字")  # fmt: skip
    group = people(rng, 9)
    rows = tuple((q.name, q.town, "网格员", q.phone) for q in group)
    table = Table((("姓名", "所在单位", "职务", "手机号码"), *rows))
    yield page("gov", "gsgg", "flood", "通讯录表格", table, group[0].phone, "表格")
    p = person(rng)
    lines = Line(f"联 系 人：{p.name}　　手　机：{p.phone}")
    yield page("edu", "15", "personnel", "落款中的手机", lines, p.phone)
