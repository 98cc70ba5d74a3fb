"""One batch on its way into the ledger: its results by address, and what the ledger knows of those addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from ledger.base import Novelty, PageResult
from ledger.tables import page
from ledger.upsert import chunks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from ledger.base import Kind, Run
    from ledger.session import Ledger


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger knows of an address from its last visit."""

    digest: str
    kind: Kind
    status: int
    rules: str
    last_run: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Results of one site's run, by address.

    Attributes:
        results: the last one of each address.
        known: of those addresses that have a page row.
        novelty: as the ledger sees it, which may be less than the caller thought.
        at: time of the last result.
    """

    connection: Connection
    run: Run
    results: dict[bytes, PageResult]
    known: dict[bytes, Known]
    novelty: dict[bytes, Novelty]
    at: datetime

    def of(self, *novelties: Novelty) -> list[tuple[bytes, PageResult]]:
        """The results of these novelties."""
        return [(address, result) for address, result in self.results.items() if self.novelty[address] in novelties]

    def first_in_run(self, address: bytes) -> bool:
        """Whether this run has not recorded the address before."""
        known = self.known.get(address)
        return known is None or known.last_run != self.run.id


def gather(connection: Connection, ledger: Ledger, run: Run, results: Sequence[PageResult], at: datetime) -> Batch:
    """The batch, with one look at the page table."""
    by_address = {ledger.address(result.address): result for result in results}
    known: dict[bytes, Known] = {}
    columns = (
        page.c.address,
        page.c.digest,
        page.c.kind,
        page.c.status,
        page.c.rules,
        page.c.last_run,
        page.c.changed_at,
    )
    for part in chunks(by_address):
        found = connection.execute(select(*columns).where(page.c.site_id == run.site, page.c.address.in_(part)))
        known.update((bytes(address), Known(*rest)) for address, *rest in found)
    novelty = {address: _novelty(result, known.get(address)) for address, result in by_address.items()}
    return Batch(connection, run, by_address, known, novelty, at)


def _novelty(result: PageResult, known: Known | None) -> Novelty:
    if result.novelty is Novelty.NEW:
        return Novelty.NEW
    same = known is not None and known.digest == result.sha256 and known.rules == result.rules
    return Novelty.UNCHANGED if same else Novelty.KNOWN
