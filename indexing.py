"""How the index learns: from the ledger's outbox, and from nothing else.

At-least-once with idempotent ids: what was put and not acknowledged is put again under the same id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from index.base import FindingEntry, Kind, PageEntry
from index.normalise import BREAK
from inspection.errors import InspectionError, LedgerError
from inspection.model import Part
from inspection.wire import unpack_document
from ledger import mirror, outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.base import Entry, Index, Refused, Sink
    from inspection.model import Document
    from ledger.evidence import EvidenceStore
    from ledger.mirror import DocumentRow, PageRow
    from ledger.outbox import Entry as Waiting
    from ledger.records import Stored
    from ledger.session import Ledger

log = structlog.stdlib.get_logger("indexing")

_LEFT_OUT = frozenset({Part.SCRIPT, Part.FILE_NAME})  # the name is searched as the entry's path
# Around an article, links are navigation: who searches 依申请公开 does not want every page of the portal. On a list they
# are the content, and a list has hardly any other text.
_AROUND = frozenset({*_LEFT_OUT, Part.LINK})
_ARTICLE = 300  # characters of running text


class Feeder:
    """Lets an index take what waits. Used from one thread."""

    def __init__(self, ledger: Ledger, evidence: EvidenceStore, index: Index, *, batch: int) -> None:
        self._ledger = ledger
        self._evidence = evidence
        self._index = index
        self._batch = batch

    def feed(self, texts: dict[str, Document], all_of_it: bool) -> None:
        """Put whole batches of what waits, or all of it.

        Args:
            texts: documents that are still in memory, by the digest of their packed form; emptied as they are used.
            all_of_it: also the last, smaller batch.
        """
        try:
            while self._one_batch(texts, all_of_it=all_of_it):
                pass
        except InspectionError as error:
            # The run goes on: the outbox keeps what waits, runs and reports show the backlog.
            log.warning("index unavailable", reason=error.reason.value)
        if all_of_it or len(texts) > 4 * self._batch:
            texts.clear()

    def _one_batch(self, texts: dict[str, Document], *, all_of_it: bool) -> bool:
        with self._ledger.read() as connection:
            waiting = outbox.pending(connection, self._batch)
            if not waiting or (len(waiting) < self._batch and not all_of_it):
                return False
            pages = mirror.index_pages(connection, [each.key for each in waiting if each.kind == outbox.PAGE])
            found = mirror.index_findings(connection, [each.key for each in waiting if each.kind == outbox.FINDING])
        entries, gone = self._entries(pages, found, texts)
        for kind, ids in gone.items():
            if ids:
                self._index.delete(kind, ids)
        poisoned = self._set_aside(waiting, self._index.put(entries))
        outbox.acknowledge(self._ledger, [each for each in waiting if each not in poisoned])
        return True

    def _entries(
        self, pages: Iterable[PageRow], found: Iterable[Stored], texts: dict[str, Document]
    ) -> tuple[list[Entry], dict[Kind, list[str]]]:
        """What to put and what to delete. An explained-away hit is no finding to be searched."""
        entries: list[Entry] = []
        gone: dict[Kind, list[str]] = {Kind.PAGES: [], Kind.FINDINGS: []}
        for page in pages:
            gone[Kind.PAGES].extend(page.gone)
            entries.extend(self._page(page, document, texts) for document in page.documents)
        for stored in found:
            if stored.record.suppressed is None:
                entries.append(_finding(stored))
            else:
                gone[Kind.FINDINGS].append(stored.record.id)
        return entries, gone

    def _page(self, page: PageRow, row: DocumentRow, texts: dict[str, Document]) -> PageEntry:
        document = texts.pop(row.text_digest, None)
        if document is None and row.location is not None:
            try:
                document = unpack_document(self._evidence.read(row.location, row.text_digest))
            except (LedgerError, ValueError) as error:
                log.warning("text missing", document=row.id, error=type(error).__name__)
        return PageEntry(
            id=row.id,
            url=page.url,
            title=row.title or page.title,
            text=_text(document) if document is not None else "",
            when=page.when,
            found_on=page.found_on,
            site=page.site,
            agency=page.agency,
            district=page.district,
            format=row.format,
            path=row.path,
            digest=row.digest,
            rules=row.rules,
            severity=row.severity,
        )

    def _set_aside(self, waiting: Sequence[Waiting], refused: Sequence[Refused]) -> set[Waiting]:
        """What the index will never take is kept apart with its reason; the rest goes on."""
        why = {each.id: each.why for each in refused}
        poisoned = {
            each: why[key] for each in waiting for key in why if key == each.key or key.startswith(f"{each.key}:")
        }
        if poisoned:
            outbox.set_aside(self._ledger, poisoned)
            log.warning("entries refused", count=len(poisoned))
        return set(poisoned)

    def rebuild(self, progress: Callable[[int], None]) -> tuple[int, int]:
        """Build a new index of everything, which takes the old one's place when it is whole.

        Returns:
            Entries written, entries refused.

        Raises:
            InspectionError: the index cannot be written; the old one stays.
        """
        outbox.enqueue_all(self._ledger)
        written = refused = last = 0
        with self._index.rebuild() as sink:
            while True:
                with self._ledger.read() as connection:
                    waiting = outbox.pending(connection, self._batch, after=last)
                    pages = mirror.index_pages(connection, [each.key for each in waiting if each.kind == outbox.PAGE])
                    found = mirror.index_findings(
                        connection, [each.key for each in waiting if each.kind == outbox.FINDING]
                    )
                if not waiting:
                    break
                last = waiting[-1].id
                count, bad = self._put(sink, pages, found)
                written, refused = written + count, refused + bad
                progress(written)
        # Acknowledged only now: until the swap, the old index still needs them.
        self._acknowledge_up_to(last)
        return written, refused

    def _put(self, sink: Sink, pages: Iterable[PageRow], found: Iterable[Stored]) -> tuple[int, int]:
        entries, _ = self._entries(pages, found, {})
        refused = sink.put(entries)
        return len(entries) - len(refused), len(refused)

    def _acknowledge_up_to(self, last: int) -> None:
        while True:
            with self._ledger.read() as connection:
                waiting = [each for each in outbox.pending(connection, self._batch) if each.id <= last]
            if not waiting:
                return
            outbox.acknowledge(self._ledger, waiting)


def _text(document: Document) -> str:
    running = sum(len(passage.text) for passage in document.passages if passage.part is Part.BODY)
    left_out = _AROUND if document.format == "html" and running >= _ARTICLE else _LEFT_OUT
    return BREAK.join(passage.text for passage in document.passages if passage.part not in left_out)


def _finding(stored: Stored) -> FindingEntry:
    record = stored.record
    place = record.places[0] if record.places else None
    return FindingEntry(
        id=record.id,
        rule=record.rule,
        name=record.name,
        category=record.category,
        severity=record.severity,
        excerpt=place.sighting.excerpt if place else "",
        title=place.title if place else "",
        url=place.url if place else "",
        when=record.last_seen,
        level=record.level,
        status=record.status,
        site=record.site,
        agency=record.agency,
        district=stored.district,
    )
