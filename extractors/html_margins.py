"""What stands beside a page's text: metadata, comments, tool tips, form contents, strings in scripts; title and date."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from extractors.base import TELLING, passage
from extractors.plain import unescape
from inspection.model import Part, Passage

if TYPE_CHECKING:
    from extractors.html_links import Addresses

_TIPS: Any = etree.XPath("//@title")
_TAG = re.compile("<[^<>]*>")
# Possessive, and the closing quote optional, so that an unclosed string is passed over once: else time grows with the square.
_STRING = re.compile(r'"((?:[^"\\\n]|\\.)*+)"?|\'((?:[^\'\\\n]|\\.)*+)\'?|`((?:[^`\\]|\\.)*+)`?')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CONTENT = re.compile(r"content\s*:\s*([\"'])(.*?)\1")
_TECHNICAL = frozenset(
    [
        "viewport",
        "renderer",
        "robots",
        "referrer",
        "format-detection",
        "theme-color",
        "generator",
        "x-ua-compatible",
        "msapplication-tilecolor",
        "apple-mobile-web-app-capable",
        "baidu-site-verification",
        "google-site-verification",
        "csrf-token",
        "csrf-param",
    ]
)
_DATE = r"((?:19|20)[0-9]{2})\s*[-年/.]\s*([0-9]{1,2})\s*[-月/.]\s*([0-9]{1,2})"
_META_DATES = (
    "pubdate",
    "publishdate",
    "article:published_time",
    "og:published_time",
    "publishtime",
    "date",
    "dc.date",
)
_WRITTEN_DATE = re.compile(rf"(?:发布|发文|发稿|公开|公布|更新|录入)?(?:日期|时间)\s*[：:]?\s*[\[【(（]?\s*{_DATE}")
_NEAR_TOP = 3000
MAX_TITLE = 300
_SUFFIX = re.compile(r"\s*[-_|—–·]+\s*[^-_|—–·]{2,30}$")


class Margins:
    """Collects during the walk what the walk passes by, and the rest afterwards by search.

    Attributes:
        metadata: ``<meta>`` contents by name, names in lower case, in page order; after ``finish``.
        link_titles: tool tips of links that say more than the link's text.
    """

    def __init__(self) -> None:
        self.metadata: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._contents: dict[str, list[str]] = {}
        self.link_titles: dict[str, None] = {}
        self._attributes: dict[str, None] = {}
        self._comments: list[str] = []
        self._strings: dict[str, None] = {}

    def meta(self, node: Any, addresses: Addresses) -> None:
        """A ``<meta>``; refreshes go to ``addresses``."""
        content = node.get("content")
        if not content:
            return
        name = node.get("name") or node.get("property") or node.get("itemprop")
        if name:
            key = name.lower()
            if key not in _TECHNICAL:
                self._contents.setdefault(key, []).append(content)
                self._names[key] = name
        elif (node.get("http-equiv") or "").lower() == "refresh":
            addresses.refresh(content)

    def leaf(self, node: Any) -> None:
        """An image's alternative text, an input's value and placeholder."""
        for name in ("alt", "value", "placeholder"):
            if text := node.get(name):
                self._attributes[" ".join(text.split())] = None

    def see(self, tag: Any, text: str) -> None:
        """The content of a script or style sheet."""
        if tag == "script":
            if not text.isascii() or "\\u" in text:
                self._strings.update(dict.fromkeys(_strings(text) if len(text) < _KEPT else _strings.__wrapped__(text)))
        elif tag == "style" and not text.isascii():
            self._attributes.update((match[2], None) for match in _CONTENT.finditer(text) if TELLING.search(match[2]))

    def finish(self, root: Any, addresses: Addresses, markup: bytes) -> None:
        """Tool tips and comments; what a link says itself is not said again. ``markup``: the source in lower case."""
        self.metadata = {key: " ".join(contents) for key, contents in self._contents.items()}
        texts = addresses.texts
        for text in _TIPS(root):
            if text not in texts:
                tips = self.link_titles if text.getparent().tag == "a" else self._attributes
                tips[" ".join(text.split())] = None
        if markup.count(b"<!") == markup.count(b"<!doctype") and b"<?" not in markup:
            return  # nothing that a parser could take for a comment
        for node in root.iter(etree.Comment):
            text = node.text
            if text and TELLING.search(text):
                lines = [" ".join(line.split()) for line in _TAG.sub("\n", text).split("\n")]
                self._comments.append("\n".join([line for line in lines if line]))

    def passages(self) -> list[Passage]:
        """One for each ``<meta>``; one for each other kind."""
        found = [
            Passage(f"{self._names[key]}: {content}", f"属性 {self._names[key]}", Part.METADATA)
            for key, content in self.metadata.items()
        ]
        found += passage("\n".join(self._attributes), "提示文字", Part.ATTRIBUTE)
        found += passage("\n".join(self._comments), "网页注释", Part.COMMENT)
        found += passage("\n".join(self._strings), "脚本", Part.SCRIPT)
        return found


_KEPT = 20_000  # characters; longer scripts are not remembered


@functools.lru_cache(maxsize=256)  # a template's scripts stand on each page of a site
def _strings(text: str) -> tuple[str, ...]:
    """The telling strings of a script."""
    found = []
    for match in _STRING.finditer(text):
        string = match[match.lastindex or 1] or ""
        if not string.isascii() or "\\u" in string:
            string = _ESCAPED.sub(r"\1", unescape(string))
            if TELLING.search(string):
                found.append(" ".join(_TAG.sub(" ", string).split()))
    return tuple(found)


def title_of(metadata: dict[str, str], heading: str, title: str) -> str:
    """The title of the article rather than of the window: ArticleTitle, first h1, title without the site's name."""
    if article := metadata.get("articletitle", "").strip() or heading:
        return article[:MAX_TITLE]
    title = title[:MAX_TITLE]
    site = metadata.get("sitename", "").strip()
    short = _SUFFIX.sub("", title) if len(title) > 8 else title
    if site and title.endswith(site) and len(title) > len(site):
        short = title.removesuffix(site).rstrip(" -_|—–·")
    return short if len(short) >= 4 else title


def published(metadata: dict[str, str], text: str) -> str:
    """The date of publication as ISO ``YYYY-MM-DD``: from the metadata, else as written near the top, else empty."""
    for name in _META_DATES:
        if name in metadata and (match := re.search(_DATE, metadata[name])):
            return _iso(match)
    match = _WRITTEN_DATE.search(text, 0, _NEAR_TOP)
    return _iso(match) if match else ""


def _iso(match: re.Match[str]) -> str:
    month, day = int(match[2]), int(match[3])
    return f"{match[1]}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else ""
