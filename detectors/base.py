r"""What every detector is, and the values that pass between the three steps: find, explain away, judge.

A detector finds :class:`Hit`\\ s in a :class:`~detectors.reading.Reading`; ``explain`` says what speaks against each;
``judge`` adds the points and asks the detector for the severity.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from inspection.model import Context, Document, Part, Passage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from detectors.position import Standing
    from detectors.reading import Reading
    from inspection.model import Evidence, Level, Severity
    from inspection.settings import DetectorSettings


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate: something that looks like what the rule is for.

    Attributes:
        start, end: its span in ``Reading.text``.
        form: which form of the rule it has; counter-cues and grades depend on it.
        evidence: what the form itself is worth.
        level: the 密级 it names.
        value: canonical value of personal data (one finding for each); empty where a document has one finding.
        where: how it stands on its page; None for personal data.
    """

    rule: str
    start: int
    end: int
    form: str
    evidence: tuple[Evidence, ...]
    level: Level | None = None
    value: str = ""
    where: Standing | None = None


@dataclass(frozen=True, slots=True)
class Counter:
    """What speaks against a hit. ``decisive``: it explains the hit away whatever its score."""

    evidence: Evidence
    decisive: bool = False


@dataclass(frozen=True, slots=True)
class Verdict:
    """A hit with everything that was said about it.

    Attributes:
        score: 0–100, all points added.
        raw: the same without the counter-cues.
        suppressed: why it is explained away, or None.
    """

    hit: Hit
    evidence: tuple[Evidence, ...]
    score: int
    raw: int
    suppressed: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """A specimen of a rule, run by the tests for every detector.

    Attributes:
        text: of the one passage.
        severity: of the live finding it must give; None when it must give none (nothing, or only a suppressed one).
    """

    text: str
    severity: Severity | None = None
    part: Part = Part.BODY
    title: str = ""
    format: str = "docx"
    place: str = "正文"
    url: str = ""
    today: str = "2026-11-23"

    def document(self) -> Document:
        """The specimen as a document of one passage."""
        passage = Passage(self.text, self.place, self.part)
        return Document((f"文件.{self.format}",), self.format, "0" * 64, self.title, (passage,))

    def context(self) -> Context:
        """The circumstances of the specimen."""
        return Context(key=bytes(32), today=self.today, url=self.url)


class Detector(Protocol):
    """One rule: what it finds, what else speaks for it, how grave it is."""

    @property
    def rule(self) -> str:
        """Identifier: ``classification.mark``."""
        ...

    @property
    def revision(self) -> int:
        """Raised with each change of what the rule finds."""
        ...

    @property
    def name(self) -> str:
        """What inspectors read."""
        ...

    @property
    def category(self) -> str:
        """Class of the national 检测器 taxonomy."""
        ...

    @property
    def severity(self) -> Severity:
        """Severity of a plain case."""
        ...

    @property
    def basis(self) -> str:
        """Legal basis."""
        ...

    @property
    def gate(self) -> tuple[str, ...]:
        """Patterns over the folded text, in the subset common to Hyperscan and ``re``: the rule runs only where one occurs."""
        ...

    @property
    def personal(self) -> bool:
        """Excerpts are masked as personal data; else blind, so that no text of the document appears."""
        ...

    @property
    def threshold(self) -> int:
        """A score below it is explained away."""
        ...

    @property
    def examples(self) -> tuple[Example, ...]:
        """Specimens that must give a live finding of their severity."""
        ...

    @property
    def counter_examples(self) -> tuple[Example, ...]:
        """Specimens that must give none."""
        ...

    def calls(self, reading: Reading) -> bool:
        """Whether the rule runs although its gate is shut."""
        ...

    def find(self, reading: Reading) -> Iterable[Hit]:
        """Every candidate of the rule in the document."""
        ...

    def support(self, hit: Hit, reading: Reading) -> tuple[Evidence, ...]:
        """What speaks for a hit beyond its form: position, surroundings, context."""
        ...

    def keeps(self, hit: Hit) -> bool:
        """Whether a hit of this form stays live, at a low step, when only its score speaks against it."""
        ...

    def grade(self, verdict: Verdict, reading: Reading, count: int, settings: DetectorSettings) -> Severity:
        """The severity of a hit, as its score, form and document stand.

        Args:
            verdict: graded by ``verdict.raw`` when it is suppressed, else by ``verdict.score``.
            reading: the document.
            count: distinct values of the rule that are live in the document.
            settings: the section [detectors].
        """
        ...
