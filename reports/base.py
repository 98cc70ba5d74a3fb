"""What every report format is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from inspection.summary import RunSummary


class Writer(Protocol):
    """One format of report. Sees the frozen summary and nothing else: no ledger, no index, no clock.

    Attributes:
        format: the word people type (``html``).
        suffix: of the file, with its dot (``.html``).
    """

    format: str
    suffix: str

    def write(self, summary: RunSummary, out: Path) -> Path:
        """Write the whole report to ``out``.

        Args:
            summary: what the report says; masked throughout.
            out: the file to write, replaced where it exists. Its folder exists.

        Returns:
            ``out``.

        Raises:
            OSError: the file cannot be written; the front door turns it into a sentence.
        """
        ...
