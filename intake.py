"""What happens to one capture: read, judge, seal, enter in the ledger, tell the frontier, feed the index.

The order of writes (docs/design.md) makes a crash harmless: evidence, ledger, frontier, index. Repeating any step
changes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol, Self

import structlog

from books import Taken
from crawler.base import Page
from crawler.verdict import is_soft_404
from detectors.detect import detect
from extractors.extract import extract, is_inline, source_of
from inspection.errors import Reason
from inspection.masking import mask_name_or_url, mask_title
from inspection.model import Context, Extraction, Failure, Severity, Stage
from ledger.base import FailedAddress, Kind, Novelty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.frontier import Frontier
    from extractors.pool import Pool
    from inspection.model import Capture, Site
    from inspection.settings import Settings

log = structlog.stdlib.get_logger("intake")

_BATCH_BYTES = 32 << 20  # bodies held before a batch is written
_NOTICES = 20  # a site; more would push everything else off the screen


@dataclass(frozen=True, slots=True)
class Notice:
    """A document in which something 严重 or worse was found: one line, however often it was."""

    severity: int
    name: str  # of the rule
    count: int
    where: str  # the file's name, masked


@dataclass(slots=True)
class Progress:
    """How far a run is: what the terminal shows while it goes on. Counts and ids only."""

    site: str
    phase: str = "准备"
    started: float = field(default_factory=time.monotonic)
    done: int = 0
    queued: int = 0
    pages: int = 0
    attachments: int = 0
    failed: int = 0
    findings: Counter[int] = field(default_factory=Counter)
    notices: list[Notice] = field(default_factory=list)


class Store(Protocol):
    """Where results go. Called from one thread at a time, never from two."""

    def novelty(self, capture: Capture) -> Novelty:
        """What the ledger knows of these bytes at this address."""
        ...

    def write(self, taken: Sequence[Taken], failed: Sequence[FailedAddress]) -> None:
        """Seal and enter a batch, durably.

        Raises:
            InspectionError, LedgerError: nothing of the batch is entered.
        """
        ...

    def feed_index(self, *, all_of_it: bool) -> None:
        """Let the index take what waits in the outbox; an index that is down is no error here."""
        ...


class Intake:
    """The crawler's receiver for one run. An async context: leaving it writes what is left."""

    def __init__(
        self,
        site: Site,
        settings: Settings,
        store: Store,
        pool: Pool,
        frontier: Frontier,
        progress: Progress,
        *,
        key: bytes,
        today: str,
        full: bool,
    ) -> None:
        self._site = site
        self._settings = settings
        self._store = store
        self._pool = pool
        self._frontier = frontier
        self._progress = progress
        self._key = key
        self._today = today
        self._full = full
        self._taken: list[Taken] = []
        self._failed: list[FailedAddress] = []
        self._bytes = 0
        self._wake = asyncio.Event()  # something arrived
        self._ripe = asyncio.Event()  # the batch is full, or the end is near
        self._room = asyncio.Event()
        self._room.set()
        self._closing = False
        self._broken: Exception | None = None
        self._writer: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._writer = asyncio.create_task(self._write_batches())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        assert self._writer is not None
        if kind is not None and issubclass(kind, asyncio.CancelledError):
            self._writer.cancel()  # stop now: what is not written is fetched again by a resumed run
        self._closing = True
        self._ripe.set()
        self._wake.set()
        with contextlib.suppress(asyncio.CancelledError):
            await self._writer
        if kind is None and self._broken is not None:
            raise self._broken

    # --- what the crawler brings ---------------------------------------------------------------------------------

    async def capture(self, capture: Capture) -> Page:
        """Read and judge an answer; its links go back to the crawler."""
        if 300 <= capture.status < 400:
            await self._put(Taken(capture, Kind.REDIRECT, Novelty.NEW))
            return Page()
        novelty = Novelty.NEW if self._full else self._store.novelty(capture)
        if novelty is Novelty.KNOWN:
            # The same bytes at another address are judged anew: the address and the file's name are part of what is judged.
            novelty = Novelty.NEW
        source = source_of(capture)
        if is_inline(source):
            extraction = extract(source, self._settings.extractors)
        elif novelty is Novelty.NEW:
            extraction = await self._pool.extract(source)
        else:
            extraction = Extraction(())
        first = extraction.documents[0] if extraction.documents else None
        is_page = first is not None and first.format == "html" and len(first.path) == 1
        page = Page(first.links, first.base) if first is not None and is_page else Page()
        if novelty is Novelty.NEW:
            taken = self._judge(capture, extraction, is_page=is_page, name=source.name)
        else:
            taken = Taken(
                capture, Kind.PAGE if is_page else Kind.ATTACHMENT, novelty, name=mask_name_or_url(source.name)
            )
        await self._put(taken)
        return page

    async def failure(self, failure: Failure) -> None:
        """Enter an address that ended without an answer."""
        self._progress.failed += 1
        shown = mask_name_or_url(failure.target)
        found_on = mask_name_or_url(failure.found_on or "")
        self._failed.append(FailedAddress(failure.target, shown, datetime.now(UTC), failure, found_on))
        self._wake.set()

    def _judge(self, capture: Capture, extraction: Extraction, *, is_page: bool, name: str) -> Taken:
        context = Context(key=self._key, today=self._today, url=capture.url)
        findings = tuple(
            f for document in extraction.documents for f in detect(document, context, self._settings.detectors)
        )
        failures = list(extraction.failures)
        if is_page and is_soft_404(extraction.documents[0]):
            failures.append(Failure(Stage.FETCH, Reason.SOFT_404, capture.url))
        marked = any(f.rule.startswith("classification.") and f.suppressed is None for f in findings)
        title = extraction.documents[0].title if extraction.documents else ""
        if not is_page:
            title = title or capture.anchor
        return Taken(
            capture,
            Kind.PAGE if is_page else Kind.ATTACHMENT,
            Novelty.NEW,
            name=mask_name_or_url(name),
            title=mask_title(title, marked=marked),
            marked=marked,
            documents=extraction.documents,
            findings=findings,
            failures=tuple(replace(f, path=tuple(mask_name_or_url(step) for step in f.path)) for f in failures),
        )

    # --- batches ---------------------------------------------------------------------------------------------------

    async def _put(self, taken: Taken) -> None:
        """Queue a result; wait where the ledger is behind (this is the crawl's back-pressure)."""
        await self._room.wait()
        if self._broken is not None:
            raise self._broken
        self._taken.append(taken)
        self._bytes += len(taken.capture.body)
        self._count(taken)
        if len(self._taken) >= self._settings.ledger.batch or self._bytes >= _BATCH_BYTES:
            self._room.clear()
            self._ripe.set()
        self._wake.set()

    def _count(self, taken: Taken) -> None:
        progress = self._progress
        progress.done += 1
        progress.queued = self._frontier.waiting
        progress.pages += taken.kind is Kind.PAGE
        progress.attachments += taken.kind is Kind.ATTACHMENT
        progress.failed += len(taken.failures)
        loud: Counter[tuple[int, str]] = Counter()
        for finding in taken.findings:
            if finding.suppressed is None:
                progress.findings[int(finding.severity)] += 1
                if finding.severity >= Severity.SERIOUS:
                    loud[int(finding.severity), finding.name] += 1
        for (step, name), number in loud.items():
            if len(progress.notices) < _NOTICES:
                progress.notices.append(Notice(step, name, number, taken.name))

    async def _write_batches(self) -> None:
        """One batch after the other, each when it is full or half a second old; the next one fills while one is written."""
        try:
            while True:
                await self._wake.wait()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._ripe.wait(), self._settings.ledger.batch_seconds)
                closing = self._closing
                self._wake.clear()
                self._ripe.clear()
                taken, failed = self._taken, self._failed
                self._taken, self._failed, self._bytes = [], [], 0
                self._room.set()
                if taken or failed:
                    await asyncio.to_thread(self._store.write, taken, failed)
                    self._frontier.settle([each.capture.url for each in taken])
                    self._frontier.settle([each.address for each in failed])
                    await asyncio.to_thread(self._store.feed_index, all_of_it=False)
                if closing:
                    return
        except Exception as error:  # noqa: BLE001  # handed to the crawl, which ends with it
            self._broken = error
            log.error("intake stopped", error=type(error).__name__)
        finally:
            self._room.set()
