"""Bad input ends with a Chinese sentence or a named failure, and everything else is inspected."""

from __future__ import annotations

import os
import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from tests.whole.conftest import Mijian, pages

TEXT = "text/html; charset=utf-8"
NOTE = "（此件不公开）"


def reasons(mijian: Mijian, url: str) -> dict[str, str]:
    found = mijian("failures", "--format", "jsonl").lines("failure")
    return {"/".join((line["url"].removeprefix(url), *line["path"][1:])): line["reason"] for line in found}


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("inspect", "没有这个站点"), 2, "没有登记站点"),
        (("inspect", "ftp://a.example/"), 2, "不是有效的网址"),
        (("inspect", "http://127.0.0.1:9/"), 2, "--allow-private"),
        (("inspect",), 2, "没有可检查的站点"),
        (("inspct",), 2, "是否想用"),
        (("findings", "show", "F-9"), 2, "没有线索"),
        (("findings", "--run", "R-9"), 2, "没有检查任务"),
        (("findings", "--since", "昨天"), 2, "2026-11-01"),
        (("report",), 2, "没有检查任务"),
        (("report", "--period", "2026-13-01..x"), 2, "时间段"),
        (("search", '"没有写完'), 2, "检索式有误"),
        (("site", "import", "没有.xlsx"), 2, "无法读取"),
        (("check", "没有的文件"), 3, "文件或目录不存在"),
    ],
)
def test_a_wrong_call_says_what_to_do(mijian: Mijian, words: tuple[str, ...], code: int, says: str) -> None:
    done = mijian(*words)
    assert done.code == code, done.err
    assert says in done.out + done.err
    assert "Traceback" not in done.err


def test_an_unknown_setting_names_the_nearest(mijian: Mijian) -> None:
    assert mijian("init", mijian.home).code == 0
    (mijian.home / "mijian.toml").write_text("[crawler]\nconcurency = 3\n", "utf-8")
    done = mijian("runs")
    assert done.code == 2
    assert "concurrency" in done.err


def test_a_damaged_ledger_is_named_with_the_way_out(mijian: Mijian) -> None:
    assert mijian("init", mijian.home).code == 0
    for path in mijian.home.glob("ledger.db*"):
        path.unlink()
    (mijian.home / "ledger.db").write_bytes(os.urandom(64 * 1024))
    done = mijian("runs")
    assert done.code == 2
    assert "损坏" in done.err
    assert "备份" in done.err


@pytest.mark.skipif(
    os.geteuid() == 0 and not Path("/proc/sys").exists(), reason="needs a folder that even root cannot write"
)
def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    place = Path("/proc/sys/mijian") if os.geteuid() == 0 else tmp_path / "shut" / "home"
    if os.geteuid() != 0:
        place.parent.mkdir(mode=0o500)
    mijian = Mijian(place)
    mijian_cwd = Mijian(tmp_path / "x")
    done = mijian_cwd("--home", place, "runs") if os.geteuid() == 0 else mijian("runs")
    assert done.code == 2
    assert "工作区" in done.err


def test_a_dead_host_is_a_failure_and_the_others_are_inspected(mijian: Mijian) -> None:
    with pages({"/": (TEXT, f"<p>{NOTE}</p>".encode())}) as (url, _):
        for site, name in (("http://127.0.0.1:9/", "停"), ("http://no-such-host.invalid/", "无"), (url, "好")):
            assert mijian("site", "add", site, "--name", name, "--agency", "某局", "--allow-private").code == 0
        done = mijian("inspect", "--all")
    assert done.code == 1, done.err
    found = mijian("failures", "--format", "jsonl").lines("failure")
    assert {line["reason"] for line in found} == {"connect", "dns"}
    assert mijian("findings", "--format", "jsonl").lines("finding")[0]["rule"] == "disclosure.withheld"


