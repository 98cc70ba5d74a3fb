"""报告 as lines: JSONL and CSV with the keys of surface.md 3. The command line prints the same lines.

A finding is one line for each of its places; a 未检项 is a line; the summary is the last.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from typing import IO, TYPE_CHECKING, Any

from reports.notation import iso, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from inspection.summary import FailureRecord, FindingRecord, FoundAt, RunSummary

Line = dict[str, Any]

FINDING_KEYS = (
    "kind", "id", "run", "site", "url", "found_on", "target", "path", "place", "rule", "category", "name", "severity",
    "score", "level", "excerpt", "subject", "evidence", "suppressed", "digest", "sm3", "first_seen", "last_seen", "status",
    "count",
)  # fmt: skip
FAILURE_KEYS = ("kind", "run", "url", "target", "path", "stage", "reason", "text", "permanent")
# One table for both kinds: the keys of a finding, then those that only a failure has.
CSV_KEYS = (*FINDING_KEYS, *(key for key in FAILURE_KEYS if key not in FINDING_KEYS))
# A spreadsheet reads these as the start of a formula (OWASP, CSV injection); the full-width forms act alike in East Asian locales.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Jsonl:
    """One JSON object a line."""

    format = "jsonl"
    suffix = ".jsonl"

    def write(self, summary: RunSummary, out: Path) -> Path:
        """Write findings, failures and the summary to ``out``."""
        with out.open("w", encoding="utf-8", newline="\n") as stream:
            for line in lines(summary):
                stream.write(as_json(line) + "\n")
        return out


class Csv:
    """A table for any spreadsheet: UTF-8 with a mark, so that Excel does not guess."""

    format = "csv"
    suffix = ".csv"

    def write(self, summary: RunSummary, out: Path) -> Path:
        """Write findings and failures to ``out``."""
        with out.open("w", encoding="utf-8-sig", newline="") as stream:
            write_csv((line for line in lines(summary) if line["kind"] != "summary"), stream)
        return out


def lines(summary: RunSummary) -> Iterator[Line]:
    """All lines of a summary, findings first, most severe first."""
    runs = {site.name: site.run for site in summary.sites}
    only = summary.sites[0].run if len(summary.sites) == 1 else ""
    for record in summary.findings:
        for place in record.places:
            yield finding_line(record, place, run=runs.get(record.site, only))
    for failure in summary.failures:
        yield failure_line(failure, run=only)
    yield summary_line(summary)


def finding_line(record: FindingRecord, place: FoundAt, *, run: str = "") -> Line:
    """A finding at one of its places.

    Args:
        record: as the ledger holds it.
        place: one of ``record.places``.
        run: ``R-000007``; empty for a check of files.
    """
    url = plain(place.url)
    on_web = url.lower().startswith(("http://", "https://"))
    return {
        "kind": "finding",
        "id": record.id,
        "run": run,
        "site": plain(record.site),
        "url": url if on_web else "",
        "found_on": plain(place.found_on),
        "target": url,
        "path": [plain(step) for step in place.sighting.path],
        "place": plain(place.sighting.place),
        "rule": record.rule,
        "category": plain(record.category),
        "name": plain(record.name),
        "severity": int(record.severity),
        "score": record.score,
        "level": record.level.value if record.level else None,
        "excerpt": plain(place.sighting.excerpt),
        "subject": record.subject,
        "evidence": [{"points": reason.points, "why": plain(reason.why)} for reason in record.evidence],
        "suppressed": plain(record.suppressed) if record.suppressed is not None else None,
        "digest": f"sha256:{place.sha256}",
        "sm3": place.sm3,
        "first_seen": iso(record.first_seen),
        "last_seen": iso(record.last_seen),
        "status": record.status,
        "count": record.count,
    }


def failure_line(record: FailureRecord, *, run: str = "") -> Line:
    """A 未检项; ``text`` is the reason's sentence with its detail."""
    target = plain(record.target)
    detail = plain(record.detail)
    return {
        "kind": "failure",
        "run": run,
        "url": target if target.lower().startswith(("http://", "https://")) else "",
        "target": target,
        "path": [plain(step) for step in record.path],
        "stage": record.stage.value,
        "reason": record.reason.value,
        "text": f"{record.reason.sentence}（{detail}）" if detail else record.reason.sentence,
        "permanent": record.permanent,
    }


def summary_line(summary: RunSummary) -> Line:
    """The counts; ``seconds`` from the first start to the last end of the sites' runs."""
    ends = [site.ended for site in summary.sites if site.ended]
    seconds = (max(ends) - min(site.started for site in summary.sites)).total_seconds() if ends else 0.0
    reasons = Counter(failure.reason.value for failure in summary.failures)
    return {
        "kind": "summary",
        "documents": sum(site.documents for site in summary.sites),
        "passages": sum(site.passages for site in summary.sites),
        "findings": {str(step): count for step, count in summary.by_severity().items()},
        "suppressed": len(summary.suppressed),
        "failures": dict(sorted(reasons.items())),
        "seconds": round(max(0.0, seconds), 3),
    }


def as_json(line: Line) -> str:
    """A line as compact JSON, Chinese as it is."""
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))


def write_csv(rows: Iterable[Line], stream: IO[str], keys: Iterable[str] = CSV_KEYS) -> None:
    """Lines as CSV with a head row; a cell that a spreadsheet would take for a formula gets a leading apostrophe.

    Args:
        rows: finding or failure lines.
        stream: text, opened with ``newline=""``.
        keys: the columns; what a line has not is empty.
    """
    columns = tuple(keys)
    table = csv.writer(stream)
    table.writerow(columns)
    for row in rows:
        table.writerow([_disarmed(flat(row.get(key))) for key in columns])


def flat(value: Any) -> str | int:
    """A value of a line as one cell: paths joined by », reasons as ``+60 校验码正确``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return value
    if isinstance(value, list):
        if value and isinstance(value[0], dict):
            return "；".join(f"{item['points']:+d} {item['why']}" for item in value)
        return " » ".join(str(item) for item in value)
    return str(value)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet that reads ``text`` would calculate."""
    return text.startswith(_FORMULA)


def _disarmed(value: str | int) -> str | int:
    return f"'{value}" if isinstance(value, str) and looks_like_formula(value) else value
