"""The books of a run: seals evidence, enters batches in the ledger, and feeds the index from the outbox.

Runs in a worker thread, one call at a time; see intake.py for the order of writes.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractors.extract import READER_VERSION
from inspection.masking import mask_name_or_url, mask_title
from inspection.wire import pack_document
from ledger import findings, pages
from ledger.base import DocumentEntry, Kind, Novelty, PageResult
from ledger.seal import Sealer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from inspection.model import Capture, Document, Failure, Finding
    from ledger.base import FailedAddress, Location, Run
    from ledger.evidence import EvidenceStore
    from ledger.session import Ledger

_KEPT_HEADERS = frozenset(
    {"content-type", "content-disposition", "last-modified", "etag", "server", "location", "date"}
)
_REMEMBERED = 20_000  # digests known to be in the evidence store; saves a look into the ledger for each page


def judged_under(rules: str) -> str:
    """What a judgement depends on: the rule set and what read the document."""
    return f"{rules}+{READER_VERSION}"


@dataclass(frozen=True, slots=True)
class Taken:
    """One capture, read and judged, ready to be written."""

    capture: Capture
    kind: Kind
    novelty: Novelty
    name: str = ""
    title: str = ""
    marked: bool = False  # it bears a classification marking: its titles are content
    documents: tuple[Document, ...] = ()
    findings: tuple[Finding, ...] = ()
    failures: tuple[Failure, ...] = ()


class Books:
    """The store of one run; satisfies intake.Store."""

    def __init__(
        self,
        ledger: Ledger,
        evidence: EvidenceStore,
        run: Run,
        *,
        key: bytes,
        rules: str,
        fresh: bool,
        feed: Callable[[dict[str, Document], bool], None],
    ) -> None:
        """``fresh``: the site was never inspected, so nothing needs to be looked up. ``feed``: lets the index take what waits."""
        self._ledger = ledger
        self._evidence = evidence
        self._run = run
        self._sealer = Sealer(key)
        self._rules = judged_under(rules)
        self._fresh = fresh
        self._feed = feed
        self._stored: OrderedDict[str, None] = OrderedDict()
        self._texts: dict[str, Document] = {}

    def novelty(self, capture: Capture) -> Novelty:
        """What the ledger knows of these bytes at this address."""
        if self._fresh:
            return Novelty.NEW
        with self._ledger.read() as connection:
            found = pages.novelty(connection, self._ledger, self._run.site, {capture.url: capture.sha256}, self._rules)
        return found[capture.url]

    def write(self, taken: Sequence[Taken], failed: Sequence[FailedAddress]) -> None:
        """Seal and enter a batch, durably."""
        sheets = [[_Sheet(document) for document in each.documents] for each in taken]
        data = {each.capture.sha256: each.capture.body for each in taken if each.capture.body}
        data.update((sheet.digest, sheet.data) for each in sheets for sheet in each)
        missing = self._missing(data)
        places = {digest: self._evidence.append(data[digest], digest) for digest in missing}
        self._evidence.sync()
        results = [self._result(each, texts, places) for each, texts in zip(taken, sheets, strict=True)]
        findings.record(self._ledger, self._run, results, failed)
        self._remember(missing)
        self._texts.update((sheet.digest, sheet.document) for each in sheets for sheet in each)

    def _result(self, taken: Taken, sheets: Sequence[_Sheet], places: dict[str, Location]) -> PageResult:
        capture = taken.capture
        shown = mask_name_or_url(capture.url)
        return PageResult(
            address=capture.url,
            url=shown,
            sealed=None if shown == capture.url else self._sealer.seal(capture.url.encode(), b"address"),
            found_on=mask_name_or_url(capture.found_on or ""),
            fetched_at=capture.fetched_at,
            status=capture.status,
            kind=taken.kind,
            headers=tuple((name, mask_name_or_url(value)) for name, value in capture.headers if name in _KEPT_HEADERS),
            sha256=capture.sha256,
            sm3=capture.sm3,
            length=len(capture.body),
            location=places.get(capture.sha256),
            server=capture.server,
            depth=capture.depth,
            truncated=capture.truncated,
            title=taken.title,
            name=taken.name,
            novelty=taken.novelty,
            documents=tuple(self._entry(taken, sheet, places) for sheet in sheets),
            findings=taken.findings,
            failures=taken.failures,
            rules=self._rules,
            reader=READER_VERSION,
        )

    @staticmethod
    def _entry(taken: Taken, sheet: _Sheet, places: dict[str, Location]) -> DocumentEntry:
        document = sheet.document
        return DocumentEntry(
            path=tuple(mask_name_or_url(step) for step in document.path),
            format=document.format,
            digest=document.digest,
            title=mask_title(document.title, marked=taken.marked),
            passages=len(document.passages),
            characters=sum(len(passage.text) for passage in document.passages),
            text_digest=sheet.digest,
            location=places.get(sheet.digest),
        )

    def feed_index(self, *, all_of_it: bool) -> None:
        """Let the index take what waits in the outbox; an index that is down is no error here."""
        self._feed(self._texts, all_of_it)

    def _missing(self, data: Iterable[str]) -> list[str]:
        asked = [digest for digest in data if digest not in self._stored]
        with self._ledger.read() as connection:
            known = pages.known_blobs(connection, asked)
        return [digest for digest in asked if digest not in known]

    def _remember(self, digests: Iterable[str]) -> None:
        for digest in digests:
            self._stored[digest] = None
        while len(self._stored) > _REMEMBERED:
            self._stored.popitem(last=False)


class _Sheet:
    """A document as it goes into the evidence store."""

    __slots__ = ("data", "digest", "document")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.data = pack_document(document)
        self.digest = hashlib.sha256(self.data).hexdigest()
