"""The same engine over files and folders: before publication, or on a computer. No site, no crawl, no ledger."""

from __future__ import annotations

import asyncio
import hashlib
import os
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from inspection import __version__
from inspection.errors import Reason
from inspection.masking import mask_name_or_url, mask_title
from inspection.model import Context, Extraction, Failure, Sighting, Stage
from inspection.summary import FailureRecord, FindingRecord, FoundAt, RunSummary, SiteCoverage

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from extractors.base import Source
    from extractors.pool import Pool
    from inspection.model import Finding
    from inspection.settings import Settings

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Checked:
    """One file: what was read, and what a report says of it (masked)."""

    target: str
    extraction: Extraction
    findings: tuple[FindingRecord, ...]  # suppressed ones too
    failures: tuple[FailureRecord, ...]


def files(paths: Sequence[str]) -> Iterator[str | Failure]:
    """The files below the given paths in a stable order; what is missing or forbidden as a Failure.

    Links are followed where a person named them, not inside folders: a folder is checked once and ends.
    """
    for given in paths:
        path = Path(given)
        if given == STANDARD_INPUT or path.is_file():
            yield given
        elif path.is_dir():
            troubles: list[Failure] = []

            def refused(error: OSError, found: list[Failure] = troubles) -> None:
                found.append(Failure(Stage.INPUT, Reason.NOT_PERMITTED, str(error.filename)))

            for folder, folders, names in os.walk(path, onerror=refused):
                folders.sort()
                for name in sorted(names):
                    entry = Path(folder, name)
                    if entry.is_file() and not entry.is_symlink():
                        yield str(entry)
                yield from troubles
                troubles.clear()
        else:
            yield Failure(Stage.INPUT, Reason.NOT_FOUND, given)


async def check(
    paths: Sequence[str], settings: Settings, key: bytes, *, detecting: bool = True
) -> AsyncIterator[Checked]:
    """Read (and judge) files, as many at once as there are workers, in the order given.

    Args:
        paths: files, folders, or ``-`` for text on standard input.
        settings: the whole tree; extractors and detectors are used.
        key: HMAC key for subjects.
        detecting: False to read only.
    """
    from extractors.pool import Pool

    now = datetime.now(UTC)
    context = Context(key=key, today=now.astimezone(ZoneInfo(settings.schedule.timezone)).date().isoformat())
    async with Pool(settings.extractors) as pool:
        pending: list[asyncio.Task[Checked]] = []
        ahead = settings.extractors.workers * 2
        for found in files(paths):
            pending.append(asyncio.create_task(_one(found, pool, settings, context, now, detecting=detecting)))
            if len(pending) > ahead:
                yield await pending.pop(0)
        while pending:
            yield await pending.pop(0)


async def _one(
    found: str | Failure, pool: Pool, settings: Settings, context: Context, now: datetime, *, detecting: bool
) -> Checked:
    from detectors.detect import detect
    from extractors.extract import extract, is_inline

    source = found if isinstance(found, Failure) else _source(found, settings)
    if isinstance(source, Failure):
        return Checked(source.target, Extraction((), (source,)), (), (_failure(source.target, source),))
    assert isinstance(found, str)
    extraction = extract(source, settings.extractors) if is_inline(source) else await pool.extract(source)
    findings: list[Finding] = []
    if detecting:
        for document in extraction.documents:
            findings.extend(detect(document, context, settings.detectors))
    marked = any(finding.rule.startswith("classification.") and not finding.suppressed for finding in findings)
    title = next((document.title for document in extraction.documents if document.title), "")
    shown = mask_title(title, marked=marked) or mask_name_or_url(Path(found).name)
    sm3 = hashlib.new("sm3", source.body).hexdigest()
    return Checked(
        found,
        extraction,
        tuple(_record(found, shown, sm3, finding, now) for finding in findings),
        tuple(_failure(found, failure) for failure in extraction.failures),
    )


def _record(target: str, title: str, sm3: str, finding: Finding, now: datetime) -> FindingRecord:
    target = mask_name_or_url(target)
    places = tuple(
        FoundAt(target, "", title, _masked(sighting), now, finding.digest, sm3) for sighting in finding.sightings
    )
    return FindingRecord(
        id="",
        site="",
        agency="",
        rule=finding.rule,
        revision=finding.revision,
        category=finding.category,
        name=finding.name,
        severity=finding.severity,
        score=finding.score,
        level=finding.level,
        subject=finding.subject,
        evidence=finding.evidence,
        status="OPEN",
        suppressed=finding.suppressed,
        first_seen=now,
        last_seen=now,
        new=True,
        places=places,
        count=len(places),
    )


def _masked(sighting: Sighting) -> Sighting:
    return Sighting(tuple(mask_name_or_url(step) for step in sighting.path), sighting.place, sighting.excerpt)


def _failure(target: str, failure: Failure) -> FailureRecord:
    path = tuple(mask_name_or_url(step) for step in failure.path)
    return FailureRecord(
        failure.stage, failure.reason, mask_name_or_url(target), path, failure.detail, "", failure.permanent
    )


def summary(
    checked: Sequence[Checked], settings: Settings, *, rules: str, started: datetime, ended: datetime
) -> RunSummary:
    """What a report over checked files says: the same shape as an inspection's."""
    documents = [document for each in checked for document in each.extraction.documents]
    findings = sorted((record for each in checked for record in each.findings), key=lambda r: (-r.severity, -r.score))
    failures = tuple(record for each in checked for record in each.failures)
    coverage = SiteCoverage(
        name="文件检查",
        agency="",
        district="",
        start_url="",
        run="",
        state="finished",
        started=started,
        ended=ended,
        pages=0,
        attachments=sum(1 for each in checked if not any(f.stage is Stage.INPUT for f in each.failures)),
        documents=len(documents),
        passages=sum(len(document.passages) for document in documents),
        bytes=0,
        unchanged=0,
        redirects=0,
        failures=len(failures),
        backlog=0,
    )
    return RunSummary(
        title="文件检查报告",
        number="",
        issuer=settings.reports.issuer,
        handling=settings.reports.handling,
        created=ended,
        period_start=started,
        period_end=ended,
        tool_version=__version__,
        rules_version=rules,
        rectify_days=settings.reports.rectify_days,
        sites=(coverage,),
        findings=tuple(record for record in findings if record.suppressed is None),
        suppressed=tuple(record for record in findings if record.suppressed is not None),
        failures=failures,
    )


def _source(path: str, settings: Settings) -> Source | Failure:
    from extractors.base import Source

    if path == STANDARD_INPUT:
        return Source("标准输入", sys.stdin.buffer.read(settings.extractors.member_bytes))
    try:
        if Path(path).stat().st_size > settings.extractors.member_bytes:
            return Failure(Stage.INPUT, Reason.TOO_LARGE, path, detail=f"上限 {settings.extractors.member_bytes} 字节")
        return Source(Path(path).name, Path(path).read_bytes())
    except OSError:
        return Failure(Stage.INPUT, Reason.NOT_PERMITTED, path)
