"""What the server answers to which address, and the files that hold it."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

INDEX = "routes.jsonl"
STATE = "portal.json"
_OURS = {"www", INDEX, "answers.json", STATE, "scale.json", "pages.bin", "access.log", "server.log"}


@dataclass(frozen=True, slots=True)
class Route:
    """An answer.

    Attributes:
        host: loopback address.
        target: path and query, percent-encoded.
        file: body, relative to the folder; empty for none.
        offset, length: part of the file; length 0 means all of it.
        packed: the stored bytes are gzip of the body.
        type: Content-Type.
        headers: further headers; as latin-1 text where they hold raw bytes.
        kind: page, file, asset or trap.
        behaviour: "" plain; live (counters and session ids change with each answer), slow (3 s), truncated
            (Content-Length too long), raw (headers as bytes), calendar, large (``length`` zeros), any (whatever query).
        modified: Unix time.
    """

    host: str
    target: str
    file: str = ""
    offset: int = 0
    length: int = 0
    packed: bool = False
    type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    kind: str = "page"
    behaviour: str = ""
    modified: int = 0


class Store:
    """Collects routes and writes their bodies below ``folder/www``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.routes: list[Route] = []
        self._taken: set[str] = set()

    def add(self, host: str, target: str, body: bytes | None = None, **more: Any) -> Route:
        """One answer; ``more`` are fields of :class:`Route`."""
        file = ""
        if body is not None:
            file = self._name(host, target, str(more.get("type", "text/html")))
            path = self.folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        route = Route(host=host, target=target, file=file, **more)
        self.routes.append(route)
        return route

    def count(self, kind: str) -> int:
        """How many answers of a kind are there (status 200)."""
        return sum(route.kind == kind and route.status == 200 for route in self.routes)

    def save(self) -> None:
        """Write the table of routes."""
        write(self.folder, self.routes)

    def _name(self, host: str, target: str, kind: str) -> str:
        """A readable file name for an address; a folder's own page is index.html."""
        path, _, query = target.partition("?")
        name = unquote(path).strip("/") or "index"
        name = "/".join(part.strip(".") or "_" for part in re.sub(r'[\\:*"<>|\0;]', "_", name).split("/"))
        if query:
            name += "@" + re.sub(r'[\\/:*"<>|\0]', "_", unquote(query))
        if path.endswith("/"):
            name += "/index"
        head, _, last = name.rpartition("/")
        if len(last.encode()) > 150:
            last = f"{hashlib.sha256(last.encode()).hexdigest()[:16]}.{last.rpartition('.')[2]}"
        if kind.startswith("text/html") and not last.endswith((".html", ".htm")):
            last += ".html"
        file = f"www/{host}/{head}/{last}" if head else f"www/{host}/{last}"
        while file.lower() in self._taken:
            head, dot, ending = file.rpartition(".")
            file = f"{head}_{dot}{ending}"
        self._taken.add(file.lower())
        return file


def write(folder: Path, routes: Iterable[Route]) -> None:
    """Write a table of routes."""
    with (folder / INDEX).open("w", encoding="utf-8") as out:
        for route in routes:
            out.write(json.dumps(asdict(route), ensure_ascii=False) + "\n")


def read(folder: Path) -> list[Route]:
    """The routes of a folder.

    Raises:
        OSError: there are none.
    """
    found = []
    with (folder / INDEX).open(encoding="utf-8") as lines:
        for line in lines:
            item = json.loads(line)
            item["headers"] = tuple((name, value) for name, value in item["headers"])
            found.append(Route(**item))
    return found


def clear(folder: Path) -> None:
    """Make the folder, or remove what an earlier generation left in it.

    Raises:
        OSError: it cannot be written.
        FileExistsError: it holds something else.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = {path.name for path in folder.iterdir()}
    if held - _OURS:
        raise FileExistsError(f"{folder} 中已有其他文件（{min(held - _OURS)} 等），请换一个空目录")
    for name in held:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
