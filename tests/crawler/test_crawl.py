"""A crawl reaches what is linked, once, within its scope, and names what it could not get."""

from __future__ import annotations

import asyncio
import gzip
import re
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import web

from crawler.base import Page
from inspection.errors import InspectionError, Reason
from inspection.model import Link

if TYPE_CHECKING:
    from tests.crawler.conftest import Crawl, Portal


async def test_every_linked_page_is_captured_once_with_its_parent(portal: Portal, crawl_portal: Crawl) -> None:
    portal.links("/", "/a", "b;jsessionid=1", "/a#x", "/A/../a")
    portal.links("/a", "/b?utm_source=x", "/b;jsessionid=2", "/")
    portal.links("/b")
    got = await crawl_portal()
    paths = {url.removeprefix(portal.url): c.found_on for url, c in got.captures.items()}
    assert paths == {"/": None, "/a": portal.url + "/", "/b": portal.url + "/"}
    assert [path for path in portal.log if path == "/a"] == ["/a"]
    assert crawl_portal.complete()
    assert got.captures[portal.url + "/a"].anchor == "链接"
    assert got.captures[portal.url + "/a"].server == "127.0.0.1"


async def test_each_way_to_fail_has_its_reason(portal: Portal, crawl_portal: Crawl) -> None:
    async def moved(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": request.query["to"]})

    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(3)
        return web.Response()

    async def cut(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "5000"})
        await response.prepare(request)
        await response.write(b"<html>half")
        assert request.transport is not None
        request.transport.close()
        return response

    async def big(_: web.Request) -> web.StreamResponse:
        return web.Response(body=b"x" * 300_000)

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        response.enable_chunked_encoding()
        await response.prepare(request)
        for _ in range(100):
            await response.write(b"x" * 10_000)
        return response

    async def announced(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(2 << 30)})
        await response.prepare(request)
        await response.write(b"x")
        return response

    async def bomb(_: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b"x" * 5_000_000), headers={"Content-Encoding": "gzip"})

    portal.routes |= {
        "/moved": moved, "/slow": slow, "/cut": cut, "/big": big, "/endless": endless, "/announced": announced, "/bomb": bomb,
        "/500": 500, "/403": 403, "/401": 401, "/412": 412,
    }  # fmt: skip
    expected = {
        "/missing": "http_client_error", "/403": "http_client_error", "/500": "http_server_error", "/401": "login_required",
        "/412": "blocked", "/slow": "timeout", "/cut": "truncated", "/big": "too_large", "/endless": "too_large",
        "/announced": "too_large", "/bomb": "too_large",
        "/moved?to=http://169.254.169.254/latest/meta-data/": "out_of_scope",
        "/moved?to=file:///etc/passwd": "out_of_scope",
        "/moved?to=http://other.example/": "out_of_scope",
    }  # fmt: skip
    portal.links("/", *expected, "/moved?to=/there")
    portal.links("/there")
    got = await crawl_portal(timeout=1.0, max_bytes=200_000)
    assert got.reasons(portal.url) == expected
    assert portal.url + "/there" in got.captures
    assert got.captures[portal.url + "/cut"].truncated
    assert got.captures[portal.url + "/cut"].body == b"<html>half"


