"""One linear history, run on a filled ledger, after a backup, all of it or nothing."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select

from inspection.errors import LedgerError
from inspection.model import Site
from ledger import findings, session, tables
from ledger.base import Run
from ledger.migrate import SCRIPTS, migrate
from ledger.session import HEAD, Ledger

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
_NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9000", "{head}", None, None
def upgrade():
    with op.batch_alter_table("finding", recreate="always" if op.get_bind().dialect.name == "sqlite" else "never") as table:
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default="-"))
    {more}
"""


@pytest.fixture
def later(tmp_path: Path) -> Callable[[str], Path]:
    """The history with one step more, which rebuilds a table that others refer to."""

    def write(more: str = "pass") -> Path:
        scripts = tmp_path / "100% later"  # a percent sign in a path means something to Alembic's settings
        shutil.copytree(SCRIPTS, scripts)
        (scripts / "versions" / "9000_next.py").write_text(_NEXT.format(head=HEAD, more=more), "utf-8")
        return scripts

    return write


def test_the_history_is_one_line_and_ends_at_the_programs_version() -> None:
    script = ScriptDirectory(str(SCRIPTS))
    assert script.get_heads() == [HEAD]
    line = [step.revision for step in reversed(list(script.walk_revisions()))]
    assert line == [f"{number:04d}" for number in range(1, len(line) + 1)]


def test_the_history_makes_the_same_tables_as_a_new_ledger(address: tuple[str, Path]) -> None:
    from alembic import command
    from alembic.config import Config

    engine, name = session.connect(*address)
    ledger = Ledger(engine, name, b"")

    def shape() -> Any:
        with ledger.read() as connection:
            look = inspect(connection)
            return {
                table: (
                    {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in look.get_columns(table)},
                    look.get_pk_constraint(table),
                    sorted(look.get_foreign_keys(table), key=str),
                    sorted(look.get_unique_constraints(table), key=str),
                    sorted(look.get_indexes(table), key=str),
                    look.get_table_options(table),
                )
                for table in look.get_table_names()
                if table != "alembic_version"
            }

    with ledger.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, tables.metadata) == []
        chain = connection.execute(select(tables.meta)).all()
    migrated = shape()
    with ledger.begin() as connection:
        tables.metadata.drop_all(connection)
    ledger.close()
    created = session.open_ledger(address[0], path=address[1], key=b"k" * 32)
    ledger = created
    assert shape() == migrated
    with created.read() as connection:
        assert set(chain) < set(connection.execute(select(tables.meta)).all())
    created.close()


def test_a_filled_ledger_is_migrated_after_a_backup(
    address: tuple[str, Path], ledger: Ledger, site: Site, begin: Callable[..., Run], make: Any, later: Callable[..., Path]
) -> None:  # fmt: skip
    run = begin()
    findings.record(ledger, run, [make.page("a", "A", make.finding("k1:1", "甲", "乙"), at=run.started)])
    ledger.close()
    done = migrate(address[0], path=address[1], at=NOW, scripts=later())
    assert (done.before, done.after) == (HEAD, "9000")
    with ledger.read() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.sighting)) == 2, "children went with the table"
        assert connection.exec_driver_sql("SELECT note FROM finding").scalar() == "-"
    if ledger.dialect == "sqlite":
        assert done.backup is not None
        assert done.backup.stat().st_mode & 0o077 == 0
        old = sqlite3.connect(done.backup)
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
        assert old.execute("SELECT count(*) FROM sighting").fetchone() == (2,)
        assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        old.close()
        with ledger.begin() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    ledger.close()
    with pytest.raises(LedgerError, match="更新版本"):
        session.open_ledger(address[0], path=address[1], key=bytes(range(32)))


def test_a_step_that_fails_undoes_all(address: tuple[str, Path], ledger: Ledger, later: Callable[..., Path]) -> None:
    ledger.close()
    with pytest.raises(ZeroDivisionError):
        migrate(address[0], path=address[1], at=NOW, scripts=later("1 / 0"))
    reopened = session.open_ledger(address[0], path=address[1], key=bytes(range(32)))
    with reopened.read() as connection:
        assert "note" not in {column["name"] for column in inspect(connection).get_columns("finding")}
    reopened.close()


def test_a_step_that_breaks_references_undoes_all(tmp_path: Path, later: Callable[..., Path]) -> None:
    path = tmp_path / "ledger.db"
    session.open_ledger(path=path, key=b"k" * 32).close()
    orphan = "op.execute(\"INSERT INTO sighting VALUES (1, 99, 1, x'', x'', x'', '', '', '', '', 1, 1)\")"
    with pytest.raises(LedgerError, match="引用不完整"):
        migrate(path=path, at=NOW, scripts=later(orphan))
    session.open_ledger(path=path, key=b"k" * 32).close()


def test_nothing_to_do_makes_no_copy(address: tuple[str, Path], ledger: Ledger) -> None:
    assert migrate(address[0], path=address[1], at=NOW).backup is None
    assert not list(address[1].parent.glob("*.bak"))


def test_no_copy_no_migration(tmp_path: Path, later: Callable[..., Path]) -> None:
    path = tmp_path / "ledger.db"
    session.open_ledger(path=path, key=b"k" * 32).close()
    (tmp_path / f"ledger-{HEAD}-20261124-083000.db.bak").write_text("taken")
    with pytest.raises(LedgerError, match="备份没有写成"):
        migrate(path=path, at=NOW, scripts=later())
    session.open_ledger(path=path, key=b"k" * 32).close()


def test_opening_needs_no_alembic(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ledger.session import open_ledger;"
        f"open_ledger(path=Path({str(tmp_path / 'l.db')!r}), key=bytes(32)).close();"
        "print(sorted(n for n in ('alembic', 'sqlalchemy.orm', 'psycopg') if n in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"
