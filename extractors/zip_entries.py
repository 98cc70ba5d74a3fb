"""Entries of a ZIP, read from bytes in memory: lazily listed, unpacked under a budget, salvaged when the directory is gone.

Own code because the standard library's zipfile trusts the directory (a truncated file yields nothing, a directory with a
million entries is loaded whole) and hides the raw bytes of names, which Chinese tools write in GBK. Format: APPNOTE 6.3.10.
"""

from __future__ import annotations

import bz2
import lzma
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from extractors.naming import decode_name
from inspection.errors import InspectionError, Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractors.limits import Budget

_CHUNK = 1 << 16
_CENTRAL = struct.Struct("<4s6H3I5H2I")  # APPNOTE 4.3.12, 46 bytes
_LOCAL = struct.Struct("<4s5H3I2H")  # APPNOTE 4.3.7, 30 bytes
_END = struct.Struct("<4s4H2IH")  # APPNOTE 4.3.16, 22 bytes
METHODS = {1: "Shrink", 6: "Implode", 9: "Deflate64", 93: "Zstandard", 95: "XZ", 96: "JPEG", 97: "WavPack", 98: "PPMd"}
_ENCRYPTED = 0x1
_DESCRIPTOR = 0x8
_UTF8 = 0x800


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as the archive describes it; nothing of this is trusted while unpacking.

    Attributes:
        offset: of its local header.
        packed: size of its data; -1 when only the data themselves tell.
    """

    name: str
    offset: int
    packed: int
    method: int
    crc: int
    flags: int

    @property
    def folder(self) -> bool:
        """Whether it is a directory."""
        return self.name.endswith(("/", "\\"))

    @property
    def encrypted(self) -> bool:
        """Whether a password is needed (traditional, strong or AES)."""
        return bool(self.flags & _ENCRYPTED) or self.method == 99


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What came out of an entry; ``whole`` is False when data were missing or the checksum differs."""

    body: bytes
    whole: bool


class _Decompressor(Protocol):
    @property
    def eof(self) -> bool: ...

    def feed(self, data: bytes) -> bytes: ...


def entries(body: bytes) -> tuple[Iterator[Entry], bool]:
    """The entries by the central directory, or, where that is unusable, by scanning for local headers.

    Returns:
        The entries, lazily, and whether the directory was found.
    """
    start = _directory(body)
    return (_listed(body, *start), True) if start else (_scanned(body), False)


def unpack(body: bytes, entry: Entry, budget: Budget, *, ratio: bool = True) -> Unpacked:
    """The data of one entry, counted against ``budget`` while they come out.

    Raises:
        InspectionError: ``encrypted``, ``unsupported_format`` (compression method), ``damaged`` (nothing came out),
            ``expansion_limit``.
    """
    if entry.encrypted:
        raise InspectionError(Reason.ENCRYPTED)
    start = _data_offset(body, entry.offset)
    if start is None:
        raise InspectionError(Reason.DAMAGED, "ZIP 条目头")
    if not entry.packed and not entry.crc:
        return Unpacked(b"", whole=True)
    unknown = entry.packed < 0 or (not entry.packed and entry.method != 0)
    end = len(body) if unknown else min(start + entry.packed, len(body))
    parts: list[bytes] = []
    out = crc = 0
    whole = unknown or start + entry.packed <= len(body)
    machine = _machine(entry.method)
    position = start
    try:
        while position < end and not machine.eof:
            chunk = body[position : min(position + _CHUNK, end)]
            position += len(chunk)
            data = machine.feed(chunk)
            while data:
                out += len(data)
                budget.spend(len(data))
                budget.check_member(out, position - start, ratio=ratio)
                crc = zlib.crc32(data, crc)
                parts.append(data)
                data = b"" if machine.eof else machine.feed(b"")
    except (zlib.error, OSError, lzma.LZMAError, EOFError, ValueError):
        whole = False
    if entry.crc:
        whole = whole and crc == entry.crc
    elif entry.method != 0 and not machine.eof:
        whole = False
    if not out and not whole:
        raise InspectionError(Reason.DAMAGED, "ZIP 条目数据")
    return Unpacked(b"".join(parts), whole)


def _directory(body: bytes) -> tuple[int, int] | None:
    """Start and shift of the central directory; the shift counts bytes put before the archive (self-extractors)."""
    at = body.rfind(b"PK\5\6", max(0, len(body) - 65_557))
    if at < 0 or at + _END.size > len(body):
        return None
    _, _, _, _, count, size, offset, _ = _END.unpack_from(body, at)
    if 0xFFFFFFFF in (size, offset) or count == 0xFFFF:
        wide = body.rfind(b"PK\6\6", max(0, at - 4096), at)
        if wide >= 0 and wide + 56 <= len(body):
            size, offset = struct.unpack_from("<QQ", body, wide + 40)
            at = wide
    start = at - size
    if count == 0 and size == 0:
        return at, 0
    if start < 0 or body[start : start + 4] != b"PK\1\2":
        start = offset
        if body[start : start + 4] != b"PK\1\2":
            return None
    return start, max(0, start - offset)