async def test_redirect_loops_end_and_chains_arrive(portal: Portal, crawl_portal: Crawl) -> None:
    async def loop(request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/b" if request.path == "/a" else "/a"})

    async def itself(_: web.Request) -> web.Response:
        return web.Response(status=301, headers={"Location": "/itself;jsessionid=9"})

    async def chain(request: web.Request) -> web.Response:
        n = int(request.path.removeprefix("/chain"))
        return web.Response(status=302, headers={"Location": f"/chain{n + 1}" if n < 5 else "/end"})

    portal.routes |= {"/a": loop, "/b": loop, "/itself": itself} | {f"/chain{n}": chain for n in range(6)}
    portal.links("/", "/a", "/itself", "/chain0")
    portal.links("/end")
    got = await crawl_portal()
    assert set(got.reasons(portal.url).values()) == {"redirect_loop"}
    assert set(got.reasons(portal.url)) == {"/a", "/b", "/itself"}
    assert portal.url + "/end" in got.captures


async def test_a_passing_error_is_tried_again_at_the_end(portal: Portal, crawl_portal: Crawl) -> None:
    seen = 0

    async def flaky(_: web.Request) -> web.Response:
        nonlocal seen
        seen += 1
        return web.Response(status=503) if seen < 3 else web.Response(text="ok")

    portal.routes["/flaky"] = flaky
    portal.links("/", "/flaky", "/gone")
    got = await crawl_portal(retries=2)
    assert portal.url + "/flaky" in got.captures
    assert got.reasons(portal.url) == {"/gone": "http_client_error"}
    assert portal.log.count("/gone") == 1


async def test_no_forbidden_address_is_asked_for_at_any_concurrency(portal: Portal, crawl_portal: Crawl) -> None:
    """Scrapy's robots middleware lets the waiters of its first answer through; see crawler/robots.py."""

    async def robots(_: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response(text="User-agent: *\nDisallow: /secret/\nCrawl-delay: 100\n")

    portal.routes["/robots.txt"] = robots
    portal.links("/", *[f"/secret/{n}" for n in range(20)], "/open")
    portal.links("/open")
    got = await crawl_portal(concurrency=16)
    assert not [path for path in portal.log if path.startswith("/secret/")]
    assert portal.log[0] == "/robots.txt"
    assert set(got.reasons(portal.url).values()) == {"robots"}
    assert len(got.failures) == 20
    assert portal.url + "/open" in got.captures


async def test_robots_with_a_server_error_closes_the_site_unless_the_owner_allowed_it(
    portal: Portal, crawl_portal: Crawl
) -> None:
    portal.routes["/robots.txt"] = 503
    portal.links("/")
    got = await crawl_portal()
    assert got.reasons(portal.url) == {"/": "robots"}
    crawl_portal.path.unlink()
    assert (await crawl_portal(obey_robots=False)).captures


async def test_a_page_only_the_sitemap_names_is_found(portal: Portal, crawl_portal: Crawl) -> None:
    async def index(_: web.Request) -> web.Response:
        text = f"<sitemapindex><sitemap><loc>{portal.url}/more.xml.gz</loc></sitemap></sitemapindex>"
        return web.Response(text=text, content_type="text/xml")

    async def more(_: web.Request) -> web.Response:
        text = f"<urlset><url><loc>{portal.url}/orphan</loc></url><url><loc>http://other.example/</loc></url></urlset>"
        return web.Response(body=gzip.compress(text.encode()), content_type="application/gzip")

    portal.routes |= {"/sitemap.xml": index, "/more.xml.gz": more}
    portal.links("/")
    portal.links("/orphan")
    got = await crawl_portal()
    assert set(got.captures) == {portal.url + "/", portal.url + "/orphan"}
    assert not got.failures


async def test_endless_pages_end_by_budget_and_say_what_is_left(portal: Portal, crawl_portal: Crawl) -> None:
    async def calendar(request: web.Request) -> web.Response:
        month = int(request.query["m"])
        return web.Response(
            text=f'<a href="/cal?m={month + 1}"></a><a href="/cal?m={month + 2}"></a>', content_type="text/html"
        )

    portal.routes["/cal"] = calendar
    portal.links("/", "/cal?m=1")
    got = await crawl_portal(pattern_pages=10)
    assert len([url for url in got.captures if "/cal" in url]) == 10
    budget = [f for f in got.failures if f.reason is Reason.BUDGET]
    assert len(budget) == 1
    assert "未检查" in budget[0].detail
    crawl_portal.path.unlink()
    got = await crawl_portal(max_depth=4)
    assert max(c.depth for c in got.captures.values()) == 4
    assert [f.reason for f in got.failures] == [Reason.BUDGET]
    crawl_portal.path.unlink()
    got = await crawl_portal(max_pages=5)
    assert len(got.captures) == 5
    assert not crawl_portal.complete()


async def test_a_stopped_crawl_goes_on_where_it_was(portal: Portal, crawl_portal: Crawl) -> None:
    portal.links("/", *[f"/{n}" for n in range(40)])
    for n in range(40):
        portal.links(f"/{n}")
    first = await crawl_portal(stop=lambda: len(crawl_portal.receiver.captures) >= 10, concurrency=2)
    assert not crawl_portal.complete()
    assert 10 <= len(first.captures) < 20
    second = await crawl_portal(concurrency=2)
    assert crawl_portal.complete()
    assert not set(first.captures) & set(second.captures)
    assert len(first.captures) + len(second.captures) == 41


async def test_a_dead_host_and_a_plain_port_behind_https_are_named(portal: Portal, crawl_portal: Crawl) -> None:
    got = await crawl_portal(site={"start_url": "http://127.0.0.1:9/"})
    assert [f.reason for f in got.failures] == [Reason.CONNECT]
    crawl_portal.path.unlink()
    got = await crawl_portal(site={"start_url": portal.url.replace("http:", "https:") + "/"})
    assert [f.reason for f in got.failures] == [Reason.TLS]
    crawl_portal.path.unlink()
    got = await crawl_portal(site={"start_url": "http://no-such-host.invalid/"})
    assert [f.reason for f in got.failures] == [Reason.DNS]


async def test_a_private_address_without_the_permission_is_never_touched(portal: Portal, crawl_portal: Crawl) -> None:
    with pytest.raises(InspectionError) as caught:
        await crawl_portal(site={"allow_private": False})
    assert caught.value.reason is Reason.OUT_OF_SCOPE
    got = await crawl_portal(
        site={"allow_private": False, "start_url": portal.url.replace("127.0.0.1", "localhost") + "/"}
    )
    assert [f.reason for f in got.failures] == [Reason.OUT_OF_SCOPE]
    assert portal.log == []


async def test_the_environments_proxy_is_not_used(
    portal: Portal, crawl_portal: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    portal.links("/")
    assert (await crawl_portal()).captures


async def test_a_bug_in_the_receiver_stops_the_crawl_and_surfaces(portal: Portal, crawl_portal: Crawl) -> None:
    class Broken(crawl_portal.kind):  # type: ignore[name-defined,misc]
        async def capture(self, capture: object) -> None:
            raise KeyError("bug")

    portal.links("/", "/a")
    crawl_portal.kind = Broken
    with pytest.raises(KeyError):
        await crawl_portal()


async def test_a_download_named_in_raw_gbk_arrives_with_its_name(portal: Portal, crawl_portal: Crawl) -> None:
    """The client library reads headers as UTF-8; a name in GBK is no reason to lose the file."""

    async def download(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        name = "花名册.xls".encode("gbk")
        request.transport.write(
            b'HTTP/1.1 200 OK\r\nContent-Disposition: attachment; filename="'
            + name
            + b'"\r\nContent-Length: 2\r\n\r\nok'
        )
        request.transport.close()
        return web.Response()

    portal.routes["/download.jsp"] = download
    portal.links("/", "/download.jsp?id=1")
    got = await crawl_portal()
    capture = got.captures[portal.url + "/download.jsp?id=1"]
    assert capture.header("content-disposition").encode("latin-1").decode("gbk").endswith('"花名册.xls"')


async def test_an_address_seen_as_a_picture_first_is_still_followed_as_a_link(
    portal: Portal, crawl_portal: Crawl
) -> None:
    class WithPictures(crawl_portal.kind):  # type: ignore[name-defined,misc]
        async def capture(self, capture: Any) -> Page:
            page = await super().capture(capture)
            return Page(
                [Link(u.decode(), "", "img") for u in re.findall(rb'src="([^"]*)"', capture.body)] + list(page.links)
            )

    portal.routes["/"] = '<html><img src="/scan.png"><a href="/two">二</a></html>'
    portal.links("/two", "/scan.png")
    portal.routes["/scan.png"] = "x"
    crawl_portal.kind = WithPictures
    got = await crawl_portal()
    assert portal.url + "/scan.png" in got.captures
    assert [f.reason for f in got.failures] == [Reason.OCR_UNAVAILABLE]


async def test_a_redirected_sitemap_is_still_a_sitemap(portal: Portal, crawl_portal: Crawl) -> None:
    async def moved(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/map2.xml"})

    async def listed(_: web.Request) -> web.Response:
        return web.Response(text=f"<urlset><url><loc>{portal.url}/orphan</loc></url></urlset>", content_type="text/xml")

    portal.routes |= {"/sitemap.xml": moved, "/map2.xml": listed}
    portal.links("/")
    portal.links("/orphan")
    got = await crawl_portal()
    assert set(got.captures) == {portal.url + "/", portal.url + "/orphan"}


async def test_a_page_too_deep_here_is_fetched_from_a_shallower_page(portal: Portal, crawl_portal: Crawl) -> None:
    portal.links("/", "/a", "/slow")
    portal.links("/a", "/b")
    portal.links("/b", "/deep")
    portal.links("/deep", "/x")

    async def slow(_: web.Request) -> web.Response:
        await asyncio.sleep(0.5)
        return web.Response(text='<a href="/x">x</a>', content_type="text/html")

    portal.routes["/slow"] = slow
    portal.links("/x")
    got = await crawl_portal(max_depth=3)
    assert portal.url + "/x" in got.captures
    assert not got.failures


async def test_a_time_out_while_winding_down_is_asked_again_by_the_resumed_run(
    portal: Portal, crawl_portal: Crawl
) -> None:
    patient = False

    async def slow(_: web.Request) -> web.Response:
        if not patient:
            await asyncio.sleep(3)
        return web.Response(text="ok")

    portal.routes["/slow"] = slow
    portal.links("/", "/slow")
    first = await crawl_portal(timeout=0.5, stop=lambda: "/slow" in portal.log)
    assert not first.failures
    assert not crawl_portal.complete()
    patient = True
    second = await crawl_portal(timeout=2.0)
    assert portal.url + "/slow" in second.captures
    assert crawl_portal.complete()


async def test_a_cancelled_crawl_says_so_and_forgets_nothing(portal: Portal, crawl_portal: Crawl) -> None:
    """Scrapy swallows the cancellation; with an empty queue it looked like a complete run."""
    asked = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        asked.set()
        await asyncio.sleep(2)
        return web.Response(text="ok")

    portal.routes["/slow"] = slow
    portal.links("/", "/slow")
    running = asyncio.create_task(crawl_portal())
    await asked.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert not crawl_portal.complete()
    again = await crawl_portal()
    assert portal.url + "/slow" in again.captures
