"""Findings and their sightings: what a batch saw, what it saw again, what came back.

A finding is (site, rule, subject). Within one rule set it only gains: the strongest that the rules said of it stays, since
an incremental run does not look again at the page where it is strongest. A new rule set begins anew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, select, update

from ledger import chain
from ledger.base import Novelty, Status, finding_id, join_path, spot
from ledger.outbox import enqueue_findings
from ledger.tables import finding, sighting
from ledger.upsert import chunks, put

if TYPE_CHECKING:
    from datetime import datetime

    from inspection.model import Finding
    from ledger.batch import Batch
    from ledger.upsert import Row

WHO = "mijian"
_FACT = ("site_id", "subject", "rule")
_PLACE = ("finding_id", "address", "digest", "spot", "first_run")


@dataclass(frozen=True, slots=True)
class _Fact:
    """The strongest form of a finding in this batch, and when it was seen last."""

    finding: Finding
    rules: str
    at: datetime

    @property
    def rank(self) -> tuple[bool, int, int]:
        return self.finding.suppressed is None, int(self.finding.severity), self.finding.score


@dataclass(frozen=True, slots=True)
class _Place:
    """A sighting to be."""

    finding: int
    address: bytes
    digest: str
    spot: bytes
    path: str
    place: str
    excerpt: str
    rules: str

    @property
    def key(self) -> tuple[int, bytes, str, bytes]:
        return self.finding, self.address, self.digest, self.spot


@dataclass(frozen=True, slots=True)
class Seen:
    """What :func:`write` found: keys of findings new to the ledger, of those that came back, of all whose row changed."""

    new: tuple[int, ...] = ()
    reopened: tuple[int, ...] = ()


def write(batch: Batch) -> Seen:
    """The batch's findings and sightings."""
    _supersede(batch)
    facts = _facts(batch)
    keys, new = _enter(batch, facts) if facts else ({}, [])
    seen = {keys[name]: fact.at for name, fact in facts.items()}
    places = [
        _Place(keys[f.rule, f.subject], address, result.sha256, spot(path, s.place), path, s.place, s.excerpt, result.rules)
        for address, result in batch.of(Novelty.NEW)
        for f in result.findings
        for s in f.sightings
        for path in (join_path(s.path[1:]),)
    ]  # fmt: skip
    known = _elsewhere(batch)
    places += known
    seen.update({place.finding: batch.at for place in known})
    _place(batch, places)
    told = sorted(seen)
    seen.update(_move_unchanged(batch))
    reopened = _see(batch, seen) if seen else []
    # Findings of unchanged pages are not told to the index: an unchanged site must stay cheap.
    enqueue_findings(batch.connection, told)
    return Seen(tuple(new), tuple(reopened))


def _facts(batch: Batch) -> dict[tuple[str, str], _Fact]:
    facts: dict[tuple[str, str], _Fact] = {}
    for _, result in batch.of(Novelty.NEW):
        for item in result.findings:
            fact = _Fact(item, result.rules, result.fetched_at)
            old = facts.get((item.rule, item.subject))
            if old is not None:
                best = fact if fact.rank > old.rank else old
                fact = replace(best, at=max(old.at, fact.at))
            facts[item.rule, item.subject] = fact
    return facts


