"""Opening: a new ledger at the newest version, and a clear sentence for every ledger that cannot be used."""

from __future__ import annotations

import os
import random
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from inspection.errors import LedgerError
from ledger import session, tables
from ledger.session import HEAD, Ledger, open_ledger

KEY = bytes(range(32))


def test_a_new_ledger_is_at_the_newest_version_and_opens_again(address: tuple[str, Path]) -> None:
    for _ in range(2):
        ledger = open_ledger(address[0], path=address[1], key=KEY)
        with ledger.read() as connection:
            assert connection.scalars(select(tables.version.c.version_num)).all() == [HEAD]
        ledger.close()


@pytest.mark.parametrize(("number", "words"), [("9999", "更新版本"), ("0000", "mijian doctor --migrate")])
def test_another_version_is_refused_with_what_to_do(address: tuple[str, Path], number: str, words: str) -> None:
    ledger = open_ledger(address[0], path=address[1], key=KEY)
    with ledger.begin() as connection:
        connection.execute(update(tables.version).values(version_num=number))
    ledger.close()
    with pytest.raises(LedgerError, match=words):
        open_ledger(address[0], path=address[1], key=KEY)


def test_a_ledger_of_another_key_is_refused(address: tuple[str, Path]) -> None:
    open_ledger(address[0], path=address[1], key=KEY).close()
    with pytest.raises(LedgerError, match="密钥"):
        open_ledger(address[0], path=address[1], key=b"x" * 32)


def test_a_database_of_something_else_is_left_alone(address: tuple[str, Path]) -> None:
    engine, name = session.connect(*address)
    ledger = Ledger(engine, name, KEY)
    with ledger.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE page (x INTEGER)")
    with pytest.raises(LedgerError, match="不是密检的台账"):
        open_ledger(address[0], path=address[1], key=KEY)
    ledger.close()


def test_a_header_of_random_bytes_is_called_damage(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    open_ledger(path=path, key=KEY).close()
    with path.open("r+b") as file:
        file.write(random.Random(1).randbytes(4096))
    with pytest.raises(LedgerError, match=r"ledger\.db.*损坏.*备份"):
        open_ledger(path=path, key=KEY)


@pytest.mark.parametrize("seed", range(8))
def test_random_bytes_anywhere_end_in_a_sentence_or_in_nothing(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "ledger.db"
    open_ledger(path=path, key=KEY).close()
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(20):
        at = chance.randrange(len(data) - 64)
        data[at : at + 64] = chance.randbytes(64)
    path.write_bytes(data)
    said = str(path)
    try:
        open_ledger(path=path, key=KEY).close()
    except LedgerError as error:
        said = str(error)
    assert str(path) in said


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"<html>not a database at all, but long enough to be one</html>" * 99])  # fmt: skip
def test_what_is_no_ledger(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(content)
    if content:
        with pytest.raises(LedgerError, match="损坏"):
            open_ledger(path=path, key=KEY)
        assert path.read_bytes() == content, "a file that is not ours was written to"
    else:
        open_ledger(path=path, key=KEY).close()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "ledger.db", tmp_path / "missing" / "ledger.db", tmp_path / "folder"):
        with pytest.raises(LedgerError, match=r"写权限|不是普通文件"):
            open_ledger(path=path, key=KEY)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(LedgerError, match="写权限"):
        open_ledger(path=tmp_path / "ledger.db", key=KEY)
    tmp_path.chmod(0o700)


@pytest.mark.parametrize("url", ["mysql://u@h/d", "not an address", "postgresql://u:secret@127.0.0.1:1/d"])
def test_a_server_that_is_not_there_and_addresses_that_are_none(url: str) -> None:
    with pytest.raises(LedgerError) as caught:
        open_ledger(url, path=None, key=KEY)
    assert "secret" not in str(caught.value)


def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    ledger = open_ledger(path=tmp_path / "ledger.db", key=KEY)
    with ledger.begin() as connection:
        connection.execute(insert(tables.meta).values(name="x", value="y"))
        modes = {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
        assert len(list(tmp_path.iterdir())) == 3
    assert modes == {0o600}
    ledger.close()


def test_writes_are_durable_and_checked(tmp_path: Path) -> None:
    ledger = open_ledger(path=tmp_path / "ledger.db", key=KEY)
    with ledger.begin() as connection:
        pragmas = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")}  # fmt: skip
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    ledger.close()


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session, "BUSY_SECONDS", 0.05)
    ledger = open_ledger(path=tmp_path / "ledger.db", key=KEY)
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LedgerError, match="正被另一个程序写入"), ledger.begin():
        pass
    with ledger.read() as connection:
        assert connection.scalar(select(tables.version.c.version_num)) == HEAD, "readers do not wait"
    other.close()
    ledger.close()


def test_a_reader_sees_one_moment(ledger: Ledger) -> None:
    row = select(tables.meta.c.value).where(tables.meta.c.name == "x")
    with ledger.read() as before:
        assert before.scalar(row) is None
        with ledger.begin() as connection:
            connection.execute(insert(tables.meta).values(name="x", value="y"))
        assert before.scalar(row) is None
    with ledger.read() as after:
        assert after.scalar(row) == "y"


def test_a_mistake_of_ours_is_no_ledger_error_and_quotes_nothing(ledger: Ledger) -> None:
    twice = [{"name": "x", "value": "机密内容"}] * 2
    with pytest.raises(IntegrityError) as caught, ledger.begin() as connection:
        connection.execute(insert(tables.meta), twice)
    assert "机密内容" not in str(caught.value)
    assert "机密内容" not in repr(caught.value.orig)


def test_addresses_are_keyed(tmp_path: Path) -> None:
    url = "http://a.gov.cn/110101199003074514.html"
    one = open_ledger(path=tmp_path / "a.db", key=KEY)
    two = open_ledger(path=tmp_path / "b.db", key=b"x" * 32)
    assert one.address(url) == one.address(url) != two.address(url)
    assert KEY.hex() not in repr(one)
    assert repr(KEY) not in repr(one)
    one.close()
    two.close()


_CREATE = """
import sys
from pathlib import Path
from ledger.session import open_ledger
sys.stdin.readline()
open_ledger(sys.argv[1], path=Path(sys.argv[2]), key=bytes(range(32))).close()
"""


def test_processes_that_create_it_together_make_one(address: tuple[str, Path]) -> None:
    command = [sys.executable, "-W", "error", "-c", _CREATE, address[0], str(address[1])]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    errors = [child.communicate(timeout=60)[1] for child in children]
    assert errors == [""] * 3
    ledger = open_ledger(address[0], path=address[1], key=KEY)
    with ledger.read() as connection:
        assert len(connection.execute(select(tables.meta)).all()) == 2
    ledger.close()
