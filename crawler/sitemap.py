"""Sitemaps (sitemaps.org 0.9): addresses that nobody may link to any more."""

from __future__ import annotations

from typing import NamedTuple

from crawler.decode import TooLarge, decode

MAX_BYTES = 50 << 20  # the protocol's own bound, unpacked


class Listed(NamedTuple):
    """What a sitemap names: pages, and further sitemaps."""

    pages: list[str]
    sitemaps: list[str]


def read(body: bytes) -> Listed:
    """The addresses in a sitemap or sitemap index, gzipped or not; what is no sitemap names nothing."""
    from scrapy.utils.sitemap import Sitemap

    if body.startswith(b"\x1f\x8b"):
        try:
            body, _ = decode(body, "gzip", MAX_BYTES)
        except TooLarge:
            return Listed([], [])
    if not body.lstrip().startswith(b"<"):
        return Listed([], [])
    try:
        found = Sitemap(body)
        addresses = [entry["loc"].strip() for entry in found if entry.get("loc")]
    except Exception:  # noqa: BLE001  # hostile XML meets a parser
        return Listed([], [])
    return Listed([], addresses) if found.type == "sitemapindex" else Listed(addresses, [])
