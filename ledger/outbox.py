"""发件箱: what the index must learn, written in the same transaction as what it is about.

One row for each thing that waits. Its token says of which state it was; when the thing changes again while the index
writes, the token changes, and acknowledging the older state leaves the row there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import and_, delete, func, or_, select, update

from ledger.tables import finding, outbox, page
from ledger.upsert import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from sqlalchemy.engine import Connection

    from ledger.session import Ledger
    from ledger.upsert import Row

PAGE, FINDING = "page", "finding"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that waits for the index. ``key`` goes into :mod:`ledger.mirror`; ``op`` is put or delete."""

    id: int
    kind: str
    key: str
    op: str
    token: str
    tries: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many wait, and how many were set aside because the index refused them."""

    waiting: int
    aside: int


def page_key(site: int, address: bytes) -> str:
    """The key of a page."""
    return f"{site}:{address.hex()}"


def enqueue(connection: Connection, rows: Sequence[Row]) -> None:
    """Add rows (kind, key, site_id, op, token); one that waits with the same token stays as it is."""
    if not rows:
        return
    made = insert(connection.dialect.name, outbox)
    new = made.excluded
    statement = made.on_conflict_do_update(
        index_elements=("kind", "key"),
        set_={"op": new.op, "token": new.token, "tries": 0, "error": None, "aside": False},
        where=or_(outbox.c.token != new.token, outbox.c.op != new.op),
    )
    connection.execute(statement, rows)


def enqueue_findings(connection: Connection, keys: Iterable[int]) -> None:
    """Add findings as they stand now."""
    columns = (
        finding.c.id,
        finding.c.site_id,
        finding.c.status,
        finding.c.severity,
        finding.c.score,
        finding.c.suppressed,
        finding.c.last_run,
        finding.c.rules,
    )
    for part in chunks(keys):
        found = connection.execute(select(*columns).where(finding.c.id.in_(part)).order_by(finding.c.id))
        rows: list[Row] = [
            {
                "kind": FINDING,
                "key": str(row.id),
                "site_id": row.site_id,
                "op": "put",
                "token": f"{row.last_run}:{row.status.value}:{row.severity}:{row.score}:{row.suppressed is None:d}:{row.rules}",
            }
            for row in found
        ]
        enqueue(connection, rows)


def pending(connection: Connection, limit: int, after: int = 0) -> tuple[Entry, ...]:
    """What waits, oldest first.

    Args:
        connection: any.
        limit: most rows.
        after: only rows with a greater id: to go on without acknowledging.
    """
    found = (
        select(outbox)
        .where(outbox.c.id > after, ~outbox.c.aside)
        .order_by(outbox.c.id)
        .limit(limit)
    )  # fmt: skip
    return tuple(
        Entry(row.id, row.kind, row.key, row.op, row.token, row.tries, row.error) for row in connection.execute(found)
    )


def acknowledge(ledger: Ledger, entries: Iterable[Entry]) -> None:
    """The index has these, as they were when they were read; what changed since then stays."""
    rows = [{"this": entry.id, "state": entry.token, "what": entry.key} for entry in entries]
    if not rows:
        return
    with ledger.begin() as connection:
        connection.execute(delete(outbox).where(_this()), rows)


def put_back(ledger: Ledger, entries: Iterable[Entry], error: str) -> None:
    """The index could not be reached: count the try, keep the rows. ``error`` quotes no text."""
    _note(ledger, entries, {"tries": outbox.c.tries + 1, "error": error})


def set_aside(ledger: Ledger, refused: Mapping[Entry, str]) -> None:
    """The index refuses these for good: they are not offered again until they change or :func:`restore`."""
    for entry, error in refused.items():
        _note(ledger, [entry], {"tries": outbox.c.tries + 1, "error": error, "aside": True})


def restore(ledger: Ledger) -> int:
    """Offer again what was set aside; how many."""
    with ledger.begin() as connection:
        return connection.execute(update(outbox).where(outbox.c.aside).values(aside=False, tries=0)).rowcount


def backlog(connection: Connection, site: int | None = None) -> Backlog:
    """How much waits, in all or for one site."""
    counted = select(outbox.c.aside, func.count()).group_by(outbox.c.aside)
    if site is not None:
        counted = counted.where(outbox.c.site_id == site)
    found = {bool(aside): int(number) for aside, number in connection.execute(counted)}
    return Backlog(found.get(False, 0), found.get(True, 0))


def enqueue_all(ledger: Ledger) -> int:
    """Add everything, for an index that is built anew; how many wait then."""
    with ledger.begin() as connection:
        sites = connection.scalars(select(page.c.site_id).distinct()).all()
        for site in sites:
            columns = (page.c.address, page.c.digest, page.c.last_run, page.c.rules)
            found = connection.execute(select(*columns).where(page.c.site_id == site))
            for part in found.partitions(1000):
                rows: list[Row] = [page_row(site, row.address, row.digest, row.last_run, row.rules) for row in part]
                enqueue(connection, rows)
        keys = connection.scalars(select(finding.c.id)).all()
        enqueue_findings(connection, keys)
        return connection.scalar(select(func.count()).select_from(outbox)) or 0


def page_row(site: int, address: bytes, digest: str, run: int, rules: str) -> Row:
    """A row for :func:`enqueue`."""
    return {
        "kind": PAGE,
        "key": page_key(site, address),
        "site_id": site,
        "op": "put",
        "token": f"{run}:{digest[:16]}:{rules}",
    }


def _note(ledger: Ledger, entries: Iterable[Entry], values: dict[str, object]) -> None:
    rows = [{"this": entry.id, "state": entry.token, "what": entry.key} for entry in entries]
    if not rows:
        return
    with ledger.begin() as connection:
        connection.execute(update(outbox).where(_this()).values(values), rows)


def _this() -> Any:
    from sqlalchemy import bindparam

    return and_(
        outbox.c.id == bindparam("this"), outbox.c.token == bindparam("state"), outbox.c.key == bindparam("what")
    )
