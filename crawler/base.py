"""What the crawler gives and takes: entries of its frontier, and the receiver of its captures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inspection.model import Capture, Failure, Link


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that waits to be fetched.

    Attributes:
        seq: order of discovery; the frontier serves in this order.
        kind: "page" or "sitemap" (read for addresses, not inspected).
        depth: hops from a start address.
        hops: redirects that led here without a page between.
        tries: fetches of it that failed so far.
    """

    seq: int
    url: str
    found_on: str | None = None
    anchor: str = ""
    depth: int = 0
    kind: str = "page"
    hops: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What a receiver read in a capture that the crawler needs: addresses, as written."""

    links: Sequence[Link] = ()
    base: str = ""


class Receiver(Protocol):
    """Who takes what the crawler brings. Awaiting it is the back-pressure."""

    async def capture(self, capture: Capture) -> Page:
        """Take the answer of an address; say which addresses it names."""
        ...

    async def failure(self, failure: Failure) -> None:
        """Take an address that ended without an answer."""
        ...
