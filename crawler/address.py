"""Addresses: one spelling for one resource, so that it is fetched once.

Only what RFC 3986 §6.2.2–6.2.3 calls equivalent is folded, and what names a visit instead of a resource is dropped:
session ids and tracking parameters. The order of parameters stays: servers may mind it.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 4096  # longer addresses are data, not names; browsers and servers stop well below
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SESSION = re.compile(r";(?:jsessionid|jsession|sessionid|sid|phpsessid)=[^/?#;]*", re.IGNORECASE)
_VISIT = re.compile(
    r"^(?:jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|sessionid|session_id|sid|cfid|cftoken"
    r"|utm_\w+|spm|scm|from_source|isappinstalled|nsukey|_t|_r|_rnd|rnd|random|timestamp)$",
    re.IGNORECASE,
)
_UNRESERVED = re.compile(r"%(?:4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe]|2[DdEe]|3[0-9])")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_DIGITS = re.compile(r"[0-9]+")
_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


def canonical(url: str) -> str | None:
    """The one spelling of an absolute http(s) address, or None if it is no such address.

    Args:
        url: absolute; may hold Chinese, spaces, a fragment, default ports, session ids.
    """
    url = url.strip()
    if len(url) > MAX_LENGTH:
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
        written = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS or not written:
        return None
    host = _host(written)
    if host is None:
        return None
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port is None or port == _DEFAULT_PORTS[scheme] else f"{host}:{port}"
    path = _SESSION.sub("", parts.path) or "/"
    if "/." in path:
        path = _dots(path)
    query = _query(parts.query) if parts.query else ""
    url = urlunsplit((scheme, netloc, _percent(path), _percent(query), ""))
    return url if len(url) <= MAX_LENGTH else None


def _host(host: str) -> str | None:
    """Lower case, Chinese names in their ASCII form (IDNA), numbers in disguise (0x7f.1, 2130706433) spelled out."""
    host = host.lower()
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if re.fullmatch(r"[0-9a-fx.]+", host) and not re.search(r"[g-wyz]", host) and host[-1] in "0123456789abcdefx":
        import ipaddress
        import socket

        try:
            # What the C library reads as an address is an address, however it is written.
            return str(ipaddress.IPv4Address(socket.inet_aton(host)))
        except (OSError, ValueError):
            pass
    return host if re.fullmatch(r"[a-z0-9_.\-:]+", host) else None


def _dots(path: str) -> str:
    kept: list[str] = []
    parts = path.split("/")
    for part in parts[1:]:
        if part == "..":
            if kept:
                kept.pop()
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    kept = [pair for pair in query.split("&") if pair and not _VISIT.match(pair.partition("=")[0])]
    return "&".join(kept)


def _percent(text: str) -> str:
    if not text.isascii() or " " in text or '"' in text or "<" in text or "\\" in text or "|" in text or "^" in text:
        text = quote(text.replace("\\", "/"), safe=_SAFE)
    if "%" in text:
        text = _UNRESERVED.sub(lambda m: chr(int(m[0][1:], 16)), text)
        text = _ESCAPE.sub(lambda m: m[0].upper(), text)
    return text


def pattern(url: str) -> str:
    """The kind of address: its path with numbers as ``#``, and the names of its parameters.

    A calendar, a session or a shopping basket makes endless addresses of one pattern.
    """
    parts = urlsplit(url)
    names = "&".join(sorted(pair.partition("=")[0] for pair in parts.query.split("&"))) if parts.query else ""
    return f"{parts.netloc}{_DIGITS.sub('#', parts.path)}?{names}"


def join(base: str, written: str) -> str | None:
    """The canonical address of what a page names, or None for what is no http(s) address.

    Args:
        base: address of the page, or its <base href> resolved.
        written: the address as it stands in the page.
    """
    try:
        return canonical(urljoin(base, written.replace("\n", "").replace("\r", "").replace("\t", "")))
    except ValueError:
        return None


def origin(url: str) -> str:
    """scheme://host[:port] of a canonical address."""
    end = url.find("/", 8)
    return url if end < 0 else url[:end]


def host(url: str) -> str:
    """host[:port] of a canonical address."""
    return origin(url).partition("//")[2]
