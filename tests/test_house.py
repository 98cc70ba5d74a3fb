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
    "pipeline": 3,
    "scheduler": 4,
    "demo": 4,
    "commands": 5,
    "cli": 5,
}
# demo/ makes and serves a portal; it knows the vocabulary and nothing of the product that inspects it.
MAY_IMPORT = {"demo": {"inspection", "demo"}}
FRONT_DOORS = {
    "extractors": "extract.py",
    "detectors": "detect.py",
    "index": "connect.py",
    "reports": "write.py",
}
# Files of a wing that are no kinds: what kinds share, and the machinery around them.
SHARED = {
    "extractors": {"base", "extract", "charset", "sniff", "pool", "worker", "limits"},
    "detectors": {"base", "detect", "normalise", "score", "allow", "gate", "excerpt"},
    "index": {"base", "connect", "grammar", "normalise", "highlight", "schema", "compile", "query", "place"},
    "reports": {"base", "write", "view", "charts"},
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


@pytest.mark.parametrize("wing", FRONT_DOORS)
def test_each_kind_is_listed_by_its_front_door(wing: str) -> None:
    kinds = {path.stem for path in (ROOT / wing).glob("*.py")} - SHARED[wing] - {"__init__"}
    listed = {name.rpartition(".")[2] for name in imports(ROOT / wing / FRONT_DOORS[wing])}
    for node in ast.walk(ast.parse((ROOT / wing / FRONT_DOORS[wing]).read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == wing:
            listed.update(alias.name for alias in node.names)
    assert kinds, f"{wing} has no kinds"
    assert not kinds - listed, f"{wing}/{FRONT_DOORS[wing]} does not list {sorted(kinds - listed)}"


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
