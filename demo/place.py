"""Gives every article its address, its neighbours and the addresses of its files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from demo.sites import PORTALS
from demo.views import Item

if TYPE_CHECKING:
    from collections.abc import Iterable

    from demo.content import Article
    from demo.sites import Channel, Portal


@dataclass(frozen=True, slots=True)
class Placed:
    """An article with its address.

    Attributes:
        url: path and query, percent-encoded.
        index: 索引号.
        files: addresses of its attachments, in their order.
    """

    article: Article
    portal: Portal
    channel: Channel
    number: int
    url: str
    index: str
    files: tuple[str, ...]

    @property
    def item(self) -> Item:
        """The article as a line of a list."""
        return Item(self.article.title, self.url, self.article.published)


def place(articles: Iterable[Article]) -> dict[tuple[str, str], list[Placed]]:
    """All articles by portal and channel, newest first."""
    groups: dict[tuple[str, str], list[Placed]] = defaultdict(list)
    files = 0
    for number, article in enumerate(articles):
        portal = PORTALS[article.site]
        channel = portal.channel(article.channel)
        own = 12_000 + number * 3 if portal.system != "hanweb" else 56_000 + number * 2
        addresses = []
        for position, file in enumerate(article.files):
            files += 1
            named = any(plant.file == position and plant.echoed for plant in article.plants) or files % 5 == 0
            number_of_file = 300 + files
            addresses.append(portal.file_path(channel, article.published, number_of_file, file.name, named=named))
        groups[portal.key, channel.key].append(
            Placed(
                article=article,
                portal=portal,
                channel=channel,
                number=own,
                url=quote(article.path) if article.path else portal.article_path(channel, article.published, own),
                index=f"0142980{int(portal.code[-2:]):02d}/{article.published.year}-{number + 17:05d}",
                files=tuple(addresses),
            )
        )
    for group in groups.values():
        group.sort(key=lambda one: (one.article.published, one.number), reverse=True)
    return dict(groups)
