"""The house stands: imports run down, wings keep apart and are entered by their doors, nothing lies unused, heavy libraries have one address."""

from __future__ import annotations

import ast
import configparser
import re
import sys
from functools import cache
from pathlib import Path, PurePosixPath

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
# What watches the house from outside; nothing in it may lean on them.
OUTSIDE = {"benchmarks": 8, "tests": 9}
# demo/ makes and serves a portal; it knows the vocabulary and nothing of the product that inspects it.
MAY_IMPORT = {"demo": {"inspection", "demo"}}
# What the floors above use of each wing, its front door first; base.py, the shared types, is open to all. Every other file
# of a wing serves one of these.
DOORS = {
    "crawler": {"crawl", "frontier", "verdict"},
    "extractors": {"extract", "pool"},
    "detectors": {"detect"},
    "index": {"connect", "grammar", "normalise"},
    "ledger": {
        "session", "migrate", "keys", "evidence", "seal",  # the books and what locks them
        "register", "runs", "pages", "findings", "workflow", "outbox",  # written
        "query", "summary", "mirror", "records",  # read
    },
    "reports": {"write", "lines"},
}  # fmt: skip
# Started or found by name, not imported by the product: Scrapy's queue, the reading process, Alembic's scripts, the large
# portal of the benchmarks, the commands themselves.
BY_NAME = ("crawler.queue", "extractors.worker", "ledger.migrations", "demo.scale", "scheduler", "cli")
ADDRESSES: dict[str, tuple[str, ...]] = {
    "aiohttp": ("crawler", "demo"),
    "alembic": ("ledger",),
    "cryptography": ("ledger/seal.py",),
    "docx": ("demo/word.py",),
    "hyperscan": ("detectors",),
    "jinja2": ("reports",),
    "lxml": ("extractors",),
    "magic": ("extractors/sniff.py", "commands/doctor.py"),
    "markupsafe": ("reports",),
    "msgpack": ("inspection/wire.py", "extractors/pool.py", "extractors/worker.py"),
    "numpy": ("detectors",),
    "olefile": ("extractors",),
    "pikepdf": ("extractors/pdf_structure.py",),
    "protego": ("crawler",),
    "pydantic": ("inspection/settings.py",),
    "pydantic_settings": ("inspection/settings.py",),
    "pypdfium2": ("extractors/pdf.py",),
    "reportlab": ("demo/paper.py",),
    "rich": ("commands",),
    "scrapy": ("crawler",),
    "sqlalchemy": ("ledger",),
    "tantivy": ("index/embedded.py",),
    "twisted": ("crawler",),
    "typer": ("cli.py", "commands"),
    "weasyprint": ("reports/pdf.py",),
    "xlsxwriter": ("reports/spreadsheet.py", "demo/sheet.py"),
    "zstandard": ("ledger/seal.py", "index/schema.py"),
}
EVERYWHERE = {"structlog"}  # the log belongs to all rooms
MAX_LINES = 400


# --- what there is -----------------------------------------------------------------------------------------------------


@cache
def sources() -> tuple[str, ...]:
    """All Python files of this folder, as ``crawler/crawl.py``. Hidden folders and built packages are not ours."""
    tops = [path for path in ROOT.iterdir() if not path.name.startswith(".") and path.name not in {"build", "dist"}]
    found = [path for top in tops if top.is_dir() for path in top.rglob("*.py")]
    found += [path for path in tops if path.suffix == ".py"]
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in found))


def room(path: str) -> str:
    """``crawler`` of ``crawler/crawl.py`` and of ``crawler.crawl``."""
    return path.removesuffix(".py").replace("/", ".").partition(".")[0]


@cache
def product() -> tuple[str, ...]:
    return tuple(path for path in sources() if room(path) in FLOORS)


def dotted(path: str) -> str:
    """``crawler.crawl`` of ``crawler/crawl.py``, ``crawler`` of its ``__init__.py``."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@cache
def modules() -> dict[str, str]:
    return {dotted(path): path for path in sources()}


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"))


def imports(source: ast.AST) -> set[str]:
    """Dotted names that a file imports, wherever the import stands; ``from a import b`` gives ``a.b``."""
    found: set[str] = set()
    for node in ast.walk(source):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: relative import"
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


@cache
def imported(path: str) -> frozenset[str]:
    return frozenset(imports(tree(path)))


def module_of(name: str) -> str:
    """The module that a dotted name stands in: ``ledger.base`` of ``ledger.base.Kind``; empty for a library's."""
    while name and name not in modules():
        name = name.rpartition(".")[0]
    return name


