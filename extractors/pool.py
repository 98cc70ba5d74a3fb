"""Reading in killable processes: a file that crashes, hangs or exhausts its reader costs that file and nothing else.

Own code: concurrent.futures' pool stays broken after one crash. A warm worker adds 0.2 ms to a document; fork per document 4.7.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import msgpack

from extractors.worker import BEGIN, END, LENGTH, PART
from inspection.errors import Reason
from inspection.model import Document, Extraction, Failure, Stage
from inspection.wire import unpack_extraction

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from extractors.base import Source
    from inspection.settings import ExtractorSettings

SERVED = 500  # documents, then a worker is replaced: native libraries leak
RESTARTS = 5  # members that may kill their reader before the rest of an archive is given up
TOTAL_SHARE = 10  # the time limit is one member's; the whole of an archive may take this many times as long
STARTING = 20.0  # seconds a worker may take to import its readers on a busy machine (0.3 on an idle one)
_COPIES = 3  # a worker holds a source as frame, as message and while it parses it
_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONHOME")


class Pool:
    """Worker processes, started when first needed; at most ``settings.workers`` sources are read at a time.

    Args:
        settings: limits and number of workers.
        command: how a worker is started, for tests; by default ``extractors.worker`` under this interpreter.
        served: documents after which a worker is replaced.
    """

    def __init__(self, settings: ExtractorSettings, *, command: Sequence[str] = (), served: int = SERVED) -> None:
        self._settings = settings
        self._command = tuple(command) or (sys.executable, "-P", "-s", "-m", "extractors.worker")
        self._served = served
        self._gate = asyncio.Semaphore(settings.workers)
        self._idle: deque[_Worker] = deque()
        self._all: set[_Worker] = set()

    async def __aenter__(self) -> Self:
        """Nothing starts yet."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Kill and reap all workers."""
        for worker in tuple(self._all):
            worker.kill()
        await asyncio.gather(*(worker.reap() for worker in tuple(self._all)))
        self._all.clear()
        self._idle.clear()

    async def extract(self, source: Source) -> Extraction:
        """As :func:`extractors.extract.extract`, in a worker.

        A member that kills its worker becomes a Failure (``crashed``, ``time_limit``, ``memory_limit``), and the rest of
        its archive is read by a fresh one. Cancelling kills the worker.
        """
        if len(source.body) * _COPIES > self._settings.memory_bytes:
            return Extraction((), (Failure(Stage.EXTRACT, Reason.MEMORY_LIMIT, source.way[0], source.way),))
        async with self._gate:
            reading = _Reading(source)
            deadline = asyncio.get_running_loop().time() + self._settings.seconds * TOTAL_SHARE + STARTING
            for attempt in range(RESTARTS + 1):
                reason = await self._attempt(source, reading, deadline)
                if reason is None:
                    break
                # A worker that was killed while idle says nothing about the source: one more try.
                if not reading.blame(reason, forgive=attempt == 0):
                    break
            else:
                reading.give_up()
            return reading.result()

    async def _attempt(self, source: Source, reading: _Reading, deadline: float) -> Reason | None:
        """Send the source to a worker and collect; None when it came to the end, else why it did not."""
        worker = await self._take()
        healthy = False
        try:
            await worker.send(
                [
                    source.name,
                    source.body,
                    source.path,
                    source.declared,
                    source.charset,
                    source.digest,
                    list(reading.skipped),
                ]
            )
            now = asyncio.get_running_loop().time
            most = self._settings.seconds + STARTING
            while True:
                async with asyncio.timeout(min(most, max(deadline - now(), 0.001))):
                    kind, content = await worker.receive(self._settings.memory_bytes)
                most = self._settings.seconds
                if kind == BEGIN:
                    reading.begin(tuple(content))
                elif kind == PART:
                    reading.add(unpack_extraction(content))
                elif kind == END:
                    worker.served += 1
                    healthy = not content and worker.served < self._served
                    return None
        except TimeoutError:
            return Reason.TIME_LIMIT
        except (asyncio.IncompleteReadError, OSError, ValueError, TypeError, msgpack.UnpackException):
            return Reason.CRASHED
        finally:
            if healthy:
                self._idle.append(worker)
            else:
                worker.kill()
                await self._bury(worker)

    async def _take(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await self._bury(worker)
        worker = await _Worker.start(self._command, self._settings)
        self._all.add(worker)
        return worker

    async def _bury(self, worker: _Worker) -> None:
        # Shielded: a cancelled call still leaves no zombie behind.
        await asyncio.shield(worker.reap())
        self._all.discard(worker)


class _Reading:
    """What was collected of one source over the workers it took."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._documents: list[Document] = []
        self._failures: list[Failure] = []
        self._begun: dict[tuple[str, ...], None] = {}
        self._known: set[tuple[str, ...]] = set()  # documents of earlier attempts
        self.skipped: set[tuple[str, ...]] = set()

    def begin(self, path: tuple[str, ...]) -> None:
        self._begun.pop(path, None)
        self._begun[path] = None

    def add(self, part: Extraction) -> None:
        self._documents += [each for each in part.documents if each.path not in self._known]
        known = set(self._failures)
        self._failures += [each for each in part.failures if each not in known]

    def blame(self, reason: Reason, *, forgive: bool) -> bool:
        """Hold the member that was being read responsible; whether the rest is worth another attempt."""
        if not self._begun:
            if not forgive:
                self._fail(reason, self._source.way)
            return forgive
        culprit = next(reversed(self._begun))
        self._fail(reason, culprit)
        # Members are read depth first: all that was begun and does not contain the culprit is finished.
        self.skipped.update(path for path in self._begun if culprit[: len(path)] != path)
        self.skipped.add(culprit)
        self._known = {document.path for document in self._documents}
        return culprit != self._source.way

    def give_up(self) -> None:
        self._fail(Reason.CRASHED, self._source.way)

    def result(self) -> Extraction:
        return Extraction(tuple(self._documents), tuple(self._failures))

    def _fail(self, reason: Reason, way: tuple[str, ...]) -> None:
        self._failures.append(Failure(Stage.EXTRACT, reason, way[0], way))


class _Worker:
    """One process and its pipes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.served = 0

    @classmethod
    async def start(cls, command: tuple[str, ...], settings: ExtractorSettings) -> _Worker:
        process = await asyncio.create_subprocess_exec(
            *command,
            str(os.getpid()),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=1 << 20,
            env=_environment(),
            cwd="/",
            start_new_session=True,  # Ctrl-C is for the run, not for the file being read
        )
        worker = cls(process)
        await worker.send(settings.model_dump())
        return worker

    @property
    def alive(self) -> bool:
        return self._process.returncode is None

    async def send(self, message: Any) -> None:
        assert self._process.stdin is not None
        data = msgpack.packb(message, use_bin_type=True)
        self._process.stdin.write(len(data).to_bytes(LENGTH, "big"))
        self._process.stdin.write(data)
        await self._process.stdin.drain()

    async def receive(self, most: int) -> tuple[int, Any]:
        assert self._process.stdout is not None
        size = int.from_bytes(await self._process.stdout.readexactly(LENGTH), "big")
        if size > most:
            raise ValueError("frame too large")
        kind, content = msgpack.unpackb(await self._process.stdout.readexactly(size), raw=False, max_bin_len=size)
        return kind, content

    def kill(self) -> None:
        if self.alive:
            self._process.kill()

    async def reap(self) -> None:
        """Wait for a killed process and close its pipes."""
        await self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()


def _environment() -> dict[str, str]:
    """No secrets, no settings: what the interpreter needs, and where this package lies."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    home = str(Path(__file__).resolve().parents[1])
    # One malloc arena: RLIMIT_AS counts address space, and each arena reserves 64 MB of it.
    return {**kept, "PYTHONPATH": home, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"}
