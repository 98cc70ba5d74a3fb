"""A tree for any bytes that a browser would show, however broken or hostile, in time linear to their length.

libxml2 stops at a depth of 256 elements and at 10 MB in one text, and what follows would silently be unread; it compares each
attribute with all before it (100,000 attributes in a tag: 14 s). Pages that meet a limit are flattened and parsed again.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import Any

from lxml import etree

_DEPTH = 150
_LONG = 20_000
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{%d}" % _LONG)
_ATTRIBUTE = re.compile(rb"""[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']*))?""")
_LARGE = 40_000  # bytes; below, even attributes alone cost less than 0.3 s
_MAX_ATTRIBUTES = 2000
_TAG = re.compile(rb"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)([^<>]*)>|<!--")
_TAGS = re.compile("<[a-zA-Z/!][^<>]*>")
_VOID = frozenset(b"area base br col embed frame hr img input link meta param source track wbr".split())
_INLINE = frozenset(
    b"a abbr b big cite code dfn em font i ins kbd label mark q s samp small span strike strong sub sup tt u var".split()
)


def parse(body: bytes) -> Any | None:
    """The root element of UTF-8 ``body``, or None where no tree can hold it (then take :func:`bare`)."""
    if len(body) <= _LARGE or not _LONG_TAG.search(body):
        root, cut = _parse(body, huge=False)
        if not cut:
            return root
    root, cut = _parse(flatten(body), huge=True)
    return None if cut else root


def bare(text: str) -> str:
    """``text`` without its tags, each a line break: the last resort."""
    return _TAGS.sub("\n", text)


def _parse(body: bytes, *, huge: bool) -> tuple[Any | None, bool]:
    """The root, and whether a limit cut it short."""
    # HTML has no entity declarations, so huge_tree opens no way to blow up; depth is bounded by flatten().
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=huge)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, False
    last = parser.error_log.last_error
    return (
        root,
        last is not None and last.level == etree.ErrorLevels.FATAL and last.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT,
    )


def flatten(body: bytes) -> bytes:
    """``body`` with the tags below a depth of 150 replaced by line breaks, and no more than 2,000 attributes in a tag.

    Depth counts as written, without the ends that HTML implies, so it errs on the flat side; no text and no address is lost.
    """
    parts: list[bytes] = []
    lowered = body.lower()
    opened: Counter[bytes] = Counter()
    position = depth = 0
    while match := _TAG.search(body, position):
        parts.append(body[position : match.start()])
        position = match.end()
        name = (match[2] or b"").lower()
        if name in (b"", b"script", b"style") and not match[1]:
            end = lowered.find(b"</" + name if name else b"-->", position)
            position = len(body) if end < 0 else end
            parts.append(body[match.start() : position])
        elif name in _VOID:
            parts.append(_trimmed(match[0]))
        elif match[1]:
            if not opened[name]:  # an end without a start closes nothing
                continue
            opened[name] -= 1
            depth -= 1
            parts.append(match[0] if depth < _DEPTH else b"" if name in _INLINE else b"<br>")
        else:
            depth += 1
            opened[name] += 1
            if depth <= _DEPTH:
                parts.append(_trimmed(match[0]))
            elif name in (b"a", b"iframe"):
                parts.append(_trimmed(match[0]) + b"</" + name + b">")
            elif name not in _INLINE:
                parts.append(b"<br>")
    parts.append(body[position:])
    return b"".join(parts)


def _trimmed(tag: bytes) -> bytes:
    """``tag`` with its first 2,000 attributes; one that is long for another reason stays as it is."""
    if len(tag) < _LONG:
        return tag
    found = [match[0] for match in islice(_ATTRIBUTE.finditer(tag, 1), _MAX_ATTRIBUTES + 1)]
    return tag if len(found) <= _MAX_ATTRIBUTES else b"<" + b" ".join(found[:_MAX_ATTRIBUTES]) + b">"
