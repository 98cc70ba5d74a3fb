"""The front door: crawl one site."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from crawler.address import canonical, host
from crawler.frontier import Frontier
from crawler.scope import Scope
from inspection.errors import InspectionError
from inspection.model import Failure, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.base import Receiver
    from inspection.model import Site
    from inspection.settings import CrawlerSettings

__all__ = ["Frontier", "Scope", "canonical", "crawl", "host", "refusal"]


async def crawl(
    site: Site,
    settings: CrawlerSettings,
    frontier: Frontier,
    receiver: Receiver,
    *,
    stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Fetch a site: every address in scope ends as a capture or a failure, handed to ``receiver``.

    May be called several times in one process, one after the other or together.

    Args:
        site: what to crawl; its own delay and concurrency win over the settings.
        settings: the crawler's section.
        frontier: new, or of an interrupted run, which then goes on.
        receiver: who takes captures and failures.
        stop: asked before each request; True lets requests in flight finish and ends.

    Returns:
        True if nothing was left, False if a limit or ``stop`` ended it before.

    Raises:
        InspectionError: the start address is invalid or out of scope.
        asyncio.CancelledError: the task was cancelled; what was in flight is fetched again by a resumed run.
    """
    from scrapy.crawler import AsyncCrawlerRunner

    from crawler.spider import SiteSpider

    scope = Scope(site)
    concurrency = site.concurrency or settings.concurrency
    runner = AsyncCrawlerRunner(_scrapy_settings(settings, concurrency))
    crawler = runner.create_crawler(SiteSpider)
    await runner.crawl(
        crawler,
        scope=scope,
        frontier=frontier,
        receiver=receiver,
        settings=settings,
        stop=stop,
        delay=settings.delay if site.delay is None else site.delay,
        max_pages=settings.max_pages,
    )
    spider = crawler.spider
    assert isinstance(spider, SiteSpider)
    if spider.bug is not None:
        raise spider.bug
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError  # Scrapy's engine swallows it and returns as if all were well
    await spider.close_books()
    return not frontier.waiting and not frontier.in_flight


def refusal(site: Site) -> Failure | None:
    """Why a site may not be crawled at all: no address, or a private one without the permission. None where it may."""
    try:
        Scope(site)
    except InspectionError as error:
        return Failure(Stage.FETCH, error.reason, site.start_url, detail=error.detail)
    return None


def _scrapy_settings(settings: CrawlerSettings, concurrency: int) -> dict[str, Any]:
    """Scrapy with everything off that this spider does itself or does not need (figures in docs/adr/0005)."""
    return {
        "TWISTED_REACTOR_ENABLED": False,  # plain asyncio: several crawls in one process, no reactor to stop
        "SCHEDULER": "crawler.queue.FrontierQueue",
        "DOWNLOAD_HANDLERS": {
            "http": "crawler.fetch.GuardedHandler",
            "https": "crawler.fetch.GuardedHandler",
            "file": None,
            "ftp": None,
            "s3": None,
            "data": None,
        },
        "DOWNLOADER_MIDDLEWARES_BASE": {},
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {},
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,  # 2.19 executes Python over loopback if on
        "LOG_ENABLED": False,
        "LOG_FORMATTER": "crawler.queue.Silent",
        "CONCURRENT_ITEMS": 1,  # the default starts 100 tasks for each response
        "CONCURRENT_REQUESTS": concurrency,
        "CONCURRENT_REQUESTS_PER_DOMAIN": concurrency,
        "DOWNLOAD_DELAY": 0,
        "DOWNLOAD_MAXSIZE": settings.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": False,  # keep what arrived, and say that it is short
        "SCRAPER_SLOT_MAX_ACTIVE_SIZE": 32 << 20,  # back-pressure: responses being read, in bytes
    }
