"""The same engine over files and folders: before publication, or on a computer. No site, no crawl, no ledger."""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
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
    """The files below the given paths in a stable order; what is missing, forbidden or no file as a Failure.

    Links are followed where a person named them, not inside folders: a folder is checked once and ends.
    """
    for given in paths:
        path = Path(given)
        try:
            kind = "file" if given == STANDARD_INPUT or path.is_file() else "folder" if path.is_dir() else ""
        except OSError:
            yield Failure(Stage.INPUT, Reason.NOT_PERMITTED, given)
            continue
        if kind == "file":
            yield given
        elif kind == "folder":
            yield from _below(path)
        else:
            yield Failure(Stage.INPUT, Reason.NOT_FOUND, given)


def _below(path: Path) -> Iterator[str | Failure]:
    refused: list[Failure] = []
    for folder, folders, names in os.walk(
        path, onerror=lambda error: refused.append(Failure(Stage.INPUT, Reason.NOT_PERMITTED, str(error.filename)))
    ):
        folders.sort()
        for name in sorted(names):
            entry = os.path.join(folder, name)  # noqa: PTH118  # names that are no text pass as they are
            mode = os.lstat(entry).st_mode
            if stat.S_ISREG(mode):
                yield entry
            elif stat.S_ISLNK(mode):
                yield Failure(Stage.INPUT, Reason.UNSUPPORTED_FORMAT, entry, detail="链接，未跟随")
            else:
                yield Failure(Stage.INPUT, Reason.UNSUPPORTED_FORMAT, entry, detail="不是普通文件")
        yield from refused
        refused.clear()
    yield from refused


def readable(path: str) -> str:
    """A path as text: names on old disks are GBK, and Python hands their bytes on as surrogates."""
    raw = os.fsencode(path)
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")


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
        target = readable(source.target)
        return Checked(target, Extraction((), (source,)), (), (_failure(target, source),))
    assert isinstance(found, str)
    target = readable(found)
    extraction = extract(source, settings.extractors) if is_inline(source) else await pool.extract(source)
    findings: list[Finding] = []
    if detecting:
        for document in extraction.documents:
            findings.extend(detect(document, context, settings.detectors))
    marked = any(finding.rule.startswith("classification.") and not finding.suppressed for finding in findings)
    title = next((document.title for document in extraction.documents if document.title), "")
    shown = mask_title(title, marked=marked) or mask_name_or_url(source.name)
    sm3 = hashlib.new("sm3", source.body).hexdigest()
    return Checked(
        target,
        extraction,
        tuple(_record(target, shown, sm3, finding, now) for finding in findings),
        tuple(_failure(target, failure) for failure in extraction.failures),
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

    limit = settings.extractors.member_bytes
    too_large = Failure(Stage.INPUT, Reason.TOO_LARGE, path, detail=f"上限 {limit} 字节")
    if path == STANDARD_INPUT:
        body = sys.stdin.buffer.read(limit + 1)
        return too_large if len(body) > limit else Source("标准输入", body)
    try:
        if os.stat(path).st_size > limit:  # noqa: PTH116  # as above
            return too_large
        with open(path, "rb") as file:  # noqa: PTH123
            return Source(readable(os.path.basename(path)), file.read(limit))  # noqa: PTH119
    except OSError:
        return Failure(Stage.INPUT, Reason.NOT_PERMITTED, path)
