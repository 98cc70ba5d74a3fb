"""Pages, captures, blobs, documents: what was at an address, when, and what was read of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from ledger.base import Novelty, PageResult, join_path
from ledger.tables import blob, capture, checked, document, page
from ledger.upsert import chunks, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy.engine import Connection

    from ledger.base import Location
    from ledger.batch import Batch
    from ledger.session import Ledger
    from ledger.upsert import Row

_PAGE_CHANGE = (
    "url", "sealed", "found_on", "kind", "status", "digest", "etag", "last_modified", "title", "name", "depth", "rules",
    "reader", "last_run", "last_seen", "changed_at",
)  # fmt: skip
_CAPTURE_CHANGE = (
    "digest", "sm3", "length", "status", "fetched_at", "found_on", "headers", "server", "truncated",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageState:
    """What the ledger knows of an address: digest (hex), validators as the server gave them, rules it was judged under."""

    digest: str
    status: int
    etag: str
    last_modified: str
    rules: str


def page_states(connection: Connection, ledger: Ledger, site: int, addresses: Iterable[str]) -> dict[str, PageState]:
    """What is known of these raw addresses; those never seen are left out."""
    keys = {ledger.address(url): url for url in addresses}
    states: dict[str, PageState] = {}
    columns = (page.c.address, page.c.digest, page.c.status, page.c.etag, page.c.last_modified, page.c.rules)
    for part in chunks(keys):
        found = connection.execute(select(*columns).where(page.c.site_id == site, page.c.address.in_(part)))
        states.update((keys[bytes(address)], PageState(*rest)) for address, *rest in found)
    return states


def known_blobs(connection: Connection, digests: Iterable[str]) -> set[str]:
    """Those of the digests whose bytes are in the evidence store."""
    known: set[str] = set()
    for part in chunks(set(digests)):
        known.update(
            connection.scalars(select(blob.c.digest).where(blob.c.digest.in_(part), blob.c.purged_at.is_(None)))
        )
    return known


def blob_location(connection: Connection, digest: str) -> Location | None:
    """Where the bytes of a digest stand, or None."""
    from ledger.base import Location

    row = connection.execute(
        select(blob.c.segment, blob.c.offset, blob.c.length).where(blob.c.digest == digest, blob.c.purged_at.is_(None))
    ).first()
    return None if row is None else Location(*row)


def checked_digests(connection: Connection, site: int, digests: Iterable[str], rules: str) -> set[str]:
    """Those of the digests that were judged in this site under these rules."""
    found: set[str] = set()
    for part in chunks(set(digests)):
        found.update(
            connection.scalars(
                select(checked.c.digest).where(
                    checked.c.site_id == site, checked.c.digest.in_(part), checked.c.rules == rules
                )
            )
        )
    return found


def novelty(
    connection: Connection, ledger: Ledger, site: int, digests: Mapping[str, str], rules: str
) -> dict[str, Novelty]:
    """How much is known of these answers.

    Args:
        connection: any.
        ledger: the ledger.
        site: its key.
        digests: SHA-256 (hex) by raw address.
        rules: version of whatever calls for a new judgement when it changes: rule set and reader.
    """
    states = page_states(connection, ledger, site, digests)
    unchanged = {
        url
        for url, digest in digests.items()
        if (state := states.get(url)) is not None and state.digest == digest and state.rules == rules
    }
    rest = {url: digest for url, digest in digests.items() if url not in unchanged}
    known = checked_digests(connection, site, rest.values(), rules)
    found = dict.fromkeys(unchanged, Novelty.UNCHANGED)
    found.update((url, Novelty.KNOWN if digest in known else Novelty.NEW) for url, digest in rest.items())
    return found


def write(batch: Batch) -> None:
    """The batch's pages, captures, blobs, documents, and which digests are judged now."""
    changed = batch.of(Novelty.NEW, Novelty.KNOWN)
    blobs: dict[str, Row] = {}
    pages: list[Row] = []
    captures: list[Row] = []
    documents: list[Row] = []
    judged: dict[tuple[str, str], Row] = {}
    for address, result in changed:
        settled = all(failure.permanent for failure in result.failures)
        pages.append(_page(batch, address, result, settled=settled))
        if _differs(batch, address, result):
            captures.append(_capture(batch, address, result))
        if result.location is not None:
            blobs[result.sha256] = _blob(result.sha256, "body", result.location)
        for ordinal, entry in enumerate(result.documents):
            if entry.location is not None and entry.text_digest not in blobs:
                blobs[entry.text_digest] = _blob(entry.text_digest, "text", entry.location)
            documents.append(
                {
                    "digest": result.sha256,
                    "reader": result.reader,
                    "ordinal": ordinal,
                    "path": join_path(entry.path[1:]),
                    "format": entry.format,
                    "content": entry.digest,
                    "title": entry.title,
                    "passages": entry.passages,
                    "characters": entry.characters,
                    "text_digest": entry.text_digest or None,
                }
            )
        if settled and result.rules and batch.novelty[address] is Novelty.NEW:
            judged[result.sha256, result.rules] = {
                "site_id": batch.run.site,
                "digest": result.sha256,
                "rules": result.rules,
            }
    connection = batch.connection
    put(connection, blob, list(blobs.values()), key=("digest",))
    put(connection, page, pages, key=("site_id", "address"), change=_PAGE_CHANGE)
    put(connection, capture, captures, key=("site_id", "address", "run_id"), change=_CAPTURE_CHANGE)
    put(connection, document, documents, key=("digest", "reader", "ordinal"))
    put(connection, checked, list(judged.values()), key=("site_id", "digest", "rules"))


