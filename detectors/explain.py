"""The second step: counter-cues explain away. Each says what speaks against a hit, in Chinese, with its points.

A hit that is explained away is kept as suppressed with the reason, so that a reviewer can sample it; nothing is
deleted. The allow list of a workspace will stand here beside the cues (issue: rule packs).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detectors import cues_person, cues_place, cues_text, cues_topic

if TYPE_CHECKING:
    from collections.abc import Callable

    from detectors.base import Counter, Hit
    from detectors.reading import Reading

# What each rule's hits are held against, most telling first: the first decisive reason is the one that is shown.
_TEXT: tuple[Callable[[Hit, Reading], Counter | None], ...] = (
    cues_text.mentioned,
    cues_text.quoted,
    cues_place.options,
    cues_place.neighbours,
    cues_place.register,
    cues_text.enumerated,
    cues_text.not_document,
    cues_place.several_levels,
    cues_text.quiz,
    cues_text.taught,
    cues_text.negated,
    cues_text.case_report,
    cues_text.statute_text,
    cues_place.template,
    cues_text.declassified,
    cues_topic.disclosure,
    cues_topic.past_exam,
    cues_topic.history,
    cues_topic.leisure,
    cues_topic.teaching,
    cues_topic.other,
)
_PERSON = (
    cues_person.sample,
    cues_person.credit_code,
    cues_person.other_number,
    cues_person.number_table,
    cues_person.statutory,
)


def explain(hit: Hit, reading: Reading) -> tuple[Counter, ...]:
    """What speaks against a hit."""
    cues = _PERSON if hit.value else _TEXT
    return tuple(counter for cue in cues if (counter := cue(hit, reading)) is not None)
