"""The generated portal: as much as promised, the same each time, and its key true."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from demo.negatives import ROWS
from demo.people import valid_id
from demo.portal import articles, generate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    from demo.answers import Negative, Planted

pytestmark = pytest.mark.xdist_group("demo")
NOW = {"classification.mark", "internal.mark", "disclosure.withheld", "personal.resident_id", "personal.phone"}


def test_it_is_as_large_as_promised(made: Any) -> None:
    key = made.key
    assert key.pages >= 400
    assert key.attachments >= 80
    assert len(key.negatives) >= 150
    assert len({item.rule for item in key.planted}) >= 12
    assert sum(not item.later for item in key.planted) >= 60


def test_what_is_due_now_uses_the_rules_there_are_now(made: Any) -> None:
    now = [item for item in made.key.planted if not item.later]
    assert {item.rule for item in now} == NOW
    assert {item.format for item in now} == {"html", "docx", "xlsx", "pdf", "text"}
    assert min(Counter(item.rule for item in now).values()) >= 10
    assert all(item.severity >= 1 for item in now)


def test_every_kind_of_harmless_text_has_two_specimens(made: Any) -> None:
    count = Counter(item.row for item in made.key.negatives)
    assert count.keys() == ROWS.keys()
    assert min(count.values()) >= 2


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(made: Any, tmp_path: Path) -> None:
    again = tmp_path / "again"
    assert generate(again, port=made.key.port, large_bytes=300_000) == made.key
    assert _digests(again) == _digests(made.folder)
    assert [a.title for a in articles(8)] != [a.title for a in articles(7)]


def _digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "access.log"
    }


def test_a_folder_that_holds_the_portal_already_is_left_alone(made: Any) -> None:
    before = (made.folder / "routes.jsonl").stat().st_mtime_ns
    assert generate(made.folder, port=made.key.port, large_bytes=300_000) == made.key
    assert (made.folder / "routes.jsonl").stat().st_mtime_ns == before


def test_a_folder_with_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "论文.docx").write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="已有其他文件"):
        generate(tmp_path)
    assert (tmp_path / "论文.docx").read_bytes() == b"mine"


def test_every_planted_text_is_really_there(made: Any, text_of: Callable[[Planted], str]) -> None:
    foreign = {"ofd", "doc", "rtf", "png"}  # their own test follows
    readable = [item for item in made.key.planted if item.format not in foreign]
    assert len(readable) >= len(made.key.planted) - 5
    assert not [item.id for item in readable if not _holds(item, text_of(item))]


def _holds(item: Planted, text: str) -> bool:
    if item.text in text:
        return True
    split = re.search("拆|竖排", item.form)
    return bool(split) and re.sub(r"\s", "", item.text) in re.sub(r"\s", "", text)


def test_the_unread_formats_hold_what_the_key_says(made: Any) -> None:
    import io
    import zipfile

    import olefile

    by_format = {item.format: item for item in made.key.planted if item.later and item.rule == "classification.mark"}
    with zipfile.ZipFile(io.BytesIO(made.body(by_format["ofd"].url))) as package:
        assert "机密★1年" in package.read("Doc_0/Pages/Page_0/Content.xml").decode()
    with olefile.OleFileIO(io.BytesIO(made.body(by_format["doc"].url))) as old:
        assert "机密★1年".encode("utf-16-le") in old.openstream("WordDocument").read()
    assert b"\\u26426?" in made.body(by_format["rtf"].url)
    assert made.body(by_format["png"].url).startswith(b"\x89PNG")


def test_every_planted_resident_number_is_valid_and_stands_for_itself(made: Any) -> None:
    seen: Counter[str] = Counter()
    for item in made.key.planted:
        if item.rule == "personal.resident_id":
            number = re.sub(r"[^0-9Xx]", "", unicodedata.normalize("NFKC", item.text))
            assert valid_id(number[:18]), item
            seen[number[:18]] += 1
    assert set(seen.values()) == {1}


def test_no_planted_number_or_document_shows_at_a_second_address(made: Any, text_of: Callable[[Planted], str]) -> None:
    """A finding is one whatever its places: a second place would hide a miss at the first."""
    numbers = {item.text: item for item in made.key.planted if item.rule.startswith("personal.r") and not item.later}
    for item in numbers.values():
        others = [o for o in numbers.values() if o.url != item.url and item.text in text_of(o)]
        assert not others, (item.id, [o.id for o in others])
    bodies = Counter(hashlib.sha256(made.body(url)).hexdigest() for url in {item.url for item in made.key.planted})
    assert set(bodies.values()) == {1}


def test_harmless_documents_hold_no_valid_bare_number(made: Any, text_of: Callable[[Negative], str]) -> None:
    for item in made.key.negatives:
        if item.row == "long_numbers":
            continue  # serial numbers of the same form, some valid by chance: only their context tells
        found = re.findall(r"(?<![0-9])[0-9]{17}[0-9Xx](?![0-9])", text_of(item))
        assert not [number for number in found if valid_id(number)], item


def test_lists_never_show_a_mark_or_a_number(made: Any) -> None:
    """Titles stand on lists, start pages and neighbours: they must be harmless themselves."""
    for article in articles(7):
        assert not re.search(r"[绝机秘]密★|[0-9]{15}|不予公开）|内部资料$", article.title), article.title


def test_pages_are_of_usual_size(made: Any) -> None:
    sizes = [
        (made.folder / r.file).stat().st_size for r in made.routes.values() if r.kind == "page" and r.target != "/"
    ]
    assert 12_000 <= sum(sizes) / len(sizes) <= 30_000
    assert min(sizes) > 4_000


def test_wrongly_declared_pages_are_what_they_pretend_not_to_be(made: Any) -> None:
    items = {item.form: item for item in made.key.planted if item.format == "html"}
    route = made.routes[items["声明 UTF-8，实为 GBK"].url]
    assert route.type.endswith("utf-8")
    assert "秘密★3年" in made.body(items["声明 UTF-8，实为 GBK"].url).decode("gbk")
    assert made.routes[items["声明 GBK，实为 UTF-8"].url].type.endswith("GBK")
    assert "秘密★3年" in made.body(items["声明 GBK，实为 UTF-8"].url).decode("utf-8")


def test_the_three_systems_write_addresses_in_their_own_way(made: Any) -> None:
    urls = list(made.routes)
    for pattern in (
        r"127\.0\.8\.1:\d+/zwgk/tzgg/2026\d\d/t2026\d{4}_\d{5}\.html$",
        r"127\.0\.8\.1:\d+/zwgk/tzgg/index_1\.html$",
        r"127\.0\.8\.1:\d+/.*/P02026\d{4}\d{12}\.docx$",
        r"127\.0\.8\.2:\d+/list\.jsp\?colid=12&page=2$",
        r"127\.0\.8\.2:\d+/show\.jsp\?id=\d+$",
        r"127\.0\.8\.3:\d+/art/2026/\d+/\d+/art_12\d\d_\d+\.html$",
        r"127\.0\.8\.3:\d+/col/col1203/index\.html\?uid=6203&pageNum=2$",
        r"127\.0\.8\.3:\d+/module/download/downfile\.jsp\?classid=0&showname=.*&filename=26\d+\.xlsx$",
    ):
        assert any(re.search(pattern, url) for url in urls), pattern
