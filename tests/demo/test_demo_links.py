"""The links of the portals, followed as a plain crawler would: everything leads where it should."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import aiohttp
import pytest

from demo.answers import same

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = pytest.mark.xdist_group("demo")
LINK = re.compile(rb'<(?:a|iframe)\b[^>]*?(?:href|src)="([^"]+)"', re.IGNORECASE)


async def crawl(starts: Iterable[str], closed: tuple[str, ...]) -> tuple[dict[str, int], dict[str, set[str]]]:
    """Status by address, and addresses by the page that links to them. The calendar is left after three months."""
    statuses: dict[str, int] = {}
    found_on: dict[str, set[str]] = defaultdict(set)
    hosts = {urlsplit(start).netloc for start in starts}
    queue = list(starts)
    seen = {same(start) for start in starts}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=8)) as client:

        async def fetch(url: str) -> None:
            try:
                async with client.get(url, allow_redirects=False) as response:
                    statuses[url] = response.status
                    kind, body = response.headers.get("Content-Type", ""), await response.read()
                    targets = [response.headers["Location"].encode()] if response.status in {301, 302} else []
            except aiohttp.ClientPayloadError:  # the truncated page
                return
            if response.status == 200 and kind.startswith("text/html"):
                text = body.replace(b"\xef\xbb\xbf", b"")
                targets += LINK.findall(text)
                targets += re.findall(rb"http-equiv=\"refresh\" content=\"0;url=([^\"]+)\"", text)
            for raw in targets:
                charset = "utf-8" if "127.0.8.2" not in url else "gbk"
                target = urljoin(url, unescape(raw.decode(charset, "replace"))).partition("#")[0]
                found_on[target].add(url)
                if urlsplit(target).netloc in hosts and same(target) not in seen:
                    seen.add(same(target))
                    if not target.startswith(closed) and not ("calendar" in target and len(seen) % 3 == 0):
                        queue.append(target)

        while queue and len(statuses) < 2000:
            batch, queue[:] = queue[:32], queue[32:]
            await asyncio.gather(*(fetch(url) for url in batch))
            if all("calendar" in url for url in queue):
                break
    return statuses, found_on


@pytest.fixture(scope="module")
def walked(served: Any) -> tuple[dict[str, int], dict[str, set[str]]]:
    return asyncio.run(crawl(served.key.starts, served.key.forbidden))


def test_only_the_traps_are_dead(served: Any, walked: tuple[dict[str, int], dict[str, set[str]]]) -> None:
    traps = {same(trap.url) for trap in served.key.traps}
    dead = {url: walked[1][url] for url, status in walked[0].items() if status >= 400 and same(url) not in traps}
    assert not dead


def test_every_planted_and_harmless_document_is_reached_but_the_orphans(
    served: Any, walked: tuple[dict[str, int], dict[str, set[str]]]
) -> None:
    reached = {same(url) for url in walked[0]}
    truncated = {same(trap.url) for trap in served.key.traps if trap.outcome == "truncated"}
    orphans = {item.id for item in served.key.planted if item.reached in {"sitemap", "archive"}}
    lost = {i.id for i in served.key.planted if same(i.url) not in reached | truncated}
    assert lost == orphans
    assert len(orphans) >= 5
    assert not [item.id for item in served.key.negatives if same(item.url) not in reached]


def test_nearly_all_pages_and_files_are_linked(served: Any, walked: tuple[dict[str, int], dict[str, set[str]]]) -> None:
    reached = {same(url) for url in walked[0]}
    unlinked = [url for url, route in served.routes.items() if route.kind in {"page", "file"} and same(url) not in reached]  # fmt: skip
    assert len(unlinked) <= 12


def test_the_orphans_stand_in_the_sitemaps(served: Any) -> None:
    import gzip

    base = served.key.starts[0]
    index = served.body(f"{base}sitemap.xml").decode()
    assert "sitemap_1.xml" in index
    assert "sitemap_2.xml.gz" in index
    plain = served.body(f"{base}sitemap_1.xml").decode() + served.body(f"{served.key.starts[2]}sitemap.xml").decode()
    packed = gzip.decompress(served.body(f"{base}sitemap_2.xml.gz")).decode()
    for item in served.key.planted:
        if item.reached == "sitemap":
            assert item.url.replace("&", "&amp;") in plain, item
        elif item.reached == "archive":
            assert item.url.replace("&", "&amp;") in packed, item


def test_pages_lead_off_the_site_and_to_the_neighbours(walked: tuple[dict[str, int], dict[str, set[str]]]) -> None:
    targets = set(walked[1])
    assert any(".example/" in target for target in targets)
    assert any(target.startswith("mailto:") for target in targets)
    assert any(target.startswith("javascript:") for target in targets)
    assert any("127.0.8.1" in page for t in targets if "127.0.8.2" in t for page in walked[1][t])
