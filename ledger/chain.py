"""The hash chain of transitions: append only, each row's hash covers the row before it and its own content.

Whoever changes, removes or inserts a row breaks the chain from there on; whoever cuts its end disagrees with the head kept
in ``meta``. It does not stop someone who rewrites everything: that takes a signature from outside the database.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from ledger.base import Status, Transition, finding_id
from ledger.columns import storable
from ledger.outbox import enqueue_findings
from ledger.tables import finding, meta, transition
from ledger.upsert import chunks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection


def append(
    connection: Connection,
    moves: Sequence[tuple[str, Status | None, Status]],
    *,
    at: datetime,
    who: str,
    reason: str,
) -> list[Transition]:
    """Write transitions behind the chain's end.

    Args:
        connection: in a writing transaction; the chain's head stays locked until it ends.
        moves: subject (F-000123), old and new state.
        at: time of the moves.
        who: who moved.
        reason: why, masked.
    """
    if not moves:
        return []
    head = connection.scalar(select(meta.c.value).where(meta.c.name == "chain").with_for_update())
    assert isinstance(head, str), "made with the ledger"
    number, _, before = head.partition(" ")
    made: list[Transition] = []
    # Stored as hashed: what the columns would cut or clean is cut and cleaned before.
    who, reason = storable(who)[:100], storable(reason)[:1000]
    for subject, old, new in moves:
        sequence = (made[-1].sequence if made else int(number)) + 1
        before = _hash(before, sequence, subject, at, who, old, new, reason)
        made.append(Transition(sequence, subject, at, who, old, new, reason, before))
    connection.execute(
        insert(transition),
        [
            {
                "sequence": t.sequence,
                "subject": t.subject,
                "at": t.at,
                "who": t.who,
                "old": t.old,
                "new": t.new,
                "reason": t.reason,
                "hash": t.hash,
            }
            for t in made
        ],
    )
    connection.execute(update(meta).where(meta.c.name == "chain").values(value=f"{made[-1].sequence} {before}"))
    return made


def move(
    connection: Connection,
    keys: Sequence[int],
    new: Status,
    *,
    at: datetime,
    who: str,
    reason: str,
) -> list[Transition]:
    """Move findings to a state: their rows, the chain, the index. The caller has judged that the move is allowed."""
    olds: dict[int, Status] = {}
    for part in chunks(keys):
        found = select(finding.c.id, finding.c.status).where(finding.c.id.in_(part)).with_for_update()
        olds.update((key, status) for key, status in connection.execute(found))
        connection.execute(update(finding).where(finding.c.id.in_(part)).values(status=new, status_at=at))
    made = append(connection, [(finding_id(k), olds[k], new) for k in keys], at=at, who=who, reason=reason)
    enqueue_findings(connection, keys)
    return made


def read(row: Row[*tuple[Any, ...]]) -> Transition:
    """A row of the table."""
    return Transition(row.sequence, row.subject, row.at, row.who, row.old, row.new, row.reason, row.hash)


def verify(connection: Connection) -> int | None:
    """The sequence number from which on the chain does not hold, or None if all of it does."""
    before, expected = "0" * 64, 1
    for row in connection.execute(select(transition).order_by(transition.c.sequence)):
        t = read(row)
        if t.sequence != expected or t.hash != _hash(
            before, t.sequence, t.subject, t.at, t.who, t.old, t.new, t.reason
        ):
            return expected
        before, expected = t.hash, expected + 1
    head = connection.scalar(select(meta.c.value).where(meta.c.name == "chain"))
    return None if head == f"{expected - 1} {before}" else expected


def _hash(
    before: str,
    sequence: int,
    subject: str,
    at: datetime,
    who: str,
    old: Status | None,
    new: Status,
    reason: str,
) -> str:
    when = at.astimezone(UTC).isoformat(timespec="microseconds")
    content = [before, sequence, subject, when, who, old and old.value, new.value, reason]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
