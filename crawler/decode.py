"""Content decoding with a bound: gzip and deflate, the only encodings we ask for."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"


class TooLarge(Exception):  # noqa: N818  # a verdict, not a fault
    """The body unpacks to more than the bound."""


def decode(body: bytes, encoding: str, limit: int) -> tuple[bytes, bool]:
    """The decoded body, and whether it ends before its own end mark.

    Args:
        body: as received.
        encoding: value of Content-Encoding, may be empty; unknown ones leave the body as it is.
        limit: bytes that the decoded body may have.

    Raises:
        TooLarge: it unpacks to more than ``limit``.
    """
    cut = False
    for name in reversed([part.strip().lower() for part in encoding.split(",") if part.strip()]):
        if name in ("gzip", "x-gzip"):
            body, short = _inflate(body, limit, zlib.MAX_WBITS | 16)
        elif name == "deflate":
            raw = body[:1] and (body[0] & 0x0F) != 8
            body, short = _inflate(body, limit, -zlib.MAX_WBITS if raw else zlib.MAX_WBITS)
        else:
            continue
        cut = cut or short
    if len(body) > limit:
        raise TooLarge
    return body, cut


def _inflate(body: bytes, limit: int, bits: int) -> tuple[bytes, bool]:
    engine = zlib.decompressobj(bits)
    try:
        out = engine.decompress(body, limit + 1)
    except zlib.error:
        return (
            (body, False)
            if bits > 0 and not body.startswith(b"\x1f\x8b")
            else (_what_there_is(body, limit, bits), True)
        )
    if len(out) > limit or engine.unconsumed_tail:
        raise TooLarge
    return out, not engine.eof


def _what_there_is(body: bytes, limit: int, bits: int) -> bytes:
    """A damaged stream still holds what stands before the damage."""
    engine = zlib.decompressobj(bits)
    out = bytearray()
    for start in range(0, len(body), 1024):
        try:
            out += engine.decompress(body[start : start + 1024], limit - len(out) + 1)
        except zlib.error:
            break
        if len(out) > limit:
            raise TooLarge
    return bytes(out)
