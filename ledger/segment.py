"""A segment: records one behind the other in one file, written by one process at a time.

A record is a header (magic, size of the sealed part, size of the plain bytes, key mark, SHA-256 of the plain bytes,
CRC-32 of all that) and the sealed bytes. What a crash left half-written at the end is cut when the file is opened next;
damage in the middle is never cut: such a file is left alone and only read.
"""

from __future__ import annotations

import fcntl
import os
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_MAGIC = b"MJE1"
_BODY = struct.Struct(">4sIQ4s32s")
_CRC = struct.Struct(">I")
HEADER = _BODY.size + _CRC.size
_WINDOW = 1 << 20


@dataclass(frozen=True, slots=True)
class Header:
    """A record's header: sizes in bytes, ``mark`` names the key."""

    sealed: int
    plain: int
    mark: bytes
    digest: bytes

    def pack(self) -> bytes:
        """As written."""
        body = _BODY.pack(_MAGIC, self.sealed, self.plain, self.mark, self.digest)
        return body + _CRC.pack(zlib.crc32(body))

    @classmethod
    def unpack(cls, data: bytes) -> Header | None:
        """The header at the start of ``data``, or None where there is none."""
        if len(data) < HEADER or not data.startswith(_MAGIC):
            return None
        body = data[: _BODY.size]
        if _CRC.unpack_from(data, _BODY.size)[0] != zlib.crc32(body):
            return None
        _, sealed, plain, mark, digest = _BODY.unpack(body)
        return cls(sealed, plain, mark, digest)


def acquire(path: Path, *, create: bool) -> int | None:
    """A descriptor of the file with its lock held, or None where another process holds it.

    Raises:
        OSError: the file cannot be opened.
    """
    flags = os.O_RDWR | os.O_CLOEXEC | (os.O_CREAT | os.O_EXCL if create else 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def sound_end(descriptor: int) -> int | None:
    """Where the last whole record ends, or None where the file is damaged before its end.

    Walks from header to header (2 µs a record). Garbage with a valid header somewhere behind it is damage, not a torn tail.
    """
    size = os.fstat(descriptor).st_size
    at = 0
    while at < size:
        header = Header.unpack(os.pread(descriptor, HEADER, at))
        if header is None or at + HEADER + header.sealed > size:
            return None if _another(descriptor, at + 1, size) else at
        at += HEADER + header.sealed
    return at


def _another(descriptor: int, start: int, size: int) -> bool:
    while start < size:
        window = os.pread(descriptor, _WINDOW + HEADER, start)
        at = window.find(_MAGIC)
        while 0 <= at < _WINDOW:
            if Header.unpack(window[at : at + HEADER]) is not None:
                return True
            at = window.find(_MAGIC, at + 1)
        start += _WINDOW
    return False
