"""The ordinary articles between the planted ones, so that every channel is alive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.content import File
from demo.paper import pdf
from demo.sheet import Sheet, xlsx
from demo.word import docx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from demo.content import Article
    from demo.maker import Maker

# Portal, channel, topics in turn, how many.
_PLAN = (
    ("gov", "csgk", ("culture", "history"), 3),
    ("gov", "lsrw", ("history", "culture"), 4),
    ("gov", "yxyw", ("meeting", "flood", "environment"), 18),
    ("gov", "bmdt", ("safety", "environment", "health"), 8),
    ("gov", "qxdt", ("village", "school", "employment"), 8),
    ("gov", "tzgg", ("notice", "traffic", "safety", "employment"), 14),
    ("gov", "zcwj", ("policy",), 6),
    ("gov", "rsxx", ("personnel",), 4),
    ("gov", "gsgg", ("publicity",), 8),
    ("gov", "czxx", ("budget",), 7),
    ("gov", "zfcg", ("tender",), 5),
    ("gov", "yjgl", ("flood", "safety"), 4),
    ("gov", "ysqgk", ("policy",), 1),
    ("gov", "bszn", ("notice", "health"), 5),
    ("gov", "cjwt", ("health", "employment"), 3),
    ("gov", "myzj", ("publicity", "policy"), 4),
    ("gov", "fxkh", ("flood",), 6),
    ("gov", "dsxx", ("history",), 3),
    ("gov", "tjxx", ("budget", "environment"), 5),
    ("gov", "sjjd", ("budget",), 4),
    ("edu", "11", ("school", "meeting"), 10),
    ("edu", "12", ("school", "exam"), 8),
    ("edu", "13", ("policy",), 4),
    ("edu", "14", ("exam",), 6),
    ("edu", "15", ("personnel",), 3),
    ("edu", "16", ("school",), 3),
    ("edu", "17", ("meeting",), 5),
    ("edu", "19", ("school",), 2),
    ("edu", "20", ("budget",), 3),
    ("civil", "1201", ("elder", "children", "meeting"), 8),
    ("civil", "1202", ("civil", "allowance"), 6),
    ("civil", "1203", ("allowance",), 4),
    ("civil", "1204", ("elder",), 5),
    ("civil", "1205", ("children",), 4),
    ("civil", "1206", ("civil",), 4),
    ("civil", "1207", ("civil",), 4),
    ("civil", "1208", ("civil",), 3),
    ("civil", "1209", ("budget", "policy"), 4),
)


def pages(maker: Maker) -> Iterator[Article]:
    """Ordinary articles; every sixth has an attachment of ordinary text."""
    count = 0
    for site, channel, topics, number in _PLAN:
        for place in range(number):
            count += 1
            files = (_file(maker, topics[place % len(topics)], count),) if count % 6 == 0 else ()
            yield maker.article(site, channel, topics[place % len(topics)], length=6 - place % 3, files=files)


def _file(maker: Maker, topic: str, number: int) -> File:
    body = maker.paragraphs(topic, 5)
    if number % 3 == 0:
        return File("附件：实施细则.docx", docx(body))
    if number % 3 == 1:
        return File("附件：政策解读.pdf", pdf(body))
    rows = (("指标", "单位", "本期", "同比"), *((name, "万元", f"{maker.rng.uniform(100, 9000):.2f}", f"{maker.rng.uniform(-4, 12):.1f}%") for name in ("工业", "农业", "服务业", "投资", "消费")))  # fmt: skip
    return File("附件：统计表.xlsx", xlsx([Sheet(name="统计表", rows=rows)]))