def _enter(batch: Batch, facts: dict[tuple[str, str], _Fact]) -> tuple[dict[tuple[str, str], int], list[int]]:
    """Insert or strengthen; the keys of all facts, and of those that are new."""
    columns = (finding.c.id, finding.c.rule, finding.c.subject, finding.c.severity, finding.c.score, finding.c.suppressed, finding.c.rules)  # fmt: skip
    keys: dict[tuple[str, str], int] = {}
    stronger: list[Row] = []
    site = batch.run.site
    for part in chunks({subject for _, subject in facts}):
        found = batch.connection.execute(select(*columns).where(finding.c.site_id == site, finding.c.subject.in_(part)))
        for row in found:
            fact = facts.get((row.rule, row.subject))
            if fact is None:
                continue
            keys[row.rule, row.subject] = row.id
            if row.rules != fact.rules or fact.rank > (row.suppressed is None, row.severity, row.score):
                stronger.append({"this": row.id, **_judgement(fact)})
    if stronger:
        batch.connection.execute(update(finding).where(finding.c.id == bindparam("this")), stronger)
    fresh = {name: fact for name, fact in facts.items() if name not in keys}
    if not fresh:
        return keys, []
    rows: list[Row] = [
        {
            "site_id": site,
            "subject": fact.finding.subject,
            "rule": fact.finding.rule,
            "status": Status.OPEN,
            "status_at": fact.at,
            "first_run": batch.run.id,
            "last_run": batch.run.id,
            "first_seen": fact.at,
            "last_seen": fact.at,
            **_judgement(fact),
        }
        for fact in fresh.values()
    ]
    put(batch.connection, finding, rows, key=_FACT)
    new: list[int] = []
    for part in chunks({subject for _, subject in fresh}):
        named = select(finding.c.id, finding.c.rule, finding.c.subject)
        for key, rule, subject in batch.connection.execute(
            named.where(finding.c.site_id == site, finding.c.subject.in_(part)).order_by(finding.c.id)
        ):
            if (rule, subject) in fresh:
                keys[rule, subject] = key
                new.append(key)
    chain.append(
        batch.connection,
        [(finding_id(key), None, Status.OPEN) for key in new],
        at=batch.at,
        who=WHO,
        reason=f"检查任务 {batch.run.shown} 首次发现",
    )
    return keys, new


def _judgement(fact: _Fact) -> Row:
    item = fact.finding
    return {
        "revision": item.revision,
        "category": item.category,
        "name": item.name,
        "severity": int(item.severity),
        "score": item.score,
        "level": None if item.level is None else item.level.value,
        "evidence": [[e.points, e.why, e.basis] for e in item.evidence],
        "suppressed": item.suppressed,
        "rules": fact.rules,
    }


def _elsewhere(batch: Batch) -> list[_Place]:
    """Sightings of known bytes, taken from another address of the site that answered with them under these rules."""
    places: list[_Place] = []
    cached: dict[tuple[str, str], list[tuple[int, bytes, str, str, str]]] = {}
    for address, result in batch.of(Novelty.KNOWN):
        name = (result.sha256, result.rules)
        if name not in cached:
            cached[name] = _reference(batch, *name)
        places += [
            _Place(key, address, result.sha256, at, path, place, excerpt, result.rules)
            for key, at, path, place, excerpt in cached[name]
        ]
    return places


def _reference(batch: Batch, digest: str, rules: str) -> list[tuple[int, bytes, str, str, str]]:
    same = (sighting.c.site_id == batch.run.site, sighting.c.digest == digest, sighting.c.rules == rules)
    one = select(sighting.c.address, sighting.c.last_run).where(*same).limit(1)
    reference = batch.connection.execute(one).first()
    if reference is None:
        return []
    columns = (sighting.c.finding_id, sighting.c.spot, sighting.c.path, sighting.c.place, sighting.c.excerpt)
    there = select(*columns).where(*same, sighting.c.address == reference.address)
    found = {(key, bytes(at)): (key, bytes(at), *rest) for key, at, *rest in batch.connection.execute(there)}
    return list(found.values())


