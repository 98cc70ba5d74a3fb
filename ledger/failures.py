"""未检项: what a run could not inspect, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from ledger.base import Novelty, join_path, split_path, spot
from ledger.tables import failure
from ledger.upsert import chunks, put

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from inspection.model import Failure
    from ledger.base import FailedAddress
    from ledger.batch import Batch
    from ledger.session import Ledger
    from ledger.upsert import Row

_KEY = ("run_id", "address", "stage", "spot")
_CHANGE = ("digest", "rules", "url", "found_on", "path", "reason", "detail", "permanent", "failed_at")


def write(batch: Batch, ledger: Ledger, failed: Sequence[FailedAddress]) -> None:
    """The batch's failures in place of what this run said of the same addresses before.

    Bytes that are known and not read again cannot be read now either: their failures hold for this run too.
    """
    answered = [
        address
        for address in batch.results
        if batch.novelty[address] is not Novelty.UNCHANGED or batch.first_in_run(address)
    ]
    carried = _carried(batch)
    for part in chunks(answered):
        batch.connection.execute(delete(failure).where(failure.c.run_id == batch.run.id, failure.c.address.in_(part)))
    rows = {
        (address, item.stage, spot(join_path(item.path))): _row(batch, address, item, result.url, result.found_on, result.fetched_at)
        | {"digest": result.sha256, "rules": result.rules}
        for address, result in batch.of(Novelty.NEW)
        for item in result.failures
    }  # fmt: skip
    rows.update({(row["address"], row["stage"], row["spot"]): row for row in carried})
    for item in failed:
        address = ledger.address(item.address)
        row = _row(batch, address, item.failure, item.url, item.found_on, item.failed_at) | {
            "digest": None,
            "rules": "",
        }
        rows[address, item.failure.stage, row["spot"]] = row
    put(batch.connection, failure, list(rows.values()), key=_KEY, change=_CHANGE)


def _row(batch: Batch, address: bytes, item: Failure, url: str, found_on: str, at: datetime) -> Row:
    path = join_path(item.path)
    return {
        "run_id": batch.run.id,
        "address": address,
        "stage": item.stage,
        "spot": spot(path),
        "site_id": batch.run.site,
        "url": url,
        "found_on": found_on,
        "path": path,
        "reason": item.reason,
        "detail": item.detail,
        "permanent": item.permanent,
        "failed_at": at,
    }


def _carried(batch: Batch) -> list[Row]:
    rows: list[Row] = []
    visits: dict[int, list[bytes]] = {}
    for address, _ in batch.of(Novelty.UNCHANGED):
        if batch.first_in_run(address):
            visits.setdefault(batch.known[address].last_run, []).append(address)
    for last, addresses in visits.items():
        for part in chunks(addresses):
            rows += _copies(batch, failure.c.run_id == last, failure.c.address.in_(part))
    known: dict[str, list[bytes]] = {}
    for address, result in batch.of(Novelty.KNOWN):
        known.setdefault(result.sha256, []).append(address)
    for digests in chunks(known):
        for row in _copies(batch, failure.c.site_id == batch.run.site, failure.c.digest.in_(digests)):
            rows += [
                row
                | {
                    "address": address,
                    "url": result.url,
                    "found_on": result.found_on,
                    "path": _renamed(row["path"], result.name),
                }
                for address in known[row["digest"]]
                for result in (batch.results[address],)
                if result.rules == row["rules"]
            ]
    return rows


def _renamed(path: str, name: str) -> str:
    """The path with the capture's own name at this address."""
    steps = split_path(path)
    return join_path((name, *steps[1:])) if steps and name else path


def _copies(batch: Batch, *where: ColumnElement[bool]) -> list[Row]:
    found = batch.connection.execute(
        select(failure).where(*where, failure.c.digest.is_not(None)).order_by(failure.c.run_id)
    ).mappings()
    return [{**row, "run_id": batch.run.id, "failed_at": batch.at} for row in found]
