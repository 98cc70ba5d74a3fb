"""Findings, places and failures as reports, lists and the index read them: joined, named, masked as stored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from inspection.errors import Reason
from inspection.model import Evidence, Level, Severity, Sighting, Stage
from inspection.summary import FailureRecord, FindingRecord, FoundAt
from ledger.base import finding_id, run_id, split_path
from ledger.tables import agency, capture, failure, finding, page, sighting, site
from ledger.upsert import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Row
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Stored:
    """A finding as read: the record, and what it does not hold.

    Attributes:
        run: the run it was last seen in, R-000007.
        district: of its site.
    """

    record: FindingRecord
    run: str
    district: str


@dataclass(frozen=True, slots=True)
class Span:
    """Which runs count: their sightings are the places, findings first seen in them are new. Both ends belong to it."""

    first: int
    last: int

    def seen(self) -> ColumnElement[bool]:
        """Sightings of these runs."""
        return and_(sighting.c.first_run <= self.last, sighting.c.last_run >= self.first)


def findings(
    connection: Connection, keys: Sequence[int], *, span: Span | None = None, places: int | None = 1
) -> list[Stored]:
    """Findings in the order of ``keys``; unknown keys are left out.

    Args:
        connection: any.
        keys: of findings.
        span: the runs that count; None for the last one that saw each finding.
        places: how many of each, the newest first; None for all.
    """
    rows: dict[int, Row[*tuple[Any, ...]]] = {}
    found: dict[int, list[Row[*tuple[Any, ...]]]] = {}
    for part in chunks(keys):
        chosen = (
            select(finding, site.c.name.label("site_name"), site.c.district, agency.c.name.label("agency_name"))
            .join(site, site.c.id == finding.c.site_id)
            .outerjoin(agency, agency.c.id == site.c.agency_id)
            .where(finding.c.id.in_(part))
        )
        rows.update((row.id, row) for row in connection.execute(chosen))
        for row in _places(connection, part, span, places):
            found.setdefault(row.finding_id, []).append(row)
    captures = _captures(connection, [row for each in found.values() for row in each])
    return [_stored(rows[key], found.get(key, []), captures, span) for key in keys if key in rows]


def _places(
    connection: Connection, keys: Sequence[int], span: Span | None, places: int | None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Each address and place once, with the number of all of them beside each."""
    seen = sighting.c.last_run == finding.c.last_run if span is None else span.seen()
    same_place = func.row_number().over(
        partition_by=(sighting.c.finding_id, sighting.c.address, sighting.c.spot),
        order_by=(sighting.c.last_run.desc(), sighting.c.id.desc()),
    )
    each = (
        select(sighting, same_place.label("nth"))
        .join(finding, finding.c.id == sighting.c.finding_id)
        .where(sighting.c.finding_id.in_(keys), seen)
        .subquery()
    )
    number = func.row_number().over(partition_by=each.c.finding_id, order_by=each.c.id)
    total = func.count().over(partition_by=each.c.finding_id)
    counted = select(each, number.label("number"), total.label("total")).where(each.c.nth == 1).subquery()
    chosen = (
        select(counted, page.c.url, page.c.title, page.c.name, page.c.found_on.label("page_found_on"))
        .outerjoin(page, and_(page.c.site_id == counted.c.site_id, page.c.address == counted.c.address))
        .order_by(counted.c.finding_id, counted.c.number)
    )
    if places is not None:
        chosen = chosen.where(counted.c.number <= places)
    return connection.execute(chosen).all()


def _captures(
    connection: Connection, places: Iterable[Row[*tuple[Any, ...]]]
) -> dict[tuple[int, bytes, str], list[Row[*tuple[Any, ...]]]]:
    """The captures of these places' bytes, oldest first."""
    wanted: dict[int, set[bytes]] = {}
    for place in places:
        wanted.setdefault(place.site_id, set()).add(bytes(place.address))
    found: dict[tuple[int, bytes, str], list[Row[*tuple[Any, ...]]]] = {}
    columns = (capture.c.address, capture.c.digest, capture.c.run_id, capture.c.sm3, capture.c.fetched_at, capture.c.found_on)  # fmt: skip
    for key, addresses in wanted.items():
        for part in chunks(addresses):
            chosen = select(*columns).where(capture.c.site_id == key, capture.c.address.in_(part))
            for row in connection.execute(chosen.order_by(capture.c.run_id)):
                found.setdefault((key, bytes(row.address), row.digest), []).append(row)
    return found


def _stored(
    row: Row[*tuple[Any, ...]],
    places: Sequence[Row[*tuple[Any, ...]]],
    captures: dict[tuple[int, bytes, str], list[Row[*tuple[Any, ...]]]],
    span: Span | None,
) -> Stored:
    record = FindingRecord(
        id=finding_id(row.id),
        site=row.site_name,
        agency=row.agency_name or "",
        rule=row.rule,
        revision=row.revision,
        category=row.category,
        name=row.name,
        severity=Severity(row.severity),
        score=row.score,
        level=None if row.level is None else Level(row.level),
        subject=row.subject,
        evidence=tuple(Evidence(points, why, basis) for points, why, basis in row.evidence),
        status=row.status.value,
        suppressed=row.suppressed,
        first_seen=row.first_seen,
        last_seen=row.last_seen,
        new=row.first_run >= (row.last_run if span is None else span.first),
        places=tuple(_found_at(row, place, captures) for place in places),
        count=places[0].total if places else 0,
    )
    return Stored(record, run_id(row.last_run if span is None else min(span.last, row.last_run)), row.district)


def _found_at(
    row: Row[*tuple[Any, ...]],
    place: Row[*tuple[Any, ...]],
    captures: dict[tuple[int, bytes, str], list[Row[*tuple[Any, ...]]]],
) -> FoundAt:
    taken = captures.get((place.site_id, bytes(place.address), place.digest), [])
    # The one that was there when this place was seen last; a page may have had the same bytes twice.
    chosen = next((one for one in reversed(taken) if one.run_id <= place.last_run), taken[0] if taken else None)
    return FoundAt(
        url=place.url or "",
        found_on=(chosen.found_on if chosen else place.page_found_on) or "",
        title=place.title or "",
        sighting=Sighting((place.name or place.url or "", *split_path(place.path)), place.place, place.excerpt),
        captured_at=chosen.fetched_at if chosen else row.last_seen,
        sha256=place.digest,
        sm3=chosen.sm3 if chosen else "",
    )


def failures(connection: Connection, runs: Sequence[int]) -> list[tuple[str, FailureRecord]]:
    """未检项 of these runs with the run's number, by run and address."""
    found: list[tuple[str, FailureRecord]] = []
    for part in chunks(runs):
        chosen = (
            select(failure)
            .where(failure.c.run_id.in_(part))
            .order_by(failure.c.run_id, failure.c.url, failure.c.path, failure.c.stage)
        )
        found += [(run_id(row.run_id), _failure(row)) for row in connection.execute(chosen)]
    return found


def _failure(row: Row[*tuple[Any, ...]]) -> FailureRecord:
    return FailureRecord(
        stage=Stage(row.stage),
        reason=Reason(row.reason),
        target=row.url,
        path=split_path(row.path),
        detail=row.detail,
        found_on=row.found_on,
        permanent=row.permanent,
    )