def _place(batch: Batch, places: list[_Place]) -> None:
    """Prolong what was there at the address's last visit, begin a new stretch for everything else."""
    latest: dict[tuple[int, bytes, str, bytes], tuple[int, int, str]] = {}
    columns = (sighting.c.id, sighting.c.finding_id, sighting.c.address, sighting.c.digest, sighting.c.spot, sighting.c.last_run, sighting.c.rules)  # fmt: skip
    known = {place.address for place in places if place.address in batch.known}
    for part in chunks(known):
        for row in batch.connection.execute(
            select(*columns)
            .where(sighting.c.site_id == batch.run.site, sighting.c.address.in_(part))
            .order_by(sighting.c.last_run)
        ):
            name = (row.finding_id, bytes(row.address), row.digest, bytes(row.spot))
            latest[name] = (row.id, row.last_run, row.rules)
    run = batch.run.id
    longer: list[Row] = []
    fresh: dict[tuple[int, bytes, str, bytes], Row] = {}
    for place in places:
        old = latest.get(place.key)
        if old is not None and old[1] >= batch.known[place.address].last_run:
            if (old[1], old[2]) != (run, place.rules):
                longer.append({"this": old[0], "last_run": run, "rules": place.rules, "excerpt": place.excerpt})
            continue
        fresh.setdefault(
            place.key,
            {
                "finding_id": place.finding,
                "site_id": batch.run.site,
                "address": place.address,
                "digest": place.digest,
                "spot": place.spot,
                "path": place.path,
                "place": place.place,
                "excerpt": place.excerpt,
                "rules": place.rules,
                "first_run": run,
                "last_run": run,
            },
        )
    if longer:
        batch.connection.execute(update(sighting).where(sighting.c.id == bindparam("this")), longer)
    put(batch.connection, sighting, list(fresh.values()), key=_PLACE)


def _supersede(batch: Batch) -> None:
    """A page fetched twice in one run (after a crash) and different each time: what only the first fetch showed goes."""
    for address, result in batch.of(Novelty.NEW, Novelty.KNOWN):
        known = batch.known.get(address)
        if known is not None and known.last_run == batch.run.id and known.digest != result.sha256:
            batch.connection.execute(
                delete(sighting).where(
                    sighting.c.site_id == batch.run.site,
                    sighting.c.address == address,
                    sighting.c.digest == known.digest,
                    sighting.c.first_run == batch.run.id,
                )
            )


def _move_unchanged(batch: Batch) -> dict[int, datetime]:
    """Sightings of unchanged pages are seen by this run, those that the last visit saw; their findings and when."""
    visits: dict[int, list[bytes]] = {}
    for address, _ in batch.of(Novelty.UNCHANGED):
        visits.setdefault(batch.known[address].last_run, []).append(address)
    seen: dict[int, datetime] = {}
    for last, addresses in visits.items():
        for part in chunks(addresses):
            there = (sighting.c.site_id == batch.run.site, sighting.c.address.in_(part), sighting.c.last_run == last)
            found = batch.connection.scalars(select(sighting.c.finding_id).where(*there).distinct()).all()
            if found:
                batch.connection.execute(update(sighting).where(*there).values(last_run=batch.run.id))
                seen.update(dict.fromkeys(found, batch.at))
    return seen


def _see(batch: Batch, seen: dict[int, datetime]) -> list[int]:
    """These findings were seen; those that were closed before come back. Their keys."""
    later: list[Row] = []
    back: list[int] = []
    columns = (finding.c.id, finding.c.status, finding.c.status_at, finding.c.last_run, finding.c.last_seen)
    for part in chunks(seen):
        for row in batch.connection.execute(select(*columns).where(finding.c.id.in_(part)).order_by(finding.c.id)):
            at = seen[row.id]
            if row.last_run != batch.run.id or row.last_seen < at:
                later.append({"this": row.id, "last_run": batch.run.id, "last_seen": max(at, row.last_seen)})
            if row.status is Status.CLOSED and row.status_at < at:
                back.append(row.id)
    if later:
        batch.connection.execute(update(finding).where(finding.c.id == bindparam("this")), later)
    if back:
        reason = f"检查任务 {batch.run.shown} 再次发现"
        chain.move(batch.connection, back, Status.REOPENED, at=batch.at, who=WHO, reason=reason)
    return back
