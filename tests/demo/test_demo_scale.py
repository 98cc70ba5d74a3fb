"""The large portal: as many pages as asked for, of the usual size, each reachable, served fast."""

from __future__ import annotations

import gzip
import hashlib
import re
import urllib.request
from typing import TYPE_CHECKING

import pytest

from demo.routes import read
from demo.scale import generate_scale
from demo.server import serving

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.xdist_group("demo")


def test_pages_are_many_linked_and_of_the_size_of_real_ones(tmp_path: Path, unused_port: int) -> None:
    scale = generate_scale(tmp_path, 300, seed=3, attachments=6, port=unused_port)
    assert 300 <= scale.pages <= 330
    assert scale.attachments == 6
    assert scale.persons > 0
    assert 22_000 <= scale.bytes / scale.pages <= 34_000
    routes = {route.target: route for route in read(tmp_path)}
    data = (tmp_path / "pages.bin").read_bytes()
    seen, queue, links, pages = {"/"}, ["/"], 0, 0
    while queue:
        route = routes[queue.pop()]  # a KeyError here is a dead link
        if route.kind != "page":
            continue
        body = gzip.decompress(data[route.offset : route.offset + route.length])
        pages += 1
        found = re.findall(rb'<a [^>]*?href="(/[^"]*)"', body)
        links += len(re.findall(rb"<a ", body))
        for target in (one.decode() for one in found):
            if target not in seen:
                seen.add(target)
                queue.append(target)
    assert 65 <= links / pages <= 95
    assert not [target for target, route in routes.items() if route.kind in {"page", "file"} and target not in seen]


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    digests = []
    for name in ("a", "b"):
        generate_scale(tmp_path / name, 120, seed=5, hosts=2, attachments=3)
        digests.append([hashlib.sha256((tmp_path / name / f).read_bytes()).hexdigest() for f in ("pages.bin", "routes.jsonl")])  # fmt: skip
    assert digests[0] == digests[1]


def test_several_hosts_are_served_packed_and_plain(tmp_path: Path, unused_port: int) -> None:
    scale = generate_scale(tmp_path, 120, hosts=2, port=unused_port)
    with serving(tmp_path, unused_port):
        for start in scale.starts:
            with urllib.request.urlopen(start) as answer:
                plain = answer.read()
            asked = urllib.request.Request(start, headers={"Accept-Encoding": "gzip"})
            with urllib.request.urlopen(asked) as answer:
                assert gzip.decompress(answer.read()) == plain
        with urllib.request.urlopen(f"{scale.starts[0]}robots.txt") as answer:
            assert answer.read() == b"User-agent: *\nAllow: /\n"


def test_too_few_pages_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pages >= 100"):
        generate_scale(tmp_path, 10)