# --- the rules, each a function that the last tests break ----------------------------------------------------------------


def upward(source: str, target: str) -> bool:
    """Whether an import from room ``source`` to room ``target`` breaks the floors."""
    height = FLOORS | OUTSIDE
    if source == target or target not in height:
        return False
    if source in MAY_IMPORT:
        return target not in MAY_IMPORT[source]
    if target == "demo":
        return source not in {"commands", "cli", *OUTSIDE}
    return height[target] >= height[source] and not (source == "cli" and target == "commands")


def beside_the_door(source: str, module: str) -> bool:
    """Whether room ``source`` enters a wing by ``module`` (``ledger.tables``) and that is neither a door nor the base."""
    wing, _, file = module.partition(".")
    return wing in WINGS and source != wing and file not in DOORS[wing] | {"base"}


def named_rooms(source: ast.AST) -> set[str]:
    """Our rooms in the text constants of a file that imports by name: such an import would pass every other rule."""
    nodes = list(ast.walk(source))
    words = {node.id for node in nodes if isinstance(node, ast.Name)}
    words |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    words |= {part for name in imports(source) for part in name.split(".")}
    if not words & {"import_module", "__import__", "runpy", "pkgutil", "spec_from_file_location"}:
        return set()
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {text for text in texts if re.fullmatch(r"[a-z_]+(\.[a-z_]*)*", text) and room(text) in FLOORS | OUTSIDE}


def within(path: str, address: str) -> bool:
    """Whether a file is at an address; parts are compared: ``crawler2/x.py`` is not in ``crawler``."""
    parts = PurePosixPath(address).parts
    return PurePosixPath(path).parts[: len(parts)] == parts


def by_name(module: str) -> bool:
    return any(within(module.replace(".", "/"), name.replace(".", "/")) for name in BY_NAME)


def reached(start: set[str], edges: dict[str, set[str]]) -> set[str]:
    """What is imported from ``start``, step by step, with the packages around it."""
    done, edge = set(start), list(start)
    while edge:
        module = edge.pop()
        new = (edges.get(module, set()) | {module.rpartition(".")[0]}) - done - {""}
        done |= new
        edge += new
    return done


@cache
def graph() -> dict[str, set[str]]:
    """The modules that each file of the product imports, of ours."""
    return {dotted(path): {module_of(name) for name in imported(path)} - {""} for path in product()}


# --- the house keeps them ------------------------------------------------------------------------------------------------


def test_every_room_has_its_floor() -> None:
    """A package or module that no floor names would be held to no rule."""
    assert {room(path) for path in sources()} == {*FLOORS, *OUTSIDE}


def test_what_is_installed_is_the_house() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    packages = {dotted(str(PurePosixPath(path).parent)) for path in product() if "/" in path}
    assert set(config["options"]["packages"].split()) == packages
    assert set(config["options"]["py_modules"].split()) == {dotted(path) for path in product() if "/" not in path}


@pytest.mark.parametrize("path", sources())
def test_imports_run_down_only(path: str) -> None:
    wrong = {name for name in imported(path) if upward(room(path), room(name))}
    assert not wrong, f"{path} imports {sorted(wrong)} from its own floor or above"


@pytest.mark.parametrize("path", [path for path in product() if FLOORS[room(path)] > FLOORS[WINGS[0]]])
def test_the_floors_above_enter_a_wing_by_its_doors(path: str) -> None:
    wrong = {module for name in imported(path) if beside_the_door(room(path), module := module_of(name))}
    assert not wrong, f"{path} enters beside the door: {sorted(wrong)}"


@pytest.mark.parametrize("wing", WINGS)
def test_every_door_is_used(wing: str) -> None:
    used = {module for source, found in graph().items() if room(source) != wing for module in found}
    unused = {door for door in DOORS[wing] if f"{wing}.{door}" not in used}
    assert not unused, f"nobody above enters {wing} by {sorted(unused)}: drop it from the list"


@pytest.mark.parametrize("wing", WINGS)
def test_each_kind_is_listed_by_its_front_door(wing: str) -> None:
    """A new kind that its front door does not import is reached by nobody."""
    found = reached({f"{wing}.{door}" for door in DOORS[wing]}, graph())
    lost = {module for module in graph().keys() - found if room(module) == wing and not by_name(module)}
    assert not lost, f"no door of {wing} reaches {sorted(lost)}"


def test_no_file_of_the_product_lies_unused() -> None:
    lost = graph().keys() - reached(set(filter(by_name, graph())), graph())
    assert not lost, f"neither imported nor started by name: {sorted(lost)}"


