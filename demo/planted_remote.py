"""Planted where only a thorough crawler gets: sitemaps, redirects, frames, slow and broken answers, odd addresses."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from demo.content import File, Line, Plant, Raw
from demo.maker import official
from demo.paper import pdf
from demo.people import person
from demo.planted_marks import RULE
from demo.sheet import Sheet, xlsx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.content import Article, Block
    from demo.maker import Maker

TOPIC_FOLDER = "/专题专栏/防汛抗旱/"
FORBIDDEN = "/nbzl/"


def pages(maker: Maker) -> Iterator[Article]:
    """Articles that no list names, or that do not arrive like others."""
    rng = maker.rng

    def marked(site: str, channel: str, title: str, mark: str, form: str, **more: Any) -> Article:
        day = maker.day()
        blocks = official(maker, (Line(mark),), title=title, serial=f"{rng.randint(3, 80):06d}", day=day)
        plant = Plant(rule=RULE, form=form, severity=4, text=mark, place="正文首部")
        return maker.article(
            site,
            channel,
            "notice",
            title=title,
            blocks=blocks,
            plants=(plant,),
            published=day + timedelta(days=2),
            **more,
        )

    yield marked("gov", "zcwj", "关于撤销旧版工作方案的通知", "机密★2年", "只在 sitemap 中的页面", reached="sitemap")
    yield marked("gov", "bmdt", "关于印发值守安排的通知", "秘密★3年", "多次跳转之后的页面", reached="chain")
    yield marked(
        "civil", "1211", "关于撤下文件的说明", "机密★3年", "只在 sitemap 中的页面（另一系统）", reached="sitemap"
    )
    yield marked("civil", "1209", "关于专项核查工作安排的通知", "秘密★1年", "框架内的页面", reached="frame")
    yield marked(
        "gov",
        "fxkh",
        "防汛专题文件汇编",
        "秘密★5年",
        "地址含汉字的页面",
        path=f"{TOPIC_FOLDER}index.html",
        reached="link",
    )
    yield marked(
        "gov",
        "yjgl",
        "关于调整应急值班的通知",
        "机密★5年",
        "内容未传输完整的页面",
        behaviour="truncated",
        reached="link",
    )
    one, two, three = person(rng), person(rng), person(rng)
    yield maker.article("gov", "gsgg", "village", title="已撤下的补助公示", after=(f"户主{one.name}，身份证号码：{one.resident_id}。",), reached="archive", plants=(Plant(rule="personal.resident_id", form="只在压缩的 sitemap 中的页面", severity=2, text=one.resident_id),))  # fmt: skip
    yield maker.article("civil", "1204", "elder", title="高龄津贴发放补充公告", after=(f"经办人{two.name}，手机号码：{two.phone}。",), behaviour="slow", reached="link", plants=(Plant(rule="personal.phone", form="响应很慢的页面", severity=1, text=two.phone),))  # fmt: skip
    lines: tuple[Block, ...] = (Line("机密★1年"), *maker.paragraphs("safety", 3))
    sheet = xlsx([Sheet(name="名单", rows=(("姓名", "身份证号"), (three.name, three.resident_id)))])
    yield maker.article(
        "gov",
        "tzgg",
        "notice",
        files=(File("专项工作安排（已撤下）.pdf", pdf(lines), orphan=True), File("附件名单（已撤下）.xlsx", sheet, orphan=True)),
        plants=(
            Plant(rule=RULE, form="文章已撤、附件仍在（只在 sitemap）", severity=3, text="机密★1年", file=0, format="pdf", place="第1页"),
            Plant(rule="personal.resident_id", form="文章已撤、附件仍在（只在压缩的 sitemap）", severity=2, text=three.resident_id, file=1, format="xlsx", place="名单!B2"),
        ),
    )  # fmt: skip
    many = person(rng)
    yield maker.article("gov", "tjxx", "budget", title="统计数据发布说明（含联系人）", after=(Raw(f"<p>数据联系人：{many.name}　手机：{many.phone}</p>"),), reached="variants", path="/zt/党史/index.html", plants=(Plant(rule="personal.phone", form="同一地址的多种写法", severity=1, text=many.phone),))  # fmt: skip
