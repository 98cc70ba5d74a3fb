"""Planted in files: classification markings in the places where Word, Excel, PDF and archives hide them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.content import Benign, File, Line, Plant, Runs, Table
from demo.maker import official
from demo.packing import repack, text
from demo.paper import Extras, pdf
from demo.planted_marks import RULE, SUBJECTS
from demo.sheet import Sheet, xlsx
from demo.word import Hidden, docx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from demo.content import Article, Block
    from demo.maker import Maker

METADATA = ("classification.metadata",)
_CHANNELS = (("gov", "tzgg", "notice"), ("civil", "1202", "civil"), ("edu", "19", "school"), ("gov", "yjgl", "safety"), ("gov", "rsxx", "personnel"), ("civil", "1212", "elder"))  # fmt: skip
_ROWS = (("序号", "点位", "责任单位", "到位时限"), ("1", "北坪储备库", "市应急管理局", "2小时"), ("2", "鹿角水库", "市水利局", "1小时"), ("3", "云水河泵站", "市住房和城乡建设局", "3小时"))  # fmt: skip


def pages(maker: Maker) -> Iterator[Article]:
    """Articles whose text is harmless and whose attachment is not."""
    cases = [*_word(maker), *_sheets(), *_papers(maker), *_others(maker)]
    for number, (file, plant) in enumerate(cases):
        site, channel, topic = _CHANNELS[number % len(_CHANNELS)]
        extra = File(f"附件2：联系人汇总表（空表）{number + 1}.xlsx", _blank(number)) if number % 4 == 0 else None
        yield maker.article(
            site,
            channel,
            topic,
            length=4,
            files=(file, extra) if extra else (file,),
            plants=(plant,),
            benign=(Benign("blank_fields", 1),) if extra else (),
        )


def _blank(number: int) -> bytes:
    rows = (("单位", "姓名", "身份证号", "手机号码"), *(("", "", "", ""),) * (4 + number % 3))
    return xlsx([Sheet(name="汇总表", rows=rows)])


def _plant(form: str, severity: int, words: str, place: str, kind: str, *, accepts: tuple[str, ...] = (), inner: tuple[str, ...] = (), echoed: bool = False, later: bool = False) -> Plant:  # fmt: skip
    return Plant(rule=RULE, form=form, severity=severity, text=words, file=0, place=place, format=kind, accepts=accepts, inner=inner, echoed=echoed, later=later)  # fmt: skip


def _body(
    maker: Maker, subject: int, top: tuple[Block, ...] = (), *, serial: str = "", count: int = 3
) -> tuple[Block, ...]:
    title = f"关于做好{SUBJECTS[subject % len(SUBJECTS)]}的通知"
    return official(maker, top, title=title, serial=serial, count=count)


def _word(maker: Maker) -> list[tuple[File, Plant]]:
    hidden: tuple[tuple[str, str, Hidden, str, int, tuple[str, ...]], ...] = (
        ("页眉", "页眉", Hidden(header="机密★1年"), "机密★1年", 3, ()),
        ("首页页眉", "首页页眉", Hidden(first_header="秘密★5年"), "秘密★5年", 3, ()),
        ("偶数页页眉", "偶数页页眉", Hidden(even_header="秘密★2年", header="应急预案汇编"), "秘密★2年", 3, ()),
        ("页脚", "页脚", Hidden(footer="机密★3年"), "机密★3年", 3, ()),
        ("文本框", "文本框", Hidden(text_box="机密★10年"), "机密★10年", 3, ()),
        ("艺术字水印", "水印", Hidden(watermark="机密"), "机密", 2, ()),
        ("批注", "批注", Hidden(comment="原件是机密★1年，上网版请把密级去掉"), "机密★1年", 2, METADATA),
        ("修订：已删除的密级", "修订-删除", Hidden(deleted="机密★1年"), "机密★1年", 3, ()),
        ("修订：插入", "修订-插入", Hidden(inserted="秘密★3年"), "秘密★3年", 3, ()),
        ("隐藏文字", "隐藏文字", Hidden(vanished="机密★5年"), "机密★5年", 3, ()),
        ("脚注", "脚注", Hidden(footnote="机密★1年"), "机密★1年", 2, ()),
        ("文档属性：关键词", "属性 关键词", Hidden(properties=(("keywords", "机密★1年"),)), "机密★1年", 2, METADATA),
        ("自定义属性：密级", "属性 密级", Hidden(custom=(("密级", "机密"), ("保密期限", "1年"))), "机密", 2, METADATA),
    )  # fmt: skip
    cases = []
    for number, (form, place, extra, words, severity, accepts) in enumerate(hidden):
        file = File(f"附件1：{SUBJECTS[number % len(SUBJECTS)]}.docx", docx(_body(maker, number), extra))
        cases.append((file, _plant(f"Word {form}", severity, words, place, "docx", accepts=accepts)))
    tops: tuple[tuple[str, tuple[Block, ...], str, int], ...] = (
        ("正文首行", (Line("机密★1年"),), "机密★1年", 4),
        ("拆成多个文字块", (Runs(("机", "密", "★1", "年")),), "机密★1年", 4),
        ("拆在表格单元格中", (Table((("机", "密", "★", "1年"),)),), "机密★1年", 3),
        ("1999 版式右上角", (Line("机　密", "right"),), "机　密", 3),
        ("密级与保密期限分写", (Line("密级：秘密"), Line("保密期限：5年")), "密级：秘密", 3),
        ("字间零宽字符与全角空格", (Line("秘\u200b　密　★ ５ 年"),), "秘\u200b　密　★ ５ 年", 4),
    )
    for number, (form, top, words, severity) in enumerate(tops):
        body = _body(maker, number + 4, top, serial=f"{number + 31:06d}")
        file = File(f"附件：{SUBJECTS[(number + 4) % len(SUBJECTS)]}.docx", docx(body))
        cases.append((file, _plant(f"Word {form}", severity, words, "正文首部", "docx")))
    named = File("机密-2026年度人防工程普查情况.docx", docx(maker.paragraphs("safety", 4)))
    cases.append((named, _plant("文件名", 2, "机密-2026年度人防工程普查情况", "文件名", "docx", accepts=METADATA, echoed=True)))  # fmt: skip
    return cases


def _sheets() -> list[tuple[File, Plant]]:
    plain = Sheet(name="点位表", rows=_ROWS)
    marked = (("机密★1年",), ("重点目标巡查点位表",), *_ROWS)
    secret = (("秘密★5年",), *_ROWS)
    cases: tuple[tuple[str, str, bytes, str, int, tuple[str, ...]], ...] = (
        ("首个单元格", "点位表!A1", xlsx([Sheet(name="点位表", rows=marked)]), "机密★1年", 3, ()),
        ("打印页眉", "页眉", xlsx([Sheet(name="点位表", rows=_ROWS, header='&L&"黑体"机密★1年&R第&P页')]), "机密★1年", 3, ()),
        ("打印页脚", "页脚", xlsx([Sheet(name="点位表", rows=_ROWS, footer="&C秘密★3年")]), "秘密★3年", 3, ()),
        ("隐藏工作表", "隐藏工作表 原表!A1", xlsx([plain, Sheet(name="原表", rows=secret, hidden="hidden")]), "秘密★5年", 3, ()),
        ("深度隐藏工作表", "隐藏工作表 底稿!A1", xlsx([plain, Sheet(name="底稿", rows=secret, hidden="very")]), "秘密★5年", 3, ()),
        ("隐藏行", "点位表!A1", xlsx([Sheet(name="点位表", rows=secret, hidden_rows=(0,))]), "秘密★5年", 3, ()),
        ("单元格批注", "批注 点位表!B2", xlsx([Sheet(name="点位表", rows=_ROWS, notes=(("B2", "机密★1年"),))]), "机密★1年", 2, ()),
        ("文档属性：主题", "属性 主题", xlsx([plain], properties={"subject": "秘密★2年"}), "秘密★2年", 2, METADATA),
        ("自定义属性：密级", "属性 密级", xlsx([plain], custom={"密级": "秘密"}), "秘密", 2, METADATA),
        ("定义的名称", "名称 密级", xlsx([plain], names={"密级": '="秘密★1年"'}), "秘密★1年", 2, METADATA),
    )  # fmt: skip
    return [
        (File(f"附件：点位及责任分工表{number}.xlsx", data), _plant(f"Excel {form}", severity, words, place, "xlsx", accepts=accepts))
        for number, (form, place, data, words, severity, accepts) in enumerate(cases, 1)
    ]  # fmt: skip


def _papers(maker: Maker) -> list[tuple[File, Plant]]:
    full, old = _body(maker, 2, (Line("机密★1年"), Line("特急")), serial="000018"), (Line("机　密", "right"),)
    plain = _body(maker, 5)
    cases: tuple[tuple[str, str, bytes, str, int, tuple[str, ...]], ...] = (
        ("首页左上角", "第1页", pdf(full), "机密★1年", 4, ()),
        ("每页页眉", "第1页", pdf(_body(maker, 6, count=9), Extras(header="秘密★5年", footer="云溪市应急管理局")), "秘密★5年", 3, ()),
        ("1999 版式右上角", "第1页", pdf(_body(maker, 7, old, serial="000044")), "机　密", 3, ()),
        ("文档信息：关键词", "属性 Keywords", pdf(plain, Extras(info=(("keywords", "机密★1年"),))), "机密★1年", 2, METADATA),
        ("文档信息：标题", "属性 Title", pdf(plain, Extras(info=(("title", "（秘密★3年）点位表"),))), "秘密★3年", 2, METADATA),
        ("注释", "批注 第1页", pdf(plain, Extras(annotation="机密★1年")), "机密★1年", 2, ()),
        ("不可见的识别文字层", "第1页", pdf(_body(maker, 8, serial="000051"), Extras(invisible="机密★5年")), "机密★5年", 3, ()),
        ("识别错误：星认作“女”", "第1页", pdf(_body(maker, 9, (Line("机密女1年"),), serial="000037")), "机密女1年", 2, ()),
        ("变体星与全角数字", "第1页", pdf(_body(maker, 10, (Line("秘密☆３年"),), serial="000063")), "秘密☆３年", 3, ()),
    )  # fmt: skip
    return [
        (File(f"附件：{SUBJECTS[number % len(SUBJECTS)]}（扫描）.pdf" if "识别" in form else f"附件：{SUBJECTS[number % len(SUBJECTS)]}.pdf", data), _plant(f"PDF {form}", severity, words, place, "pdf", accepts=accepts))
        for number, (form, place, data, words, severity, accepts) in enumerate(cases)
    ]  # fmt: skip


def _others(maker: Maker) -> list[tuple[File, Plant]]:
    marked = [docx(_body(maker, i, (Line("机密★1年"),), serial=f"{i + 8:06d}")) for i in range(3)]
    paper = pdf(_body(maker, 3, (Line("秘密★5年"),), serial="000010"))
    harmless = text(["说明：本压缩包含通知正文及附件。", "请使用最新版办公软件打开。"], "gbk")
    first = docx(maker.paragraphs("notice"))
    inner = [repack([("附件1.docx", first), ("附件2-实施方案.docx", data)]) for data in marked[1:]]
    lines: Callable[[str], list[str]] = lambda mark: ["000027", mark, "云溪市应急管理局文件", "云应急〔2026〕9号", *maker.paragraphs("safety")]  # noqa: E731  # fmt: skip
    cases: tuple[tuple[str, File, str, int, tuple[str, ...], str], ...] = (
        ("压缩包中的 Word", File("通知及附件.zip", repack([("通知.txt", harmless), ("正文/实施方案.docx", marked[0])])), "机密★1年", 4, ("正文/实施方案.docx",), "docx"),
        ("两层压缩包", File("汇编材料.zip", repack([("说明.txt", harmless), ("材料/内层.zip", inner[0])])), "机密★1年", 4, ("材料/内层.zip", "附件2-实施方案.docx"), "docx"),
        ("GBK 文件名的压缩包", File("上报材料.zip", repack([("说明.txt", harmless), ("方案扫描件.pdf", paper)], old_names=True)), "秘密★5年", 4, ("方案扫描件.pdf",), "pdf"),
        ("三层压缩包", File("资料包.zip", repack([("一.zip", repack([("二.zip", inner[1])]))])), "机密★1年", 4, ("一.zip", "二.zip", "附件2-实施方案.docx"), "docx"),
        ("GBK 纯文本", File("方案文本.txt", text(lines("机密★1年"), "gbk")), "机密★1年", 4, (), "text"),
        ("UTF-16 纯文本", File("方案文本（终稿）.txt", text(lines("秘密★3年"), "utf-16")), "秘密★3年", 4, (), "text"),
    )  # fmt: skip
    return [
        (file, _plant(form, severity, words, "正文首部", kind, inner=path))
        for form, file, words, severity, path, kind in cases
    ]
