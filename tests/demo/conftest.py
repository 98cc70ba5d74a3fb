"""One portal and one server for all tests of the sample portal, and readers that owe nothing to the product."""

from __future__ import annotations

import html
import io
import re
import socket
import zipfile
from typing import TYPE_CHECKING, NamedTuple

import pytest

from demo.portal import generate
from demo.routes import read
from demo.server import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from demo.answers import AnswerKey, Negative, Planted
    from demo.routes import Route


class Made(NamedTuple):
    """A generated portal."""

    folder: Path
    key: AnswerKey
    routes: dict[str, Route]  # by absolute address

    def body(self, url: str) -> bytes:
        """The bytes behind an address."""
        return (self.folder / self.routes[url].file).read_bytes()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.8.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("demo") / "portal"
    key = generate(folder, port=free_port(), large_bytes=300_000)
    routes = {f"http://{route.host}:{key.port}{route.target}": route for route in read(folder)}
    return Made(folder, key, routes)


@pytest.fixture(scope="session")
def served(made: Made) -> Iterator[Made]:
    with serving(made.folder, made.key.port):
        yield made


@pytest.fixture(scope="session")
def text_of(made: Made) -> Callable[[Planted | Negative], str]:
    """Everything that stands in the document of an item, hidden parts and attributes included."""

    def get(item: Planted | Negative) -> str:
        data, name = made.body(item.url), item.path[0]
        for inner in item.path[1:]:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                names = {_name(info): info for info in package.infolist()}
                data, name = package.read(names[inner]), inner
        return name + "\n" + _read(data, name, made.routes[item.url].type)

    return get


def _name(info: zipfile.ZipInfo) -> str:
    return info.filename if info.flag_bits & 0x800 else info.filename.encode("cp437").decode("gbk")


def _read(data: bytes, name: str, kind: str) -> str:
    if data[:4] == b"%PDF":
        return _pdf(data)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return "\n".join(
                _flat(package.read(one).decode()) for one in package.namelist() if not one.endswith("jpeg")
            )
    for charset in ("utf-16",) if data[:2] == b"\xff\xfe" else ("utf-8-sig", "gbk"):
        try:
            text = data.decode(charset)
        except UnicodeDecodeError:
            continue
        return _flat(text) if kind.startswith("text/html") or name.endswith(".doc") else text
    raise AssertionError(f"{name} is in no known charset")


def _flat(text: str) -> str:
    """Text without tags, then all values of attributes, comments and scripts."""
    return html.unescape(re.sub(r"<[^>]*>", "", text)) + "\n" + html.unescape(text)


def _pdf(data: bytes) -> str:
    import pikepdf
    import pypdfium2

    password = "yunxi" if b"/Encrypt" in data else ""
    document = pypdfium2.PdfDocument(data, password=password or None)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    found = ["".join(pages).replace("\r\n", ""), *document.get_metadata_dict().values()]
    document.close()
    with pikepdf.open(io.BytesIO(data), password=password) as structure:
        found += [str(note.get("/Contents", "")) for page in structure.pages for note in page.get("/Annots", [])]
    return "\n".join(found)


@pytest.fixture
def unused_port() -> int:
    return free_port()
