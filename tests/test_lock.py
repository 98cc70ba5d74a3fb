"""The lock file and setup.cfg say the same."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]


def declared() -> dict[str, Requirement]:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", "utf-8")
    texts = [config["options"]["install_requires"], *(config["options.extras_require"][k] for k in ("postgres", "dev"))]
    lines = [line for text in texts for line in text.splitlines() if line.strip() and not line.startswith("#")]
    found = [Requirement(line) for line in lines if not line.startswith("%")]
    return {canonicalize_name(item.name): item for item in found}


def locked() -> dict[str, str]:
    pairs = re.findall(
        r"^([a-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE
    )
    return {canonicalize_name(name): version for name, version in pairs}


def test_every_declared_package_is_locked_within_its_range() -> None:
    lock = locked()
    for name, requirement in declared().items():
        assert name in lock, f"{name} is in setup.cfg and not in requirements.lock: run make lock"
        assert requirement.specifier.contains(lock[name], prereleases=True), (
            f"{name} {lock[name]} is outside {requirement}"
        )


def test_every_locked_package_is_declared_or_needed_by_another() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    blocks = re.split(r"\n(?=[a-z0-9])", text[text.index("\n", text.index("make lock")) :].strip())
    for block in blocks:
        name = canonicalize_name(re.split(r"[=\[]", block, maxsplit=1)[0])
        direct = "mijian (setup.cfg)" in block
        assert direct == (name in declared()), f"{name}: requirements.lock is older than setup.cfg: run make lock"


def test_every_locked_package_has_hashes() -> None:
    text = (ROOT / "requirements.lock").read_text("utf-8")
    assert len(locked()) > 50
    for name in locked():
        # A name may be written in another way than it is compared: typing_extensions, ruamel.yaml.
        spelling = re.escape(name).replace(r"\-", "[-_.]")
        blocks = re.findall(rf"^{spelling}(?:\[[^\]]*\])?==.*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
        assert blocks, f"{name}: its lines are not found"
        assert all("--hash=sha256:" in block for block in blocks), name
