"""RunSummary: everything a report says, frozen. Reports see this and nothing else: no ledger, no index, no clock.

Apart from model.py because only ledger/ (which makes it) and reports/ (which renders it) need it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from inspection.errors import Reason
    from inspection.model import Evidence, Level, Severity, Sighting, Stage


@dataclass(frozen=True, slots=True)
class FoundAt:
    """A sighting as the ledger holds it: on which page, in which file, at which place.

    Attributes:
        title: of the page or document, masked.
        url, found_on: masked for display.
        sha256, sm3: of the capture at that address.
    """

    url: str
    found_on: str
    title: str
    sighting: Sighting
    captured_at: datetime
    sha256: str
    sm3: str


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """A finding as the ledger holds it, with the places it was seen in this run (masked throughout)."""

    id: str  # F-000123
    site: str
    agency: str
    rule: str
    revision: int
    category: str
    name: str
    severity: Severity
    score: int
    level: Level | None
    subject: str
    evidence: tuple[Evidence, ...]
    status: str
    suppressed: str | None
    first_seen: datetime
    last_seen: datetime
    new: bool  # first seen in this run
    places: tuple[FoundAt, ...]
    count: int  # all places in this run; ``places`` may hold only the first of them


@dataclass(frozen=True, slots=True)
class FailureRecord:
    """未检项 as the ledger holds it. ``target`` and ``path`` masked."""

    stage: Stage
    reason: Reason
    target: str
    path: tuple[str, ...]
    detail: str
    found_on: str
    permanent: bool


@dataclass(frozen=True, slots=True)
class SiteCoverage:
    """覆盖情况 of one site in one run."""

    name: str
    agency: str
    district: str
    start_url: str
    run: str  # R-000007
    state: str  # finished, stopped, failed
    started: datetime
    ended: datetime | None
    pages: int  # addresses that answered with a page
    attachments: int  # addresses that answered with a file
    documents: int  # documents read, members of archives included
    passages: int
    bytes: int
    unchanged: int
    redirects: int
    failures: int
    backlog: int  # documents the index has not taken yet


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a report says.

    Attributes:
        sites: one for each run that is summed up.
        findings: not suppressed, most severe first.
        suppressed: explained-away hits, so that a reviewer can sample them.
    """

    title: str
    number: str
    issuer: str
    handling: str
    created: datetime
    period_start: datetime
    period_end: datetime
    tool_version: str
    rules_version: str
    rectify_days: int
    sites: tuple[SiteCoverage, ...]
    findings: tuple[FindingRecord, ...]
    suppressed: tuple[FindingRecord, ...]
    failures: tuple[FailureRecord, ...]

    def by_severity(self) -> dict[int, int]:
        """Number of findings of each severity, 4 down to 0."""
        return {step: sum(1 for finding in self.findings if finding.severity == step) for step in (4, 3, 2, 1, 0)}
