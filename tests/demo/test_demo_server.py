"""The server: ordinary answers, each misbehaviour, its log, its start and its end."""

from __future__ import annotations

import gzip
import http.client
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from demo.server import ServerError, own_port, serving

pytestmark = pytest.mark.xdist_group("demo")


def ask(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers (lower case, values as latin-1) and body of one request."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=20)
    target = quote(parts.path + (f"?{parts.query}" if parts.query else ""), safe="/?=&%;.")
    try:
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, {k.lower(): v for k, v in response.getheaders()}, response.read()
    finally:
        connection.close()


def base(made: Any, number: int) -> str:
    return str(made.key.starts[number - 1]).rstrip("/")


def test_an_unchanged_page_answers_304(served: Any) -> None:
    url = next(item.url for item in served.key.negatives if item.format == "html" and "127.0.8.1" in item.url)
    status, headers, body = ask(url)
    assert status == 200
    assert len(body) == int(headers["content-length"])
    assert ask(url, If_None_Match=headers["etag"])[0] == 304
    assert ask(url, If_Modified_Since=headers["last-modified"])[0] == 304
    assert ask(url, If_None_Match='"other"')[0] == 200


def test_pages_are_gzipped_for_who_takes_it(served: Any) -> None:
    url = served.key.negatives[0].url if served.key.negatives[0].format == "html" else f"{base(served, 1)}/zwgk/tzgg/"
    plain = ask(url)
    packed = ask(url, Accept_Encoding="gzip, deflate")
    assert packed[1]["content-encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == plain[2]
    assert "content-encoding" not in plain[1]


def test_head_has_the_length_and_no_body(served: Any) -> None:
    status, headers, body = ask(f"{base(served, 1)}/zwgk/tzgg/", "HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["content-length"]) > 5000


@pytest.mark.parametrize(
    ("outcome", "statuses"),
    [
        ("http_client_error", {404, 403}),
        ("soft_404", {200}),
        ("http_server_error", {500}),
        ("login_required", {401}),
        ("blocked", {412}),
        ("redirect_loop", {302}),
        ("out_of_scope", {301, 302}),
        ("same", {200}),
        ("never", {200}),
    ],
)
def test_each_trap_answers_as_it_should(served: Any, outcome: str, statuses: set[int]) -> None:
    traps = [trap for trap in served.key.traps if trap.outcome == outcome]
    assert traps
    assert {ask(trap.url)[0] for trap in traps} <= statuses


def test_a_loop_leads_back_and_a_chain_to_a_page(served: Any) -> None:
    url, seen = f"{base(served, 1)}/hdjl/ldxx/a.html", []
    for _ in range(3):
        seen.append(url)
        url = base(served, 1) + ask(url)[1]["location"]
    assert url == seen[1]
    url, hops = f"{base(served, 1)}/r/1", 0
    while (answer := ask(url))[0] in {301, 302}:
        url, hops = base(served, 1) + answer[1]["location"], hops + 1
    assert hops == 4
    assert any(item.url == url for item in served.key.planted)


def test_a_redirect_points_to_the_metadata_address(served: Any) -> None:
    assert ask(f"{base(served, 1)}/r/metadata")[1]["location"].startswith("http://169.254.169.254/")


def test_the_spellings_of_an_address_give_one_page(served: Any) -> None:
    for host in ("127.0.8.1", "127.0.8.2"):
        urls = [trap.url for trap in served.key.traps if trap.outcome == "same" and host in trap.url]
        assert len(urls) >= 4
        assert len({re.sub(rb"\d{5}", b"", ask(url)[2]) for url in urls}) == 1


def test_the_calendar_always_has_a_next_month(served: Any) -> None:
    url = next(trap.url for trap in served.key.traps if trap.outcome == "endless")
    for _ in range(15):
        text = ask(url)[2].decode()
        target = re.findall(r'href="(/hdjl/rl/calendar\.jsp[^"]+)"', text)[1]
        url = base(served, 1) + target.replace("&amp;", "&")
    assert url.endswith("year=2028&month=2")


def test_sessions_and_counters_differ_on_each_answer(served: Any) -> None:
    for number, path, pattern in ((2, "/index.jsp", r"jsessionid=([0-9A-F]{32})"), (3, "/index.html", r"sid=([0-9a-f]{16})")):  # fmt: skip
        first, second = (ask(base(served, number) + path) for _ in range(2))
        found = [re.findall(pattern, answer[2].decode("gbk", "replace"))[0] for answer in (first, second)]
        assert found[0] != found[1]
        assert "etag" not in first[1]
    link = re.findall(r'href="(/list\.jsp;jsessionid=[^"]+)"', ask(f"{base(served, 2)}/index.jsp")[2].decode("gbk"))[0]
    assert ask(base(served, 2) + link)[0] == 200
    one, two = (int(re.findall(r"您是第 (\d+) 位", ask(f"{base(served, 1)}/")[2].decode())[0]) for _ in range(2))
    assert two > one


def test_the_slow_page_is_slow_and_the_truncated_one_short(served: Any) -> None:
    started = time.monotonic()
    assert ask(next(trap.url for trap in served.key.traps if trap.name == "slow"))[0] == 200
    assert time.monotonic() - started >= 2.9
    with pytest.raises(http.client.IncompleteRead) as error:
        ask(next(trap.url for trap in served.key.traps if trap.name == "truncated"))
    assert "机密★5年".encode() in error.value.partial


def test_the_large_file_comes_only_when_asked_for(served: Any) -> None:
    url = next(trap.url for trap in served.key.traps if trap.outcome == "too_large")
    assert len(ask(url)[2]) >= 300_000


def test_file_names_come_in_three_dialects(served: Any) -> None:
    named = [item for item in served.key.planted if "127.0.8.2" in item.url and "download.jsp" in item.url]
    found = set()
    for item in named:
        value = ask(item.url)[1]["content-disposition"]
        if value.startswith("attachment; filename*=UTF-8''"):
            found.add("rfc5987")
            assert quote(item.path[0]) in value
        elif "%" in value:
            found.add("percent")
        else:
            found.add("gbk")
            assert item.path[0] in value.encode("latin-1").decode("gbk")
    assert found == {"rfc5987", "percent", "gbk"}
    civil = next(item for item in served.key.planted if "/module/download/" in item.url)
    assert civil.path[0] in ask(civil.url)[1]["content-disposition"].encode("latin-1").decode("utf-8")


def test_robots_closes_a_folder_that_pages_link_to(served: Any) -> None:
    for number in (1, 3):
        robots = ask(f"{base(served, number)}/robots.txt")[2].decode("utf-8-sig")
        assert "Disallow: /nbzl/" in robots
        assert "Sitemap: http://127.0.8." in robots
    assert b'href="/nbzl/index.html"' in ask(f"{base(served, 1)}/")[2]
    assert "机密★3年".encode() in ask(f"{base(served, 1)}/nbzl/index.html")[2]
    assert ask(f"{base(served, 2)}/robots.txt")[0] == 404


def test_the_log_names_every_request_once(served: Any) -> None:
    path = served.folder / "access.log"
    before = len(path.read_text("utf-8").splitlines())
    ask(f"{base(served, 1)}/zwgk/tzgg/?from=test")
    ask(f"{base(served, 2)}/nowhere.jsp")
    lines = path.read_text("utf-8").splitlines()[before:]
    assert [line.split("\t")[1:] for line in lines] == [["127.0.8.1", "/zwgk/tzgg/?from=test", "200"], ["127.0.8.2", "/nowhere.jsp", "404"]]  # fmt: skip


def test_a_taken_port_is_explained_in_chinese(served: Any) -> None:
    with pytest.raises(ServerError, match="已被占用"), serving(served.folder, served.key.port):
        pass


def test_a_folder_without_a_portal_is_explained_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(ServerError, match="没有示例门户"), serving(tmp_path, 0):
        pass


def test_the_command_says_ready_and_ends_on_sigterm(served: Any, unused_port: int) -> None:
    command = [sys.executable, "-m", "demo.server", str(served.folder), "--port", str(unused_port)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert child.stdout is not None
    assert child.stdout.readline().startswith(b"ready http://127.0.8.1:")
    child.terminate()
    assert child.wait(10) == 0
    child.stdout.close()


def test_the_portals_own_port_is_the_default(made: Any) -> None:
    assert own_port(made.folder) == made.key.port


def test_the_server_stops_with_a_parent_that_is_killed(served: Any, unused_port: int) -> None:
    code = f"""
import os, signal
from pathlib import Path
from demo.server import serving
with serving(Path({str(served.folder)!r}), {unused_port}):
    print("up", flush=True)
    signal.pause()
"""
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"up\n"
    url = f"http://127.0.8.1:{unused_port}/robots.txt"
    assert ask(url)[0] == 200
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    for _ in range(100):
        try:
            ask(url)
        except OSError:
            return
        time.sleep(0.05)
    pytest.fail("the server outlived its parent")
