"""A large portal for measuring: pages of the usual size and number of links, all reachable from the start page."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict, dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from demo import assets, look_gov
from demo.content import Article, Table
from demo.maker import FIRST, LAST, Maker
from demo.paper import pdf
from demo.people import Person, people
from demo.planted_people import id_table
from demo.render import stamp
from demo.routes import STATE, Route, clear, write
from demo.sheet import Sheet, xlsx
from demo.sites import GOV, PORT
from demo.topics import TOPICS
from demo.views import ArticleView, HomeView, Item, ListView
from demo.word import docx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from demo.sites import Channel
    from demo.views import Links

_PER_PAGE = 20
_RELATED = 19
_RSS = b'<?xml version="1.0"?><rss version="2.0"><channel><title>rss</title></channel></rss>'
_POOL = 300  # different texts; pages mix them
_FILE = "pages.bin"
# What every page links to in its head and foot.
_EXTRA = (("/about/about.html", "关于我们"), ("/about/contact.html", "联系我们"), ("/about/law.html", "法律声明"), ("/about/sitemap.html", "网站地图"), ("/nbzl/index.html", "资料库"), ("/search.jsp", "站内搜索"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """What was generated.

    Attributes:
        starts: start addresses, one a host.
        pages: HTML pages of all hosts; attachments: files.
        bytes: of all pages, unpacked.
        persons: ID numbers that stand on the pages, whole.
    """

    starts: tuple[str, ...]
    pages: int
    attachments: int
    bytes: int
    persons: int


def generate_scale(
    folder: Path, pages: int, seed: int = 7, *, hosts: int = 1, attachments: int = 0, port: int = PORT
) -> Scale:
    """Write a large portal that :mod:`demo.server` serves; the same arguments give the same bytes.

    Pages are gzipped when written, mean about 28 KB unpacked, about 80 links each.

    Args:
        folder: as for :func:`demo.portal.generate`.
        pages: at least this many on each host, lists and start page included.
        seed: of all text and people.
        hosts: so many portals of this size, on 127.0.8.11 and the following addresses.
        attachments: files on each host, linked from articles; Word, Excel and PDF in turn.
        port: stands in the links between hosts.

    Raises:
        ValueError: fewer than 100 pages, or no host.
    """
    if pages < 100 or not 1 <= hosts <= 200:
        raise ValueError("pages >= 100, 1 <= hosts <= 200")
    clear(folder)
    names = [f"127.0.8.{11 + number}" for number in range(hosts)]
    routes: list[Route] = []
    totals = [0, 0]
    with (folder / _FILE).open("wb") as out:
        for number, host in enumerate(names):
            neighbour = f"http://{names[(number + 1) % hosts]}:{port}/"
            site = _Site(Random(f"{seed}/scale/{number}"), host, neighbour, out)
            routes += site.build(pages, attachments)
            totals = [totals[0] + site.bytes, totals[1] + site.persons]
    write(folder, routes)
    scale = Scale(
        starts=tuple(f"http://{host}:{port}/" for host in names),
        pages=sum(route.kind == "page" for route in routes) - hosts,  # the start page has two addresses
        attachments=sum(route.kind == "file" for route in routes),
        bytes=totals[0],
        persons=totals[1],
    )
    (folder / STATE).write_text(json.dumps({"port": port}) + "\n", "utf-8")
    (folder / "scale.json").write_text(json.dumps(asdict(scale)) + "\n", "utf-8")
    return scale


def _articles(pages: int, channels: int) -> int:
    """How many articles make this many pages together with the channels' lists."""
    count = max(1, pages - channels * (2 + pages // channels // _PER_PAGE))
    while count + sum(max(1, -(-len(range(c, count, channels)) // _PER_PAGE)) for c in range(channels)) < pages:
        count += 1
    return count


@dataclass(frozen=True, slots=True)
class _Piece:
    item: Item
    channel: Channel
    files: Links


class _Site:
    """One host: its articles spread over the city portal's channels, in that portal's look."""

    def __init__(self, rng: Random, host: str, neighbour: str, out: BinaryIO) -> None:
        self._rng = rng
        self._host = host
        self._neighbour = neighbour
        self._out = out
        self._maker = Maker(rng)
        self.bytes = 0
        self.persons = 0

    def build(self, pages: int, attachments: int) -> list[Route]:
        """All routes; their bodies are appended to the file."""
        channels = GOV.channels
        count = _articles(pages - 1 - len(_EXTRA), len(channels))
        pool = self._pool()
        files: dict[int, Links] = {}
        routes = [self._store("/robots.txt", b"User-agent: *\nAllow: /\n", kind="asset", media="text/plain")]
        routes.append(self._store("/rss.xml", _RSS, kind="asset", media="application/rss+xml"))
        routes += (self._store(path, data, kind="asset", media=media) for path, data, media in assets.of(GOV))
        routes += (self._page(target, look_gov.plain(title, f"<h1>{title}</h1>"), 0) for target, title in _EXTRA)
        for number in range(attachments):
            name, data = self._file(number, pool)
            url = f"/att/{number % 9}/P0{2_026_000_000 + number:010d}{name[name.rindex('.') :]}"
            routes.append(self._store(url, data, kind="file", media="application/octet-stream"))
            place = number * max(1, count // max(1, attachments)) % count
            files[place] = (*files.get(place, ()), (f"附件：{name}", url))
        pieces = []
        for number in range(count):
            channel = channels[number % len(channels)]
            day = FIRST + timedelta(days=(LAST - FIRST).days * (count - number) // count)
            title = pool[number % len(pool)][0] + (f"（{number // len(pool) + 1}）" if number >= len(pool) else "")
            item = Item(title, GOV.article_path(channel, day, 100_000 + number), day)
            pieces.append(_Piece(item, channel, files.get(number, ())))
        for number, piece in enumerate(pieces):
            routes.append(self._page(piece.item.url, self._article(number, pieces, pool), stamp(piece.item.day)))
        routes += self._lists(pieces)
        newest = {c.key: tuple(p.item for p in pieces if p.channel is c)[:8] for c in channels}
        start = look_gov.home(HomeView(newest, ())).replace("{{visits}}", "23816")
        return [*routes, *(self._page(target, start, 0) for target in ("/", "/index.html"))]

    def _pool(self) -> list[tuple[str, list[str]]]:
        topics = list(TOPICS)
        return [
            self._maker.story(topics[n % len(topics)], GOV.owner, self._maker.day(), 7) for n in range(_POOL)
        ]  # fmt: skip

    def _article(self, number: int, pieces: list[_Piece], pool: list[tuple[str, list[str]]]) -> str:
        piece, rng = pieces[number], self._rng
        blocks: list[str | Table] = list(pool[number % len(pool)][1])
        for _ in range(min(9, int(rng.lognormvariate(0.68, 0.8)))):
            blocks += rng.choice(pool)[1]
        if number % 25 == 7:
            blocks.append(self._table(number % 50 == 7))
        article = Article(
            site="gov",
            channel=piece.channel.key,
            title=piece.item.title,
            blocks=tuple(blocks),
            published=piece.item.day,
            agency=GOV.owner,
        )
        around = [pieces[(number + 1 + step * step * 7) % len(pieces)].item for step in range(_RELATED)]
        return look_gov.article(
            ArticleView(
                article=article,
                channel=piece.channel,
                index=f"014298001/{piece.item.day.year}-{number:05d}",
                files=piece.files,
                older=pieces[number + 1].item if number + 1 < len(pieces) else None,
                newer=pieces[number - 1].item if number else None,
                related=tuple(dict.fromkeys(around)),
                charset="utf-8",
            )
        )

    def _table(self, masked: bool) -> Table:
        found: list[Person] = people(self._rng, self._rng.randint(6, 20))
        if masked:
            rows = tuple((p.masked_name, p.masked_id, p.masked_phone, p.town) for p in found)
            return Table((("姓名", "身份证号", "电话", "乡镇"), *rows))
        self.persons += len(found)
        return id_table(found)

    def _lists(self, pieces: list[_Piece]) -> Iterator[Route]:
        for channel in GOV.channels:
            items = [piece.item for piece in pieces if piece.channel is channel]
            count = max(1, -(-len(items) // _PER_PAGE))
            urls = [GOV.list_path(channel, number) for number in range(1, count + 1)]
            for number, url in enumerate(urls, 1):
                part = tuple(items[(number - 1) * _PER_PAGE : number * _PER_PAGE])
                html = look_gov.listing(ListView(channel, part, number, tuple(urls)))
                yield self._page(url, html, stamp(part[0].day) if part else 0)

    def _file(self, number: int, pool: list[tuple[str, list[str]]]) -> tuple[str, bytes]:
        body = [*self._rng.choice(pool)[1], f"序号：{number}"]
        if number % 3 == 0:
            return f"实施细则{number}.docx", docx(body)
        if number % 3 == 1:
            rows = self._table(number % 2 == 0).rows
            return f"统计表{number}.xlsx", xlsx([Sheet(name="统计表", rows=rows)])
        return f"政策解读{number}.pdf", pdf(body)

    def _page(self, target: str, html: str, modified: int) -> Route:
        for name in ("{EDU}", "{CIVIL}"):
            html = html.replace(name, self._neighbour)
        body = html.encode()
        self.bytes += len(body)
        return self._store(target, gzip.compress(body, 4, mtime=0), packed=True, modified=modified)

    def _store(
        self, target: str, data: bytes, *, kind: str = "page", media: str = "", packed: bool = False, modified: int = 0
    ) -> Route:
        offset = self._out.tell()
        self._out.write(data)
        return Route(
            host=self._host,
            target=target,
            file=_FILE,
            offset=offset,
            length=len(data),
            packed=packed,
            type=media or "text/html; charset=utf-8",
            kind=kind,
            modified=modified,
        )
