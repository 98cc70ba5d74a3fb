"""站点台账: agencies and the sites that are registered for inspection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from inspection.errors import SettingsError
from inspection.model import Site
from ledger.base import key_of
from ledger.tables import agency, site
from ledger.upsert import put

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Row, Select
    from sqlalchemy.engine import Connection

    from ledger.session import Ledger


def add(ledger: Ledger, new: Site, *, at: datetime, who: str = "") -> Site:
    """Register a site; one that is registered (same start address) takes over what ``new`` says and keeps the rest.

    Args:
        ledger: where.
        new: its ``start_url`` canonical, its id not looked at.
        at: now.
        who: who gave the permission, where ``new`` has one for a private address.

    Returns:
        The site as registered.
    """
    with ledger.begin() as connection:
        known = connection.scalar(select(site.c.id).where(site.c.start_url == new.start_url))
        if known is None:
            values = _values(connection, new) | {"start_url": new.start_url, "created_at": at}
            values |= _permission(new, at, who)
            put(connection, site, [values], key=("start_url",))
            known = connection.scalar(select(site.c.id).where(site.c.start_url == new.start_url))
            assert known is not None, "inserted just now"
        else:
            said = {name: value for name, value in _values(connection, new).items() if value not in ("", None, [])}
            _change(connection, known, said | (_permission(new, at, who) if new.allow_private else {}))
        return _one(connection, known)


def change(ledger: Ledger, changed: Site, *, at: datetime, who: str = "") -> Site:
    """Set everything of a registered site (by its id) but its start address.

    Raises:
        SettingsError: it is not registered.
    """
    with ledger.begin() as connection:
        before = _one(connection, changed.id)
        values = _values(connection, changed) | {"paused": changed.paused}
        if before.allow_private != changed.allow_private:
            values |= _permission(changed, at, who)
        _change(connection, changed.id, values)
        return _one(connection, changed.id)


def pause(ledger: Ledger, key: int, *, paused: bool) -> Site:
    """Pause or resume the inspection of a site.

    Raises:
        SettingsError: it is not registered.
    """
    with ledger.begin() as connection:
        _change(connection, key, {"paused": paused})
        return _one(connection, key)


def sites(ledger: Ledger) -> tuple[Site, ...]:
    """All registered sites, by id."""
    with ledger.read() as connection:
        return tuple(_site(row) for row in connection.execute(_select().order_by(site.c.id)))


def get(ledger: Ledger, key: int) -> Site:
    """The site of an id.

    Raises:
        SettingsError: it is not registered.
    """
    with ledger.read() as connection:
        return _one(connection, key)


def find(ledger: Ledger, text: str) -> Site | None:
    """The site a person means: S-0001 or 1, the 网站标识码, the start address (canonical), or the name.

    Raises:
        SettingsError: several sites have that name or code.
    """
    text = text.strip()
    if not text:
        return None
    # A bare number may be a code or an id: the code is looked for first, being longer than any id that a person types.
    matches = [site.c.start_url == text, site.c.code == text, site.c.name == text]
    key = key_of(text, "S")
    if key is not None:
        matches.append(site.c.id == key)
    with ledger.read() as connection:
        for match in matches:
            found = [_site(row) for row in connection.execute(_select().where(match).order_by(site.c.id))]
            if len(found) > 1:
                names = "、".join(f"S-{one.id:04d} {one.start_url}" for one in found)
                raise SettingsError(f"“{text}”对应多个站点：{names}。请用编号指定")
            if found:
                return found[0]
    return None


def _select() -> Select[Any]:
    return select(site, agency.c.name.label("agency_name")).outerjoin(agency, agency.c.id == site.c.agency_id)


def _one(connection: Connection, key: int) -> Site:
    row = connection.execute(_select().where(site.c.id == key)).first()
    if row is None:
        raise SettingsError(f"没有站点 S-{key:04d}。用 mijian site list 查看")
    return _site(row)


def _site(row: Row[*tuple[Any, ...]]) -> Site:
    return Site(
        id=row.id,
        name=row.name,
        start_url=row.start_url,
        agency=row.agency_name or "",
        district=row.district,
        code=row.code,
        extra_hosts=tuple(row.extra_hosts),
        allow_private=row.allow_private,
        delay=row.delay,
        concurrency=row.concurrency,
        max_pages=row.max_pages,
        paused=row.paused,
    )


def _values(connection: Connection, new: Site) -> dict[str, Any]:
    return {
        "name": new.name,
        "agency_id": _agency(connection, new),
        "district": new.district,
        "code": new.code,
        "extra_hosts": list(new.extra_hosts),
        "delay": new.delay,
        "concurrency": new.concurrency,
        "max_pages": new.max_pages,
    }


def _permission(new: Site, at: datetime, who: str) -> dict[str, Any]:
    if not new.allow_private:
        return {"allow_private": False, "allowed_by": None, "allowed_at": None}
    return {"allow_private": True, "allowed_by": who, "allowed_at": at}


def _agency(connection: Connection, new: Site) -> int | None:
    if not new.agency:
        return None
    named = select(agency.c.id).where(agency.c.name == new.agency, agency.c.district == new.district)
    put(connection, agency, [{"name": new.agency, "district": new.district}], key=("name", "district"))
    return connection.scalar(named)


def _change(connection: Connection, key: int, values: dict[str, Any]) -> None:
    if values:
        connection.execute(update(site).where(site.c.id == key).values(values))
