"""WHAT an inspection does: the whole story on one screen. WHEN is scheduler.py's business.

Site → crawl → Capture → extract → Document → detect → Finding → ledger → index → RunSummary → report.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog

from handles import Handles, migrate_ledger, open_handles
from inspection.errors import InspectionError, LedgerError
from intake import Intake, Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from inspection.model import Site
    from ledger.base import Run

__all__ = ["Handles", "Outcome", "Progress", "inspect_site", "migrate_ledger", "open_handles", "reindex", "report"]

_M_ARENA_MAX = -8  # malloc.h

log = structlog.stdlib.get_logger("pipeline")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run ended.

    Attributes:
        state: finished, stopped (a limit or a person; can be resumed), failed.
        interrupted: a person stopped it.
        failures: addresses and files that were not inspected.
    """

    run: str
    site: str
    state: str
    pages: int = 0
    attachments: int = 0
    findings: Counter[int] = field(default_factory=Counter)
    failures: int = 0
    seconds: float = 0.0
    error: str = ""
    interrupted: bool = False


async def inspect_site(
    handles: Handles,
    site: Site,
    *,
    full: bool = False,
    resume: bool = False,
    max_pages: int | None = None,
    minutes: float | None = None,
    stop: Callable[[], bool] = lambda: False,
    progress: Progress | None = None,
) -> Outcome:
    """Inspect one site: one run, which can be resumed after any end.

    Args:
        handles: the open workspace.
        site: registered.
        full: judge everything anew, also what has not changed.
        resume: go on with the site's unfinished run, if there is one.
        max_pages: limit of this call; the site's or the settings' where None.
        minutes: likewise.
        stop: asked before each request.
        progress: kept up to date while the run goes on.

    Raises:
        asyncio.CancelledError: stopped at once; the run stays resumable.
        SettingsError: another process inspects the site, or a setting turns out wrong.
        LedgerError: the run's beginning or end cannot be entered.
    """
    progress = progress or Progress(site.name)
    _settle_memory()
    with handles.exclusive(site):
        return await _inspect(
            handles, site, full=full, resume=resume, max_pages=max_pages, minutes=minutes, stop=stop, progress=progress
        )


async def _inspect(
    handles: Handles,
    site: Site,
    *,
    full: bool,
    resume: bool,
    max_pages: int | None,
    minutes: float | None,
    stop: Callable[[], bool],
    progress: Progress,
) -> Outcome:
    from crawler.crawl import Frontier, crawl, refusal
    from extractors.pool import Pool

    limits = handles.settings.crawler
    limits = limits.model_copy(
        update={
            "max_pages": max_pages or site.max_pages or limits.max_pages,
            "max_minutes": minutes or limits.max_minutes,
        }
    )
    run = handles.begin_run(site, full=full, resume=resume)
    path = handles.workspace.frontier(run.id)
    error = ""
    complete = False
    with structlog.contextvars.bound_contextvars(run=run.shown, site=site.id):
        log.info("run started", resumed=resume and path.exists(), rules=run.rules_version)
        progress.phase = "抓取"
        try:
            with Frontier(path) as frontier:
                books = handles.books(run)
                async with (
                    Pool(handles.settings.extractors) as pool,
                    Intake(site, handles.settings, books, pool, frontier, progress, key=handles.keys.subject, today=handles.today(), full=full) as intake,
                ):  # fmt: skip
                    refused = refusal(site)
                    if refused is None:
                        complete = await crawl(site, limits, frontier, intake, stop=stop)
                    else:
                        await intake.failure(refused)
                        error = f"{refused.reason.sentence}：{refused.detail}"
                progress.phase = "收尾"
                await asyncio.to_thread(books.feed_index, all_of_it=True)
        except (InspectionError, LedgerError) as problem:
            error = str(problem)
            log.error("run failed", error=type(problem).__name__)
        finished = handles.end_run(run, complete=complete, error=error)
        if complete and not error:
            Frontier.discard(path)
        log.info(
            "run ended", state=finished.state.value, pages=finished.counters.pages, failures=finished.counters.failures
        )
    return outcome_of(finished, site, error=error, interrupted=stop())


def _settle_memory() -> None:
    """For a process that reads a million pages.

    What is loaded by now stays for the whole run, and pages make hardly any cycles: looking for them less often saves 8 %
    of a run's CPU. One malloc arena instead of one for each thread: over 10,000 pages resident memory stays at 220 MB
    (else 254 and rising), the peak at 307 (else 346).
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    with contextlib.suppress(OSError, AttributeError):  # another C library than glibc
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def outcome_of(run: Run, site: Site, *, error: str = "", interrupted: bool = False) -> Outcome:
    """What the ledger says of a run, for the summary."""
    counters = run.counters
    return Outcome(
        run=run.shown,
        site=site.name,
        state=run.state.value,
        pages=counters.pages,
        attachments=counters.attachments,
        findings=Counter(dict(enumerate(counters.findings))),
        failures=counters.failures,
        seconds=((run.ended or datetime.now(UTC)) - run.started).total_seconds(),
        error=error,
        interrupted=interrupted,
    )


def report(handles: Handles, runs: Sequence[str], *, formats: Sequence[str], folder: Path | None = None) -> list[Path]:
    """Write the report of one or several runs.

    Args:
        handles: the open workspace.
        runs: R-000007 …
        formats: html, pdf, xlsx, jsonl, csv.
        folder: the workspace's reports/ where None.

    Raises:
        SettingsError: an unknown run or format, a folder that cannot be written.
    """
    from reports.write import write

    summary = handles.summary(runs)
    name = f"检查报告-{runs[0]}" if len(runs) == 1 else f"检查报告-{min(runs)}-{max(runs)}"
    return write(summary, formats, folder or handles.workspace.reports, name=name)


def reindex(handles: Handles, progress: Callable[[int], None]) -> tuple[int, int]:
    """Build the index anew from ledger and evidence; searches go on in the old one meanwhile.

    Returns:
        Entries written, entries refused.

    Raises:
        InspectionError: the index cannot be written; the old one stays.
    """
    return handles.feeder().rebuild(progress)
