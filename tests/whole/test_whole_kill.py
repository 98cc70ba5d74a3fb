"""kill -9 in the middle, three times, then --resume: as if nothing had happened."""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import subprocess
import time
from pathlib import Path

import pytest

from benchmarks.kill import SLOW, Kill, killed, read
from demo.portal import generate
from demo.server import serving
from demo.sites import PORTALS
from tests.whole.conftest import Mijian, free_port

pytestmark = pytest.mark.xdist_group("kill")


def test_three_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    port = free_port("127.0.8.3")
    generate(tmp_path / "portal", port=port)
    site = PORTALS["civil"]
    books = {}
    kills: list[Kill] = []
    with serving(tmp_path / "portal", port):
        for name in ("whole", "killed"):
            mijian = Mijian(tmp_path / name, SLOW)
            added = mijian(
                "site",
                "add",
                f"http://{site.host}:{port}/",
                "--name",
                "民政",
                "--agency",
                site.owner,
                "--allow-private",
            )
            assert added.code == 0, added.err
            if name == "whole":
                assert mijian("inspect", "民政").code == 1
            else:
                ledger, seed = mijian.home / "ledger.db", int(tmp_path.stat().st_ino)
                kills = killed(mijian.command, mijian.env(), "民政", ledger, kills=3, longest=1.0, seed=seed)
            books[name] = read(mijian.home / "ledger.db")
            assert not list((mijian.home / "runs").glob("R-*")), "the progress file goes with the completed run"
    total = len(books["whole"].captures)
    assert total > 150
    assert len(kills) == 3, kills
    for kill in kills:
        assert kill.before < kill.captures < total, kills
        assert kill.state == "running", kills
    assert books["killed"].runs == 1
    assert books["killed"].state == "finished", kills
    assert books["killed"].captures == books["whole"].captures, kills
    assert books["killed"].findings == books["whole"].findings, kills
    assert books["killed"].failures == books["whole"].failures, kills


def wait_for_pages(ledger: Path, number: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        time.sleep(0.2)
        if ledger.exists():
            with contextlib.suppress(sqlite3.OperationalError):  # not made yet
                if len(read(ledger).captures) >= number:
                    return
    raise AssertionError("the run did not begin")


def test_ctrl_c_keeps_everything_and_says_how_to_go_on(tmp_path: Path) -> None:
    port = free_port("127.0.8.3")
    generate(tmp_path / "portal", port=port)
    mijian = Mijian(tmp_path / "home", {"MIJIAN_CRAWLER__DELAY": "0.05"})
    url = f"http://{PORTALS['civil'].host}:{port}/"
    with serving(tmp_path / "portal", port):
        words = mijian.command("inspect", url, "--allow-private")
        with subprocess.Popen(
            words, env=mijian.env(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            wait_for_pages(mijian.home / "ledger.db", 5)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=30)
        assert process.returncode == 4, err
        assert "正在收尾" in err
        assert "--resume" in out
        before = read(mijian.home / "ledger.db")
        assert before.state == "stopped"
        assert 0 < len(before.captures) < 150
        again = mijian("inspect", "--resume")
        assert again.code == 1, again.err
    after = read(mijian.home / "ledger.db")
    assert after.runs == 1
    assert set(before.captures) <= set(after.captures)
    assert len(after.captures) == len(set(after.captures))