def test_hostile_files_are_failures_and_their_neighbours_are_read(mijian: Mijian) -> None:
    def zipped(*members: tuple[str, bytes]) -> bytes:
        out = BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, body in members:
                archive.writestr(name, body)
        return out.getvalue()

    import docx

    made = BytesIO()
    document = docx.Document()
    document.add_paragraph(NOTE)
    document.save(made)
    whole = made.getvalue()
    bomb = zipped(("zeros.txt", b"0" * 300_000_000))
    body = {
        "bomb.zip": bomb,
        "cut.docx": whole[: len(whole) // 2],
        "crash.pdf": b"%PDF-1.7\n"
        b"1 0 obj<</Length "
        + b"9" * 40
        + b">>stream\n"
        + os.urandom(5000)
        + b"\ntrailer<</Root 1 0 R/Size -7>>\n%%EOF",
        "picture.bin": b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + b"\0" * 17,
        "good.docx": whole,
        "mixed.zip": zipped(("好.docx", whole), ("坏.docx", whole[:900])),
    }
    home = "".join(f'<a href="/{name}">x</a>' for name in [*body, "gbk.html", "none.html"])
    routes = {f"/{name}": ("application/octet-stream", data) for name, data in body.items()}
    routes["/"] = (TEXT, f"<html>{home}</html>".encode())
    routes["/gbk.html"] = (TEXT, f"<html><meta charset=utf-8><p>附注</p><p>{NOTE}</p></html>".encode("gbk"))
    with pages(routes) as (url, _):
        done = mijian("inspect", url, "--allow-private")
    assert done.code == 1, done.err
    failed = reasons(mijian, url)
    assert failed["none.html"] == "http_client_error"
    assert failed["bomb.zip/zeros.txt"] == "expansion_limit"
    assert failed["cut.docx"] == "damaged"
    assert failed["crash.pdf"] in ("damaged", "crashed")
    assert failed["picture.bin"] == "unsupported_format"
    assert failed["mixed.zip/坏.docx"] == "damaged"
    found = {
        (line["url"].removeprefix(url), *line["path"][1:]) for line in mijian("findings", "--format", "jsonl").lines()
    }
    assert {("good.docx",), ("mixed.zip", "好.docx"), ("gbk.html",)} <= found


def test_an_empty_site_gives_a_report_that_says_so(mijian: Mijian) -> None:
    with pages({"/": (TEXT, "<html><title>首页</title><p>欢迎访问</p></html>".encode())}) as (url, _):
        done = mijian("inspect", url, "--allow-private")
    assert done.code == 0, done.err + done.out
    assert mijian("report", "--format", "html", "--out", mijian.home.parent / "out").code == 0
    text = next((mijian.home.parent / "out").glob("*.html")).read_text("utf-8")
    assert "未发现" in text


def test_text_from_standard_input_is_checked(mijian: Mijian) -> None:
    done = mijian("check", "-", "--format", "jsonl", input=f"工作安排\n{NOTE}\n".encode())
    assert done.code == 1
    assert done.lines("finding")[0]["rule"] == "disclosure.withheld"
    assert done.lines("summary")[0]["documents"] == 1


def test_fail_at_decides_the_exit_code(mijian: Mijian) -> None:
    assert mijian("check", "-", "--fail-at", "4", input=NOTE.encode()).code == 0


def test_sites_are_imported_from_a_table_and_bad_rows_are_named(mijian: Mijian, tmp_path: Path) -> None:
    table = tmp_path / "台账.csv"
    table.write_bytes(
        "网址,名称,单位\nhttp://a.example/,甲,甲局\n不是网址 x,乙,乙局\nhttp://c.example/,,丙局\n".encode("gb18030")
    )
    done = mijian("site", "import", table)
    assert done.code == 3
    assert "已登记 1 个站点" in done.out
    assert "第 3 行" in done.out
    assert "第 4 行" in done.out
    assert "甲" in mijian("site", "list").out


def test_doctor_says_what_is_there(mijian: Mijian) -> None:
    assert mijian("init", mijian.home).code == 0
    done = mijian("doctor")
    assert "台账" in done.out
    assert "检索库" in done.out
    shown = mijian("doctor", "--settings")
    assert shown.code == 0
    assert "concurrency" in shown.out
