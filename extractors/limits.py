"""How much one outermost source may unpack to: bytes, members, depth, time. Counted on what really came out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from inspection.errors import InspectionError, Reason

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.settings import ExtractorSettings

RATIO_FROM = 1 << 20  # a ratio says nothing about small members: 1 MB of spaces packs 1:1000 and harms nobody
# Readers that work page by page stop by themselves after this share of the time limit, so that what was read is kept.
SOFT_SHARE = 0.7


class Budget:
    """What is left for one outermost source; shared by all its members.

    Args:
        settings: the limits.
        clock: seconds, monotonic.
    """

    def __init__(self, settings: ExtractorSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self.settings = settings
        self._clock = clock
        self._bytes = settings.total_bytes
        self._members = settings.members
        self._deadline = clock() + settings.seconds * SOFT_SHARE

    def spend(self, size: int) -> None:
        """Count ``size`` bytes that were unpacked or built.

        Raises:
            InspectionError: ``expansion_limit``, the whole source has unpacked to more than allowed.
        """
        self._bytes -= size
        if self._bytes < 0:
            raise InspectionError(Reason.EXPANSION_LIMIT, f"总量超过 {self.settings.total_bytes >> 20} MB")

    def check_member(self, unpacked: int, packed: int, *, ratio: bool = True) -> None:
        """Judge one member while it unpacks.

        Args:
            unpacked: bytes that came out so far.
            packed: bytes that went in so far.
            ratio: whether the ratio counts (it does not for parts of office files: real sheets reach 1:100).

        Raises:
            InspectionError: ``expansion_limit``, this member is too large or packs too well.
        """
        if unpacked > self.settings.member_bytes:
            raise InspectionError(Reason.EXPANSION_LIMIT, f"单个文件超过 {self.settings.member_bytes >> 20} MB")
        if ratio and unpacked > RATIO_FROM and unpacked > max(packed, 1) * self.settings.ratio:
            raise InspectionError(Reason.EXPANSION_LIMIT, f"压缩比超过 {self.settings.ratio}")

    def admit(self, depth: int) -> None:
        """Count one member at ``depth`` (1: directly inside the outermost source).

        Raises:
            InspectionError: ``nesting_limit`` or ``member_limit``.
        """
        if depth > self.settings.depth:
            raise InspectionError(Reason.NESTING_LIMIT, f"超过 {self.settings.depth} 层")
        self._members -= 1
        if self._members < 0:
            raise InspectionError(Reason.MEMBER_LIMIT, f"超过 {self.settings.members} 个")

    def restart_clock(self) -> None:
        """The time limit is one file's: each member starts it anew."""
        self._deadline = self._clock() + self.settings.seconds * SOFT_SHARE

    @property
    def exhausted(self) -> bool:
        """Whether nothing more may be unpacked at all."""
        return self._bytes < 0

    @property
    def late(self) -> bool:
        """Whether a reader should stop and hand back what it has."""
        return self._clock() > self._deadline
