"""A portal for one test: routes by path, on a free loopback port, with a log of what was asked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from crawler.base import Page
from crawler.crawl import Frontier, crawl
from inspection.model import Capture, Failure, Link, Site
from inspection.settings import CrawlerSettings

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Portal:
    """Answers by path; ``log`` holds the paths asked for, in order."""

    def __init__(self) -> None:
        self.routes: dict[str, Handler | str | int] = {}
        self.log: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.log.append(request.path_qs)
        route = self.routes.get(request.path_qs, self.routes.get(request.path, 404))
        if isinstance(route, int):
            return web.Response(status=route)
        if isinstance(route, str):
            return web.Response(text=route, content_type="text/html")
        return await route(request)

    def links(self, path: str, *targets: str) -> None:
        self.routes[path] = (
            "<html><body>" + "".join(f'<a href="{target}">链接</a>' for target in targets) + "</body></html>"
        )


class Receiver:
    """Takes all, settles at once, reads links with a regular expression."""

    def __init__(self, frontier: Frontier) -> None:
        self.frontier = frontier
        self.captures: dict[str, Capture] = {}
        self.failures: list[Failure] = []

    async def capture(self, capture: Capture) -> Page:
        assert capture.url not in self.captures, "handed on twice"
        self.captures[capture.url] = capture
        self.frontier.settle([capture.url])
        return Page([Link(url.decode(), "链接") for url in re.findall(rb'href="([^"]*)"', capture.body)])

    async def failure(self, failure: Failure) -> None:
        self.failures.append(failure)
        self.frontier.settle([failure.target])

    def reasons(self, origin: str) -> dict[str, str]:
        return {f.target.removeprefix(origin): f.reason.value for f in self.failures}


class Crawl:
    """Runs crawls of the portal and keeps what came of the last one."""

    def __init__(self, portal: Portal, folder: Path) -> None:
        self.portal = portal
        self.path = folder / "frontier.db"
        self.kind = Receiver
        self.receiver: Receiver
        self._complete = False

    def complete(self) -> bool:
        """Whether the last crawl left nothing."""
        return self._complete

    async def __call__(
        self, *, stop: Callable[[], bool] = lambda: False, site: dict[str, Any] | None = None, **settings: Any
    ) -> Receiver:
        limits = CrawlerSettings(**{"retries": 0, "timeout": 5.0, "max_crawl_delay": 0.0, **settings})
        with Frontier(self.path) as frontier:
            self.receiver = self.kind(frontier)
            known = {"start_url": self.portal.url + "/", "allow_private": True, **(site or {})}
            self._complete = await crawl(Site(1, "测试", **known), limits, frontier, self.receiver, stop=stop)
        return self.receiver


@pytest.fixture
async def portal() -> AsyncIterator[Portal]:
    made = Portal()
    app = web.Application()
    app.router.add_route("*", "/{tail:.*}", made.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    await runner.cleanup()


@pytest.fixture
def crawl_portal(portal: Portal, tmp_path: Path) -> Crawl:
    return Crawl(portal, tmp_path)
