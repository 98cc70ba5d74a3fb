"""OLE objects inside office files: the file that a user dropped into a document, out of its wrapping."""

from __future__ import annotations

import io

from extractors.naming import clean, decode_name

_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLAIN_STREAMS = ("Package", "CONTENTS", "Contents", "WordPadOriginal", "EmbeddedOdf")


def unpacked(name: str, data: bytes) -> tuple[str, bytes]:
    """Name and bytes of the file that an embedding holds; the embedding itself where it is none of the known wrappings.

    Wrappings: Ole10Native (MS-OLEDS 2.3.6, any file dropped in), Package (an office file), CONTENTS (a PDF).
    """
    if not data.startswith(_SIGNATURE):
        return name, data
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            if ole.exists("\x01Ole10Native"):
                return _native(ole.openstream("\x01Ole10Native").read()) or (name, data)
            for stream in _PLAIN_STREAMS:
                if ole.exists(stream):
                    return name, bytes(ole.openstream(stream).read())
    except Exception:  # noqa: BLE001  # hostile bytes meet a parser; the front door names the object as it stands
        return name, data
    return name, data


def _native(stream: bytes) -> tuple[str, bytes] | None:
    """The label and the data: size, type, label, path, 8 bytes, temporary path with its size, then the data with theirs."""
    at = 6
    label, at = _string(stream, at)
    _, at = _string(stream, at)
    at += 4
    temporary = int.from_bytes(stream[at : at + 4], "little")
    at += 4 + temporary
    size = int.from_bytes(stream[at : at + 4], "little")
    data = stream[at + 4 : at + 4 + size]
    return (clean(decode_name(label).replace("\\", "/").rpartition("/")[2]) or "对象", data) if data else None


def _string(stream: bytes, at: int) -> tuple[bytes, int]:
    end = stream.find(b"\0", at)
    return (stream[at:], len(stream)) if end < 0 else (stream[at:end], end + 1)
