"""Migration: one linear history, run only when someone asks for it, after a backup copy."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from inspection.errors import LedgerError
from ledger import session
from ledger.translation import translated

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.engine import Connection

SCRIPTS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Migrated:
    """What was done. ``backup`` is None where nothing was to be done, and on PostgreSQL, whose backups are the server's."""

    before: str
    after: str
    backup: Path | None


def migrate(url: str = "", *, path: Path | None = None, at: datetime, scripts: Path = SCRIPTS) -> Migrated:
    """Bring an older ledger to the newest version: all of it or, where a step fails, nothing.

    Args:
        url: as for :func:`ledger.session.open_ledger`.
        path: likewise.
        at: now; names the backup copy.
        scripts: the history.

    Raises:
        LedgerError: there is no ledger, it is newer, damaged, in use, or cannot be copied.
    """
    engine, name = session.connect(url, path)
    ledger = session.Ledger(engine, name, b"")
    try:
        before = session.stored_version(ledger)
        if before is None:
            raise LedgerError(f"{name} 中没有台账，无需升级")
        head = _head(scripts)
        if before == head:
            return Migrated(before, head, None)
        if not before.isdigit() or int(before) > int(head):
            session.judge(before, name)
        backup = None
        if ledger.dialect == "sqlite":
            assert path is not None, "SQLite has a file"
            backup = path.with_name(f"{path.stem}-{before}-{at:%Y%m%d-%H%M%S}{path.suffix}.bak")
            _copy(path, backup)
        with translated(name):
            _upgrade(ledger, scripts)
        return Migrated(before, head, backup)
    finally:
        ledger.close()


def _head(scripts: Path) -> str:
    if scripts == SCRIPTS:
        return session.HEAD
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(scripts)).get_current_head() or ""


def _copy(path: Path, backup: Path) -> None:
    """A consistent copy, also while others write."""
    try:
        os.close(os.open(backup, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(backup)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        descriptor = os.open(backup, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except (OSError, sqlite3.Error) as error:
        backup.unlink(missing_ok=True)
        raise LedgerError(f"升级前的备份没有写成（{backup}），台账未改动。请检查磁盘空间和目录权限") from error


def _upgrade(ledger: session.Ledger, scripts: Path) -> None:
    from alembic import command
    from alembic.config import Config

    with ledger.engine.execution_options(writing=True).connect() as connection:
        if ledger.dialect == "sqlite":
            # Rebuilding a table drops the old one: with foreign keys on, its children would go with it. No effect inside
            # a transaction, so before it; the connection is thrown away afterwards.
            driver = connection.connection.dbapi_connection
            assert driver is not None, "connected"
            driver.cursor().execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                config = Config()
                config.set_main_option("script_location", str(scripts).replace("%", "%%"))
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                _check(connection)
        finally:
            connection.invalidate()


def _check(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise LedgerError("升级后的台账内部引用不完整，已全部撤销，台账未改动。请将此情况反馈给开发者")
