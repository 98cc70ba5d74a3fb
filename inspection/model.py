"""What flows through an inspection: Site → Capture → Document → Finding, and Failure beside them.

All values are frozen. A stage returns a new value and never completes another's, so a type says what is already true of it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

    from inspection.errors import Reason


class Severity(IntEnum):
    """严重程度, the five-step scale of the national 检测器 (domain: 0 无风险 … 4 紧急)."""

    NONE = 0
    GENERAL = 1
    ATTENTION = 2
    SERIOUS = 3
    URGENT = 4

    @property
    def label(self) -> str:
        """The Chinese word shown to inspectors."""
        return ("无风险", "一般", "关注", "严重", "紧急")[self]

    @property
    def shape(self) -> str:
        """The mark that tells the step without colour."""
        return "○●◆▲■"[self]


class Level(StrEnum):
    """密级 (保守国家秘密法 §14)."""

    JUEMI = "绝密"
    JIMI = "机密"
    MIMI = "秘密"


class Stage(StrEnum):
    """Where something could not go on."""

    FETCH = "fetch"
    RENDER = "render"
    EXTRACT = "extract"
    DETECT = "detect"
    INDEX = "index"
    INPUT = "input"


class Part(StrEnum):
    """Which part of a document a passage is; what a detector may conclude from it."""

    BODY = "body"
    TITLE = "title"
    TABLE = "table"  # cells joined by TAB, rows by newline: digits of neighbours never run together
    HEADER = "header"
    FOOTER = "footer"
    TEXT_BOX = "text_box"
    WATERMARK = "watermark"
    NOTE = "note"  # foot- and endnotes, speaker's notes, cell notes
    COMMENT = "comment"
    REVISION = "revision"  # tracked insertions and deletions
    HIDDEN = "hidden"  # hidden text, sheets, rows, columns, elements
    METADATA = "metadata"  # properties, XMP, <meta>, EXIF
    ATTRIBUTE = "attribute"  # alt, title, placeholder
    FILE_NAME = "file_name"
    LINK = "link"  # the texts of links: navigation, lists of articles
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class Site:
    """站点: what is registered for inspection.

    Attributes:
        id: key in the ledger; 0 for a site that is not registered.
        start_url: canonical start address; its host and port are the scope.
        extra_hosts: further ``host`` or ``host:port`` that belong to the site.
        allow_private: the explicit permission to inspect an intranet or loopback host (that host and port only).
        delay: seconds between requests, or None for the settings' value; likewise concurrency and max_pages.
    """

    id: int
    name: str
    start_url: str
    agency: str = ""
    district: str = ""
    code: str = ""
    extra_hosts: tuple[str, ...] = ()
    allow_private: bool = False
    delay: float | None = None
    concurrency: int | None = None
    max_pages: int | None = None
    paused: bool = False


class Link(NamedTuple):
    """An address found in a document, with the text that named it.

    A tuple, for a page has a hundred of them: a frozen dataclass takes 0.15 ms a page longer to make them.
    """

    url: str
    text: str = ""
    kind: str = "a"  # a, frame, img, form, refresh, script …


@dataclass(frozen=True, slots=True)
class Capture:
    """抓取件: the bytes that one address answered at one time.

    Attributes:
        url: the address fetched, as it is (display it through masking).
        found_on: the address of the page that linked here; None for a start address.
        headers: response headers in order, names in lower case.
        body: after content decoding (gzip …), at most the settings' size.
        sha256, sm3: hex digests of ``body``. SM3: GB/T 32905-2016.
        truncated: fewer bytes arrived than the server announced.
        depth: hops from a start address.
    """

    url: str
    found_on: str | None
    fetched_at: datetime
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    sha256: str
    sm3: str
    anchor: str = ""
    server: str = ""
    depth: int = 0
    truncated: bool = False

    @classmethod
    def of(
        cls,
        url: str,
        body: bytes,
        *,
        fetched_at: datetime,
        status: int = 200,
        headers: tuple[tuple[str, str], ...] = (),
        found_on: str | None = None,
        anchor: str = "",
        server: str = "",
        depth: int = 0,
        truncated: bool = False,
    ) -> Capture:
        """A capture with its digests computed."""
        return cls(
            url=url,
            found_on=found_on,
            fetched_at=fetched_at,
            status=status,
            headers=headers,
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            sm3=hashlib.new("sm3", body).hexdigest(),
            anchor=anchor,
            server=server,
            depth=depth,
            truncated=truncated,
        )

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string. ``name`` in lower case."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class Passage:
    """段落: a stretch of text in one place of a document.

    Attributes:
        text: blocks separated by newlines; in a TABLE, cells by TAB and rows by newline (always one row a line).
        place: where, in Chinese as in surface.md 3: 第3页, 页眉, 隐藏工作表 名单, 属性 关键词. For sheets the
            sheet's name only; :func:`cell` of ``rows`` gives the cell.
        page: 1-based page, 0 where the format has none.
        rows: for TABLE passages from a sheet, the 1-based row number of each line; empty otherwise.
        heading: the passage is a title or heading by the format's own word.
    """

    text: str
    place: str
    part: Part = Part.BODY
    page: int = 0
    rows: tuple[int, ...] = ()
    heading: bool = False

    def place_at(self, offset: int) -> str:
        """The place of the character at ``offset``: for a sheet ``名称!B4``, else the passage's own place."""
        if not self.rows:
            return self.place
        before = self.text[:offset]
        line = min(before.count("\n"), len(self.rows) - 1)
        column = before.rpartition("\n")[2].count("\t")
        letters = ""
        column += 1
        while column:
            column, digit = divmod(column - 1, 26)
            letters = chr(ord("A") + digit) + letters
        return f"{self.place}!{letters}{self.rows[line]}"


