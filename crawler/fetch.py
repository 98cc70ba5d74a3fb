"""How bytes are fetched: Scrapy's aiohttp handler behind the scope guard's resolver.

Scrapy's default resolver is not asked: the connector only ever sees addresses that the guard let through, and it uses
the proxies of the settings, never those of the environment.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

import aiohttp
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler, _ClientResponse
from scrapy.core.downloader.handlers._base_streaming import BaseStreamingDownloadHandler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.http import Headers, Response
from scrapy.utils.ssl import _make_ssl_context

from crawler import decode
from crawler.scope import AddressRefused, GuardedResolver
from inspection.errors import Reason

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.spider import SiteSpider

_HEADER_BYTES = 64 * 1024


class GuardedHandler(AiohttpDownloadHandler):
    """The handler of one crawl. ``crawler.spider`` carries the scope."""

    experimental = False  # chosen by measurement (docs/adr/0005); the lock file holds the version it was measured on

    def __init__(self, crawler: Crawler) -> None:
        BaseStreamingDownloadHandler.__init__(self, crawler)
        spider: SiteSpider = crawler.spider  # type: ignore[assignment]  # set before the engine is made
        self._ssl_context = _make_ssl_context(crawler.settings)
        connector = aiohttp.TCPConnector(
            limit=self._pool_size_total,
            limit_per_host=self._pool_size_per_host,
            resolver=GuardedResolver(spider.scope),
            ttl_dns_cache=60,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            response_class=_ClientResponse,
            trust_env=False,
            max_line_size=_HEADER_BYTES,
            max_field_size=_HEADER_BYTES,
            skip_auto_headers=("Content-Type",),
            headers={"User-Agent": spider.user_agent, "Accept": "*/*", "Accept-Encoding": decode.ACCEPTED},
        )

    async def _read_response(self, response: _ClientResponse, request: Request) -> Response:
        """The whole answer within the size limit.

        Shorter than the one it replaces: no signal for each chunk (nobody listens), no response class by content type
        (types are recognised from bytes, elsewhere).
        """
        limit = self._default_maxsize
        announced = response.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > limit:
            raise DownloadCancelledError("announced")
        body = bytearray()
        flags: list[str] = []
        try:
            async for chunk in response.content.iter_any():
                body += chunk
                if len(body) > limit:
                    raise DownloadCancelledError("received")
        except aiohttp.ClientPayloadError:
            flags.append("dataloss")  # keep what arrived, and say that it is short
        peer = response._peername  # noqa: SLF001  # kept by Scrapy's own response class
        return Response(
            request.url,
            status=response.status,
            headers=self._extract_headers(response),
            body=bytes(body),
            flags=flags,
            ip_address=ipaddress.ip_address(peer[0]) if peer else None,
        )

    @staticmethod
    def _extract_headers(response: _ClientResponse) -> Headers:
        """The bytes as sent: portals name downloads in raw GBK, which is no text to aiohttp."""
        return Headers(list(response.raw_headers))


def reason_of(error: BaseException | None) -> Reason:
    """The failure reason that an exception of the handler stands for."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.append(error)
        error = error.__cause__ or error.__context__
    for kinds, reason in (
        (AddressRefused, Reason.OUT_OF_SCOPE),
        (UnsupportedURLSchemeError, Reason.OUT_OF_SCOPE),
        (DownloadCancelledError, Reason.TOO_LARGE),
        ((aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch), Reason.TLS),
        ((DownloadTimeoutError, TimeoutError), Reason.TIMEOUT),
        (CannotResolveHostError, Reason.DNS),
        (ResponseDataLossError, Reason.TRUNCATED),
    ):
        if any(isinstance(each, kinds) for each in chain):
            return reason
    return Reason.CONNECT
