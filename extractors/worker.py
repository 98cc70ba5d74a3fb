"""A reader process: takes sources on standard input, sends back what it read, and has little to harm anyone with.

Started by :mod:`extractors.pool` as ``python -m extractors.worker PARENT_PID``. Frames both ways: four bytes of length, big
endian, then msgpack. In: the settings, then one source a frame. Out: ``[BEGIN, path]``, ``[PART, packed extraction]``,
``[END, spent]``. Never pickles: this process has read hostile files.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, BinaryIO, cast

import msgpack

from extractors.base import Source
from inspection.errors import Reason
from inspection.model import Extraction, Failure, Stage
from inspection.wire import pack_extraction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inspection.settings import ExtractorSettings

BEGIN, PART, END = range(3)
LENGTH = 4
_PR_SET_PDEATHSIG = 1  # prctl(2)


def main(arguments: Sequence[str]) -> int:
    """Serve until standard input ends.

    Args:
        arguments: the parent's process id.
    """
    _die_with(int(arguments[0]))
    incoming, outgoing = _channel()
    first = receive(incoming)
    if first is None:
        return 0
    # The parent has validated them; importing pydantic again would double this process's start (0.2 s).
    settings = cast("ExtractorSettings", SimpleNamespace(**first))
    confine(settings.memory_bytes)
    while (request := receive(incoming)) is not None:
        serve(request, settings, outgoing)
    return 0


def serve(request: Any, settings: ExtractorSettings, outgoing: BinaryIO) -> None:
    """Read one source and report on it frame by frame."""
    from extractors.extract import read

    name, body, path, declared, charset, digest, skipped = request
    source = Source(name, body, tuple(path), declared, charset, digest)
    reporter = _Reporter(outgoing, {tuple(each) for each in skipped})
    try:
        read(source, settings, reporter)
    except MemoryError:
        reporter.exhausted(source)
    send(outgoing, [END, reporter.spent])


class _Reporter:
    """The front door's listener. ``spent``: memory ran out once, so this process should be replaced."""

    def __init__(self, outgoing: BinaryIO, skipped: set[tuple[str, ...]]) -> None:
        self._outgoing = outgoing
        self._skipped = skipped
        self._path: tuple[str, ...] = ()
        self.spent = False

    def begin(self, path: tuple[str, ...]) -> bool:
        if path in self._skipped:
            return False
        self._path = path
        send(self._outgoing, [BEGIN, path])
        return True

    def found(self, part: Extraction) -> None:
        self.spent = self.spent or any(failure.reason is Reason.MEMORY_LIMIT for failure in part.failures)
        send(self._outgoing, [PART, pack_extraction(part)])

    def exhausted(self, source: Source) -> None:
        way = self._path or source.way
        self.found(Extraction((), (Failure(Stage.EXTRACT, Reason.MEMORY_LIMIT, way[0], way),)))


def send(stream: BinaryIO, message: Any) -> None:
    """Write one frame."""
    data = msgpack.packb(message, use_bin_type=True)
    stream.write(len(data).to_bytes(LENGTH, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: BinaryIO) -> Any | None:
    """One frame, or None at the end."""
    head = stream.read(LENGTH)
    if len(head) < LENGTH:
        return None
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    return msgpack.unpackb(data, raw=False, max_bin_len=size, max_str_len=size) if len(data) == size else None


def confine(memory: int) -> None:
    """No more address space than ``memory`` bytes, no core dump (it would hold the document), no file to write."""
    for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0)):
        resource.setrlimit(limit, (most, most))


def _die_with(parent: int) -> None:
    """The kernel kills this process when the parent's thread ends, kill -9 included; end of input does the rest."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it died before the call
        os._exit(0)


def _channel() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for frames alone: what libraries print goes nowhere."""
    outgoing = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    incoming = os.fdopen(os.dup(0), "rb")
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    return incoming, outgoing


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main(sys.argv[1:]))
