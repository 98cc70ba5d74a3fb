"""The way into the ledger: one batch of results, one transaction.

Each row is written by its natural key, so that a batch written twice changes nothing; a crash between two batches
repeats the work of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from ledger import failures, pages, sightings
from ledger.base import Kind, Novelty, RecordCount
from ledger.batch import gather
from ledger.outbox import enqueue, page_row
from ledger.tables import run as runs
from ledger.tables import site

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.base import FailedAddress, PageResult, Run
    from ledger.batch import Batch
    from ledger.session import Ledger

_TALLY = {Kind.PAGE: "pages", Kind.ATTACHMENT: "attachments", Kind.REDIRECT: "redirects"}


def record(
    ledger: Ledger, run: Run, results: Sequence[PageResult], failed: Sequence[FailedAddress] = ()
) -> RecordCount:
    """Write a batch. The bytes it names must be synced in the evidence store before.

    Args:
        ledger: where.
        run: of which the results are.
        results: of one site; 50–200 are a good batch. Of two with the same address the last one counts.
        failed: addresses that ended without an answer.

    Returns:
        What is new.

    Raises:
        LedgerError: it could not be written; nothing of the batch is.
    """
    if not results and not failed:
        return RecordCount()
    at = max([r.fetched_at for r in results] + [f.failed_at for f in failed])
    with ledger.begin() as connection:
        # Two processes on one site wait for each other here (on SQLite, at BEGIN IMMEDIATE): what is read below stays true.
        connection.execute(select(site.c.id).where(site.c.id == run.site).with_for_update())
        batch = gather(connection, ledger, run, results, at)
        seen = sightings.write(batch)
        failures.write(batch, ledger, failed)
        pages.write(batch)
        pages.touch(batch)
        enqueue(
            connection,
            [
                page_row(run.site, address, result.sha256, run.id, result.rules)
                for address, result in batch.of(Novelty.NEW, Novelty.KNOWN)
                if _shows(batch, address, result)
            ],
        )
        addresses = _count(batch)
    return RecordCount(addresses, len(seen.new), len(seen.reopened))


def _shows(batch: Batch, address: bytes, result: PageResult) -> bool:
    """Whether the index has or had something of this address: a redirect has no text, but a page may have stood there."""
    known = batch.known.get(address)
    return result.kind is not Kind.REDIRECT or (known is not None and known.kind is not Kind.REDIRECT)


def _count(batch: Batch) -> int:
    """Add what this run had not recorded before to its sums."""
    sums = dict.fromkeys((*_TALLY.values(), "unchanged", "documents", "passages", "bytes"), 0)
    addresses = 0
    for address, result in batch.results.items():
        if not batch.first_in_run(address):
            continue
        addresses += 1
        sums[_TALLY[result.kind]] += 1
        sums["unchanged"] += batch.novelty[address] is Novelty.UNCHANGED
        sums["documents"] += len(result.documents)
        sums["passages"] += sum(entry.passages for entry in result.documents)
        sums["bytes"] += result.length
    changes = {runs.c[name]: runs.c[name] + value for name, value in sums.items() if value}
    batch.connection.execute(
        update(runs).where(runs.c.id == batch.run.id).values({runs.c.beat_at: batch.at, **changes})
    )
    return addresses