def _listed(body: bytes, at: int, shift: int) -> Iterator[Entry]:
    while body[at : at + 4] == b"PK\1\2" and at + _CENTRAL.size <= len(body):
        fields = _CENTRAL.unpack_from(body, at)
        flags, method, crc, packed, unpacked = fields[3], fields[4], fields[7], fields[8], fields[9]
        name_size, extra_size, comment_size, offset = fields[10], fields[11], fields[12], fields[16]
        at += _CENTRAL.size
        raw, extra = body[at : at + name_size], body[at + name_size : at + name_size + extra_size]
        at += name_size + extra_size + comment_size
        if 0xFFFFFFFF in (packed, unpacked, offset):
            packed, offset = _wide(extra, packed, unpacked, offset)
        yield Entry(_name(raw, extra, flags), offset + shift, packed, _method(method, extra), crc, flags)


def _scanned(body: bytes) -> Iterator[Entry]:
    at = body.find(b"PK\3\4")
    while at >= 0 and at + _LOCAL.size <= len(body):
        _, _, flags, method, _, _, crc, packed, unpacked, name_size, extra_size = _LOCAL.unpack_from(body, at)
        start = at + _LOCAL.size
        raw, extra = body[start : start + name_size], body[start + name_size : start + name_size + extra_size]
        following = start + name_size + extra_size
        if packed == 0xFFFFFFFF:
            packed, _ = _wide(extra, packed, unpacked, 0)
        if flags & _DESCRIPTOR and not packed:
            nearest = body.find(b"PK\3\4", following)
            packed, crc = (nearest - following if method == 0 and nearest >= 0 else -1), 0
        if name_size:
            yield Entry(_name(raw, extra, flags), at, packed, _method(method, extra), crc, flags)
        at = body.find(b"PK\3\4", following + max(packed, 0))


def _wide(extra: bytes, packed: int, unpacked: int, offset: int) -> tuple[int, int]:
    """Sizes beyond 4 GB (APPNOTE 4.5.3): only the fields that are full in the header stand in the extra field."""
    for kind, data in _extras(extra):
        if kind == 1:
            numbers = [int.from_bytes(data[i : i + 8], "little") for i in range(0, len(data) - 7, 8)]
            if unpacked == 0xFFFFFFFF and numbers:
                numbers.pop(0)
            if packed == 0xFFFFFFFF and numbers:
                packed = numbers.pop(0)
            if offset == 0xFFFFFFFF and numbers:
                offset = numbers.pop(0)
    return packed, offset


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        yield kind, extra[at + 4 : at + 4 + size]
        at += 4 + size


def _name(raw: bytes, extra: bytes, flags: int) -> str:
    for kind, data in _extras(extra):
        if kind == 0x7075 and len(data) > 5 and int.from_bytes(data[1:5], "little") == zlib.crc32(raw):
            return data[5:].decode("utf-8", "replace")  # Info-ZIP Unicode Path, APPNOTE 4.6.9
    return decode_name(raw, utf8=bool(flags & _UTF8))


def _method(method: int, extra: bytes) -> int:
    """99 (AES) stays 99: the real method stands in the extra field, but the data need a password first."""
    return 99 if any(kind == 0x9901 for kind, _ in _extras(extra)) else method


def _data_offset(body: bytes, at: int) -> int | None:
    if body[at : at + 4] != b"PK\3\4" or at + _LOCAL.size > len(body):
        return None
    name_size, extra_size = struct.unpack_from("<HH", body, at + 26)
    return at + _LOCAL.size + int(name_size) + int(extra_size)


class _Stored:
    eof = False

    def feed(self, data: bytes) -> bytes:
        return data


class _Bounded:
    """Any of the standard library's decompressors, at most ``_CHUNK`` × 16 bytes a call."""

    def __init__(self, machine: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._machine = machine

    @property
    def eof(self) -> bool:
        return self._machine.eof

    def feed(self, data: bytes) -> bytes:
        if not data and self._machine.needs_input:
            return b""
        return self._machine.decompress(data, _CHUNK * 16)


class _Inflate:
    def __init__(self) -> None:
        self._machine = zlib.decompressobj(-15)
        self._rest = b""

    @property
    def eof(self) -> bool:
        return self._machine.eof

    def feed(self, data: bytes) -> bytes:
        out = self._machine.decompress(self._rest + data, _CHUNK * 16)
        self._rest = self._machine.unconsumed_tail
        return out


class _Lzma(_Bounded):
    """Method 14: a four-byte header and the properties come before the raw stream (APPNOTE 5.8.8)."""

    def __init__(self) -> None:
        super().__init__(lzma.LZMADecompressor())
        self._head = b""
        self._started = False

    def feed(self, data: bytes) -> bytes:
        if self._started:
            return super().feed(data)
        self._head += data
        if len(self._head) < 9:
            return b""
        size = int.from_bytes(self._head[2:4], "little")
        # An .lzma file is the same stream behind the properties and an unknown length.
        self._started = True
        return super().feed(self._head[4 : 4 + size] + b"\xff" * 8 + self._head[4 + size :])


def _machine(method: int) -> _Decompressor:
    match method:
        case 0:
            return _Stored()
        case 8:
            return _Inflate()
        case 12:
            return _Bounded(bz2.BZ2Decompressor())
        case 14:
            return _Lzma()
    raise InspectionError(Reason.UNSUPPORTED_FORMAT, f"ZIP 压缩方法 {METHODS.get(method, method)}")
