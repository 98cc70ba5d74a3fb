"""检查任务: runs of sites, from their start to their end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, select, update

from inspection.errors import Reason
from ledger.base import Counters, Mode, Run, RunState, key_of
from ledger.records import Span
from ledger.tables import failure, finding, run, sighting

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.engine import Connection

    from ledger.session import Ledger

_STEPS = ("none", "general", "attention", "serious", "urgent")


def start(
    ledger: Ledger,
    site: int,
    *,
    mode: Mode,
    tool_version: str,
    rules_version: str,
    settings: Mapping[str, Any],
    at: datetime,
) -> Run:
    """Begin a run.

    Args:
        ledger: where.
        site: key of the site.
        mode: everything, or what changed.
        tool_version: of this program.
        rules_version: of the rule set.
        settings: a snapshot, without secrets; plain values that JSON holds.
        at: now.
    """
    with ledger.begin() as connection:
        key = connection.scalar(
            insert(run)
            .values(
                site_id=site,
                mode=mode,
                state=RunState.RUNNING,
                tool_version=tool_version,
                rules_version=rules_version,
                settings=dict(settings),
                started_at=at,
                beat_at=at,
            )
            .returning(run.c.id)
        )
        assert key is not None, "RETURNING returns"
        return _one(connection, key)


def reopen(ledger: Ledger, key: int, *, at: datetime) -> Run:
    """Go on with a run that did not finish."""
    with ledger.begin() as connection:
        values = {"state": RunState.RUNNING, "ended_at": None, "error": "", "beat_at": at}
        connection.execute(update(run).where(run.c.id == key).values(values))
        return _one(connection, key)


def beat(ledger: Ledger, key: int, *, at: datetime) -> None:
    """Say that the run is alive. Recording a batch does it too."""
    with ledger.begin() as connection:
        connection.execute(update(run).where(run.c.id == key).values(beat_at=at))


def finish(ledger: Ledger, key: int, state: RunState, *, at: datetime, error: str = "") -> Run:
    """End a run and count what it found.

    Args:
        ledger: where.
        key: of the run.
        state: finished, stopped or failed.
        at: now.
        error: why it failed, in Chinese, masked.
    """
    with ledger.begin() as connection:
        if state is RunState.FINISHED:
            # What a limit had left for later was done after all.
            connection.execute(
                delete(failure).where(
                    failure.c.run_id == key, failure.c.reason == Reason.BUDGET, failure.c.permanent.is_(False)
                )
            )
        counted = _counted(connection, _one(connection, key))
        values: dict[str, Any] = dict(zip(_STEPS, counted.findings, strict=True))
        values |= {"suppressed": counted.suppressed, "failures": counted.failures}
        values |= {"state": state, "ended_at": at, "beat_at": at, "error": error}
        connection.execute(update(run).where(run.c.id == key).values(values))
        return _one(connection, key)


def get(ledger: Ledger, key: int) -> Run | None:
    """A run with its counters; those of a running one counted now."""
    with ledger.read() as connection:
        return read(connection, key)


def read(connection: Connection, key: int) -> Run | None:
    """As :func:`get`, within a transaction."""
    row = connection.execute(select(run).where(run.c.id == key)).first()
    return None if row is None else _live(connection, _run(row))


def find(ledger: Ledger, text: str, *, site: int | None = None) -> Run | None:
    """The run a person means: ``last``, R-000007 or 7."""
    if text.strip().lower() == "last":
        newest = latest(ledger, 1, site=site)
        return newest[0] if newest else None
    key = key_of(text, "R")
    return None if key is None else get(ledger, key)


def latest(ledger: Ledger, limit: int, *, site: int | None = None) -> tuple[Run, ...]:
    """The newest runs, newest first."""
    chosen: Select[Any] = select(run).order_by(run.c.id.desc()).limit(limit)
    if site is not None:
        chosen = chosen.where(run.c.site_id == site)
    with ledger.read() as connection:
        return tuple(_live(connection, _run(row)) for row in connection.execute(chosen).all())


def unfinished(ledger: Ledger, site: int) -> Run | None:
    """The site's newest run if it did not finish; an older one is not taken up again behind a newer one's back."""
    newest = latest(ledger, 1, site=site)
    return newest[0] if newest and newest[0].state is not RunState.FINISHED else None


def _live(connection: Connection, known: Run) -> Run:
    if known.state is not RunState.RUNNING:
        return known
    return replace(known, counters=_counted(connection, known))


def _counted(connection: Connection, known: Run) -> Counters:
    shown = (
        select(sighting.c.finding_id)
        .where(sighting.c.site_id == known.site, Span(known.id, known.id).seen())
        .distinct()
        .scalar_subquery()
    )
    steps = [0] * len(_STEPS)
    suppressed = 0
    rows: Sequence[Row[*tuple[Any, ...]]] = connection.execute(
        select(finding.c.severity, finding.c.suppressed.is_not(None), func.count())
        .where(finding.c.id.in_(shown))
        .group_by(finding.c.severity, finding.c.suppressed.is_not(None))
    ).all()
    for severity, explained, number in rows:
        if explained:
            suppressed += number
        else:
            steps[severity] += number
    failures = connection.scalar(select(func.count()).select_from(failure).where(failure.c.run_id == known.id)) or 0
    one, two, three, four, five = steps
    return replace(known.counters, findings=(one, two, three, four, five), suppressed=suppressed, failures=failures)


def _one(connection: Connection, key: int) -> Run:
    return _run(connection.execute(select(run).where(run.c.id == key)).one())


def _run(row: Row[*tuple[Any, ...]]) -> Run:
    return Run(
        id=row.id,
        site=row.site_id,
        mode=row.mode,
        state=row.state,
        tool_version=row.tool_version,
        rules_version=row.rules_version,
        started=row.started_at,
        beat=row.beat_at,
        ended=row.ended_at,
        error=row.error,
        counters=Counters(
            pages=row.pages,
            attachments=row.attachments,
            redirects=row.redirects,
            unchanged=row.unchanged,
            documents=row.documents,
            passages=row.passages,
            bytes=row.bytes,
            failures=row.failures,
            findings=(row.none, row.general, row.attention, row.serious, row.urgent),
            suppressed=row.suppressed,
        ),
    )
