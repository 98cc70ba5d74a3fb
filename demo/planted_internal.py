"""Planted: documents that say themselves that they are not public (公开属性), and marks of internal material."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from demo.content import File, Line, Plant, Raw
from demo.maker import official
from demo.packing import repack
from demo.paper import Extras, pdf
from demo.sheet import Sheet, xlsx
from demo.word import Hidden, docx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.content import Article, Block
    from demo.maker import Maker

WITHHELD, INTERNAL = "disclosure.withheld", "internal.mark"
_PLACES = (("gov", "tzgg", "notice"), ("civil", "1209", "civil"), ("edu", "20", "school"), ("gov", "zcwj", "policy"), ("gov", "bmdt", "safety"), ("civil", "1202", "elder"))  # fmt: skip
_TITLES = (
    "关于开展专项核查工作的通知",
    "关于调整工作专班的通知",
    "关于进一步加强值班工作的通知",
    "关于下达年度任务的通知",
    "关于做好矛盾纠纷排查工作的通知",
)


def pages(maker: Maker) -> Iterator[Article]:
    """Pages and files that should not be public by their own words."""
    yield from _withheld_pages(maker)
    yield from _internal_pages(maker)
    for number, (file, plant) in enumerate([*_withheld_files(maker), *_internal_files(maker)]):
        site, channel, topic = _PLACES[number % len(_PLACES)]
        yield maker.article(site, channel, topic, length=4, files=(file,), plants=(plant,))


def _withheld_pages(maker: Maker) -> Iterator[Article]:
    notes = (
        ("附注：此件不公开", "（此件不公开）"),
        ("附注：此件不予公开", "（此件不予公开）"),
        ("附注：此件依申请公开", "（此件依申请公开）"),
        ("附注：字间空格", "（此 件 不 公 开）"),
        ("附注：半角括号", "(此件不公开)"),
    )
    for number, (form, text) in enumerate(notes):
        site, channel, topic = _PLACES[number]
        title = _TITLES[number]
        day = maker.day()
        yield maker.article(
            site,
            channel,
            topic,
            title=title,
            blocks=official(maker, (), title=title, topic=topic, note=text, day=day),
            published=day + timedelta(days=3),
            plants=(Plant(rule=WITHHELD, form=form, severity=2, text=text, place="正文末尾"),),
        )
    for number, value in enumerate(("不予公开", "依申请公开")):
        site, channel, topic = _PLACES[number]
        yield maker.article(
            site,
            channel,
            topic,
            disclosure=value,
            plants=(Plant(rule=WITHHELD, form=f"信息属性表：{value}", severity=2, text=value, place="表格"),),
        )
    text = "公开方式：不予公开"
    yield maker.article("edu", "20", "school", before=(Line(text),), plants=(Plant(rule=WITHHELD, form="正文中的公开方式行", severity=2, text=text, place="正文首部"),))  # fmt: skip
    hidden = Raw('<p style="display:none">（此件不公开）</p>')
    yield maker.article("gov", "zcwj", "policy", after=(hidden,), plants=(Plant(rule=WITHHELD, form="隐藏元素", severity=2, text="（此件不公开）", place="隐藏文字"),))  # fmt: skip


def _internal_pages(maker: Maker) -> Iterator[Article]:
    lines: tuple[tuple[str, Block, str], ...] = (
        ("内部资料 注意保存", Line("内部资料　注意保存"), "内部资料　注意保存"),
        ("内部文件 不得外传", Line("内部文件　不得外传", "right"), "内部文件　不得外传"),
        ("工作秘密 不得外传", Line("工作秘密　不得外传"), "工作秘密　不得外传"),
        ("字间空格", Line("内 部 资 料　注 意 保 密"), "内 部 资 料　注 意 保 密"),
        ("仅供领导参阅", Line("内部参阅　仅供领导参阅", "center", "bold"), "内部参阅　仅供领导参阅"),
        ("严禁上网", Line("内部材料　严禁上网", "center", "bold"), "内部材料　严禁上网"),
        ("讨论稿（内部）", Line("（内部讨论稿　请勿外传）", "center"), "（内部讨论稿　请勿外传）"),
        ("警务工作秘密", Line("警务工作秘密　严禁外传"), "警务工作秘密　严禁外传"),
        ("方括号", Line("【内部资料，请勿外传】"), "【内部资料，请勿外传】"),
    )
    for number, (form, line, text) in enumerate(lines):
        site, channel, topic = _PLACES[(number + 2) % len(_PLACES)]
        yield maker.article(
            site,
            channel,
            topic,
            before=(line,),
            plants=(Plant(rule=INTERNAL, form=form, severity=2, text=text, place="正文首部"),),
        )


def _withheld_files(maker: Maker) -> list[tuple[File, Plant]]:
    def plant(form: str, text: str, place: str, kind: str, inner: tuple[str, ...] = ()) -> Plant:
        return Plant(rule=WITHHELD, form=form, severity=2, text=text, file=0, place=place, format=kind, inner=inner)

    body = [official(maker, (), title=title, note="（此件不公开）") for title in _TITLES]
    plain = tuple(maker.paragraphs("notice", 4))
    rows = (("索引号", "014298002/2026-00087"), ("公开属性", "不予公开"), ("文号", "云财发〔2026〕31号"))
    return [
        (File("附件：通知正文.docx", docx(body[0])), plant("Word 附注", "（此件不公开）", "正文末尾", "docx")),
        (File("附件：方案正文.docx", docx(plain, Hidden(header="公开属性：不予公开"))), plant("Word 页眉", "公开属性：不予公开", "页眉", "docx")),
        (File("附件：通知扫描件.pdf", pdf(body[1])), plant("PDF 附注", "（此件不公开）", "正文末尾", "pdf")),
        (File("附件：公文信息表.xlsx", xlsx([Sheet(name="信息表", rows=rows)])), plant("Excel 属性表", "不予公开", "信息表!B2", "xlsx")),
        (File("通知及附件（打包）.zip", repack([("正文.docx", docx(body[2]))])), plant("压缩包中的附注", "（此件不公开）", "正文末尾", "docx", ("正文.docx",))),
    ]  # fmt: skip


def _internal_files(maker: Maker) -> list[tuple[File, Plant]]:
    def plant(form: str, text: str, place: str, kind: str, *, echoed: bool = False, inner: tuple[str, ...] = (), accepts: tuple[str, ...] = ()) -> Plant:  # fmt: skip
        return Plant(rule=INTERNAL, form=form, severity=2, text=text, file=0, place=place, format=kind, echoed=echoed, inner=inner, accepts=accepts)  # fmt: skip

    plain = tuple(maker.paragraphs("meeting", 5))
    rows = (("企业", "诉求", "办理单位"), ("企业一", "用工", "市人力资源和社会保障局"), ("企业二", "融资", "市财政局"))
    return [
        (File("附件：情况汇编.docx", docx(plain, Hidden(header="内部资料　注意保存"))), plant("Word 页眉", "内部资料　注意保存", "页眉", "docx")),
        (File("附件：调研报告.docx", docx(plain, Hidden(watermark="内部资料 请勿外传"))), plant("Word 水印", "内部资料 请勿外传", "水印", "docx")),
        (File("附件：工作简况.docx", docx(plain, Hidden(text_box="内部使用　不得外传"))), plant("Word 文本框", "内部使用　不得外传", "文本框", "docx")),
        (File("附件：形势分析.pdf", pdf(plain, Extras(footer="内部文件　严禁外传"))), plant("PDF 页脚", "内部文件　严禁外传", "第1页", "pdf")),
        (File("附件：数据手册.pdf", pdf((Line("内部资料　注意保管", "right"), *plain))), plant("PDF 首行", "内部资料　注意保管", "第1页", "pdf")),
        (File("附件：诉求台账.xlsx", xlsx([Sheet(name="台账", rows=rows, header="&R内部资料 不得外传")])), plant("Excel 打印页眉", "内部资料 不得外传", "页眉", "xlsx")),
        (File("附件：诉求清单.xlsx", xlsx([Sheet(name="清单", rows=(("内部资料　请勿外传",), *rows))])), plant("Excel 首个单元格", "内部资料　请勿外传", "清单!A1", "xlsx")),
        (File("内部资料-全市重点企业诉求清单.xlsx", xlsx([Sheet(name="清单", rows=rows)])), plant("文件名", "内部资料-全市重点企业诉求清单", "文件名", "xlsx", echoed=True)),
        (File("会议材料.zip", repack([("材料一.zip", repack([("汇报.docx", docx((Line("内部资料　会后收回"), *plain)))]))])), plant("两层压缩包", "内部资料　会后收回", "正文首部", "docx", inner=("材料一.zip", "汇报.docx"), accepts=("document.handling",))),
    ]  # fmt: skip
