"""Addresses in a web page, as written: links, frames, images, forms, refreshes, and those in scripts and handlers."""

from __future__ import annotations

import functools
import re
from typing import Any

from lxml import etree

from inspection.model import Link

_SCHEMES = ("javascript:", "mailto:", "tel:", "data:", "about:", "sms:", "vbscript:", "blob:")
_REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_CALL = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|\bopen\w*\(|\burl\s*:|\bload\()\s*[\"'`]([^\"'`\s<>]{1,2000})[\"'`]"
)
_WRITTEN = re.compile(r"(?:href|src)\s*=\s*\\?[\"']([^\"'\s<>\\]{2,2000})\\?[\"']")
_HANDLERS: Any = etree.XPath("//@onclick", smart_strings=False)
_DATA: Any = etree.XPath("//@data-url", smart_strings=False)
_RELATIONS = frozenset({"canonical", "next", "prev", "alternate"})
_SOURCES = ("src", "data-src", "data-original", "data-lazy-src")


class Addresses:
    """The addresses of one page, each once, in page order; the kinds in the order of their first sight.

    Attributes:
        base: of ``<base href>``, or empty.
        texts: the texts of links.
    """

    def __init__(self) -> None:
        self._links: dict[str, str] = {}
        self._others: dict[str, str] = {}
        self.base = ""
        self.texts: set[str] = set()

    def link(self, node: Any, text: str) -> None:
        """An ``<a>`` with its text on one line."""
        self.texts.add(text)
        address = node.get("href")
        if address and address[0] != "#":
            if ":" in address[:12] and _foreign(address):
                if "(" in address:
                    self.script(address)
                return
            address = address.strip()
            if not self._links.get(address):
                self._links[address] = text

    def leaf(self, tag: str, node: Any) -> None:
        """An element without text that may carry an address."""
        if tag == "img":
            for name in _SOURCES:
                self.other(node.get(name), "img")
            for part in (node.get("srcset") or "").split(","):
                self.other(part.strip().partition(" ")[0], "img")
        elif tag == "area":
            self.link(node, node.get("alt") or "")
        elif tag == "base":
            self.base = self.base or (node.get("href") or "").strip()
        elif tag == "link":
            relations = _RELATIONS.intersection((node.get("rel") or "").lower().split())
            if relations and "stylesheet" not in (node.get("rel") or "").lower():
                self.other(node.get("href"), "link")
        elif tag == "param":
            if (node.get("name") or "").lower() in {"src", "movie", "url", "filename"}:
                self.other(node.get("value"), "embed")
        elif tag != "input":
            self.other(node.get("src"), "frame" if tag == "frame" else "embed")

    def refresh(self, content: str) -> None:
        """The content of ``<meta http-equiv=refresh>``."""
        if match := _REFRESH.search(content):
            self.other(match[1], "refresh")

    def script(self, text: str) -> None:
        """Addresses that a script or a handler opens, loads or writes into the page."""
        found = _in_script(text) if len(text) < _KEPT else _in_script.__wrapped__(text)
        for address in found:
            self.other(address, "script")

    def other(self, address: str | None, kind: str) -> None:
        """An address of another kind than ``a``; empty and foreign ones are passed over."""
        address = (address or "").strip()
        if address and address[0] != "#" and not (":" in address[:12] and _foreign(address)):
            self._others.setdefault(address, kind)

    def finish(self, root: Any, markup: bytes) -> None:
        """What the walk passes by: frames, forms, handlers, data attributes. ``markup``: the source in lower case."""
        for node in root.iter("iframe", "form", "object", "video", "audio", "option"):
            tag = node.tag
            if tag == "form":
                if (node.get("method") or "get").lower() == "get":
                    self.other(node.get("action"), "form")
            elif tag == "option":
                if "/" in (value := node.get("value") or ""):
                    self.other(value, "script")
            elif tag == "object":
                self.other(node.get("data"), "embed")
            else:
                self.other(node.get("src"), "frame" if tag == "iframe" else "embed")
        if b"onclick" in markup:
            for text in set(_HANDLERS(root)):
                self.script(text)
        if b"data-url" in markup:
            for text in _DATA(root):
                self.other(text, "script")

    def links(self) -> tuple[Link, ...]:
        """All of them: links first."""
        others = [Link(url, "", kind) for url, kind in self._others.items() if url not in self._links]
        return (*[Link(url, text) for url, text in self._links.items()], *others)


_KEPT = 20_000  # characters; longer scripts are not remembered


@functools.lru_cache(maxsize=256)  # a template's scripts stand on each page of a site
def _in_script(text: str) -> tuple[str, ...]:
    found = [match[1] for match in _CALL.finditer(text)]
    if "href" in text or "src" in text:
        found += [match[1] for match in _WRITTEN.finditer(text)]
    return tuple(found)


def _foreign(address: str) -> bool:
    return address.lstrip().lower().startswith(_SCHEMES)
