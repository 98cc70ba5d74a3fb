"""The third step: the judge adds the points of what was found and what speaks against it.

Scores are sums within 0–100; every point keeps its reason. A hit is explained away when a counter-cue is decisive, when
its score is below the rule's threshold, or when counter-cues leave a case that was clear without them unclear.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors.base import Verdict

if TYPE_CHECKING:
    from detectors.base import Counter, Detector, Hit
    from inspection.model import Evidence

CLEAR = 60  # a score from here on stands, also against counter-cues that are not decisive


def total(evidence: tuple[Evidence, ...]) -> int:
    """The sum of points within 0–100. Monotone: a larger point never gives a smaller score."""
    return max(0, min(100, sum(item.points for item in evidence)))


def judge(detector: Detector, hit: Hit, support: tuple[Evidence, ...], counters: tuple[Counter, ...]) -> Verdict:
    """The verdict on one hit.

    Args:
        detector: whose threshold counts.
        hit: with the evidence of its form.
        support: what else speaks for it.
        counters: what speaks against it, most telling first.
    """
    pro = hit.evidence + support
    contra = tuple(counter.evidence for counter in counters)
    raw, score = total(pro), total(pro + contra)
    reason = next((counter.evidence.why for counter in counters if counter.decisive), None)
    if reason is None and contra and detector.threshold <= score < CLEAR <= raw and not detector.keeps(hit):
        reason = contra[0].why
    if reason is None and score < detector.threshold:
        reason = contra[0].why if contra else "证据不足"
    return Verdict(hit, pro + contra, score, raw, reason)
