"""What a page shows, ready for a look to print it, and how blocks become HTML."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from demo.content import Line, Raw, Runs, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from demo.content import Article, Block
    from demo.sites import Channel

Links = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list."""

    title: str
    url: str
    day: date


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article with everything around it.

    Attributes:
        index: 索引号.
        files: (text of the link, address).
        charset: what <meta> names; empty for no such element.
        counted: the page shows how often it was visited.
    """

    article: Article
    channel: Channel
    index: str
    files: Links
    older: Item | None
    newer: Item | None
    related: tuple[Item, ...]
    charset: str
    counted: bool = False


@dataclass(frozen=True, slots=True)
class ListView:
    """A page of a channel's list. ``pages`` are the addresses of all of them, in order."""

    channel: Channel
    items: tuple[Item, ...]
    page: int
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HomeView:
    """The start page: the newest of each channel, and links to try a crawler with."""

    newest: dict[str, tuple[Item, ...]]
    extra: Links


@dataclass(frozen=True, slots=True)
class Dress:
    """How a portal's editor marks up text: the tags around a paragraph, in the order of nesting."""

    paragraph: str
    end: str
    cell: str


def blocks_html(blocks: Iterable[Block], dress: Dress) -> str:
    """The blocks as the editor of a portal writes them."""
    return "\n".join(_block(block, dress) for block in blocks)


def _block(block: Block, dress: Dress) -> str:
    if isinstance(block, Raw):
        return block.html
    if isinstance(block, str):
        return f"{dress.paragraph}{escape(block)}{dress.end}"
    if isinstance(block, Table):
        return _table(block, dress)
    if isinstance(block, Runs):
        tags = ("b", "i", "font", "span")
        inner = "".join(f"<{tags[i % 4]}>{escape(part)}</{tags[i % 4]}>" for i, part in enumerate(block.parts))
        return f'<p style="text-align:{block.align}">{inner}</p>'
    return _line(block)


def _line(block: Line) -> str:
    text = escape(block.text)
    if block.style == "red":
        return f'<p style="text-align:center;color:#c00000;font-size:30pt;font-family:方正小标宋简体,宋体;line-height:1.5;border-bottom:2px solid #c00000">{text}</p>'
    if block.style == "title":
        return f'<p style="text-align:center;font-size:22pt;font-family:方正小标宋简体,宋体;line-height:1.6">{text}</p>'
    weight = ";font-weight:bold" if block.style == "bold" else ""
    return f'<p style="text-align:{block.align};font-family:黑体,SimHei;font-size:16pt{weight}">{text}</p>'


def _table(table: Table, dress: Dress) -> str:
    head, *rows = table.rows
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    first = "".join(f'<th align="center">{escape(cell)}</th>' for cell in head)
    body = "\n".join(
        "<tr>" + "".join(f"<td {dress.cell}>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        '<table border="1" cellspacing="0" cellpadding="5" style="border-collapse:collapse;width:100%;margin:14px 0">'
        f"{caption}<tr>{first}</tr>\n{body}</table>"
    )
