"""Opening the ledger: SQLite in WAL mode beside the evidence, or a PostgreSQL server. The same code works on both.

A new ledger is made at the newest version. An older one is never migrated behind anyone's back, a newer one is refused.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, create_engine, event, exc, func, insert, inspect, select
from sqlalchemy.engine import make_url

from inspection.errors import LedgerError
from ledger.columns import storable
from ledger.tables import meta, metadata, version
from ledger.translation import damaged, translated, unusable
from ledger.upsert import put

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.engine import URL, Connection

HEAD = "0001"  # the newest migration; a test holds it to migrations/versions/
BUSY_SECONDS = 30  # how long a writer waits for another one
_LOCK = 0x6D696A69  # of those that create one on a server at the same time
_GENESIS = f"0 {'0' * 64}"  # head of the empty chain of transitions


@dataclass(frozen=True, slots=True)
class Ledger:
    """An open ledger. Safe to use from several threads; each ``begin`` and ``read`` takes its own connection.

    Attributes:
        engine: SQLAlchemy's.
        name: as shown in messages; without a password.
    """

    engine: Engine
    name: str
    _key: bytes = field(repr=False)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """A writing transaction: committed when the block ends, rolled back when it raises.

        Raises:
            LedgerError: the ledger cannot be written: busy, full, damaged, gone.
        """
        with translated(self.name), self.engine.execution_options(writing=True).begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A reading transaction: everything read in it is of one moment.

        Raises:
            LedgerError: the ledger cannot be read.
        """
        engine = self.engine
        if self.dialect == "postgresql":
            engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with translated(self.name), engine.connect() as connection:
            yield connection

    def address(self, url: str) -> bytes:
        """16 bytes that stand for a raw address: a keyed hash, since an address may hold a personal number.

        128 bits: with 10 million addresses the chance that two coincide is 10^-25.
        """
        return hashlib.blake2b(
            url.encode("utf-8", "surrogatepass"), digest_size=16, key=self._key, person=b"mijian.address"
        ).digest()

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def open_ledger(url: str = "", *, path: Path | None = None, key: bytes) -> Ledger:
    """The ledger, made at the newest version where there is none.

    Args:
        url: ``postgresql+psycopg://…``, or empty for the SQLite file at ``path``.
        path: of the SQLite file.
        key: the workspace's subject key (32 bytes); a ledger belongs to one key.

    Raises:
        LedgerError: it cannot be opened, is damaged, of another version, or belongs to another key.
    """
    engine, name = connect(url, path)
    ledger = Ledger(engine, name, key)
    try:
        found = stored_version(ledger)
        if found is None:
            with ledger.begin() as connection:
                if ledger.dialect == "postgresql":  # SQLite's writers wait for each other anyway
                    connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
                if not inspect(connection).has_table(version.name):  # another process may have been quicker
                    _create(connection)
            found = stored_version(ledger)
        judge(found, name)
        _check_key(ledger)
    except BaseException:
        ledger.close()
        raise
    return ledger


def stored_version(ledger: Ledger) -> str | None:
    """The version of the stored ledger, None where nothing is stored.

    Raises:
        LedgerError: damaged, or a database of something else.
    """
    try:
        with ledger.read() as connection:
            tables = set(inspect(connection).get_table_names())
            if version.name not in tables:
                if tables & set(metadata.tables):
                    raise LedgerError(f"{ledger.name} 中有同名的表，但不是密检的台账。请换一个数据库或文件")
                return None
            return connection.scalar(select(version.c.version_num))
    except (exc.DatabaseError, UnicodeDecodeError) as error:
        # A damaged schema fails in ways that no list of messages covers: this reading cannot fail otherwise.
        raise LedgerError(damaged(ledger.name) if ledger.dialect == "sqlite" else unusable(ledger.name)) from error


