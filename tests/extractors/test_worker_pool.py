"""Reading in worker processes: one bad file costs itself, whatever it does to its reader."""

from __future__ import annotations

import asyncio
import io
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from extractors.base import Source
from extractors.extract import extract
from extractors.pool import Pool
from inspection.settings import ExtractorSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction

ROOT = str(Path(__file__).resolve().parents[2])
# A worker whose readers obey orders in the text they read; the product's worker in everything else.
WORKER = textwrap.dedent(
    """
    import ctypes, os, sys, tempfile, time
    from extractors import plain, worker

    ordinary = plain.PlainText.extract

    def obey(self, source, kind, budget):
        match source.body:
            case b"ABORT":
                os.abort()
            case b"SEGFAULT":
                ctypes.string_at(0)
            case b"LOOP":
                while True:
                    pass
            case b"SLEEP":
                time.sleep(600)
            case b"MEMORY":
                bytearray(8 << 30)
            case b"PRINT":
                print("noise on standard output", flush=True)
                os.write(1, b"more noise")
            case b"EXIT":
                os._exit(0)
            case b"WRITE":
                with tempfile.TemporaryFile(buffering=0) as file:
                    file.write(b"x")
            case b"ENVIRONMENT":
                source = type(source)(source.name, repr(sorted(os.environ)).encode(), source.path)
        return ordinary(self, source, kind, budget)

    plain.PlainText.extract = obey
    sys.exit(worker.main(sys.argv[1:]))
    """
)
SETTINGS = ExtractorSettings(workers=2, seconds=3, memory_bytes=1 << 30)
COMMAND = (sys.executable, "-P", "-c", WORKER)


def text(extraction: Extraction) -> list[str]:
    return [passage.text for document in extraction.documents for passage in document.passages]


def reasons(extraction: Extraction) -> list[tuple[str, str]]:
    return [(failure.path[-1], failure.reason.value) for failure in extraction.failures]


async def test_a_pool_reads_as_the_front_door_does(packed: Callable[..., bytes]) -> None:
    async with Pool(SETTINGS) as pool:
        for body in (
            b"<html><p>page",
            "机密".encode("gbk"),
            packed({"a.txt": "x", "b.zip": packed({"c.txt": "机密"})}),
            b"Rar!\x1a\x07\0",
        ):
            source = Source("名.bin", body)
            assert await pool.extract(source) == extract(source, SETTINGS)


@pytest.mark.parametrize(
    ("order", "reason"),
    [
        ("ABORT", "crashed"),
        ("SEGFAULT", "crashed"),
        ("EXIT", "crashed"),
        ("LOOP", "time_limit"),
        ("SLEEP", "time_limit"),
        ("MEMORY", "memory_limit"),
    ],
)
async def test_a_reader_that_dies_is_a_failure_and_the_pool_goes_on(order: str, reason: str) -> None:
    async with Pool(SETTINGS.model_copy(update={"seconds": 1.0}), command=COMMAND) as pool:
        assert reasons(await pool.extract(Source("bad", order.encode()))) == [("bad", reason)]
        assert text(await pool.extract(Source("good", b"text"))) == ["text"]


@pytest.mark.parametrize(
    ("order", "reason"), [("ABORT", "crashed"), ("LOOP", "time_limit"), ("MEMORY", "memory_limit")]
)
async def test_a_bad_member_costs_only_itself(packed: Callable[..., bytes], order: str, reason: str) -> None:
    body = packed(
        {"a.txt": "first", "in.zip": packed({"b.txt": "second", "bad.txt": order, "c.txt": "third"}), "d.txt": "fourth"}
    )
    async with Pool(SETTINGS.model_copy(update={"seconds": 1.0}), command=COMMAND) as pool:
        extraction = await pool.extract(Source("x.zip", body))
    assert text(extraction) == ["first", "second", "third", "fourth"]
    assert reasons(extraction) == [("bad.txt", reason)]
    assert extraction.failures[0].path == ("x.zip", "in.zip", "bad.txt")
    assert [document.path[-1] for document in extraction.documents] == [
        "x.zip",
        "a.txt",
        "in.zip",
        "b.txt",
        "c.txt",
        "d.txt",
    ]


async def test_an_archive_of_killers_is_given_up(packed: Callable[..., bytes]) -> None:
    async with Pool(SETTINGS, command=COMMAND) as pool:
        extraction = await pool.extract(Source("x.zip", packed({f"{n}.txt": "EXIT" for n in range(30)})))
        assert reasons(extraction)[-1] == ("x.zip", "crashed")
        assert len(extraction.failures) < 10
        assert text(await pool.extract(Source("good", b"text"))) == ["text"]


async def test_noise_on_standard_output_does_not_disturb_the_frames() -> None:
    async with Pool(SETTINGS, command=COMMAND) as pool:
        assert text(await pool.extract(Source("x", b"PRINT"))) == ["PRINT"]


