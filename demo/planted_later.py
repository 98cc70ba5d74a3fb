"""Planted for later releases: rules and formats that the first one does not know yet. Missing them is no failure now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.content import File, Line, Plant, Raw, Table
from demo.foreign import doc, ofd, rtf, scan
from demo.maker import LAST, official
from demo.packing import repack
from demo.paper import Extras, pdf
from demo.people import bank_card, people
from demo.sheet import Sheet, xlsx
from demo.word import docx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.content import Article, Block
    from demo.maker import Maker

_WORD = "yunxi"  # opens the encrypted specimen


def pages(maker: Maker) -> Iterator[Article]:
    """Pages and files for the rules and formats to come."""
    yield from _documents(maker)
    yield from _people(maker)
    yield from _formats(maker)


def _later(rule: str, form: str, severity: int, text: str, *, file: int | None = None, kind: str = "html", place: str = "正文", accepts: tuple[str, ...] = ()) -> Plant:  # fmt: skip
    return Plant(rule=rule, form=form, severity=severity, text=text, file=file, format=kind, place=place, later=True, accepts=accepts)  # fmt: skip


def _documents(maker: Maker) -> Iterator[Article]:
    def page(site: str, channel: str, topic: str, title: str, blocks: tuple[Block, ...], *plants: Plant) -> Article:
        return maker.article(site, channel, topic, title=title, blocks=blocks, plants=plants, published=LAST)

    def minutes(kind: str, number: str) -> tuple[Block, ...]:
        return (Line(kind, "center", "red"), Line(number, "center"), *maker.paragraphs("meeting", 4), "出席：刘建国、王立新、陈永福；列席：李敏、周涛；记录：何静。")  # fmt: skip

    title = "关于转发做好近期有关工作的通知"
    yield page("gov", "tzgg", "notice", title, official(maker, (), title=title, head="中共云溪市委办公室", number="云委密电〔2026〕3号"), _later("document.secret_number", "密电文号", 3, "云委密电〔2026〕3号"))  # fmt: skip
    title = "关于追加专项经费的请示"
    yield page("civil", "1201", "elder", title, official(maker, (), title=title, topic="elder", head="云溪市民政局文件", signer="何志强"), _later("document.internal_kind", "请示（有签发人）", 2, "签发人：何志强"))  # fmt: skip
    yield page("edu", "11", "school", "局党组会议纪要", minutes("中共云溪市教育局党组会议纪要", "〔2026〕第14期"), _later("document.internal_kind", "党组会议纪要", 2, "党组会议纪要"))  # fmt: skip
    yield page("gov", "bmdt", "meeting", "专题会议纪要", minutes("云溪市人民政府专题会议纪要", "〔2026〕38号"), _later("document.internal_kind", "专题会议纪要", 2, "专题会议纪要"))  # fmt: skip
    for number, (form, words) in enumerate(
        (("传达范围", "（此件发至县团级）"), ("阅后收回", "阅后收回，不得翻印、不得公开引用"))
    ):
        title = ("关于传达有关会议精神的通知", "关于印发情况通报的通知")[number]
        yield page("gov", "zcwj", "notice", title, official(maker, (), title=title, note=words), _later("document.handling", form, 2, words))  # fmt: skip
    title = "关于印发物资调拨计划的通知"
    yield page("gov", "yjgl", "flood", title, official(maker, (), title=title, topic="flood", serial="000012", urgency="特急"), _later("document.layout", "有份号无密级", 3, "000012"))  # fmt: skip
    for form, words in (("内部★1年", "内部★1年"), ("工作秘密★3年", "工作秘密★3年")):
        yield maker.article("gov", "bmdt", "safety", before=(Line(words),), plants=(_later("classification.mismark", form, 2, words),))  # fmt: skip
    body = tuple(maker.paragraphs("tender", 3))
    cases: tuple[tuple[str, str, str, File, str], ...] = (
        ("commercial.mark", "核心商密", "云溪清源水务集团 核心商密★5年", File("附件：供水成本测算.docx", docx((Line("云溪清源水务集团 核心商密★5年"), *body))), "docx"),
        ("commercial.mark", "普通商密", "云溪智云信息 普通商密▲3年", File("附件：报价明细.pdf", pdf((Line("云溪智云信息 普通商密▲3年"), *body))), "pdf"),
        ("document.secret_number", "密发文号", "云政密发〔2026〕2号", File("附件：转发文件.docx", docx(official(maker, (), title="关于有关事项的通知", number="云政密发〔2026〕2号"))), "docx"),
    )  # fmt: skip
    for rule, form, words, file, kind in cases:
        yield maker.article("gov", "zfcg", "tender", files=(file,), plants=(_later(rule, form, 2, words, file=0, kind=kind),))  # fmt: skip
    exam = (Line("绝密★启用前", "left", "bold"), Line("云溪市2027年初中学业水平考试", "center", "title"), Line("语　文　试　卷", "center", "title"), "考试时间：2027年6月20日9:00—11:30。本试卷共6页，满分120分。", "一、积累与运用（26分）。1.下列词语中加点字的读音完全正确的一项是（　　）（3分）", "二、阅读理解（44分）。阅读下面的文字，完成第8～11题。", "三、写作（50分）。请以“一条河的声音”为题写一篇文章，不少于600字。")  # fmt: skip
    yield maker.article("edu", "21", "exam", title="2027年初中学业水平考试语文试卷", blocks=exam, plants=(_later("exam.paper", "考试日期在将来", 3, "绝密★启用前", accepts=("classification.mark",)),))  # fmt: skip
    listing = Raw('<h2>Index of /backup/</h2><pre><a href="/">Parent Directory</a>\nwebsite_2026.sql   2026-03-02 09:30  48M\n</pre><p>数据库地址：192.168.10.23:3306 用户 root</p>')  # fmt: skip
    yield maker.article("gov", "bmdt", "safety", title="系统维护说明", after=(listing,), plants=(_later("network.exposure", "目录列表与内网地址", 2, "192.168.10.23"),))  # fmt: skip


def _people(maker: Maker) -> Iterator[Article]:
    rng = maker.rng
    some = people(rng, 12)
    children = people(rng, 8, years=(2014, 2019))
    roster = (("序号", "姓名", "家庭住址", "致贫原因", "家庭人口"), *((str(i), p.name, f"{p.town}{p.village}{i + 2}组{i * 7}号", ("因病", "因残", "缺劳力")[i % 3], str(i % 4 + 1)) for i, p in enumerate(some, 1)))  # fmt: skip
    orphans = (("姓名", "出生年月", "监护人", "保障类别", "就读学校"), *((p.name, f"{p.birth[0]}年{p.birth[1]}月", some[i].name, "孤儿" if i % 2 else "事实无人抚养儿童", "临泉区文昌小学") for i, p in enumerate(children)))  # fmt: skip
    cards = [bank_card(rng) for _ in range(6)]
    accounts = (("姓名", "开户行", "银行卡号", "金额"), *((some[i].name, "云溪农商银行", card, f"{i * 60 + 720}.00") for i, card in enumerate(cards)))  # fmt: skip
    weak = tuple((p.name, p.resident_id[:-1] + "*", p.town) for p in some[:6])
    passports = (("姓名", "护照号码", "出访国家"), *((p.name, f"E{rng.randint(10_000_000, 99_999_999)}", "新加坡") for p in some[:3]))  # fmt: skip
    yield maker.article("civil", "1203", "allowance", title="监测对象名册公示", length=2, after=(Table(roster),), plants=(_later("personal.roster", "姓名加住址加致贫原因", 2, roster[1][2], place="表格"),))  # fmt: skip
    yield maker.article("civil", "1205", "children", title="孤儿及事实无人抚养儿童名单", length=2, after=(Table(orphans),), plants=(_later("personal.special_group", "未成年人名册", 3, orphans[1][0], place="表格"),))  # fmt: skip
    yield maker.article("gov", "gsgg", "village", files=(File("附件：补贴发放账户表.xlsx", xlsx([Sheet(name="账户", rows=accounts)])),), plants=(_later("personal.bank_card", "银行卡号", 2, cards[0], file=0, kind="xlsx"),))  # fmt: skip
    yield maker.article("gov", "gsgg", "personnel", title="因公出国（境）人员公示", length=2, after=(Table(passports),), plants=(_later("personal.passport", "护照号码", 2, passports[1][1], place="表格"),))  # fmt: skip
    yield maker.article("gov", "gsgg", "employment", title="一次性补贴发放公示", length=2, after=(Table((("姓名", "身份证号", "乡镇"), *weak)),), plants=(_later("personal.weak_mask", "只隐去末位", 1, weak[0][1], place="表格"),))  # fmt: skip


def _formats(maker: Maker) -> Iterator[Article]:
    lines = ["000016", "机密★1年", "云溪市应急管理局文件", "云应急〔2026〕11号", "关于印发专项方案的通知", *maker.paragraphs("safety", 3)]  # fmt: skip
    html = ("<html><head><meta charset='gbk'></head><body><p>" + "</p><p>".join(lines) + "</p></body></html>").encode("gbk")  # fmt: skip
    deep = docx((Line("机密★1年"), *lines[2:]))
    inner: tuple[str, ...] = ("方案.docx",)
    data = repack([("方案.docx", deep)])
    for level in range(11, 0, -1):
        data, inner = repack([(f"{level}.zip", data)]), (f"{level}.zip", *inner)
    cases: tuple[tuple[str, File, str, str, tuple[str, ...]], ...] = (
        ("OFD 版式文件", File("附件：专项方案.ofd", ofd(lines)), "ofd", "classification.mark", ()),
        ("Word 97 文件", File("附件：专项方案.doc", doc(lines)), "doc", "classification.mark", ()),
        ("RTF 冒充 .doc", File("附件：专项方案（旧版）.doc", rtf(lines)), "rtf", "classification.mark", ()),
        ("HTML 冒充 .doc", File("附件：专项方案（网页）.doc", html), "html", "classification.mark", ()),
        ("扫描图片", File("附件：专项方案扫描.png", scan("机密★1年")), "png", "classification.mark", ()),
        ("加密的 PDF", File("附件：专项方案（加密）.pdf", pdf(lines, Extras(password=_WORD))), "pdf", "file.encrypted", ()),
        ("十二层压缩包", File("附件：专项方案（多层压缩）.zip", data), "docx", "file.deep_archive", inner),
    )  # fmt: skip
    for number, (form, file, kind, rule, path) in enumerate(cases):
        site, channel = (("gov", "yjgl"), ("civil", "1212"), ("edu", "19"))[number % 3]
        plant = Plant(rule=rule, form=form, severity=2 if rule.startswith("file") else 3, text="机密★1年", file=0, inner=path, format=kind, later=True)  # fmt: skip
        yield maker.article(site, channel, "safety", length=3, files=(file,), plants=(plant,))
