"""Writes the portals' pages and files into a store: articles, lists, start pages."""

from __future__ import annotations

import mimetypes
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from demo import look_civil, look_edu, look_gov
from demo.sites import PORTALS
from demo.views import ArticleView, HomeView, Item, ListView

if TYPE_CHECKING:
    from datetime import date
    from types import ModuleType

    from demo.place import Placed
    from demo.routes import Store
    from demo.sites import Channel, Portal
    from demo.views import Links

LOOKS: dict[str, ModuleType] = {"gov": look_gov, "edu": look_edu, "civil": look_civil}
Groups = dict[tuple[str, str], list["Placed"]]


def stamp(day: date) -> int:
    """Unix time of nine o'clock (UTC) on a day."""
    return int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp())


def page(store: Store, portal: Portal, target: str, html: str, port: int, *, wire: tuple[str, str] | None = None, **more: Any) -> None:  # fmt: skip
    """Store a page.

    Args:
        store: for its route and bytes.
        portal: on which it stands; its charset is used.
        target: path and query.
        html: may hold {GOV}, {EDU}, {CIVIL} for the portals' addresses, and the server's {{…}}.
        port: of those addresses.
        wire: charset of the header and of the bytes, where they are not the portal's.
        more: further fields of :class:`demo.routes.Route`.
    """
    header, charset = wire or (portal.charset, portal.charset)
    for other in PORTALS.values():
        html = html.replace("{" + other.key.upper() + "}", f"http://{other.host}:{port}/")
    more.setdefault("behaviour", "live" if "{{" in html else "")
    kind = f"text/html; charset={header}" if header else "text/html"
    store.add(portal.host, target, html.encode(charset, "xmlcharrefreplace"), type=kind, **more)


def articles(store: Store, groups: Groups, port: int) -> None:
    """All articles and their files."""
    for group in groups.values():
        listed = [one for one in group if not one.article.reached]
        for place, one in enumerate(listed):
            around = (listed[place - 1] if place else None, listed[place + 1] if place + 1 < len(listed) else None)
            _article(store, one, around, listed, place, port)
        for one in group:
            if one.article.reached:
                _article(store, one, (None, listed[0]), listed, 0, port)


def _article(store: Store, one: Placed, around: tuple[Placed | None, Placed | None], listed: list[Placed], place: int, port: int) -> None:  # fmt: skip
    article = one.article
    nearby = [listed[(place + step) % len(listed)] for step in (3, 5, 8, 13, 21)]
    related = tuple(dict.fromkeys(other.item for other in nearby if other.url != one.url))
    header, meta, charset = article.wire or (one.portal.charset, _declared(one.portal), one.portal.charset)
    view = ArticleView(
        article=article,
        channel=one.channel,
        index=one.index,
        files=tuple(
            (file.label or file.name, url.replace("&", "&amp;"))
            for file, url in zip(article.files, one.files, strict=True)
            if not file.orphan
        ),
        newer=around[0].item if around[0] else None,
        older=around[1].item if around[1] else None,
        related=related,
        charset=meta,
        counted=one.portal.key == "edu" and one.number % 7 == 0 and not article.plants,
    )
    html = LOOKS[one.portal.key].article(view)
    more = {"behaviour": article.behaviour} if article.behaviour else {}
    page(store, one.portal, one.url, html, port, wire=(header, charset), modified=stamp(article.published), **more)
    for file, url in zip(article.files, one.files, strict=True):
        _file(store, one, file.name, file.data, url)


def _declared(portal: Portal) -> str:
    return "gb2312" if portal.charset == "gbk" else portal.charset


def _file(store: Store, one: Placed, name: str, data: bytes, url: str) -> None:
    """A file; the dynamic systems name it in Content-Disposition, each in its own way."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers: tuple[tuple[str, str], ...] = ()
    behaviour = ""
    if one.portal.system == "jsp":
        kind = "application/octet-stream"
        way = int(url.rpartition("=")[2]) % 3
        if way == 0:
            headers = (("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}"),)
        elif way == 1:  # what old JSP pages do: the bytes of the local charset, in quotation marks
            headers, behaviour = (("Content-Disposition", _raw(name, "gbk")),), "raw"
        else:
            headers = (("Content-Disposition", f'attachment; filename="{quote(name)}"'),)
    elif one.portal.system == "hanweb":
        headers, behaviour = (("Content-Disposition", _raw(name, "utf-8")),), "raw"
    store.add(one.portal.host, url, data, type=kind, headers=headers, kind="file", behaviour=behaviour, modified=stamp(one.article.published))  # fmt: skip


def _raw(name: str, charset: str) -> str:
    return b'attachment; filename="%s"'.__mod__(name.encode(charset)).decode("latin-1")


def lists(store: Store, groups: Groups, port: int) -> None:
    """All pages of all channels' lists."""
    for portal in PORTALS.values():
        for channel in portal.channels:
            group = [one for one in groups.get((portal.key, channel.key), []) if not one.article.reached]
            count = max(1, -(-len(group) // portal.per_page))
            urls = tuple(portal.list_path(channel, number) for number in range(1, count + 1))
            for number, url in enumerate(urls, 1):
                part = group[(number - 1) * portal.per_page : number * portal.per_page]
                view = ListView(channel, tuple(one.item for one in part), number, urls)
                newest = stamp(part[0].article.published) if part else 0
                page(store, portal, url, LOOKS[portal.key].listing(view), port, modified=newest)


def home(store: Store, portal: Portal, targets: tuple[str, ...], groups: Groups, extra: Links, port: int) -> None:
    """The start page, under each of its addresses."""
    newest = {channel.key: _newest(groups, portal, channel) for channel in portal.channels}
    html = LOOKS[portal.key].home(HomeView(newest, extra))
    for target in targets:
        page(store, portal, target, html, port)


def _newest(groups: Groups, portal: Portal, channel: Channel) -> tuple[Item, ...]:
    group = groups.get((portal.key, channel.key), [])
    return tuple(one.item for one in group if not one.article.reached)[:8]
