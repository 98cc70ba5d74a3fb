"""The front door: Document → Findings.

One pass folds the document, a gate tells which rules can occur at all, and each of those goes its three steps: the
detector finds, counter-cues explain away, the judge adds points.
"""

from __future__ import annotations

import functools
import hashlib
from typing import TYPE_CHECKING

from detectors import excerpt
from detectors.classification_mark import ClassificationMark
from detectors.explain import explain
from detectors.gate import gate_for
from detectors.internal_mark import InternalMark
from detectors.phone import Phone
from detectors.reading import Reading
from detectors.resident_id import ResidentId
from detectors.score import judge
from detectors.withheld import Withheld
from inspection import masking
from inspection.model import Finding, Severity, Sighting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from detectors.base import Detector, Verdict
    from detectors.gate import Gate
    from inspection.model import Context, Document
    from inspection.settings import DetectorSettings

DETECTORS: tuple[Detector, ...] = (
    ClassificationMark(),
    InternalMark(),
    Withheld(),
    ResidentId(),
    Phone(),
)
ENGINE = 1  # revision of fold, position, counter-cues and judge: raised when any of them changes what is found
SIGHTINGS = 50  # places of one finding that are kept for one document


def detect(document: Document, context: Context, settings: DetectorSettings) -> tuple[Finding, ...]:
    """What should not be public in a document: live findings, and explained-away ones with their reason.

    Args:
        document: what was read.
        context: key, date, address.
        settings: the section [detectors]; its ``disabled`` rules do not run.
    """
    return tuple(findings(Reading(document, context), settings, gate_for(_gates())))


def findings(reading: Reading, settings: DetectorSettings, gate: Gate) -> Iterator[Finding]:
    """The same with a gate of the caller's choice; both kinds of gate give the same findings."""
    occurring = gate(reading.text)
    for number, detector in enumerate(DETECTORS):
        if detector.rule not in settings.disabled and (number in occurring or detector.calls(reading)):
            yield from _of_rule(detector, reading, settings)


def rules_version(settings: DetectorSettings) -> str:
    """Names the rule set and the settings that change its result: 12 hex characters behind ``r``."""
    parts = [f"engine {ENGINE}", *(f"{d.rule} {d.revision}" for d in DETECTORS if d.rule not in settings.disabled)]
    parts.append(f"bulk {settings.bulk_persons}")
    return "r" + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


@functools.cache
def _gates() -> tuple[tuple[str, ...], ...]:
    return tuple(detector.gate for detector in DETECTORS)


def _of_rule(detector: Detector, reading: Reading, settings: DetectorSettings) -> Iterator[Finding]:
    """One finding for each value, of one kind only: live when any of its hits is."""
    groups: dict[str, list[Verdict]] = {}
    for hit in detector.find(reading):
        verdict = judge(detector, hit, detector.support(hit, reading), explain(hit, reading))
        groups.setdefault(hit.value, []).append(verdict)
    live = sum(1 for verdicts in groups.values() if any(verdict.suppressed is None for verdict in verdicts))
    for verdicts in groups.values():
        kept = [verdict for verdict in verdicts if verdict.suppressed is None] or verdicts
        graded = [(detector.grade(verdict, reading, live, settings), verdict) for verdict in kept]
        severity, best = max(graded, key=lambda pair: (pair[0], pair[1].score, pair[1].raw))
        yield _finding(detector, reading, best, severity, kept)


def _finding(
    detector: Detector, reading: Reading, best: Verdict, severity: Severity, verdicts: list[Verdict]
) -> Finding:
    path = tuple(masking.mask_name_or_url(step) for step in reading.document.path)
    ordered = [best, *(verdict for verdict in verdicts if verdict is not best)]
    sightings: dict[Sighting, None] = {}
    for verdict in ordered[: SIGHTINGS * 2]:
        shown = (excerpt.of_person if detector.personal else excerpt.of_mark)(reading, verdict.hit)
        sightings[Sighting(path, excerpt.place(reading, verdict.hit), shown)] = None
    return Finding(
        rule=detector.rule,
        revision=detector.revision,
        category=detector.category,
        name=detector.name,
        severity=severity,
        score=best.score if best.suppressed is None else best.raw,
        subject=excerpt.subject(reading, best.hit),
        evidence=best.evidence,
        sightings=tuple(sightings)[:SIGHTINGS],
        digest=reading.document.digest,
        level=best.hit.level,
        suppressed=best.suppressed,
    )