@dataclass(frozen=True, slots=True)
class Document:
    """文档: a capture, or a member of one, made readable.

    Attributes:
        path: the way through archives and embedded objects, outermost first; ``path[0]`` names the capture itself.
        format: short name of the format read: html, text, pdf, docx, xlsx, zip …
        digest: SHA-256 (hex) of the bytes that were read.
        title: of the document, may be empty.
        links: addresses found inside, as written; the crawler resolves them against ``base``.
        base: the document's own <base href>, or empty.
        published: publication date as the document states it, ISO ``YYYY-MM-DD``, or empty.
    """

    path: tuple[str, ...]
    format: str
    digest: str
    title: str
    passages: tuple[Passage, ...]
    links: tuple[Link, ...] = ()
    base: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """未检项: something that could not be inspected, and why. A result, stored and reported.

    Attributes:
        target: the address, or the path as given.
        path: the way to what failed, ``path[0]`` naming the target's file; empty for an address without an answer.
        detail: numbers and names of mechanisms only (``HTTP 404``, ``队列剩余 120``); never a document's text.
        permanent: trying again will not help.
    """

    stage: Stage
    reason: Reason
    target: str
    path: tuple[str, ...] = ()
    detail: str = ""
    permanent: bool = True
    found_on: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was read of one capture: its documents (members included), and what could not be read."""

    documents: tuple[Document, ...]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """One named reason for (or, negative, against) a finding. Points add up to the score."""

    points: int
    why: str
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """出现位置: one place where a finding shows itself in a document. ``excerpt`` is masked."""

    path: tuple[str, ...]
    place: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Finding:
    """线索: one fact that should not be public; always 疑似.

    Identity is (site, rule, subject), never a position.

    Attributes:
        subject: what the finding is about, as a keyed hash or digest: ``k1:…`` or ``sha256:…``.
        score: 0–100, the sum of the evidence's points within those bounds.
        suppressed: the reason in Chinese when a counter-cue or the allow list covers it, else None.
        digest: SHA-256 (hex) of the document it stands in.
    """

    rule: str
    revision: int
    category: str
    name: str
    severity: Severity
    score: int
    subject: str
    evidence: tuple[Evidence, ...]
    sightings: tuple[Sighting, ...]
    digest: str
    level: Level | None = None
    suppressed: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a detector may know beside the document.

    Attributes:
        key: the workspace's HMAC key for subjects.
        today: date of the inspection, ISO; exam papers and validity depend on it.
        url: where the document was found, empty for local files.
        channel: the column or breadcrumb, where known.
    """

    key: bytes = field(repr=False)
    today: str = ""
    url: str = ""
    channel: str = ""
