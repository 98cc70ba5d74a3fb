"""The view model: RunSummary → what every format shows. Pure functions; foreign text passes :func:`notation.plain` here."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from inspection.errors import Reason
from reports.cards import group, sources
from reports.notation import number, plain, short, web_address
from reports.wording import STATE, Conclusion, Nature, conclude, deadline, nature, of_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from inspection.summary import FailureRecord, FindingRecord, RunSummary, SiteCoverage
    from reports.cards import Card, Source

STEPS = (4, 3, 2, 1, 0)
UNNAMED = "（未登记）"


@dataclass(frozen=True, slots=True)
class Miss:
    """One 未检项."""

    target: str
    link: str
    path: str
    stage: str
    detail: str
    found_on: str


@dataclass(frozen=True, slots=True)
class Missed:
    """未检项 of one reason, with what happened and what to do."""

    reason: Reason
    items: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """A line of a statistic: numbers of findings by severity, 4 down to 0."""

    name: str
    steps: tuple[int, ...]

    @property
    def total(self) -> int:
        """All severities together."""
        return sum(self.steps)

    def of(self, severity: int) -> int:
        """Those of one severity."""
        return self.steps[STEPS.index(severity)]

    @property
    def gravest(self) -> int:
        """The highest severity that occurs; 0 where none does."""
        return next((step for step in STEPS if self.of(step)), 0)


@dataclass(frozen=True, slots=True)
class Duty:
    """Who has to do what by when."""

    agency: str
    tally: Tally
    natures: tuple[str, ...]
    deadline: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a format shows, in the order it is shown.

    Attributes:
        files: files were checked, not sites.
        inspected: pages and attachments obtained.
        complete: every site's run came to its end.
        fresh: findings first seen in this run; ``lasting``: seen before.
        sources: each captured address with a finding, once.
        excused: explained-away hits by reason, most frequent first.
    """

    summary: RunSummary
    files: bool
    subject: str
    conclusion: Conclusion
    findings: int
    inspected: int
    missing: int
    complete: bool
    fresh: int
    lasting: int
    steps: Tally
    categories: tuple[Tally, ...]
    sites: tuple[Tally, ...]
    coverage: tuple[SiteCoverage, ...]
    duties: tuple[Duty, ...]
    cards: tuple[Card, ...]
    missed: tuple[Missed, ...]
    sources: tuple[Source, ...]
    excused: tuple[tuple[str, int], ...]

    def of(self, severity: int) -> tuple[Card, ...]:
        """The cards of one severity."""
        return tuple(card for card in self.cards if card.severity == severity)


def numbered(summary: RunSummary) -> RunSummary:
    """The summary with an identifier for each finding: those of checked files, which no ledger knows, get C-000001 and on."""
    if all(finding.id for finding in summary.findings):
        return summary
    findings = tuple(
        finding if finding.id else replace(finding, id=f"C-{at:06d}")
        for at, finding in enumerate(summary.findings, start=1)
    )
    return replace(summary, findings=findings)


def build(summary: RunSummary) -> Report:
    """What the formats show of a summary."""
    if len(summary.sites) == 1 and not all(finding.site for finding in summary.findings):
        name = summary.sites[0].name
        findings = tuple(replace(finding, site=finding.site or name) for finding in summary.findings)
        summary = replace(summary, findings=findings)
    cards = group(summary.findings)
    inspected = sum(site.pages + site.attachments for site in summary.sites)
    fresh = sum(1 for finding in summary.findings if finding.new)
    found_sites = Counter(finding.site for finding in summary.findings)
    return Report(
        summary=summary,
        files=of_files(summary),
        subject=_subject(summary.sites),
        conclusion=conclude(summary, len(summary.failures)),
        findings=len(summary.findings),
        inspected=inspected,
        missing=len(summary.failures),
        complete=all(site.state == "finished" for site in summary.sites),
        fresh=fresh,
        lasting=len(summary.findings) - fresh,
        steps=Tally("合计", tuple(summary.by_severity().values())),
        categories=_tallies((finding.category, finding) for finding in summary.findings),
        sites=_tallies(
            ((finding.site, finding) for finding in summary.findings),
            also=[site.name for site in summary.sites if site.name not in found_sites],
        ),
        coverage=summary.sites,
        duties=_duties(summary),
        cards=cards,
        missed=_missed(summary.failures),
        sources=sources(cards),
        excused=tuple(Counter(short(finding.suppressed or "") for finding in summary.suppressed).most_common()),
    )


def state(site: SiteCoverage) -> str:
    """The state of a site's run in words."""
    return STATE.get(site.state, site.state)


def way(path: Sequence[str]) -> str:
    """名单.zip » 表.xlsx."""
    return " » ".join(short(step, 200) for step in path)


def _subject(sites: tuple[SiteCoverage, ...]) -> str:
    if len(sites) == 1:
        return short(sites[0].name)
    return f"{short(sites[0].name)}等 {len(sites)} 个站点" if sites else "—"


def _tallies(pairs: Iterable[tuple[str, FindingRecord]], also: Sequence[str] = ()) -> tuple[Tally, ...]:
    table: dict[str, Counter[int]] = {name: Counter() for name in also}
    for name, finding in pairs:
        table.setdefault(name, Counter())[int(finding.severity)] += 1
    tallies = [Tally(short(name) or UNNAMED, tuple(count[step] for step in STEPS)) for name, count in table.items()]
    return tuple(sorted(tallies, key=lambda tally: (*(-step for step in tally.steps), tally.name)))


def _duties(summary: RunSummary) -> tuple[Duty, ...]:
    """Agencies with findings of 一般 and above, the gravest first."""
    kinds: dict[str, Counter[Nature]] = defaultdict(Counter)
    pressing: set[str] = set()
    pairs: list[tuple[str, FindingRecord]] = []
    for finding in summary.findings:
        if finding.severity > 0:
            agency = short(finding.agency or finding.site) or UNNAMED
            kind = nature(finding.rule)
            kinds[agency][kind] += 1
            pairs.append((agency, finding))
            if kind.urgent(finding.severity):
                pressing.add(agency)
    return tuple(
        Duty(
            agency=tally.name,
            tally=tally,
            natures=tuple(f"{kind.label}\u00a0{number(count)}" for kind, count in kinds[tally.name].most_common()),
            deadline=deadline(summary.rectify_days, urgent=tally.name in pressing),
            urgent=tally.name in pressing,
        )
        for tally in _tallies(pairs)
    )


def _missed(failures: Iterable[FailureRecord]) -> tuple[Missed, ...]:
    groups: dict[Reason, list[Miss]] = defaultdict(list)
    for failure in failures:
        target = plain(failure.target)
        groups[failure.reason].append(
            Miss(
                target=target,
                link=web_address(target),
                path=way(failure.path),
                stage=failure.stage.value,
                detail=short(failure.detail, 120),
                found_on=plain(failure.found_on),
            )
        )
    order = {reason: place for place, reason in enumerate(Reason)}
    ranked = sorted(groups.items(), key=lambda item: (-len(item[1]), order[item[0]]))
    return tuple(Missed(reason, tuple(items)) for reason, items in ranked)
