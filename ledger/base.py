"""What the ledger takes and gives, and the words it stores.

Everything shown in these values is masked by the caller; the ledger keeps no raw hit.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from inspection.model import Failure, Finding


class Kind(StrEnum):
    """What an address answered with."""

    PAGE = "page"
    ATTACHMENT = "attachment"
    REDIRECT = "redirect"


class Novelty(StrEnum):
    """How much of an answer the ledger knows already.

    NEW: read and judged now; documents, findings and failures are in the result.
    KNOWN: these bytes were judged in this site under these rules, at another address or another time.
    UNCHANGED: as KNOWN, and this address answered with them the last time too.
    """

    NEW = "new"
    KNOWN = "known"
    UNCHANGED = "unchanged"


class Mode(StrEnum):
    """How a run goes: everything, or only what changed."""

    FULL = "full"
    INCREMENTAL = "incremental"


class RunState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


class Status(StrEnum):
    """Where a finding stands in its life."""

    OPEN = "OPEN"
    CONFIRMED = "CONFIRMED"
    DISMISSED = "DISMISSED"
    NOTIFIED = "NOTIFIED"
    RECTIFIED = "RECTIFIED"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


class Verdict(StrEnum):
    """研判: 属实, 误报, 待研判."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Location:
    """Where sealed bytes stand: segment file, offset of the record, length of the record, all in bytes."""

    segment: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What was read of a capture or of one of its members.

    Attributes:
        path: as :class:`inspection.model.Document` has it, masked; ``path[0]`` names the capture itself.
        digest: SHA-256 (hex) of the bytes that were read.
        title: masked.
        passages, characters: how much text there is.
        text_digest: SHA-256 (hex) of the packed document in the evidence store; empty where it is not kept.
        location: where that stands if it was stored just now; None if the ledger knows it.
    """

    path: tuple[str, ...]
    format: str
    digest: str
    title: str = ""
    passages: int = 0
    characters: int = 0
    text_digest: str = ""
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class PageResult:
    """All that one answer of one address brings to the ledger.

    Attributes:
        address: the raw URL. Only its keyed hash is stored.
        url, found_on: as shown, masked; ``found_on`` is empty for a start address.
        sealed: the raw URL, sealed, where masking changed it; else None.
        headers: reduced by the caller to what is worth keeping, names in lower case.
        sha256, sm3: hex digests of the body.
        length: of the body in bytes.
        location: where the body stands if it was stored just now; None if the ledger knows it or it is not kept.
        title, name: masked title of the page; masked name of the file (``path[0]`` of its documents).
        documents: in the order of reading, the capture itself first.
        findings: their sightings' paths, places and excerpts masked.
        failures: what could not be read of it; ``target`` and ``found_on`` are not stored, ``path`` is masked.
        rules: version of the rule set it was judged under.
        reader: version of what read it.
    """

    address: str
    url: str
    fetched_at: datetime
    sha256: str
    sm3: str
    kind: Kind = Kind.PAGE
    status: int = 200
    found_on: str = ""
    sealed: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    length: int = 0
    location: Location | None = None
    server: str = ""
    depth: int = 0
    truncated: bool = False
    title: str = ""
    name: str = ""
    novelty: Novelty = Novelty.NEW
    documents: tuple[DocumentEntry, ...] = ()
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()
    rules: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class FailedAddress:
    """An address that ended without an answer worth a page row: dead, refused, out of scope.

    Attributes:
        address: the raw URL; only its keyed hash is stored.
        url, found_on: as shown, masked.
        failure: its ``target`` and ``found_on`` are not stored, ``path`` is masked.
    """

    address: str
    url: str
    failed_at: datetime
    failure: Failure
    found_on: str = ""


@dataclass(frozen=True, slots=True)
class RecordCount:
    """What one batch brought: addresses new to this run, findings seen for the first time, findings seen again after closing."""

    addresses: int = 0
    new_findings: int = 0
    reopened: int = 0


@dataclass(frozen=True, slots=True)
class Counters:
    """Sums over one run. ``findings``: not suppressed, by severity 0 to 4."""

    pages: int = 0
    attachments: int = 0
    redirects: int = 0
    unchanged: int = 0
    documents: int = 0
    passages: int = 0
    bytes: int = 0
    failures: int = 0
    findings: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    suppressed: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """检查任务: one inspection of one site. ``site`` is the site's key."""

    id: int
    site: int
    mode: Mode
    state: RunState
    tool_version: str
    rules_version: str
    started: datetime
    beat: datetime
    ended: datetime | None = None
    error: str = ""
    counters: Counters = Counters()

    @property
    def shown(self) -> str:
        """R-000007."""
        return f"R-{self.id:06d}"


@dataclass(frozen=True, slots=True)
class Transition:
    """留痕: who moved what from which state to which, when, why."""

    sequence: int
    subject: str
    at: datetime
    who: str
    old: Status | None
    new: Status
    reason: str
    hash: str


# Between the names of a path as stored. A name that holds it (none in good faith does) loses it.
_BETWEEN = "\x1f"


def join_path(path: tuple[str, ...]) -> str:
    """A path as one text."""
    return _BETWEEN.join(name.replace(_BETWEEN, " ") for name in path)


def split_path(text: str) -> tuple[str, ...]:
    """The path of :func:`join_path`."""
    return tuple(text.split(_BETWEEN)) if text else ()


def spot(path: str, place: str = "") -> bytes:
    """16 bytes that stand for a place inside an answer: paths and places are too long for a unique index (PostgreSQL: 2.7 KB)."""
    return hashlib.blake2b(f"{path}\x1e{place}".encode("utf-8", "replace"), digest_size=16).digest()


def finding_id(key: int) -> str:
    """F-000123."""
    return f"F-{key:06d}"


def run_id(key: int) -> str:
    """R-000007."""
    return f"R-{key:06d}"


def key_of(text: str, letter: str) -> int | None:
    """The key in F-000123, f-123 or 123 for ``letter`` F; None for anything else."""
    digits = text.strip().upper().removeprefix(f"{letter}-")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 18 else None
