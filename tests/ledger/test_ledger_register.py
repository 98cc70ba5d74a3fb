"""The register: one site for one start address, found by whatever a person calls it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from inspection.errors import SettingsError
from inspection.model import Site
from ledger import register, tables
from ledger.session import Ledger

NOW = datetime(2026, 11, 24, tzinfo=UTC)
FULL = Site(
    0, "云溪市人民政府", "http://www.yunxi.gov.cn/", agency="市政府办公室", district="云溪市", code="1234567890",
    extra_hosts=("img.yunxi.gov.cn", "www.yunxi.gov.cn:8080"), allow_private=True, delay=0.5, concurrency=4, max_pages=900,
)  # fmt: skip


def test_a_site_comes_back_as_registered(ledger: Ledger) -> None:
    added = register.add(ledger, FULL, at=NOW, who="李")
    assert added == replace(FULL, id=1)
    assert register.get(ledger, 1) == added
    assert register.sites(ledger) == (added,)
    with ledger.read() as connection:
        assert connection.execute(select(tables.site.c.allowed_by, tables.site.c.allowed_at)).one() == ("李", NOW)


def test_registering_again_takes_over_what_is_said_and_keeps_the_rest(ledger: Ledger) -> None:
    first = register.add(ledger, FULL, at=NOW, who="李")
    again = register.add(ledger, Site(0, "新名称", FULL.start_url, agency="信息中心"), at=NOW)
    assert again == replace(first, name="新名称", agency="信息中心")
    assert register.sites(ledger) == (again,)


def test_sites_of_one_agency_share_it_and_namesakes_elsewhere_do_not(ledger: Ledger) -> None:
    for n, district in enumerate(("东区", "东区", "西区")):
        register.add(ledger, Site(0, f"站{n}", f"http://s{n}.gov.cn/", agency="教育局", district=district), at=NOW)
    with ledger.read() as connection:
        assert len(connection.execute(select(tables.agency)).all()) == 2


def test_everything_can_be_changed_but_the_start_address(ledger: Ledger) -> None:
    added = register.add(ledger, FULL, at=NOW, who="李")
    wanted = replace(added, name="改", allow_private=False, extra_hosts=(), delay=None, code="", paused=True)
    assert register.change(ledger, wanted, at=NOW) == wanted
    with ledger.read() as connection:
        assert connection.scalar(select(tables.site.c.allowed_by)) is None
    with pytest.raises(SettingsError, match="没有站点 S-0099"):
        register.change(ledger, replace(added, id=99), at=NOW)


def test_a_site_is_paused_and_resumed(ledger: Ledger) -> None:
    added = register.add(ledger, FULL, at=NOW)
    assert register.pause(ledger, added.id, paused=True).paused
    assert not register.pause(ledger, added.id, paused=False).paused
    with pytest.raises(SettingsError, match="没有站点"):
        register.pause(ledger, 99, paused=True)


def test_a_site_is_found_by_number_code_name_or_address(ledger: Ledger) -> None:
    added = register.add(ledger, FULL, at=NOW)
    register.add(ledger, Site(0, "二", "http://two.gov.cn/"), at=NOW)
    for text in ("S-0001", "s-1", "1", " 1 ", "1234567890", "云溪市人民政府", "http://www.yunxi.gov.cn/"):
        assert register.find(ledger, text) == added, text
    for text in ("", "S-0099", "99", "云溪", "http://nowhere/", "S-x", "９" * 5, "9" * 30):
        assert register.find(ledger, text) is None, text


def test_a_name_of_two_sites_asks_for_the_number(ledger: Ledger) -> None:
    for n in range(2):
        register.add(ledger, Site(0, "教育局", f"http://s{n}.gov.cn/"), at=NOW)
    with pytest.raises(SettingsError, match=r"S-0001 http://s0.*S-0002 http://s1"):
        register.find(ledger, "教育局")