def touch(batch: Batch) -> None:
    """Unchanged pages were seen by this run: the only thing that is written for them."""
    addresses = [address for address, _ in batch.of(Novelty.UNCHANGED) if batch.first_in_run(address)]
    for part in chunks(addresses):
        batch.connection.execute(
            update(page)
            .where(page.c.site_id == batch.run.site, page.c.address.in_(part))
            .values(last_run=batch.run.id, last_seen=batch.at)
        )


def _differs(batch: Batch, address: bytes, result: PageResult) -> bool:
    known = batch.known.get(address)
    return known is None or known.digest != result.sha256 or known.status != result.status


def _page(batch: Batch, address: bytes, result: PageResult, *, settled: bool) -> Row:
    known = batch.known.get(address)
    etag = last_modified = ""
    for name, value in result.headers:
        if name == "etag":
            etag = value
        elif name == "last-modified":
            last_modified = value
    return {
        "site_id": batch.run.site,
        "address": address,
        "url": result.url,
        "sealed": result.sealed,
        "found_on": result.found_on,
        "kind": result.kind,
        "status": result.status,
        "digest": result.sha256,
        "etag": etag,
        "last_modified": last_modified,
        "title": result.title,
        "name": result.name,
        "depth": result.depth,
        "rules": result.rules if settled else "",
        "reader": result.reader,
        "first_run": batch.run.id,
        "last_run": batch.run.id,
        "first_seen": result.fetched_at,
        "last_seen": result.fetched_at,
        "changed_at": known.changed_at if known and known.digest == result.sha256 else result.fetched_at,
    }


def _capture(batch: Batch, address: bytes, result: PageResult) -> Row:
    return {
        "site_id": batch.run.site,
        "address": address,
        "run_id": batch.run.id,
        "digest": result.sha256,
        "sm3": result.sm3,
        "length": result.length,
        "status": result.status,
        "fetched_at": result.fetched_at,
        "found_on": result.found_on,
        "headers": result.headers,
        "server": result.server,
        "truncated": result.truncated,
    }


def _blob(digest: str, kind: str, location: Location) -> Row:
    return {
        "digest": digest,
        "kind": kind,
        "segment": location.segment,
        "offset": location.offset,
        "length": location.length,
    }
