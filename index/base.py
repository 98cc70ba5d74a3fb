"""What every index takes and gives: entries in, hits out; the Protocol that the backends satisfy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

from index.query import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from index.query import Node
    from inspection.model import Level, Severity


class Kind(StrEnum):
    """What is searched: everything captured, or everything found."""

    PAGES = "pages"
    FINDINGS = "findings"


class Sort(StrEnum):
    """The order of hits; DATE is newest first."""

    RELEVANCE = "relevance"
    DATE = "date"


class Facet(StrEnum):
    """By what hits can be counted. MONTH is ``YYYY-MM`` in local time; RULE counts an entry once for each of its rules."""

    SITE = "site"
    AGENCY = "agency"
    DISTRICT = "district"
    FORMAT = "format"
    MONTH = "month"
    RULE = "rule"
    SEVERITY = "severity"
    LEVEL = "level"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page, an attachment or a member of one. Holds raw text: the index lives in an access-controlled folder.

    Attributes:
        id: unique among pages, at most 512 bytes of UTF-8; putting the same id again replaces the entry.
        url: as shown to people.
        text: the passages, separated by ``index.normalise.BREAK`` so that no phrase reaches across two of them.
        path: the way through archives, outermost first.
        when: time of the capture, with its zone.
        rules: identifiers of the rules that found something here.
        severity: of the most severe finding here, or None.
    """

    id: str
    url: str
    title: str
    text: str
    when: datetime
    found_on: str = ""
    site: str = ""
    agency: str = ""
    district: str = ""
    format: str = ""
    path: tuple[str, ...] = ()
    digest: str = ""
    rules: tuple[str, ...] = ()
    severity: Severity | None = None
    kind: ClassVar[Kind] = Kind.PAGES


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """A finding as the ledger holds it: masked throughout.

    Attributes:
        id: as shown (F-000123); unique among findings, at most 512 bytes.
        name: of the rule, in Chinese.
        when: time of the last sighting, with its zone.
    """

    id: str
    rule: str
    name: str
    category: str
    severity: Severity
    excerpt: str
    title: str
    url: str
    when: datetime
    level: Level | None = None
    status: str = "OPEN"
    site: str = ""
    agency: str = ""
    district: str = ""
    kind: ClassVar[Kind] = Kind.FINDINGS


Entry = PageEntry | FindingEntry


@dataclass(frozen=True, slots=True)
class Query:
    """A search.

    Attributes:
        expression: the tree of ``grammar.parse``.
        sites, agencies, districts, formats: any of these names, exactly; empty is all.
        since, until: first and last day, in local time.
        severity: at least this.
        rules: any of these identifiers, or their beginnings up to a dot (``personal``).
        after: ``Results.next`` of the page before.
        facets: what to count beside the hits.
        facet_size: how many values of each.
        unmasked: show personal numbers; only for those who have the right.
    """

    expression: Node = EVERYTHING
    kind: Kind = Kind.PAGES
    sites: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    severity: Severity | None = None
    rules: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    after: str = ""
    facets: tuple[Facet, ...] = ()
    facet_size: int = 20
    unmasked: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """Text with the places that were looked for: pieces in order, each with whether it is one of them."""

    pieces: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The text without marks."""
        return "".join(text for text, _ in self.pieces)

    def mark(self, before: str, after: str) -> str:
        """The text with ``before`` and ``after`` around each hit. Escaping for HTML is the caller's: see ``pieces``."""
        return "".join(f"{before}{text}{after}" if hit else text for text, hit in self.pieces)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found.

    Attributes:
        entry: without its text; title, path and excerpt masked unless the query said ``unmasked``.
        score: comparable within one answer only.
        title: the entry's title with marks.
        snippets: up to three stretches of the text with marks, or its beginning where the hit is elsewhere.
    """

    entry: Entry
    score: float
    title: Marked
    snippets: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A facet's value and the number of hits that have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Results:
    """An answer. ``total`` counts all hits exactly; ``next`` goes into ``Query.after`` and is empty on the last page."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[Facet, tuple[Count, ...]]
    next: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """An entry that the index cannot take; all others of the batch are in. ``why`` is Chinese and quotes no text."""

    kind: Kind
    id: str
    why: str


@dataclass(frozen=True, slots=True)
class Health:
    """How the index is.

    Attributes:
        ok: it can be searched and written.
        state: empty (nothing written yet), ready, stale (of another version), damaged, unavailable.
        detail: one Chinese sentence, with what to do.
        entries: number of entries of each kind.
        bytes: on disk.
    """

    ok: bool
    state: str
    detail: str
    entries: Mapping[Kind, int]
    bytes: int = 0


class Sink(Protocol):
    """Where entries go."""

    def put(self, entries: Iterable[Entry]) -> tuple[Refused, ...]:
        """Insert or replace entries by kind and id, as one durable batch.

        Returns:
            Those that were refused, each with the reason; the others are in.

        Raises:
            InspectionError: INDEX_UNAVAILABLE; nothing of this batch is in, or all of it, and putting it again is harmless.
        """


class Index(Sink, Protocol):
    """A mirror of the ledger for search. Every method may raise InspectionError(INDEX_UNAVAILABLE)."""

    def delete(self, kind: Kind, ids: Iterable[str]) -> None:
        """Remove entries; unknown ids are no error."""

    def search(self, query: Query) -> Results:
        """One page of hits.

        Raises:
            QueryError: ``after`` is no cursor of this index.
        """

    def facets(self, query: Query, names: Iterable[Facet]) -> Mapping[Facet, tuple[Count, ...]]:
        """Counts of all hits by value, most frequent first."""

    def count(self, query: Query) -> int:
        """The number of hits."""

    def scroll(self, query: Query) -> Iterator[Hit]:
        """All hits of one moment, whatever is written meanwhile; ``limit`` and ``after`` are ignored."""

    def health(self) -> Health:
        """How the index is; never raises."""

    def rebuild(self) -> AbstractContextManager[Sink]:
        """A new, empty index beside this one: it takes this one's place when the block ends, and vanishes if it raises.

        Searches go on meanwhile in the old one; other writers wait.
        """

    def close(self) -> None:
        """Let go of files and connections; the index can be used again afterwards."""
