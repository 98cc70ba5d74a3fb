"""The house stands: imports run down, wings keep apart, front doors list every kind, heavy libraries have one address."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WINGS = ("crawler", "extractors", "detectors", "index", "ledger", "reports")
FLOORS = {
    "inspection": 1,
    **dict.fromkeys(WINGS, 2),
    "books": 2.4,
    "indexing": 2.4,
    "intake": 2.6,
    "filecheck": 2.6,
    "handles": 2.6,
    "pipeline": 3,
    "scheduler": 4,
    "demo": 4,
    "commands": 5,
    "cli": 5,
}
# demo/ makes and serves a portal; it knows the vocabulary and nothing of the product that inspects it.
MAY_IMPORT = {"demo": {"inspection", "demo"}}
# What a wing shows to the floors above beside its front door; every other file of it serves one of these.
DOORS = {
    "extractors": {"extract", "pool", "worker"},  # the worker is started by its name
    "detectors": {"detect"},
    "index": {"connect", "grammar"},
    "reports": {"write", "lines"},
}
ADDRESSES: dict[str, str | tuple[str, ...]] = {
    "sqlalchemy": "ledger",
    "alembic": "ledger",
    "scrapy": "crawler",
    "tantivy": "index/embedded.py",
    "weasyprint": "reports/pdf.py",
    "jinja2": "reports",
    "pypdfium2": "extractors/pdf.py",
    "hyperscan": "detectors",
    "aiohttp": ("crawler", "demo"),
    "typer": ("cli.py", "commands"),
    "rich": ("cli.py", "commands"),
}
MAX_LINES = 400


def sources() -> list[Path]:
    """All Python files of the product, its tests and its benchmarks."""
    rooms = [*FLOORS, "tests", "benchmarks"]
    found = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    return sorted(found + [ROOT / f"{room}.py" for room in rooms if (ROOT / f"{room}.py").exists()])


def product() -> list[Path]:
    return [path for path in sources() if room(path) in FLOORS]


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Dotted names that a file imports, wherever the import stands."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


def upward(source: str, target: str) -> bool:
    """Whether an import from room ``source`` to room ``target`` breaks the floors."""
    if source == target or target not in FLOORS:
        return False
    if source in MAY_IMPORT:
        return target not in MAY_IMPORT[source]
    if target == "demo":
        return source not in {"commands", "cli"}
    return FLOORS[target] >= FLOORS[source] and not (source == "cli" and target == "commands")


@pytest.mark.parametrize("path", product(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_run_down_only(path: Path) -> None:
    wrong = {name for name in imports(path) if upward(room(path), name.partition(".")[0])}
    assert not wrong, f"{path.relative_to(ROOT)} imports {sorted(wrong)} from its own floor or above"


def inner_imports(path: Path) -> set[str]:
    """Files of its own wing that a file imports."""
    wing = room(path)
    found = {name.rpartition(".")[2] for name in imports(path) if name.startswith(f"{wing}.")}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == wing:
            found.update(alias.name for alias in node.names)
    return found


@pytest.mark.parametrize("wing", DOORS)
def test_each_kind_is_listed_by_its_front_door(wing: str) -> None:
    """A new kind that its front door does not import is reached by nobody."""
    files = {path.stem: path for path in (ROOT / wing).glob("*.py") if path.stem != "__init__"}
    reached, edge = set(DOORS[wing]), list(DOORS[wing])
    while edge:
        new = inner_imports(files[edge.pop()]) & set(files) - reached
        reached |= new
        edge += new
    assert not set(files) - reached, f"no front door of {wing} reaches {sorted(set(files) - reached)}"


@pytest.mark.parametrize("library", ADDRESSES)
def test_each_heavy_library_has_one_address(library: str) -> None:
    addresses = ADDRESSES[library]
    allowed = (addresses,) if isinstance(addresses, str) else addresses
    users = {str(p.relative_to(ROOT)) for p in product() if any(n.partition(".")[0] == library for n in imports(p))}
    strays = {user for user in users if not user.startswith(allowed)}
    assert not strays, f"{library} is imported by {sorted(strays)}"
    assert users, f"{library} is imported by nobody: drop it from the list"


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_above_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


def test_init_files_hold_a_docstring_and_nothing_else() -> None:
    for path in product():
        if path.name == "__init__.py":
            body = ast.parse(path.read_text("utf-8")).body
            extra = [n for n in body[1:] if not (room(path) == "inspection" and isinstance(n, ast.Assign))]
            assert isinstance(body[0], ast.Expr), path
            assert not extra, path


def test_the_rules_notice_a_breach() -> None:
    """The check itself can fail: a wing on its neighbour, the vocabulary on a wing, a wing on the pipeline."""
    assert upward("crawler", "extractors")
    assert upward("inspection", "ledger")
    assert upward("reports", "pipeline")
    assert upward("pipeline", "cli")
    assert upward("demo", "detectors")
    assert upward("ledger", "demo")
    assert not upward("pipeline", "crawler")
    assert not upward("crawler", "inspection")
    assert not upward("commands", "demo")
