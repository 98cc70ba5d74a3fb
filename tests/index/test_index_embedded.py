"""The embedded index on disk: locks, crashes, versions, damage, permissions, rebuilding under way."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from index.base import Kind, Query
from index.connect import connect
from index.grammar import parse
from index.place import translated
from index.schema import VERSION
from inspection.errors import InspectionError, Reason, SettingsError
from inspection.settings import IndexSettings
from tests.index.conftest import page

if TYPE_CHECKING:
    from index.base import Index

TYPES = {".idx", ".pos", ".term", ".store", ".fast", ".fieldnorm"}


def open_index(folder: Path, *, patience: float = 5.0) -> Index:
    return connect(IndexSettings(), folder, patience=patience)


def found(folder: Path, text: str = "") -> set[str]:
    return {hit.entry.id for hit in open_index(folder).search(Query(parse(text), limit=10_000)).hits}


def test_connecting_writes_nothing(tmp_path: Path) -> None:
    open_index(tmp_path / "index").count(Query())
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize(
    ("url", "says"), [("https://es:9200", "尚不支持 Elasticsearch"), ("solr", "可用的有：embedded")]
)
def test_an_address_without_a_backend_is_a_settings_error(tmp_path: Path, url: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        connect(IndexSettings(url=url), tmp_path)


def test_only_the_owner_can_read_the_files(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        open_index(tmp_path / "index").put([page("1", "密")])
    finally:
        os.umask(old)
    for path in [tmp_path / "index", *(tmp_path / "index").rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    index = open_index(tmp_path)
    with index.rebuild() as fresh:
        other = threading.Thread(target=lambda: open_index(tmp_path).put([page("2")]))
        other.start()
        time.sleep(0.1)
        fresh.put([page("1")])
        assert other.is_alive()
    other.join()
    assert found(tmp_path) == {"1", "2"}


def test_a_second_writer_gives_up_with_a_clear_word(tmp_path: Path) -> None:
    with (
        open_index(tmp_path).rebuild(),
        pytest.raises(InspectionError, match=r"另一个进程正在写入检索库，已等待 0\.05 秒") as caught,
    ):
        open_index(tmp_path, patience=0.05).put([page("2")])
    assert (caught.value.reason, caught.value.permanent) == (Reason.INDEX_UNAVAILABLE, False)


def test_many_writers_lose_nothing(tmp_path: Path) -> None:
    def write(writer: int) -> None:
        index = open_index(tmp_path, patience=60)
        for batch in range(5):
            index.put([page(f"{writer}-{batch}-{n}", "文") for n in range(3)])

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found(tmp_path, "文") == {f"{w}-{b}-{n}" for w in range(4) for b in range(5) for n in range(3)}


WRITER = """
    import sys
    from datetime import datetime, UTC
    from pathlib import Path
    from index.base import PageEntry
    from index.connect import connect
    from inspection.settings import IndexSettings

    index = connect(IndexSettings(), Path(sys.argv[1]), patience=30)
    for batch in range(10_000):
        text = "机密文件" * 300
        index.put([PageEntry(f"{batch}-{n}", "u", "题", text, datetime.now(UTC)) for n in range(20)])
        print(batch, flush=True)
