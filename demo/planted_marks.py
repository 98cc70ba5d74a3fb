"""Planted in pages: classification markings in every form of the field (GB/T 9704, 1990 marking rule, and evasions)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from demo.content import Line, Plant, Raw, Runs
from demo.maker import official

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.content import Article, Block
    from demo.maker import Maker

RULE = "classification.mark"
SUBJECTS = (
    "重大活动安全保障工作方案",
    "应急物资储备布局调整方案",
    "供水系统安全防护专项方案",
    "重要目标巡查防护工作安排",
    "突发事件信息报送口径",
    "年度战略物资轮换计划",
    "通信保障应急预案（修订稿）",
    "专项经费安排情况汇总",
    "涉外活动接待工作方案",
    "重点人防工程普查情况",
    "换届工作人事安排方案",
    "煤矿关停补偿谈判底线方案",
)
# (form, lines of the mark, the text as planted, severity at least, complete frame of an official document)
FORMS: tuple[tuple[str, tuple[Block, ...], str, int], ...] = (
    ("完整标志，独立成行", (Line("机密★1年"),), "机密★1年", 4),
    ("字间全角空格", (Line("机　密　★　３　年"),), "机　密　★　３　年", 4),
    ("字间不换行空格", (Line("秘\u00a0密\u00a0★\u00a05年"),), "秘\u00a0密\u00a0★\u00a05年", 4),
    ("字间零宽字符", (Line("秘\u200b密\ufeff★\u200b5年"),), "秘\u200b密\ufeff★\u200b5年", 4),
    ("全角数字", (Line("机密★１０年"),), "机密★１０年", 4),
    ("繁体", (Line("機密★5年"),), "機密★5年", 4),
    ("异体字", (Line("祕密★3年"),), "祕密★3年", 4),
    ("中文数字期限", (Line("秘密★三年"),), "秘密★三年", 4),
    ("大写数字期限", (Line("秘密★壹年"),), "秘密★壹年", 4),
    ("以月计的期限", (Line("秘密★6个月"),), "秘密★6个月", 4),
    ("长期", (Line("机密★长期"),), "机密★长期", 4),
    ("康熙部首替代字", (Line("秘密★⻓期"),), "秘密★⻓期", 4),
    ("解密时间", (Line("秘密★2027年5月1日解密"),), "秘密★2027年5月1日解密", 4),
    ("解密条件", (Line("机密★会议结束后"),), "机密★会议结束后", 3),
    ("绝密", (Line("绝密★30年"),), "绝密★30年", 4),
    ("星号变体 ☆", (Line("机密☆10年"),), "机密☆10年", 3),
    ("星号变体 ※", (Line("秘密※5年"),), "秘密※5年", 3),
    ("星号变体 *", (Line("机密*10年"),), "机密*10年", 3),
    ("字间连字符", (Line("机-密★1年"),), "机-密★1年", 3),
    ("密级加“级”字", (Line("机密级★2年"),), "机密级★2年", 3),
    ("只有密级和星号", (Line("绝密★"),), "绝密★", 3),
    ("字符实体编码", (Raw("<p>&#26426;&#23494;&#9733;1&#24180;</p>"),), "机密★1年", 4),
    ("拆在多个标签中", (Runs(("机", "密", "★", "1年")),), "机密★1年", 4),
    ("拆在一行单元格中", (Raw('<table class="mark"><tr><td>机</td><td>密</td><td>★</td><td>1年</td></tr></table>'),), "机密★1年", 3),
    ("竖排在一列单元格中", (Raw('<table class="mark"><tr><td>秘</td></tr><tr><td>密</td></tr><tr><td>★</td></tr><tr><td>3年</td></tr></table>'),), "秘密★3年", 3),
    ("竖排，每字一行", (Raw("<p>机<br/>密<br/>★<br/>5<br/>年</p>"),), "机密★5年", 3),
    ("1999 版式：右上角，两字间空格", (Line("机　密", "right"),), "机　密", 3),
    ("1999 版式：右上角，秘密", (Line("秘　密", "right"),), "秘　密", 3),
    ("密级与保密期限分写", (Line("密级：机密　保密期限：10年"),), "密级：机密　保密期限：10年", 3),
    ("方括号", (Line("【机密】"),), "【机密】", 3),
    ("圆括号", (Line("（秘密）"),), "（秘密）", 3),
    ("圈字符 ㊙", (Line("㊙"),), "㊙", 2),
)  # fmt: skip
_FULL = {"1999 版式：右上角，两字间空格", "1999 版式：右上角，秘密", "密级与保密期限分写", "方括号", "圆括号", "圈字符 ㊙", "星号变体 ※", "星号变体 *", "只有密级和星号"}  # fmt: skip
_CHANNELS = (("gov", "tzgg", "notice"), ("gov", "yjgl", "flood"), ("civil", "1202", "allowance"), ("gov", "zcwj", "policy"), ("civil", "1201", "meeting"), ("gov", "bmdt", "safety"), ("edu", "12", "school"))  # fmt: skip


def pages(maker: Maker) -> Iterator[Article]:
    """One article for each form of the mark; the page itself holds it."""
    for number, (form, mark, text, severity) in enumerate(FORMS):
        site, channel, topic = _CHANNELS[number % len(_CHANNELS)]
        title = f"关于印发《{SUBJECTS[number % len(SUBJECTS)]}》的通知"
        full = form in _FULL or number % 4 == 0
        day = maker.day()
        blocks = official(
            maker,
            mark,
            title=title,
            topic=topic,
            serial=f"{maker.rng.randint(3, 89):06d}" if full else "",
            urgency="特急" if number % 5 == 0 else "",
            day=day,
        )
        yield maker.article(
            site,
            channel,
            topic,
            title=title,
            blocks=blocks,
            plain=number % 3 == 0,
            published=day + timedelta(days=1 + number % 5),
            plants=(Plant(rule=RULE, form=form, severity=severity, text=text, place="正文首部"),),
        )
    yield from _beside_the_text(maker)
    yield from _wrong_charsets(maker)


def _beside_the_text(maker: Maker) -> Iterator[Article]:
    """Marks that a browser does not show, or not as a line of the text."""
    metadata = ("classification.metadata",)
    cases: tuple[tuple[str, str, str, tuple[Block, ...], str, int, tuple[str, ...]], ...] = (
        ("HTML 注释", "HTML 注释", "", (Raw("<!-- 原件标志：机密★1年 份号 000012 上网前删除 -->"),), "机密★1年", 2, metadata),
        ("隐藏元素", "隐藏文字", "", (Raw('<div style="display:none"><p>机密★5年</p><p>云委办〔2026〕7号</p></div>'),), "机密★5年", 3, ()),
        ("meta 描述", "属性 description", '<meta name="Description" content="秘密★2年　关于做好专项安排工作的通知"/>', (), "秘密★2年", 2, metadata),
        ("图片替代文字", "图片说明", "", (Raw('<p style="text-align:center"><img src="/images/plan.svg" alt="机密★3年 重点目标分布示意图" title="重点目标分布示意图"/></p>'),), "机密★3年", 2, metadata),
        ("段落前单独标密", "正文", "", ("（机密）三、重点部位防护力量部署。各点位执勤人员由指挥部统一调配，具体编成另行通知。",), "（机密）", 2, ()),
        ("图题下标密", "正文", "", (Line("云溪市供水管网走向图", "center", "bold"), Line("秘密★5年", "center"), Raw('<p style="text-align:center"><img src="/images/plan.svg" alt="示意图"/></p>')), "秘密★5年", 3, ()),
    )  # fmt: skip
    for number, (form, place, head, after, text, severity, accepts) in enumerate(cases):
        yield maker.article(
            ("gov", "civil")[number % 2],
            ("yjgl", "1201")[number % 2],
            "meeting" if number % 2 else "safety",
            head=head,
            after=after,
            plants=(Plant(rule=RULE, form=form, severity=severity, text=text, place=place, accepts=accepts),),
        )
    script = '<script>var _page={"docLevel":"机密★1年","docId":20260318};</script>'
    yield maker.article("gov", "bmdt", "meeting", head=script, plants=(Plant(rule=RULE, form="脚本中的数据", severity=2, text="机密★1年", place="脚本", later=True, accepts=metadata),))  # fmt: skip


def _wrong_charsets(maker: Maker) -> Iterator[Article]:
    """Marks on pages whose header and <meta> name another charset than the bytes have; and on plain GBK pages."""
    cases: tuple[tuple[str, str, str, tuple[str, str, str] | None], ...] = (
        ("声明 UTF-8，实为 GBK", "civil", "1202", ("utf-8", "utf-8", "gbk")),
        ("声明 GBK，实为 UTF-8", "civil", "1211", ("GBK", "gb2312", "utf-8")),
        ("响应头 UTF-8，页面与内容 GBK", "civil", "1203", ("utf-8", "gb2312", "gbk")),
        ("无任何声明的 GBK", "civil", "1201", ("", "", "gbk")),
        ("GBK 站点", "edu", "12", None),
    )
    for number, (form, site, channel, wire) in enumerate(cases):
        title = f"关于做好{SUBJECTS[(number * 5 + 3) % len(SUBJECTS)]}落实工作的通知"
        day = maker.day()
        blocks = official(maker, (Line("秘密★3年"),), title=title, serial=f"{number + 21:06d}", head="云溪市应急管理局文件", day=day)  # fmt: skip
        yield maker.article(
            site,
            channel,
            "notice",
            title=title,
            blocks=blocks,
            wire=wire,
            published=day + timedelta(days=2),
            plants=(Plant(rule=RULE, form=form, severity=4, text="秘密★3年", place="正文首部"),),
        )