def connect(url: str, path: Path | None) -> tuple[Engine, str]:
    """An engine and the ledger's name for messages, without looking inside.

    Raises:
        LedgerError: the address is wrong, the driver is missing, the file cannot be made.
    """
    try:
        parsed = make_url(url) if url else None
    except exc.ArgumentError as error:
        raise LedgerError(
            "设置 [ledger] url 不是数据库地址；应为 postgresql+psycopg://用户@主机/库名，或留空"
        ) from error
    if parsed is not None and parsed.get_backend_name() == "postgresql":
        return _postgresql(parsed.set(drivername="postgresql+psycopg"))
    if parsed is not None:
        raise LedgerError(
            f"台账不支持 {parsed.get_backend_name()} 数据库；可用 PostgreSQL，或留空使用工作区内的 ledger.db"
        )
    if path is None:
        raise LedgerError("没有指定台账文件")
    return _sqlite(path)


def _sqlite(path: Path) -> tuple[Engine, str]:
    try:
        # 0600 from the first byte on; SQLite gives its -wal and -shm files the same mode.
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise LedgerError(f"台账 {path} 不是普通文件。请移走它，或用 --home 指定其他工作区")
        finally:
            os.close(descriptor)
    except OSError as error:
        raise LedgerError(
            f"无法打开台账文件 {path}：{error.strerror}。请检查该文件和所在目录的写权限及磁盘空间，或用 --home 指定其他工作区"
        ) from error
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": BUSY_SECONDS},
        json_serializer=_json,
        hide_parameters=True,  # an exception's text must not quote what was to be stored
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        # Transactions are ours: Python's sqlite3 would begin them late and without IMMEDIATE.
        connection.isolation_level = None
        # Asking first: switching takes a lock that waits for nobody.
        if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-32768")  # KiB
        # Keys are hashes, so each batch touches pages all over the file: checkpoints at 16 MB instead of 4 rewrite fewer of
        # them (60,000 pages: 0.24 instead of 0.27 ms CPU a page, half of the time waited).
        connection.execute("PRAGMA wal_autocheckpoint=4000")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine, str(path)


def _postgresql(url: URL) -> tuple[Engine, str]:
    name = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(
            url, pool_pre_ping=True, connect_args={"connect_timeout": 10}, json_serializer=_json, hide_parameters=True
        )
    except ModuleNotFoundError as error:
        raise LedgerError("没有安装 PostgreSQL 驱动。请运行 pip install 'mijian[postgres]'") from error
    return engine, name


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _json(value: Any) -> str:
    return storable(_ENCODER.encode(value))


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(insert(version).values(version_num=HEAD))
    connection.execute(insert(meta).values(name="chain", value=_GENESIS))


def judge(found: str | None, name: str) -> None:
    """Refuse a ledger that is not of this program's version.

    Raises:
        LedgerError: it is older or newer; says what to do.
    """
    if found == HEAD:
        return
    if found is not None and found.isdigit() and int(found) < int(HEAD):
        raise LedgerError(
            f"台账 {name} 是旧版本（{found}，当前为 {HEAD}）。请运行 mijian doctor --migrate 升级；升级前会先做备份"
        )
    raise LedgerError(
        f"台账 {name} 由更新版本的密检建立（{found}，本程序支持到 {HEAD}）。请升级密检，或恢复旧版本的备份"
    )


def _check_key(ledger: Ledger) -> None:
    mark = hashlib.blake2b(ledger._key, digest_size=8, person=b"mijian.key").hexdigest()  # noqa: SLF001  # this module makes it
    with ledger.read() as connection:
        stored = connection.scalar(select(meta.c.value).where(meta.c.name == "key"))
    if stored is None:
        with ledger.begin() as connection:
            stored = connection.scalar(select(meta.c.value).where(meta.c.name == "key"))
            if stored is None:
                put(connection, meta, [{"name": "key", "value": mark}], key=("name",))
                stored = connection.scalar(select(meta.c.value).where(meta.c.name == "key"))
    if stored != mark:
        raise LedgerError(
            f"台账 {ledger.name} 与密钥文件 keys/subject.key 不匹配：它是用另一把密钥建立的。请从备份恢复原来的 keys/ 目录"
        )