"""


@pytest.mark.parametrize("batches", [1, 3, 9])
def test_a_writer_killed_in_the_middle_loses_and_doubles_nothing_committed(tmp_path: Path, batches: int) -> None:
    program = [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path)]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as child:
        assert child.stdout
        said = [int(child.stdout.readline()) for _ in range(batches)]
        time.sleep(0.003 * batches)
        child.send_signal(signal.SIGKILL)
        said += [int(line) for line in child.stdout.read().split()]
    committed = {f"{batch}-{n}" for batch in said for n in range(20)}
    after = found(tmp_path, "机密文件")
    # The batch that was under way is there as a whole or not at all.
    assert after in (committed, committed | {f"{said[-1] + 1}-{n}" for n in range(20)})
    index = open_index(tmp_path)
    index.put([page(f"{batch}-{n}", "机密文件") for batch in range(said[-1] + 2) for n in range(20)])
    assert index.count(Query()) == (said[-1] + 2) * 20


def test_an_index_of_another_version_is_refused_until_it_is_rebuilt(tmp_path: Path) -> None:
    index = open_index(tmp_path)
    index.put([page("old", "文")])
    (tmp_path / f"v{VERSION}-000001").rename(tmp_path / "v0-000001")
    (tmp_path / "current").write_text("v0-000001")
    for act in (lambda: index.search(Query()), lambda: index.put([page("1")]), lambda: index.delete(Kind.PAGES, ["1"])):
        with pytest.raises(
            InspectionError, match=f"检索库版本为 0，本程序需要 {VERSION}；请运行 mijian reindex"
        ) as caught:
            act()
        assert caught.value.permanent
    assert (index.health().ok, index.health().state) == (False, "stale")
    with index.rebuild() as fresh:
        fresh.put([page("new", "文")])
    assert found(tmp_path) == {"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["current", f"v{VERSION}-000002", "write.lock"]


def test_a_rebuild_takes_over_while_a_searcher_is_open(tmp_path: Path) -> None:
    writer, reader = open_index(tmp_path), open_index(tmp_path)
    writer.put([page(f"old{n}", "文") for n in range(150)])
    hits = reader.scroll(Query())
    seen = {next(hits).entry.id}
    with writer.rebuild() as fresh:
        fresh.put([page("new", "文"), page("new", "新文")])
        assert reader.count(Query(parse("文"))) == 150  # not before the end
    assert reader.count(Query(parse("文"))) == writer.count(Query()) == 1
    assert seen | {hit.entry.id for hit in hits} == {f"old{n}" for n in range(150)}
    writer.put([page("later")])
    assert found(tmp_path) == {"new", "later"}


def test_a_rebuild_that_fails_leaves_the_old_index_alone(tmp_path: Path) -> None:
    index = open_index(tmp_path)
    index.put([page("old")])

    def fail() -> None:
        with index.rebuild() as fresh:
            fresh.put([page("new")])
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    (tmp_path / f"v{VERSION}-000009").mkdir()  # as a killed rebuild leaves it
    assert found(tmp_path) == {"old"}
    with index.rebuild() as fresh:
        fresh.put([page("new")])
    assert found(tmp_path) == {"new"}
    assert [path.name for path in tmp_path.glob("v*")] == [f"v{VERSION}-000002"]


@pytest.mark.parametrize("how", ["cut", "zero", "gone", "flip"])
@pytest.mark.parametrize("ending", ["meta.json", *sorted(TYPES - {".fieldnorm"})])
def test_damage_is_unavailable_and_a_rebuild_mends_it(
    tmp_path: Path, ending: str, how: str, capfd: pytest.CaptureFixture[str]
) -> None:
    index = open_index(tmp_path)
    index.put([page(str(n), f"正文{n}" * 50, site="网") for n in range(60)])
    index.close()
    damaged = 0
    for path in (tmp_path / f"v{VERSION}-000001").iterdir():
        if path.name.endswith(ending):
            data = path.read_bytes()
            body = bytes(byte ^ 0x55 if at % 7 == 0 and at < len(data) - 150 else byte for at, byte in enumerate(data))
            new = {"cut": data[: len(data) // 2], "zero": bytes(len(data)), "flip": body}.get(how)
            damaged += 1
            path.unlink() if new is None else path.write_bytes(new)
    assert damaged
    try:
        index.search(Query(parse("正文1"), limit=100))  # a flipped bit may lie where nobody looks
    except InspectionError as error:
        assert (error.reason, "正文" in str(error)) == (Reason.INDEX_UNAVAILABLE, False)  # noqa: PT017  # one of two right outcomes
    assert index.health().state in {"ready", "damaged"}
    with index.rebuild() as fresh:
        fresh.put([page("new")])
    assert found(tmp_path) == {"new"}
    capfd.readouterr()  # a panic's backtrace, which names no term


@pytest.mark.parametrize("content", ["", "v1", "../../etc", "\xff"])
def test_a_pointer_that_makes_no_sense_is_a_clear_error(tmp_path: Path, content: str) -> None:
    index = open_index(tmp_path)
    index.put([page("1")])
    (tmp_path / "current").write_text(content, "latin-1")
    with pytest.raises(InspectionError, match="mijian reindex"):
        index.search(Query())
    assert not index.health().ok


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "没有权限"),
        (ValueError('IoError { io_error: Os { code: 28, message: "No space left on device" } } 张三'), "磁盘已满"),
        (ValueError("An IO error occurred: 'Read-only file system (os error 30)'"), "磁盘是只读的"),
        (ValueError("Failed to acquire Lockfile: LockBusy."), "另一个进程正在写入"),
        (ValueError("张三"), "mijian reindex"),
    ],
)
def test_what_the_system_refuses_is_said_in_chinese_without_any_text(error: Exception, says: str) -> None:
    with pytest.raises(InspectionError, match=says) as caught, translated("写入"):
        raise error
    assert (caught.value.permanent, "张三" in str(caught.value), caught.value.__cause__) == (False, False, None)


def test_a_folder_that_is_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("x")
    with pytest.raises(InspectionError, match="写入失败"):
        open_index(tmp_path / "index").put([page("1")])


def test_a_broken_supply_of_entries_writes_nothing(tmp_path: Path) -> None:
    index = open_index(tmp_path)
    with pytest.raises(ZeroDivisionError):
        index.put(page(str(1 // (2 - n))) for n in range(3))
    assert index.count(Query()) == 0
