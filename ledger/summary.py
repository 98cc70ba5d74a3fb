"""RunSummary: what reports say of one run or of several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from inspection.errors import SettingsError
from inspection.summary import RunSummary, SiteCoverage
from ledger import records, runs
from ledger.base import run_id
from ledger.outbox import backlog
from ledger.tables import agency, finding, sighting, site

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

    from inspection.summary import FindingRecord
    from ledger.base import Run
    from ledger.session import Ledger

_SAMPLED = 3  # places of a suppressed finding: enough for a reviewer's sample


def of_run(
    ledger: Ledger,
    keys: Sequence[int],
    *,
    title: str,
    number: str,
    issuer: str,
    handling: str,
    created: datetime,
    rectify_days: int,
    places: int = 20,
) -> RunSummary:
    """Everything a report says of these runs, of one moment.

    Of several runs of one site, findings are all that were seen from the first to the last of them, failures those of the last.

    Args:
        ledger: where.
        keys: of the runs.
        title: on the cover.
        number: of the report, likewise.
        issuer: likewise.
        handling: likewise.
        created: now.
        rectify_days: working days for rectification.
        places: most places of each finding; its ``count`` is of all.

    Raises:
        SettingsError: there is no such run.
    """
    with ledger.read() as connection:
        chosen = [run for key in dict.fromkeys(keys) if (run := runs.read(connection, key)) is not None]
        if not chosen:
            raise SettingsError("没有这样的检查任务。用 mijian runs 查看，或先用 mijian inspect 检查")
        by_site: dict[int, list[Run]] = {}
        for run in sorted(chosen, key=lambda run: run.id):
            by_site.setdefault(run.site, []).append(run)
        names = _names(connection, by_site)
        found: list[FindingRecord] = []
        explained: list[FindingRecord] = []
        for key, its in by_site.items():
            span = records.Span(its[0].id, its[-1].id)
            found += _records(connection, key, span, suppressed=False, places=places)
            explained += _records(connection, key, span, suppressed=True, places=_SAMPLED)
        last = [its[-1].id for its in by_site.values()]
        newest = max(chosen, key=lambda run: run.id)
        return RunSummary(
            title=title,
            number=number,
            issuer=issuer,
            handling=handling,
            created=created,
            period_start=min(run.started for run in chosen),
            period_end=max(run.ended or run.beat for run in chosen),
            tool_version=newest.tool_version,
            rules_version=newest.rules_version,
            rectify_days=rectify_days,
            sites=tuple(_coverage(connection, run, names[run.site]) for run in chosen),
            findings=tuple(sorted(found, key=_severest)),
            suppressed=tuple(sorted(explained, key=_severest)),
            failures=tuple(record for _, record in records.failures(connection, last)),
        )


def _severest(record: FindingRecord) -> tuple[int, int, str]:
    return -record.severity, -record.score, record.id


def _records(
    connection: Connection, key: int, span: records.Span, *, suppressed: bool, places: int
) -> list[FindingRecord]:
    explained = finding.c.suppressed.is_not(None)
    chosen = (
        select(finding.c.id)
        .where(finding.c.site_id == key, explained if suppressed else ~explained)
        .where(finding.c.id.in_(select(sighting.c.finding_id).where(sighting.c.site_id == key, span.seen())))
        .order_by(finding.c.id)
    )
    keys = connection.scalars(chosen).all()
    return [stored.record for stored in records.findings(connection, keys, span=span, places=places)]


def _names(connection: Connection, keys: Iterable[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    chosen = (
        select(site.c.id, site.c.name, site.c.district, site.c.start_url, agency.c.name.label("agency"))
        .outerjoin(agency, agency.c.id == site.c.agency_id)
        .where(site.c.id.in_(list(keys)))
    )
    return {row.id: row for row in connection.execute(chosen)}


def _coverage(connection: Connection, run: Run, named: Row[*tuple[Any, ...]]) -> SiteCoverage:
    sums = run.counters
    return SiteCoverage(
        name=named.name,
        agency=named.agency or "",
        district=named.district,
        start_url=named.start_url,
        run=run_id(run.id),
        state=run.state.value,
        started=run.started,
        ended=run.ended,
        pages=sums.pages,
        attachments=sums.attachments,
        documents=sums.documents,
        passages=sums.passages,
        bytes=sums.bytes,
        unchanged=sums.unchanged,
        redirects=sums.redirects,
        failures=sums.failures,
        backlog=backlog(connection, run.site).waiting,
    )