@pytest.mark.parametrize("path", product())
def test_no_room_is_imported_by_a_name_in_quotes(path: str) -> None:
    assert not named_rooms(tree(path))


@pytest.mark.parametrize("library", ADDRESSES)
def test_each_heavy_library_has_one_address(library: str) -> None:
    users = {path for path in product() if any(room(name) == library for name in imported(path))}
    strays = {user for user in users if not any(within(user, address) for address in ADDRESSES[library])}
    assert not strays, f"{library} is imported by {sorted(strays)}"
    idle = {address for address in ADDRESSES[library] if not any(within(user, address) for user in users)}
    assert not idle, f"{library} is not imported at {sorted(idle)}: drop it from the list"


def test_every_library_in_use_has_an_address() -> None:
    names = {room(name) for path in product() for name in imported(path)}
    assert names - {*FLOORS, *sys.stdlib_module_names} == {*ADDRESSES, *EVERYWHERE}


@pytest.mark.parametrize("path", sources())
def test_no_file_is_above_400_lines(path: str) -> None:
    assert len((ROOT / path).read_text("utf-8").splitlines()) <= MAX_LINES


def test_init_files_hold_a_docstring_and_nothing_else() -> None:
    for path in product():
        if path.endswith("/__init__.py"):
            body = tree(path).body
            extra = [n for n in body[1:] if not (room(path) == "inspection" and isinstance(n, ast.Assign))]
            assert isinstance(body[0], ast.Expr), path
            assert not extra, path


# --- the rules can fail --------------------------------------------------------------------------------------------------


def test_the_floors_notice_a_breach() -> None:
    """A wing on its neighbour, the vocabulary on a wing, a wing on the pipeline, the product on what watches it."""
    assert upward("crawler", "extractors")
    assert upward("inspection", "ledger")
    assert upward("reports", "pipeline")
    assert upward("pipeline", "cli")
    assert upward("demo", "detectors")
    assert upward("ledger", "demo")
    assert upward("cli", "tests")
    assert upward("demo", "benchmarks")
    assert upward("benchmarks", "tests")
    assert not upward("pipeline", "crawler")
    assert not upward("crawler", "inspection")
    assert not upward("commands", "demo")
    assert not upward("tests", "benchmarks")


def test_a_room_without_a_floor_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("crawler/crawl.py", "newroom/deep/file.py", "newmodule.py", ".venv/lib/x.py", "build/y.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('"""x."""\n')
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    assert sources.__wrapped__() == ("crawler/crawl.py", "newmodule.py", "newroom/deep/file.py")
    assert {room(path) for path in sources.__wrapped__()} - {*FLOORS, *OUTSIDE} == {"newroom", "newmodule"}


def test_a_way_in_beside_the_door_is_noticed() -> None:
    seen = {module_of(name) for name in imports(ast.parse("from ledger import tables, outbox\nimport ledger.base"))}
    assert {module for module in seen if beside_the_door("books", module)} == {"ledger.tables"}
    assert beside_the_door("cli", "ledger")
    assert beside_the_door("commands", "extractors.worker")
    assert not beside_the_door("ledger", "ledger.tables")
    assert not beside_the_door("books", "inspection.model")


def test_a_file_that_nobody_imports_is_noticed() -> None:
    edges = {"a.door": {"a.kind"}, "a.kind": {"b.deep.inner"}, "a.dead": {"a.door", "a.kind"}}
    assert reached({"a.door"}, edges) == {"a", "a.door", "a.kind", "b", "b.deep", "b.deep.inner"}


@pytest.mark.parametrize(
    "line",
    [
        "import importlib\nimportlib.import_module('extractors.extract')",
        "from importlib import import_module as load\nload('tests')",
        "__import__('ledger')",
        "import importlib\nname = f'detectors.{kind}'\nimportlib.import_module(name)",
        "import runpy\nrunpy.run_module('demo.server')",
    ],
)
def test_an_import_by_a_name_in_quotes_is_noticed(line: str) -> None:
    assert named_rooms(ast.parse(line))


def test_an_import_by_name_of_a_library_is_allowed() -> None:
    assert not named_rooms(ast.parse("import importlib\nimportlib.import_module('weasyprint')\nx = '索引 index'"))
    assert not named_rooms(ast.parse("x = 'ledger'"))


def test_addresses_are_compared_by_their_parts() -> None:
    assert within("crawler/fetch.py", "crawler")
    assert within("index/embedded.py", "index/embedded.py")
    assert not within("crawler2/fetch.py", "crawler")
    assert not within("index/embedded_pyx.py", "index/embedded.py")
    assert not within("cli.pyx/a.py", "cli.py")
