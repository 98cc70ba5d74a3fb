"""Scrapy's scheduler slot, filled by our frontier: the engine asks, the spider's frontier answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.core.scheduler import BaseScheduler
from scrapy.logformatter import LogFormatter

if TYPE_CHECKING:
    from scrapy import Request, Spider

    from crawler.spider import SiteSpider


class Silent(LogFormatter):
    """No line for each page: the ledger says more."""

    def crawled(self, *_: object) -> None:  # type: ignore[override]  # None: nothing to log
        """Nothing."""


class FrontierQueue(BaseScheduler):
    """Nothing is queued here: links go to the frontier, and requests are made only when the engine has a place."""

    _spider: SiteSpider

    def open(self, spider: Spider) -> None:
        """The engine opens the spider."""
        self._spider = spider  # type: ignore[assignment]  # the only spider there is

    def has_pending_requests(self) -> bool:
        """Whether the engine should go on asking."""
        return self._spider.has_more()

    def enqueue_request(self, request: Request) -> bool:  # noqa: ARG002  # the engine's signature
        """Refused: the spider yields no requests."""
        return False

    def next_request(self) -> Request | None:
        """The next page to fetch."""
        return self._spider.next_request()
