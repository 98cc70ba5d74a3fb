"""What the portals publish, before it has addresses: articles, their blocks and files, and what was planted in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Raw:
    """HTML as it stands (in documents: left out)."""

    html: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first row is its head."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of its own, as official documents have them.

    Attributes:
        align: left, center or right.
        style: plain, bold, red (发文机关标志) or title.
    """

    text: str
    align: str = "left"
    style: str = "plain"


@dataclass(frozen=True, slots=True)
class Runs:
    """A line whose text is cut into differently formatted stretches, as copying between editors leaves them."""

    parts: tuple[str, ...]
    align: str = "left"


Block = str | Line | Table | Raw | Runs


@dataclass(frozen=True, slots=True)
class File:
    """An attachment.

    Attributes:
        name: as the visitor sees it, with its ending.
        label: text of the link where it is not the name.
        orphan: no page links to it; only the sitemap names it.
    """

    name: str
    data: bytes
    label: str = ""
    orphan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """One thing that should never have been published, before it has an address.

    Attributes:
        rule: identifier of surface.md 6.
        form: in which shape it hides, in Chinese.
        severity: at least this (0–4).
        text: the string as it stands in the file, without the markup that splits it.
        file: which of the article's files, None for the page itself.
        inner: the way through archives inside the file.
        place: where in the document, for a person who looks.
        format: of the innermost document.
        later: the rule or format is not part of the first release.
        accepts: other rules whose finding counts just as well.
        echoed: the page names the same thing (a file name in the text of its link).
        echo: further addresses on the same portal that show it.
    """

    rule: str
    form: str
    severity: int
    text: str
    file: int | None = None
    inner: tuple[str, ...] = ()
    place: str = "正文"
    format: str = "html"
    later: bool = False
    accepts: tuple[str, ...] = ()
    echoed: bool = False
    echo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Benign:
    """A place that looks suspicious and is not: nothing of severity 2 or more may be found in it.

    Attributes:
        row: key of :data:`demo.negatives.ROWS`, the kinds of harmless text.
        file: which of the article's files, None for the page itself.
    """

    row: str
    file: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page of a channel.

    Attributes:
        site, channel: keys of :mod:`demo.sites`.
        published: its date.
        agency: 发文机关; empty for the portal's own.
        number: 发文字号.
        disclosure: what the table of properties says about 公开属性.
        head: further HTML inside <head>.
        wire: (charset of the header, charset of <meta>, charset of the bytes) where they differ from the portal's.
        path: an address of its own instead of the scheme's.
        plain: without table of properties.
        behaviour: "slow" or "truncated": how the server answers.
        reached: how a visitor finds a page that no list names: "" or sitemap, archive (the gzipped sitemap), chain,
            link (from the start page), frame.
    """

    site: str
    channel: str
    title: str
    blocks: tuple[Block, ...]
    published: date
    agency: str = ""
    number: str = ""
    disclosure: str = "主动公开"
    head: str = ""
    files: tuple[File, ...] = ()
    wire: tuple[str, str, str] | None = None
    path: str = ""
    plain: bool = False
    behaviour: str = ""
    reached: str = ""
    plants: tuple[Plant, ...] = ()
    benign: tuple[Benign, ...] = ()
