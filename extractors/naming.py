"""File names as servers and archives give them: decoded, made fit for display, taken from headers and addresses."""

from __future__ import annotations

import binascii
import re
import unicodedata
from email.header import decode_header
from urllib.parse import unquote_to_bytes, urlsplit

from extractors.charset import decode

MAX_NAME = 300
_PARAMETER = re.compile(r""";\s*(filename\*?)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)""", re.IGNORECASE)
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")


def clean(name: str) -> str:
    """``name`` on one line: control, bidirectional and other invisible steering characters become U+FFFD; length bounded."""
    if name.isascii() and name.isprintable() and len(name) <= MAX_NAME:
        return name
    shown = "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c for c in name)
    return shown if len(shown) <= MAX_NAME else shown[: MAX_NAME // 2] + "…" + shown[-MAX_NAME // 2 :]


def decode_name(raw: bytes, *, utf8: bool = False) -> str:
    """The text of a name's bytes: UTF-8 when it is, else GB18030 (what Chinese Windows writes), else cp437 as ZIP says."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if not utf8:
        text, codec = decode(raw, ("gb18030",))
        if codec != "cp1252":
            return text
    return raw.decode("utf-8" if utf8 else "cp437", "replace")


def from_disposition(value: str) -> str:
    """The file name of a Content-Disposition header, or an empty string.

    Understands ``filename*`` (RFC 6266, RFC 5987), percent-encoded and MIME-encoded (RFC 2047) names, and raw UTF-8 or
    GBK bytes seen as Latin-1, in this order of trust.
    """
    found: dict[str, str] = {}
    for match in _PARAMETER.finditer(";" + value.partition(";")[2] if ";" in value else ";" + value):
        text = match[2].strip()
        if text.startswith('"'):
            text = re.sub(r"\\(.)", r"\1", text[1:-1])
        found.setdefault(match[1].lower(), text)
    extended = found.get("filename*", "")
    if extended.count("'") >= 2:
        charset, _, rest = extended.split("'", 2)
        return _last_segment(decode(unquote_to_bytes(rest), (charset,))[0])
    name = extended or found.get("filename", "")
    if name.startswith("=?"):
        name = _mime_words(name)
    elif _PERCENT.search(name):
        name = decode_name(unquote_to_bytes(_bytes(name)))
    elif not name.isascii():
        raw = _bytes(name)
        name = decode_name(raw) if raw != name.encode() else name
    return _last_segment(name)


def from_address(url: str) -> str:
    """The last segment of an address, percent-decoded as UTF-8 or GBK; the host where the path is empty."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url.rpartition("/")[2]
    segment = parts.path.rstrip("/").rpartition("/")[2]
    if not segment:
        return parts.netloc or url
    return _last_segment(decode_name(unquote_to_bytes(segment))) or segment


def _bytes(name: str) -> bytes:
    """The bytes of a header value that was read as Latin-1; its UTF-8 form when it was not."""
    try:
        return name.encode("latin-1")
    except UnicodeEncodeError:
        return name.encode()


def _mime_words(name: str) -> str:
    try:
        return "".join(
            decode(part, (charset or "",))[0] if isinstance(part, bytes) else part
            for part, charset in decode_header(name)
        )
    except (ValueError, binascii.Error):
        return name


def _last_segment(name: str) -> str:
    """Without the folders that some servers and all old browsers put into names."""
    return name.replace("\\", "/").rstrip("/").rpartition("/")[2].strip()
