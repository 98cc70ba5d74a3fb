"""What extractors share: the source they read, the reading they give back, and the Protocol they satisfy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from inspection.model import Link, Part, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractors.limits import Budget
    from inspection.errors import Reason

# What makes a name, a comment or an attribute worth reading on its own: Chinese, or digits enough for a personal number.
TELLING = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003134f]|[0-9０-９]{11}")


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes to be read, with what is known about them from outside.

    Attributes:
        name: file name for display, cleaned of control characters.
        path: the way through archives and embedded objects, outermost first, this source included; empty for
            an outermost source that is called ``name``.
        declared: Content-Type without its parameters; a hint only, types are recognised by bytes.
        charset: charset of the HTTP header; a hint only.
        digest: SHA-256 (hex) of ``body`` where it is already known.
    """

    name: str
    body: bytes = field(repr=False)
    path: tuple[str, ...] = ()
    declared: str = ""
    charset: str = ""
    digest: str = ""

    @property
    def way(self) -> tuple[str, ...]:
        """``path``, or the name alone for an outermost source. ``way[0]`` names the outermost source."""
        return self.path or (self.name,)

    def member(self, name: str, body: bytes) -> Source:
        """A source found inside this one."""
        return Source(name, body, (*self.way, name))


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something in a source that could not be read; the front door makes a Failure of it.

    Attributes:
        detail: numbers and names of mechanisms only, never a document's text.
        member: name of the member concerned, empty for the source itself.
    """

    reason: Reason
    detail: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an extractor read of one source.

    Attributes:
        members: sources found inside, which loop back through the front door; may be a generator, so that an
            archive is never unpacked as a whole. It may also yield troubles of single members.
        silent: no text is normal for this source (an archive); otherwise nothing but metadata is a ``no_text`` failure.
    """

    passages: tuple[Passage, ...]
    title: str = ""
    links: tuple[Link, ...] = ()
    base: str = ""
    published: str = ""
    members: Iterable[Source | Trouble] = ()
    troubles: tuple[Trouble, ...] = ()
    silent: bool = False


class Extractor(Protocol):
    """A reader of one family of formats.

    Attributes:
        formats: short names as :func:`extractors.sniff.sniff` gives them.
        inline: fit to run in the crawl process: pure text work on bytes, bounded, no native parser that aborts.
    """

    @property
    def formats(self) -> tuple[str, ...]:
        """What it reads."""
        ...

    @property
    def inline(self) -> bool:
        """Where it may run."""
        ...

    def extract(self, source: Source, kind: str, budget: Budget) -> Reading:
        """Everything readable in ``source``, hidden parts included.

        Args:
            source: the bytes.
            kind: which of ``formats`` it is.
            budget: what may still be unpacked, shared by all members of the outermost source.

        Raises:
            InspectionError: nothing at all could be read (encrypted, damaged, a limit).
        """
        ...


def passage(text: str, place: str, part: Part) -> list[Passage]:
    """One passage, or none when there is no text: for building lists with ``+=``."""
    text = text.strip("\n")
    return [Passage(text, place, part)] if text.strip() else []
