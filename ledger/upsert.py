"""INSERT … ON CONFLICT for both databases, made once for each statement."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Table
    from sqlalchemy.engine import Connection

CHUNK = 1000  # values in one IN; SQLite takes 32,766 parameters, PostgreSQL 65,535
Row = dict[str, Any]
T = TypeVar("T")


def insert(dialect: str, table: Table) -> Any:
    """The dialect's own INSERT, which knows ON CONFLICT. The other dialect is not imported (0.1 s)."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)


@cache
def _statement(dialect: str, table: Table, key: tuple[str, ...], change: tuple[str, ...]) -> Any:
    made = insert(dialect, table)
    if not change:
        return made.on_conflict_do_nothing(index_elements=key)
    return made.on_conflict_do_update(index_elements=key, set_={name: made.excluded[name] for name in change})


def put(
    connection: Connection, table: Table, rows: Sequence[Row], *, key: tuple[str, ...], change: tuple[str, ...] = ()
) -> None:
    """Insert rows; where ``key`` exists, set the columns ``change`` to the new values, or leave the row as it is.

    Args:
        connection: in a writing transaction.
        table: of these rows.
        rows: all with the same columns; none is no work.
        key: columns of a unique constraint.
        change: columns.
    """
    if rows:
        connection.execute(_statement(connection.dialect.name, table, key, change), rows)


def chunks(values: Iterable[T]) -> Iterator[list[T]]:
    """``values`` in lists of at most ``CHUNK``."""
    whole = list(values)
    for start in range(0, len(whole), CHUNK):
        yield whole[start : start + CHUNK]
