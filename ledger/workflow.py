"""Life of a finding: OPEN → CONFIRMED or DISMISSED → NOTIFIED → RECTIFIED → CLOSED → REOPENED. Every move is a transition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from inspection.errors import SettingsError
from ledger import chain
from ledger.base import Status, Transition, Verdict, finding_id
from ledger.tables import finding, transition

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from ledger.session import Ledger

LABELS = {
    Status.OPEN: "待研判",
    Status.CONFIRMED: "属实",
    Status.DISMISSED: "误报",
    Status.NOTIFIED: "已通知整改",
    Status.RECTIFIED: "单位称已整改",
    Status.CLOSED: "已销号",
    Status.REOPENED: "复现",
}
# REOPENED is entered only by sightings: nobody says so, an inspection sees it.
MOVES = {
    Status.OPEN: {Status.CONFIRMED, Status.DISMISSED},
    Status.REOPENED: {Status.CONFIRMED, Status.DISMISSED, Status.NOTIFIED},
    Status.CONFIRMED: {Status.OPEN, Status.DISMISSED, Status.NOTIFIED, Status.CLOSED},
    Status.DISMISSED: {Status.OPEN, Status.CONFIRMED},
    Status.NOTIFIED: {Status.RECTIFIED, Status.CLOSED, Status.DISMISSED},
    Status.RECTIFIED: {Status.NOTIFIED, Status.CLOSED},
    Status.CLOSED: set(),
}
_VERDICTS = {
    Verdict.CONFIRMED: Status.CONFIRMED,
    Verdict.DISMISSED: Status.DISMISSED,
    Verdict.OPEN: Status.OPEN,
}


def review(ledger: Ledger, key: int, verdict: Verdict, *, reason: str, who: str, at: datetime) -> Transition | None:
    """研判: a reviewer's verdict on a finding.

    Args:
        ledger: where.
        key: of the finding.
        verdict: confirmed, dismissed, or open again.
        reason: why; needed for a dismissal.
        who: the reviewer.
        at: now.

    Returns:
        The transition, or None where the finding stands there already.

    Raises:
        SettingsError: no such finding, no reason for a dismissal, or a move that is not allowed.
        LedgerError: the ledger cannot be written.
    """
    if verdict is Verdict.DISMISSED and not reason.strip():
        raise SettingsError("判为误报须说明理由（--reason）")
    return move(ledger, key, _VERDICTS[verdict], reason=reason.strip(), who=who, at=at)


def move(ledger: Ledger, key: int, new: Status, *, reason: str, who: str, at: datetime) -> Transition | None:
    """Move a finding along the allowed ways; arguments and errors as in :func:`review`."""
    with ledger.begin() as connection:
        status = connection.scalar(select(finding.c.status).where(finding.c.id == key).with_for_update())
        if status is None:
            raise SettingsError(f"没有线索 {finding_id(key)}。用 mijian findings 查看编号")
        old = Status(status)
        if old is new:
            return None
        if new not in MOVES[old]:
            allowed = "、".join(LABELS[state] for state in Status if state in MOVES[old]) or "无"
            raise SettingsError(
                f"线索 {finding_id(key)} 现为“{LABELS[old]}”，不能改为“{LABELS[new]}”；可改为：{allowed}"
            )
        return chain.move(connection, [key], new, at=at, who=who, reason=reason)[0]


def transitions(connection: Connection, key: int) -> tuple[Transition, ...]:
    """All moves of a finding, oldest first."""
    found = select(transition).where(transition.c.subject == finding_id(key)).order_by(transition.c.sequence)
    return tuple(chain.read(row) for row in connection.execute(found))


def verify_chain(ledger: Ledger) -> int | None:
    """The sequence number of the first transition that was altered, removed or inserted; None if the chain holds."""
    with ledger.read() as connection:
        return chain.verify(connection)
