r"""Which rules can occur in a text at all: one pass of Hyperscan, or the same patterns by ``re``.

Hyperscan is optional (x86-64 wheels only); both ways give the same answer, since both run the same patterns, which keep
to the subset that the two engines read alike (no look-around, no ``\\b``, explicit classes, bounded repeats).
"""

from __future__ import annotations

import functools
import re
import threading
from typing import Protocol


class Gate(Protocol):
    """A set of numbered pattern groups."""

    def __call__(self, text: str) -> frozenset[int]:
        """The numbers of the groups of which a pattern occurs in ``text`` (folded: no lone surrogates)."""
        ...


class PlainGate:
    """The patterns by ``re``, one group after the other."""

    def __init__(self, groups: tuple[tuple[str, ...], ...]) -> None:
        self._groups = [[re.compile(pattern) for pattern in group] for group in groups]

    def __call__(self, text: str) -> frozenset[int]:
        """As :class:`Gate`."""
        return frozenset(
            number for number, group in enumerate(self._groups) if any(pattern.search(text) for pattern in group)
        )


class HyperscanGate:
    """All patterns in one pass over the UTF-8 bytes.

    Raises:
        ImportError: hyperscan is not installed.
    """

    def __init__(self, groups: tuple[tuple[str, ...], ...]) -> None:
        import hyperscan

        expressions = [(pattern, number) for number, group in enumerate(groups) for pattern in group]
        flags = hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_UCP | hyperscan.HS_FLAG_SINGLEMATCH
        self._groups = tuple(number for _, number in expressions)
        self._database = hyperscan.Database()
        self._database.compile(
            expressions=[pattern.encode() for pattern, _ in expressions],
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=[flags] * len(expressions),
        )
        self._lock = threading.Lock()  # the scratch space serves one scan at a time

    def __call__(self, text: str) -> frozenset[int]:
        """As :class:`Gate`."""
        found: set[int] = set()

        def note(pattern: int, *_: object) -> None:
            found.add(self._groups[pattern])

        with self._lock:
            self._database.scan(text.encode(), match_event_handler=note)
        return frozenset(found)


@functools.cache
def gate_for(groups: tuple[tuple[str, ...], ...]) -> Gate:
    """The fastest gate this machine has for the pattern groups, made once a process."""
    try:
        return HyperscanGate(groups)
    except ImportError:
        return PlainGate(groups)
