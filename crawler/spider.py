"""The spider: one site, from robots rules to the last address of the frontier."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import scrapy
from scrapy.exceptions import CloseSpider

from crawler import address, decode, verdict
from crawler.admission import Admission
from crawler.base import Entry, Page
from crawler.fetch import reason_of
from crawler.robots import Robots
from inspection.errors import InspectionError, Reason
from inspection.model import Capture, Failure, Stage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from scrapy.http import Response
    from twisted.python.failure import Failure as TwistedFailure

    from crawler.base import Receiver
    from crawler.frontier import Frontier
    from crawler.scope import Scope
    from inspection.settings import CrawlerSettings

_SLOT = "site"  # one download slot for all hosts of a site: manners are the site's
_MAX_HOPS = 10
_PASSING = frozenset({Reason.TIMEOUT, Reason.CONNECT, Reason.HTTP_SERVER_ERROR, Reason.TRUNCATED})


class SiteSpider(scrapy.Spider):
    """Fetches what the frontier serves and adds what the receiver's pages name."""

    name = "site"

    def __init__(
        self,
        scope: Scope,
        frontier: Frontier,
        receiver: Receiver,
        settings: CrawlerSettings,
        stop: Callable[[], bool],
        delay: float,
        max_pages: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.scope = scope
        self.user_agent = settings.user_agent
        self.bug: BaseException | None = None
        self.limited = False
        self._frontier = frontier
        self._receiver = receiver
        self._limits = settings
        self._stop = stop
        self._delay = delay
        self._max_pages = max_pages
        self._ready = False
        self._robots: dict[str, Robots] = {}
        self._admission = Admission(scope, frontier, settings)
        self._redirects: dict[str, str] = {}
        self._denied: list[Entry] = []
        self._served = 0
        self._until = time.monotonic() + settings.max_minutes * 60 if settings.max_minutes else float("inf")

    # --- asked by the engine -------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Any]:
        """Read the robots rules, seed the frontier, then let the queue serve."""
        try:
            for host, root in self.scope.roots().items():
                self._robots[host] = await self._read_robots(root)
            self._set_manners()
            seeds = [(self.scope.start, "page")]
            for rules in self._robots.values():
                for named in rules.sitemaps:
                    url = address.canonical(named)
                    if url and self.scope.contains(url):
                        seeds.append((url, "sitemap"))
            seeds.append((address.origin(self.scope.start) + "/sitemap.xml", "guess"))
            self._frontier.seed(seeds)
            self._ready = True
        except Exception as error:
            self.bug = error
            raise
        nothing: tuple[Any, ...] = ()
        for request in nothing:  # an async generator by form only: requests come from the queue
            yield request

    def has_more(self) -> bool:
        """Whether the engine should go on asking for requests."""
        return self._ready and not self._over() and self._frontier.waiting > 0

    def next_request(self) -> scrapy.Request | None:
        """The next request, or None if nothing is ready."""
        if not self._ready or self._over():
            return None
        try:
            while (entry := self._frontier.next()) is not None:
                rules = self._robots.get(address.host(entry.url))
                if rules is None or rules.allows(entry.url):
                    self._served += entry.kind == "page"
                    return self._request(entry.url, entry)
                self._denied.append(entry)
        except InspectionError as error:  # the engine would print it and ask again, for ever
            self.bug = self.bug or error
        return None

    def _request(self, url: str, entry: Entry | None) -> scrapy.Request:
        return scrapy.Request(
            url,
            callback=self.parse if entry else None,
            errback=self.failed if entry else None,
            dont_filter=True,
            meta={
                "entry": entry,
                "download_slot": _SLOT,
                "download_timeout": self._limits.timeout,
                "verbatim_url": True,
            },
        )

    def _over(self) -> bool:
        if self._served >= self._max_pages or time.monotonic() > self._until:
            self.limited = True
            return True
        return self.bug is not None or self._stop()

    # --- answers -------------------------------------------------------------------------------------------------

    async def parse(self, response: Response, **_: Any) -> None:
        """An answer: a redirect, an error, a sitemap, or a page or file to hand on."""
        entry: Entry = response.meta["entry"]
        try:
            await self._take(entry, response)
        except Exception as error:  # Scrapy would log it and go on; a bug stops the run
            self.bug = self.bug or error
            raise CloseSpider("bug") from error

    async def failed(self, failure: TwistedFailure) -> None:
        """No answer."""
        entry: Entry = failure.request.meta["entry"]  # type: ignore[attr-defined]  # set by the engine
        try:
            await self._give_up(entry, reason_of(failure.value))
        except Exception as error:
            self.bug = self.bug or error
            raise CloseSpider("bug") from error

    async def _take(self, entry: Entry, response: Response) -> None:
        location = response.headers.get(b"Location")
        if 300 <= response.status < 400 and location:
            await self._redirect(entry, response, location.decode("latin-1"))
            return
        reason = verdict.of_status(response.status)
        if reason is not None:
            await self._give_up(entry, reason, f"HTTP {response.status}")
            return
        capture = await self._capture(entry, response)
        if capture is None:
            return
        if entry.kind != "page":
            self._admission.take_sitemap(entry, capture.body)
            page = Page()
        else:
            page = await self._receiver.capture(capture)
        self._admission.take_links(entry, page)
        self._frontier.finish(entry)
        if entry.kind != "page":
            self._frontier.settle([entry.url])
        if capture.truncated and entry.kind == "page":
            await self._receiver.failure(_failure(entry, Reason.TRUNCATED, f"收到 {len(capture.body)} 字节"))

    async def _capture(self, entry: Entry, response: Response) -> Capture | None:
        encoding = (response.headers.get(b"Content-Encoding") or b"").decode("latin-1")
        try:
            body, cut = decode.decode(response.body, encoding, self._limits.max_bytes)
        except decode.TooLarge:
            await self._give_up(entry, Reason.TOO_LARGE, f"上限 {self._limits.max_bytes} 字节")
            return None
        headers = tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1"))
            for name, values in dict.items(response.headers)
            for value in values
        )
        return Capture.of(
            entry.url,
            body,
            fetched_at=datetime.now(UTC),
            status=response.status,
            headers=headers,
            found_on=entry.found_on,
            anchor=entry.anchor,
            server=str(response.ip_address or ""),
            depth=entry.depth,
            truncated=cut or "dataloss" in response.flags,
        )

    async def _redirect(self, entry: Entry, response: Response, location: str) -> None:
        try:
            target = address.canonical(urljoin(entry.url, location.encode("latin-1").decode("utf-8", "replace")))
        except ValueError:
            target = None
        if target is None or not self.scope.contains(target):
            await self._give_up(entry, Reason.OUT_OF_SCOPE, "跳转到检查范围之外")
            return
        self._redirects[entry.url] = target
        loop = self._loop(entry.url)
        if loop or entry.hops >= _MAX_HOPS:
            for url in loop[1:]:  # taken for a redirect like any other when it was asked
                await self._receiver.failure(Failure(Stage.FETCH, Reason.REDIRECT_LOOP, url, found_on=entry.found_on))
            await self._give_up(entry, Reason.REDIRECT_LOOP)
            return
        if entry.kind != "page":
            self._frontier.add(entry, target, kind=entry.kind, hops=entry.hops + 1)
            self._frontier.finish(entry)
            self._frontier.settle([entry.url])
            return
        await self._receiver.capture(
            Capture.of(
                entry.url,
                b"",
                fetched_at=datetime.now(UTC),
                status=response.status,
                headers=(("location", target),),
                found_on=entry.found_on,
                depth=entry.depth,
            )
        )
        self._frontier.add(entry, target, anchor=entry.anchor, hops=entry.hops + 1)
        self._frontier.finish(entry)

    def _loop(self, url: str) -> list[str]:
        """The addresses of the loop that ``url`` redirects into and is part of, itself first; empty if there is none."""
        passed = [url]
        for _ in range(_MAX_HOPS):
            following = self._redirects.get(passed[-1])
            if following is None:
                return []
            if following == url:
                return passed
            passed.append(following)
        return []

    async def _give_up(self, entry: Entry, reason: Reason, detail: str = "") -> None:
        if reason in _PASSING and entry.kind != "guess" and self._stop():
            return  # it stays in flight: a resumed run asks again
        if reason in _PASSING and entry.tries < self._limits.retries and entry.kind != "guess":
            self._served -= entry.kind == "page"
            self._frontier.retry(entry)
            return
        if entry.kind == "guess":
            self._frontier.finish(entry)
            self._frontier.settle([entry.url])
            return
        await self._receiver.failure(_failure(entry, reason, detail))
        self._frontier.finish(entry)

    # --- rules and limits -----------------------------------------------------------------------------------------

    async def _read_robots(self, root: str) -> Robots:
        agent = self._limits.user_agent.partition("/")[0]
        if not self._limits.obey_robots:
            return Robots(agent)
        return await self._fetch_robots(root, agent)

    def _set_manners(self) -> None:
        """Crawl-delay is the owner's wish, heeded within our cap: a month for one portal helps nobody."""
        asked = max((rules.delay for rules in self._robots.values()), default=0.0)
        wanted = max(self._delay, min(asked, self._limits.max_crawl_delay))
        downloader = self.crawler.engine.downloader
        downloader.per_slot_settings[_SLOT] = {"delay": wanted, "concurrency": downloader.domain_concurrency}
        if _SLOT in downloader.slots:
            downloader.slots[_SLOT].delay = wanted

    async def _fetch_robots(self, origin: str, agent: str) -> Robots:
        url = origin + "/robots.txt"
        for _ in range(6):  # RFC 9309 §2.3.1.2: at least five redirects
            try:
                response = await self.crawler.engine.download_async(self._request(url, None))
            except Exception:  # noqa: BLE001  # whatever the network did, the start page will say it as its own failure
                return Robots(agent)
            location = response.headers.get(b"Location")
            if 300 <= response.status < 400 and location:
                target = address.canonical(urljoin(url, location.decode("latin-1")))
                if target is None or not self.scope.contains(target):
                    return Robots(agent)
                url = target
                continue
            if response.status >= 500:
                return Robots(agent, closed=f"robots.txt 返回 HTTP {response.status}")
            if response.status >= 400:
                return Robots(agent)
            encoding = (response.headers.get(b"Content-Encoding") or b"").decode("latin-1")
            try:
                body, _cut = decode.decode(response.body, encoding, 8 << 20)
            except decode.TooLarge:
                return Robots(agent)
            return Robots.parse(agent, body)
        return Robots(agent)

    async def close_books(self) -> None:
        """Hand on what robots rules and limits kept from being fetched."""
        for entry in self._denied:
            rules = self._robots[address.host(entry.url)]
            if entry.kind != "guess":
                await self._receiver.failure(_failure(entry, Reason.ROBOTS, rules.closed))
            self._frontier.finish(entry)
            if entry.kind != "page":
                self._frontier.settle([entry.url])
        for failure in self._admission.leftovers():
            await self._receiver.failure(failure)
        if self.limited and self._frontier.waiting:
            detail = f"达到限额，队列中还有 {self._frontier.waiting} 个地址未检查"
            left = Failure(Stage.FETCH, Reason.BUDGET, self.scope.start, ("队列",), detail, permanent=False)
            await self._receiver.failure(left)


def _failure(entry: Entry, reason: Reason, detail: str = "") -> Failure:
    return Failure(
        Stage.FETCH, reason, entry.url, (), detail, permanent=reason not in _PASSING, found_on=entry.found_on
    )
