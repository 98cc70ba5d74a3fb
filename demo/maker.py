"""Makes articles: dates, agencies, filled topics and the frame of an official document (GB/T 9704-2012)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from demo.content import Article, Line
from demo.text import BUREAUS, CITY, Slots, chinese_date, compose
from demo.topics import TOPICS

if TYPE_CHECKING:
    from random import Random

    from demo.content import Benign, Block, File, Plant

FIRST, LAST = date(2025, 3, 3), date(2026, 11, 18)
AGENCIES = {"gov": f"{CITY}人民政府办公室", "edu": f"{CITY}教育局", "civil": f"{CITY}民政局"}
CODES = {"gov": "云政办发", "edu": "云教发", "civil": "云民发"}


class Maker:
    """A source of articles.

    Args:
        rng: of all its choices.
        titles: that were used already; shared by several makers.
    """

    def __init__(self, rng: Random, titles: set[str] | None = None) -> None:
        self.rng = rng
        self._titles = set() if titles is None else titles

    def day(self) -> date:
        """A working day between March 2025 and November 2026."""
        day = FIRST + timedelta(days=self.rng.randrange((LAST - FIRST).days + 1))
        return day - timedelta(days=max(0, day.weekday() - 4))

    def agency(self, site: str) -> str:
        """Who signs on a portal: on the city's one of many, else the bureau itself."""
        if site == "gov" and self.rng.random() < 0.7:
            return f"{CITY}{self.rng.choice(BUREAUS)}"
        return AGENCIES[site]

    def number(self, site: str, day: date) -> str:
        """An ordinary 发文字号."""
        return f"{CODES[site]}〔{day.year}〕{self.rng.randint(2, 96)}号"

    def story(self, topic: str, agency: str, day: date, length: int = 5) -> tuple[str, list[str]]:
        """Title and paragraphs of a topic; a title comes twice only when a topic has no other left."""
        for _ in range(12):
            title, body = compose(TOPICS[topic], Slots(self.rng, day, agency), self.rng, length=length)
            if title not in self._titles:
                break
        self._titles.add(title)
        return title, body

    def paragraphs(self, topic: str, count: int = 3, day: date | None = None) -> list[str]:
        """Some paragraphs of a topic, for the inside of a document."""
        slots = Slots(self.rng, day or self.day(), AGENCIES["gov"])
        return compose(TOPICS[topic], slots, self.rng, length=count)[1]

    def article(
        self,
        site: str,
        channel: str,
        topic: str,
        *,
        title: str = "",
        blocks: tuple[Block, ...] | None = None,
        before: tuple[Block, ...] = (),
        after: tuple[Block, ...] = (),
        length: int = 6,
        files: tuple[File, ...] = (),
        plants: tuple[Plant, ...] = (),
        benign: tuple[Benign, ...] = (),
        **more: Any,
    ) -> Article:
        """An article of a topic.

        Args:
            site: portal on which it stands.
            channel: column in which it stands.
            topic: what it is about.
            title: instead of the topic's.
            blocks: instead of the topic's text.
            before: further blocks above the text.
            after: further blocks below the text.
            length: paragraphs between opening and closing.
            files: attachments.
            plants: what was planted in page and files.
            benign: what in page and files is harmless.
            more: further fields of :class:`Article`.
        """
        day = more.pop("published", None) or self.day()
        agency = more.pop("agency", "") or self.agency(site)
        own, body = self.story(topic, agency, day, length)
        return Article(
            site=site,
            channel=channel,
            title=title or own,
            blocks=(*before, *blocks, *after) if blocks is not None else (*before, *body[:-1], *after, body[-1]),
            published=day,
            agency=agency,
            number=more.pop("number", self.number(site, day) if self.rng.random() < 0.6 else ""),
            files=files,
            plants=plants,
            benign=benign,
            **more,
        )


def official(
    maker: Maker,
    top: tuple[Block, ...],
    *,
    title: str,
    topic: str = "notice",
    head: str = f"{CITY}人民政府办公室文件",
    number: str = "",
    serial: str = "",
    urgency: str = "",
    signer: str = "",
    note: str = "",
    count: int = 3,
    day: date | None = None,
) -> tuple[Block, ...]:
    """The blocks of an official document, from the 份号 to the 版记.

    Args:
        maker: source of text and dates.
        top: lines of the mark, after the 份号.
        title: of the document.
        topic: of its text.
        head: 发文机关标志; empty for none.
        number: 发文字号, else an ordinary one.
        serial: 份号.
        urgency: 紧急程度.
        signer: 签发人.
        note: 附注 with its parentheses.
        count: paragraphs of the topic.
        day: of the document, else any.
    """
    day = day or maker.day()
    number = number or maker.number("gov", day)
    blocks: list[Block] = [Line(serial)] if serial else []
    blocks += top
    if urgency:
        blocks.append(Line(urgency))
    if head:
        blocks.append(Line(head, "center", "red"))
    blocks.append(Line(f"{number}　　　　签发人：{signer}" if signer else number, "center"))
    blocks.append(Line(title, "center", "title"))
    blocks += maker.paragraphs(topic, count, day)
    blocks += (Line(head.removesuffix("文件") or AGENCIES["gov"], "right"), Line(chinese_date(day), "right"))
    if note:
        blocks.append(Line(note))
    blocks.append(Line(f"抄送：市委各部门，市人大常委会办公室，市政协办公室。　　{chinese_date(day)}印发"))
    return tuple(blocks)
