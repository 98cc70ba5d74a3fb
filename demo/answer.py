"""Answers requests for one portal: plain pages fast, and each misbehaviour as its route says."""

from __future__ import annotations

import asyncio
import calendar
import gzip
import hashlib
import mmap
import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from demo.routes import Route

_SLOW_SECONDS = 3.0
_GZIPPED = ("text/", "application/xml", "application/javascript", "application/rss+xml")
_VISIT = {b"sid", b"jsessionid", b"utm_source", b"utm_medium"}
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class _Ready:
    """A route with everything that can be computed before the first request."""

    route: Route
    body: bytes
    packed: bytes
    headers: dict[str, str]
    etag: str
    modified: str


class Site:
    """The answers of one host.

    Args:
        folder: of the portal.
        host: its loopback address.
        routes: of this host.
        log: descriptor of the access log; each request appends time, host, path and status, tab-separated.
    """

    def __init__(self, folder: Path, host: str, routes: Sequence[Route], log: int) -> None:
        self._host = host
        self._log = log
        self._visits = 23_816
        self._maps: dict[str, mmap.mmap | bytes] = {}
        self._folder = folder
        self._loose = any(route.target.startswith("/show.jsp") for route in routes)
        self._exact: dict[str, _Ready] = {}
        self._known: dict[bytes, _Ready] = {}
        for route in routes:
            ready = self._prepare(route)
            self._exact[route.target] = self._known[self._name(route.target)] = ready

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer to a request; the rest of the promises are the routes'."""
        target = request.raw_path
        found = self._exact.get(target) or self._known.get(self._name(target)) or self._any_query(target)
        if request.method not in {"GET", "HEAD", "POST"}:
            response: web.StreamResponse = web.Response(status=405)
        elif found is None:
            response = self._missing()
        elif found.route.behaviour in {"", "any"}:
            response = self._plain(request, found)
        else:
            response = await self._special(request, found)
        stamp = datetime.now(UTC).isoformat(timespec="milliseconds")
        os.write(self._log, f"{stamp}\t{self._host}\t{target}\t{response.status}\n".encode())
        return response

    def _prepare(self, route: Route) -> _Ready:
        stored = self._read(route)
        body, packed = (b"", stored) if route.packed else (stored, b"")
        text = route.type.startswith(_GZIPPED)
        if text and not packed and not route.behaviour and len(body) > 512:
            packed = gzip.compress(body, 5, mtime=0)
        digest = hashlib.sha256(body or packed).hexdigest()[:20]
        modified = format_datetime(datetime.fromtimestamp(route.modified or 1_767_225_600, UTC), usegmt=True)
        headers = {"Content-Type": route.type, "Server": "nginx", **dict(route.headers)}
        if route.status == HTTPStatus.OK and route.behaviour in {"", "any", "raw"}:
            headers |= {"ETag": f'"{digest}"', "Last-Modified": modified}
        return _Ready(route, body, packed, headers, f'"{digest}"', modified)

    def _read(self, route: Route) -> bytes:
        if not route.file:
            return b""
        if not route.length:
            return (self._folder / route.file).read_bytes()
        if route.file not in self._maps:
            with (self._folder / route.file).open("rb") as source:
                self._maps[route.file] = mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ)
        return self._maps[route.file][route.offset : route.offset + route.length]

    def _name(self, target: str) -> bytes:
        """The resource a target names: no session, nothing encoded, parameters sorted; case folded on loose servers."""
        path, _, query = target.partition("#")[0].partition("?")
        head, mark, session = path.partition(";")
        if mark:
            path = head + session[session.find("/") :] if "/" in session else head
        raw = unquote_to_bytes(path)
        if b"/./" in raw or b"/../" in raw:
            raw = _walk(raw)
        pairs = sorted(unquote_to_bytes(p.replace("+", " ")) for p in query.split("&") if p)
        kept = [pair for pair in pairs if pair.partition(b"=")[0].lower() not in _VISIT]
        name = raw + b"?" + b"&".join(kept)
        return name.lower() if self._loose else name

    def _any_query(self, target: str) -> _Ready | None:
        """Static pages do not mind a query, nor does the calendar or the search."""
        path, mark, _ = target.partition("?")
        found = self._known.get(self._name(path)) if mark else None
        static = found is not None and found.route.target.endswith((".html", ".svg", ".css", "/"))
        return found if found is not None and (static or found.route.behaviour in {"any", "calendar"}) else None

    def _missing(self) -> web.Response:
        text = "<html><head><meta charset='utf-8'><title>404</title></head><body><h1>404 Not Found</h1><hr>nginx</body></html>"
        return web.Response(text=text, status=404, content_type="text/html", headers={"Server": "nginx"})

    def _plain(self, request: web.BaseRequest, found: _Ready) -> web.Response:
        given = request.headers
        if found.route.status != HTTPStatus.OK:
            return web.Response(body=found.body, status=found.route.status, headers=found.headers)
        if given.get("If-None-Match") == found.etag or given.get("If-Modified-Since") == found.modified:
            return web.Response(status=304, headers={"ETag": found.etag, "Last-Modified": found.modified})
        if found.packed and "gzip" in given.get("Accept-Encoding", ""):
            return web.Response(body=found.packed, headers={**found.headers, "Content-Encoding": "gzip", "Vary": "Accept-Encoding"})  # fmt: skip
        return web.Response(body=found.body or gzip.decompress(found.packed), headers=found.headers)

    async def _special(self, request: web.BaseRequest, found: _Ready) -> web.StreamResponse:
        behaviour = found.route.behaviour
        if behaviour == "slow":
            await asyncio.sleep(_SLOW_SECONDS)
            return self._plain(request, found)
        if behaviour == "live":
            return web.Response(body=self._fill(found.body), headers=found.headers, status=found.route.status)
        if behaviour == "calendar":
            return web.Response(body=self._fill(_month(found.body, request.query)), headers=found.headers)
        if behaviour == "raw":
            return _RawResponse(found.route, found.body, found.headers)
        response = web.StreamResponse(headers=found.headers)
        if behaviour == "large":
            response.content_length = found.route.length
            await response.prepare(request)
            for _ in range(0, found.route.length, _CHUNK):
                await response.write(bytes(_CHUNK))
            return response
        response.content_length = len(found.body) + 4096  # truncated: more is announced than comes
        response.force_close()
        await response.prepare(request)
        await response.write(found.body)
        return response

    def _fill(self, body: bytes) -> bytes:
        self._visits += 1
        body = body.replace(b"{{visits}}", str(self._visits).encode())
        body = body.replace(b"{{jsessionid}}", secrets.token_hex(16).upper().encode())
        return body.replace(b"{{sid}}", secrets.token_hex(8).encode())


