"""What the index needs of an outbox row: pages with their documents, findings with their site. No text: that is in the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, select

from inspection.model import Severity
from ledger import records
from ledger.base import Location, split_path
from ledger.outbox import page_key
from ledger.tables import agency, blob, capture, document, finding, page, sighting, site
from ledger.upsert import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Row
    from sqlalchemy.engine import Connection

    from ledger.records import Stored


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document of a page as it is now.

    Attributes:
        id: unique among the entries of the index; the same as long as the page and the document's place in it are.
        path: the way through archives, the page's own name first; masked.
        digest: SHA-256 (hex) of the bytes read.
        text_digest, location: the packed document in the evidence store; empty and None where it is not kept.
        rules, severity: of what was found in it and not suppressed.
    """

    id: str
    path: tuple[str, ...]
    title: str
    format: str
    digest: str
    text_digest: str
    location: Location | None
    rules: tuple[str, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page as it is now.

    Attributes:
        key: of the outbox.
        when: time of the capture of its present bytes.
        gone: ids of documents that earlier captures of it had and this one has not: to be deleted.
    """

    key: str
    url: str
    found_on: str
    title: str
    when: datetime
    site: str
    agency: str
    district: str
    documents: tuple[DocumentRow, ...]
    gone: tuple[str, ...]


def index_pages(connection: Connection, keys: Iterable[str]) -> tuple[PageRow, ...]:
    """Pages by the keys of the outbox; keys of pages that do not exist are left out."""
    by_site: dict[int, list[bytes]] = {}
    for key in keys:
        number, _, address = key.partition(":")
        by_site.setdefault(int(number), []).append(bytes.fromhex(address))
    return tuple(
        row for number, addresses in by_site.items() for part in chunks(addresses) for row in _pages(connection, number, part)
    )  # fmt: skip


def index_findings(connection: Connection, keys: Iterable[str]) -> tuple[Stored, ...]:
    """Findings by the keys of the outbox, each with its newest place."""
    return tuple(records.findings(connection, [int(key) for key in keys], places=1))


def _pages(connection: Connection, number: int, addresses: list[bytes]) -> list[PageRow]:
    here = (page.c.site_id == number, page.c.address.in_(addresses))
    named = connection.execute(
        select(site.c.name, site.c.district, agency.c.name.label("agency"))
        .outerjoin(agency, agency.c.id == site.c.agency_id)
        .where(site.c.id == number)
    ).one()
    pages = connection.execute(select(page).where(*here)).all()
    read = connection.execute(
        select(page.c.address, document, blob.c.segment, blob.c.offset, blob.c.length)
        .join(document, and_(document.c.digest == page.c.digest, document.c.reader == page.c.reader))
        .outerjoin(blob, and_(blob.c.digest == document.c.text_digest, blob.c.purged_at.is_(None)))
        .where(*here)
        .order_by(document.c.ordinal)
    ).all()
    documents: dict[bytes, list[Row[*tuple[Any, ...]]]] = {}
    for row in read:
        documents.setdefault(bytes(row.address), []).append(row)
    ever: dict[bytes, int] = {
        bytes(address): highest
        for address, highest in connection.execute(
            select(capture.c.address, func.max(document.c.ordinal))
            .join(document, document.c.digest == capture.c.digest)
            .where(capture.c.site_id == number, capture.c.address.in_(addresses))
            .group_by(capture.c.address)
        )
    }
    hits = _hits(connection, number, addresses)
    made: list[PageRow] = []
    for row in pages:
        address = bytes(row.address)
        key = page_key(number, address)
        now = documents.get(address, [])
        made.append(
            PageRow(
                key=key,
                url=row.url,
                found_on=row.found_on,
                title=row.title,
                when=row.changed_at,
                site=named.name,
                agency=named.agency or "",
                district=named.district,
                documents=tuple(_document(key, row, each, hits.get((address, each.path))) for each in now),
                gone=tuple(
                    _id(key, n) for n in range(ever.get(address, -1) + 1) if n not in {each.ordinal for each in now}
                ),
            )
        )
    return made


def _hits(connection: Connection, number: int, addresses: list[bytes]) -> dict[tuple[bytes, str], tuple[set[str], int]]:
    """What is found at present in each document: rules and highest severity."""
    found: dict[tuple[bytes, str], tuple[set[str], int]] = {}
    chosen = (
        select(sighting.c.address, sighting.c.path, finding.c.rule, func.max(finding.c.severity))
        .join(finding, finding.c.id == sighting.c.finding_id)
        .join(page, and_(page.c.site_id == sighting.c.site_id, page.c.address == sighting.c.address))
        .where(
            sighting.c.site_id == number,
            sighting.c.address.in_(addresses),
            sighting.c.digest == page.c.digest,
            sighting.c.last_run == page.c.last_run,
            finding.c.suppressed.is_(None),
        )
        .group_by(sighting.c.address, sighting.c.path, finding.c.rule)
    )
    for address, path, rule, severity in connection.execute(chosen):
        rules, highest = found.get((bytes(address), path), (set(), 0))
        found[bytes(address), path] = (rules | {rule}, max(highest, severity))
    return found


def _document(
    key: str, row: Row[*tuple[Any, ...]], each: Row[*tuple[Any, ...]], hits: tuple[set[str], int] | None
) -> DocumentRow:
    return DocumentRow(
        id=_id(key, each.ordinal),
        path=(row.name or row.url, *split_path(each.path)),
        title=each.title,
        format=each.format,
        digest=each.content,
        text_digest=each.text_digest or "",
        location=None if each.segment is None else Location(each.segment, each.offset, each.length),
        rules=() if hits is None else tuple(sorted(hits[0])),
        severity=None if hits is None else Severity(hits[1]),
    )


def _id(key: str, ordinal: int) -> str:
    return f"{key}:{ordinal}" if ordinal else key
