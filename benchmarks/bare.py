"""The peer: Scrapy tuned as far as it goes, fetching and following links and nothing else.

Own seen-set, lean middlewares, one item task a response, no charset detection on unpacked bytes, selectolax for links; once
with Scrapy's own download handler and once with the aiohttp one, which is faster (docs/adr/0005).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.crawler import AsyncCrawlerProcess, AsyncCrawlerRunner
from scrapy.http import Response
from selectolax.lexbor import LexborHTMLParser


class BareSpider(scrapy.Spider):
    """Follows every link of one host, once."""

    name = "bare"

    def __init__(self, start: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.host = urlsplit(start).netloc
        self.seen = {start}
        self.pages = 0
        self.start_urls = [start]

    def parse(self, response: Response, **_: Any) -> Any:
        """Count the page, request what is new on it."""
        self.pages += 1
        if b"html" not in (response.headers.get(b"Content-Type") or b""):
            return
        for node in LexborHTMLParser(response.body).css("a[href]"):
            url = urljoin(response.url, node.attributes["href"] or "").partition("#")[0]
            if url in self.seen or not url.startswith("http") or urlsplit(url).netloc != self.host:
                continue
            self.seen.add(url)
            yield scrapy.Request(url, dont_filter=True, headers={"Accept-Encoding": "gzip"})


_LEAN = {
    "DOWNLOADER_MIDDLEWARES_BASE": {"benchmarks.bare.Unzip": 590},
    "SPIDER_MIDDLEWARES_BASE": {},
    "EXTENSIONS_BASE": {},
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_ENABLED": False,
    "CONCURRENT_ITEMS": 1,
    "DOWNLOAD_DELAY": 0,
}


def _settings(concurrency: int) -> dict[str, Any]:
    return {**_LEAN, "CONCURRENT_REQUESTS": concurrency, "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency}


async def crawl_bare(start: str, concurrency: int) -> int:
    """Crawl one host over aiohttp under plain asyncio; the number of answers."""
    runner = AsyncCrawlerRunner({**_settings(concurrency), "TWISTED_REACTOR_ENABLED": False})
    crawler = runner.create_crawler(BareSpider)
    await runner.crawl(crawler, start=start)
    assert isinstance(crawler.spider, BareSpider)
    return crawler.spider.pages


def crawl_bare_twisted(start: str, concurrency: int) -> int:
    """Crawl one host with Scrapy's own download handler on the asyncio reactor; the number of answers."""
    process = AsyncCrawlerProcess(_settings(concurrency))
    crawler = process.create_crawler(BareSpider)
    process.crawl(crawler, start=start)
    process.start()
    assert isinstance(crawler.spider, BareSpider)
    return crawler.spider.pages


class Unzip:
    """gzip without Scrapy's charset detection on the unpacked bytes (it costs more than the rest together)."""

    def process_response(self, request: scrapy.Request, response: Response) -> Response:  # Scrapy's signature
        """The response with its body unpacked."""
        import zlib

        if response.headers.get(b"Content-Encoding") != b"gzip":
            return response
        body = zlib.decompress(response.body, zlib.MAX_WBITS | 16)
        headers = response.headers.copy()
        del headers[b"Content-Encoding"]
        return Response(response.url, status=response.status, headers=headers, body=body, request=request)
