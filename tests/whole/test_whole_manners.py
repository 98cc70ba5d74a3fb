"""Situations of every day: two at once, names in GBK, a limit and its resume, a busy port, somebody's folder."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import pytest

from tests.whole.conftest import Mijian, free_port, pages

TEXT = "text/html; charset=utf-8"
NOTE = "（此件不公开）"


def site_of(number: int) -> dict[str, tuple[str, bytes]]:
    links = "".join(f'<a href="/{n}.html">第{n}篇</a>' for n in range(number))
    made = {"/": (TEXT, f"<html><p>目录</p>{links}</html>".encode())}
    return made | {f"/{n}.html": (TEXT, f"<html><p>第{n}篇正文</p></html>".encode()) for n in range(number)}


def test_a_limited_run_can_be_resumed_and_then_says_nothing_of_the_limit(mijian: Mijian) -> None:
    with pages(site_of(30)) as (url, _):
        first = mijian("inspect", url, "--allow-private", "--max-pages", "5")
        assert first.code == 4, first.err
        assert "--resume" in first.out
        assert {line["reason"] for line in mijian("failures", "--format", "jsonl").lines()} == {"budget"}
        assert mijian("report", "--format", "html", "--out", mijian.home.parent / "early").code == 0
        again = mijian("inspect", "--resume")
    early = next((mijian.home.parent / "early").glob("*.html")).read_text("utf-8")
    assert "未查完" in early
    assert "%</span>" not in early, "a share of an unknown whole"
    assert again.code == 0, again.err + again.out
    assert mijian("failures", "--format", "jsonl").out == ""
    runs = mijian("runs", "--format", "jsonl").lines()
    assert [(run["state"], run["pages"]) for run in runs] == [("finished", 31)]


def test_one_site_is_inspected_by_one_process_at_a_time(mijian: Mijian) -> None:
    with pages(site_of(200)) as (url, log):
        slow = {**mijian.env(), "MIJIAN_CRAWLER__DELAY": "0.1"}
        words = mijian.command("inspect", url, "--allow-private")
        with subprocess.Popen(words, env=slow, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as first:
            until = time.monotonic() + 60
            while len(log) < 5 and time.monotonic() < until:
                time.sleep(0.1)
            second = mijian("inspect", url)
            first.kill()
    assert second.code == 2
    assert "正在被另一个程序检查" in second.err


def test_names_in_gbk_are_read_like_others(mijian: Mijian, tmp_path: Path) -> None:
    import docx

    folder = os.fsencode(tmp_path) + b"/" + "旧盘".encode("gbk")
    os.mkdir(folder)  # noqa: PTH102  # pathlib takes no bytes
    plain = tmp_path / "a.docx"
    document = docx.Document()
    document.add_paragraph(NOTE)
    document.save(str(plain))
    os.rename(plain, folder + b"/" + "花名册.docx".encode("gbk"))  # noqa: PTH104
    done = mijian("check", tmp_path, "--format", "jsonl")
    assert done.code == 1, done.err
    found = done.lines("finding")
    assert found[0]["path"] == ["花名册.docx"]
    assert found[0]["target"].endswith("旧盘/花名册.docx")
    assert not done.lines("failure")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_may_not_be_read_is_named(mijian: Mijian, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o000)
    done = mijian("check", shut, "--format", "jsonl")
    assert done.code == 3
    assert done.lines("failure")[0]["reason"] == "not_permitted"


def test_links_and_pipes_in_a_folder_are_named_not_followed(mijian: Mijian, tmp_path: Path) -> None:
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "link.txt").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe")
    done = mijian("check", folder, "--format", "jsonl")
    assert done.code == 3
    assert len(done.lines("failure")) == 2


def test_a_name_too_long_is_a_failure(mijian: Mijian) -> None:
    done = mijian("check", "x" * 5000)
    assert done.code == 3
    assert "Traceback" not in done.err


def test_somebodys_folder_is_not_taken_for_a_workspace(tmp_path: Path) -> None:
    home = tmp_path / "theirs"
    home.mkdir(mode=0o755)
    (home / "paper.txt").write_text("x")
    done = Mijian(home)("runs")
    assert done.code == 2
    assert "不是工作区" in done.err
    assert home.stat().st_mode & 0o777 == 0o755


def test_the_demo_names_a_port_in_use(mijian: Mijian) -> None:
    import socket

    port = free_port("127.0.8.1")
    with socket.socket() as taken:
        taken.bind(("127.0.8.1", port))
        taken.listen()
        done = mijian("demo", "--port", port)
    assert done.code == 2
    assert "--port" in done.err


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("MIJIAN_SCHEDULE__TIMEZONE", "Mars/X", "没有时区"),
        ("MIJIAN_DETECTORS__DISABLED", "abc", "环境变量"),
        ("MIJIAN_INDEX__URL", "https://localhost:9200", "Elasticsearch"),
    ],
)
def test_a_wrong_setting_of_the_environment_is_a_sentence(mijian: Mijian, name: str, value: str, says: str) -> None:
    assert mijian("init", mijian.home).code == 0
    mijian.environment[name] = value
    done = mijian("doctor") if "INDEX" in name else mijian("runs")
    assert says in done.out + done.err
    assert done.code in (2, 3)


@pytest.mark.parametrize(
    "words", [("runs",), ("findings",), ("failures",), ("search", "x"), ("site", "list"), ("check", "x")]
)
def test_an_unknown_format_is_refused_everywhere(mijian: Mijian, words: tuple[str, ...]) -> None:
    done = mijian(*words, "--format", "yaml")
    assert done.code == 2
    assert "没有格式 yaml" in done.err


def test_an_address_with_a_password_or_a_number_is_not_registered(mijian: Mijian) -> None:
    assert "用户名" in mijian("inspect", "http://user:geheim@a.example/").err
    number = "110101199003078" + "515"
    done = mijian("site", "add", f"http://a.example/q?idcard={number}", "--name", "x", "--agency", "y")
    assert done.code == 2
    assert number not in done.err
