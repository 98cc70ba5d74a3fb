"""What lists show: findings by filter, one finding with all its places, the failures of runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select

from ledger import records
from ledger.tables import agency, failure, finding, run, sighting, site
from ledger.workflow import transitions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from inspection.model import Severity
    from inspection.summary import FailureRecord
    from ledger.base import Run, Status, Transition
    from ledger.records import Stored
    from ledger.session import Ledger


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings. Everything given must hold.

    Attributes:
        run: seen in this run.
        site: of this site (key).
        agency: name of the agency, or a part of it.
        severity: at least this.
        since: seen at or after this time.
        rule: an identifier, or its beginning up to a dot (``personal``).
        suppressed: True for those only, False for the others only, None for both.
    """

    run: Run | None = None
    site: int | None = None
    agency: str = ""
    severity: Severity | int = 0
    since: datetime | None = None
    status: Status | None = None
    rule: str = ""
    suppressed: bool | None = False


def findings(
    ledger: Ledger, wanted: Filter, *, limit: int | None = None, offset: int = 0, places: int | None = 1
) -> tuple[tuple[Stored, ...], int]:
    """Findings, most severe first, and how many there are in all.

    Args:
        ledger: where.
        wanted: which.
        limit: how many of them; None for all.
        offset: how many to pass over.
        places: how many places of each; None for all.
    """
    span = None if wanted.run is None else records.Span(wanted.run.id, wanted.run.id)
    with ledger.read() as connection:
        matching = _matching(wanted)
        total = connection.scalar(select(func.count()).select_from(matching.subquery())) or 0
        order = (finding.c.severity.desc(), finding.c.score.desc(), finding.c.id)
        keys = connection.scalars(matching.order_by(*order).limit(limit).offset(offset)).all()
        return tuple(records.findings(connection, keys, span=span, places=places)), total


def finding_with_history(ledger: Ledger, key: int) -> tuple[Stored, tuple[Transition, ...]] | None:
    """A finding with all places of the last run that saw it and all its transitions, or None."""
    with ledger.read() as connection:
        found = records.findings(connection, [key], places=None)
        return (found[0], transitions(connection, key)) if found else None


def failures(ledger: Ledger, runs: Sequence[int]) -> list[tuple[str, FailureRecord]]:
    """未检项 of these runs, each with its run (R-000007)."""
    with ledger.read() as connection:
        return records.failures(connection, runs)


def failure_counts(ledger: Ledger, key: int) -> dict[str, int]:
    """Number of 未检项 of a run by reason."""
    with ledger.read() as connection:
        counted = select(failure.c.reason, func.count()).where(failure.c.run_id == key).group_by(failure.c.reason)
        return {reason.value: number for reason, number in connection.execute(counted)}


def runs_between(ledger: Ledger, start: datetime, end: datetime, *, site: int | None = None) -> tuple[int, ...]:
    """Keys of the runs that began in ``start`` ≤ t < ``end``, oldest first."""
    chosen = select(run.c.id).where(run.c.started_at >= start, run.c.started_at < end).order_by(run.c.id)
    if site is not None:
        chosen = chosen.where(run.c.site_id == site)
    with ledger.read() as connection:
        return tuple(connection.scalars(chosen))


def _matching(wanted: Filter) -> Select[Any]:
    chosen: Select[Any] = select(finding.c.id)
    if wanted.run is not None:
        seen = select(sighting.c.finding_id).where(
            sighting.c.site_id == wanted.run.site, records.Span(wanted.run.id, wanted.run.id).seen()
        )
        chosen = chosen.where(finding.c.id.in_(seen))
    if wanted.site is not None:
        chosen = chosen.where(finding.c.site_id == wanted.site)
    if wanted.agency:
        named = (
            select(site.c.id)
            .join(agency, agency.c.id == site.c.agency_id)
            .where(agency.c.name.contains(wanted.agency, autoescape=True))
        )
        chosen = chosen.where(finding.c.site_id.in_(named))
    if wanted.severity:
        chosen = chosen.where(finding.c.severity >= int(wanted.severity))
    if wanted.since is not None:
        chosen = chosen.where(finding.c.last_seen >= wanted.since)
    if wanted.status is not None:
        chosen = chosen.where(finding.c.status == wanted.status)
    if wanted.rule:
        chosen = chosen.where(
            or_(finding.c.rule == wanted.rule, finding.c.rule.startswith(f"{wanted.rule}.", autoescape=True))
        )
    if wanted.suppressed is not None:
        explained = finding.c.suppressed.is_not(None)
        chosen = chosen.where(explained if wanted.suppressed else ~explained)
    return chosen
