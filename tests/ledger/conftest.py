"""A ledger on each database, and results to put into it. Every test of the contract runs on both."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from inspection.errors import Reason
from inspection.model import Evidence, Failure, Finding, Level, Severity, Sighting, Site, Stage
from ledger import register, runs
from ledger.base import DocumentEntry, FailedAddress, Kind, Location, Mode, Novelty, PageResult, Run
from ledger.session import Ledger, open_ledger

KEY = bytes(range(32))
START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Server:
    """A private PostgreSQL."""

    socket: Path

    def url(self) -> str:
        """Its database, emptied: a new one for each test would cost a thousand files each."""
        import psycopg

        with psycopg.connect(f"host={self.socket} user=postgres dbname=postgres", autocommit=True) as connection:
            connection.execute("SET lock_timeout = '20s'")
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")
        return f"postgresql://postgres@/postgres?host={self.socket}"


def find_binaries() -> Path | None:
    """Where initdb is: the newest of Debian's, else beside the one on the path."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    pytest.importorskip("psycopg", reason="no PostgreSQL driver here: pip install 'mijian[postgres]'")
    home = Path(tempfile.mkdtemp(prefix="mijian-pg-"))
    data = home / "data"
    become: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(home, "postgres")
        become = ["runuser", "-u", "postgres", "--"]

    def run(*command: str | Path) -> None:
        subprocess.run([*become, *map(str, command)], check=True, capture_output=True, timeout=60, cwd=home)

    try:
        run(binaries / "initdb", "-D", data, "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8", "--locale=C")
        options = f"-k {home} -c listen_addresses= -c fsync=off -c full_page_writes=off -c max_connections=40"
        run(binaries / "pg_ctl", "-D", data, "-w", "-l", home / "log", "-o", options, "start")
        try:
            yield Server(home)
        finally:
            run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, Path]:
    """Arguments of ``open_ledger`` for an empty place."""
    path = tmp_path / "ledger.db"
    return (request.getfixturevalue("postgresql").url(), path) if request.param == "postgresql" else ("", path)


@pytest.fixture
def ledger(address: tuple[str, Path]) -> Iterator[Ledger]:
    opened = open_ledger(address[0], path=address[1], key=KEY)
    yield opened
    opened.close()


@pytest.fixture
def site(ledger: Ledger) -> Site:
    new = Site(0, "云溪市人民政府", "http://www.yunxi.gov.cn/", agency="市政府办公室", district="云溪市")
    return register.add(ledger, new, at=START)


@pytest.fixture
def begin(ledger: Ledger, site: Site) -> Callable[..., Run]:
    """Starts a run, one hour after the one before."""
    hours = itertools.count()

    def start(**values: Any) -> Run:
        given: dict[str, Any] = {"mode": Mode.FULL, "tool_version": "0.1.0", "rules_version": "r1", "settings": {}}
        at = START + timedelta(hours=next(hours))
        return runs.start(ledger, values.pop("site", site.id), at=at, **(given | values))

    return start


class Make:
    """Results, with what matters to a test given and the rest filled in."""

    def finding(self, subject: str = "k1:aa", *places: str, **values: Any) -> Finding:
        given: dict[str, Any] = {
            "rule": "personal.resident_id", "revision": 1, "category": "个人信息", "name": "居民身份证号",
            "severity": Severity.SERIOUS, "score": 85, "evidence": (Evidence(60, "校验码正确", "GB 11643-1999"),),
            "digest": "00" * 32, "level": None, "suppressed": None,
        }  # fmt: skip
        seen = tuple(
            Sighting(("名单.zip", "表.xlsx"), place, "张*「110101********1234」") for place in places or ("Sheet1!B4",)
        )
        return Finding(subject=subject, sightings=seen, **(given | values))

    def page(self, where: str, body: str | None = None, *findings: Finding, at: datetime, **values: Any) -> PageResult:
        url = f"http://www.yunxi.gov.cn/{where}"
        data = (body if body is not None else where).encode()
        sha256 = hashlib.sha256(data).hexdigest()
        given: dict[str, Any] = {
            "found_on": "http://www.yunxi.gov.cn/", "title": f"标题 {where}", "name": where, "length": len(data), "rules": "r1",
            "reader": "1", "server": "127.0.0.1:80", "headers": (("etag", f'"{sha256[:6]}"'), ("last-modified", "Mon, 02 Nov 2026")),
            "location": Location("000001-aa.seg", 0, 10), "sm3": hashlib.new("sm3", data).hexdigest(),
            "documents": (self.document((where,), data),),
        }  # fmt: skip
        if values.get("novelty", Novelty.NEW) is not Novelty.NEW:
            given |= {"documents": (), "location": None}
        return PageResult(url, url, at, sha256, findings=findings, **(given | values))

    def document(self, path: tuple[str, ...], data: bytes = b"x", **values: Any) -> DocumentEntry:
        digest = hashlib.sha256(data + repr(path[1:]).encode()).hexdigest()
        text = hashlib.sha256(b"text" + digest.encode()).hexdigest()
        return replace(
            DocumentEntry(path, "html", digest, path[-1], 3, 120, text, Location("000001-aa.seg", 10, 5)), **values
        )

    def failure(self, reason: Reason = Reason.ENCRYPTED, *path: str, **values: Any) -> Failure:
        given: dict[str, Any] = {"stage": Stage.EXTRACT, "target": "", "permanent": True}
        return Failure(reason=reason, path=path, **(given | values))

    def failed(self, name: str, reason: Reason, at: datetime, **values: Any) -> FailedAddress:
        url = f"http://www.yunxi.gov.cn/{name}"
        return FailedAddress(
            url, url, at, self.failure(reason, stage=Stage.FETCH, **values), "http://www.yunxi.gov.cn/"
        )

    attachment = Kind.ATTACHMENT
    secret = Level.MIMI


@pytest.fixture
def make() -> Make:
    return Make()