class _RawResponse(web.StreamResponse):
    """An answer whose headers are bytes in the charset of some old server; aiohttp itself writes UTF-8 only."""

    def __init__(self, route: Route, body: bytes, headers: dict[str, str]) -> None:
        super().__init__(status=route.status)
        self._head_lines = {**headers, "Content-Length": str(len(body)), "Connection": "close"}
        self._payload = body
        self.force_close()

    async def prepare(self, request: web.BaseRequest) -> None:
        """Write everything at once."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in self._head_lines.items())
        transport = request.transport
        if transport is not None:
            transport.write(f"HTTP/1.1 {self.status} OK\r\n{lines}\r\n".encode("latin-1"))
            if request.method != "HEAD":
                transport.write(self._payload)

    async def write_eof(self, data: bytes = b"") -> None:
        """Nothing is left to write."""


def _walk(path: bytes) -> bytes:
    """The path without «.» and «..»."""
    kept: list[bytes] = []
    for part in path.split(b"/"):
        if part == b"..":
            kept = kept[:-1] if len(kept) > 1 else kept
        elif part != b".":
            kept.append(part)
    return b"/".join(kept)


def _number(text: str, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def _month(body: bytes, query: Mapping[str, str]) -> bytes:
    """The calendar's page of a month; there is always a next one."""
    year, month = (_number(query.get(name, ""), default) for name, default in (("year", 2026), ("month", 11)))
    month = min(max(month, 1), 12)
    weeks = calendar.Calendar(6).monthdayscalendar(min(max(year, 1), 9998), month)
    days = "".join("<tr>" + "".join(f"<td>{day or ''}</td>" for day in week) + "</tr>" for week in weeks)
    before, after = divmod(year * 12 + month - 2, 12), divmod(year * 12 + month, 12)
    for name, value in {"year": year, "month": month, "pyear": before[0], "pmonth": before[1] + 1, "nyear": after[0], "nmonth": after[1] + 1, "days": days}.items():  # fmt: skip
        body = body.replace(b"{{%s}}" % name.encode(), str(value).encode())
    return body