async def test_a_worker_knows_no_secrets_and_writes_no_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIJIAN_LEDGER__URL", "postgresql://secret")
    async with Pool(SETTINGS, command=COMMAND) as pool:
        known = text(await pool.extract(Source("x", b"ENVIRONMENT")))[0]
        assert "PATH" in known
        assert "MIJIAN" not in known
        assert reasons(await pool.extract(Source("x", b"WRITE"))) == [("x", "damaged")]


async def test_results_are_data_and_never_pickles() -> None:
    class Bomb:
        def __reduce__(self) -> tuple[object, ...]:
            return (os._exit, (9,))

    frame = pickle.dumps(Bomb())
    speaker = f"import sys; sys.stdout.buffer.write({len(frame).to_bytes(4, 'big') + frame!r}); sys.stdout.flush(); sys.stdin.read()"
    async with Pool(SETTINGS, command=(sys.executable, "-c", speaker)) as pool:
        assert reasons(await pool.extract(Source("x", b"text"))) == [("x", "crashed")]


@pytest.mark.parametrize(
    "frame", [b"\xff\xff\xff\xff", b"\0\0\0\1\xc1", b"\0\0\0\3\x92\x01\xc4", b"\0\0\0\4\x92\x01\xa1x", b"\0\0"]
)
async def test_a_worker_that_talks_nonsense_is_replaced(frame: bytes) -> None:
    speaker = f"import sys; sys.stdout.buffer.write({frame!r}); sys.stdout.flush()"
    async with Pool(SETTINGS, command=(sys.executable, "-c", speaker)) as pool:
        assert reasons(await pool.extract(Source("x", b"text"))) == [("x", "crashed")]


async def test_cancelling_kills_the_worker_and_frees_its_place() -> None:
    async with Pool(SETTINGS.model_copy(update={"workers": 1, "seconds": 60}), command=COMMAND) as pool:
        task = asyncio.create_task(pool.extract(Source("x", b"SLEEP")))
        await asyncio.sleep(0.7)
        (worker,) = pool._all
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not worker.alive
        assert text(await asyncio.wait_for(pool.extract(Source("y", b"text")), 20)) == ["text"]


async def test_a_worker_killed_while_idle_costs_nothing() -> None:
    async with Pool(SETTINGS.model_copy(update={"workers": 1})) as pool:
        await pool.extract(Source("x", b"text"))
        (worker,) = pool._all
        os.kill(worker._process.pid, signal.SIGKILL)
        assert text(await pool.extract(Source("y", b"again"))) == ["again"]


async def test_no_more_workers_than_allowed_and_each_replaced_in_time() -> None:
    async with Pool(SETTINGS, served=3) as pool:
        results = await asyncio.gather(*(pool.extract(Source(str(n), f"text {n}".encode())) for n in range(20)))
        assert [text(each) for each in results] == [[f"text {n}"] for n in range(20)]
        assert len(pool._all) <= 2
        assert all(worker.served < 3 for worker in pool._all)


async def test_a_source_too_large_for_a_worker_is_refused() -> None:
    async with Pool(SETTINGS.model_copy(update={"memory_bytes": 1 << 20})) as pool:
        assert reasons(await pool.extract(Source("x", bytes(1 << 20)))) == [("x", "memory_limit")]
        assert not pool._all


def test_the_pool_serves_callers_without_a_loop() -> None:
    async def once() -> Extraction:
        async with Pool(SETTINGS) as pool:
            return await pool.extract(Source("x", b"text"))

    assert text(asyncio.run(once())) == ["text"]


def test_kill_9_of_the_parent_leaves_no_orphan() -> None:
    parent = textwrap.dedent(
        f"""
        import asyncio
        from extractors.base import Source
        from extractors.pool import Pool
        from inspection.settings import ExtractorSettings

        async def main():
            async with Pool(ExtractorSettings(workers=2), command={COMMAND!r}) as pool:
                await asyncio.gather(*(pool.extract(Source(n, b"LOOP")) for n in "ab"))

        asyncio.run(main())
        """
    )
    with subprocess.Popen([sys.executable, "-c", parent], env={**os.environ, "PYTHONPATH": ROOT}) as process:
        children: list[psutil.Process] = []
        until = time.monotonic() + 20
        while len(children) < 2 and time.monotonic() < until:
            children = psutil.Process(process.pid).children()
            time.sleep(0.05)
        time.sleep(1)
        process.kill()
    assert len(children) == 2
    gone, alive = psutil.wait_procs(children, timeout=5)
    assert (len(gone), alive) == (2, [])


async def test_a_bomb_inside_a_worker_is_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(64 << 20))
    async with Pool(SETTINGS) as pool:
        assert reasons(await pool.extract(Source("x.zip", target.getvalue()))) == [("bomb.txt", "expansion_limit")]
