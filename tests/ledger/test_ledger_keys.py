"""Keys are made once, whole, for their owner only."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from inspection.errors import LedgerError
from ledger.keys import load_or_create


def test_keys_are_made_once_and_stay(tmp_path: Path) -> None:
    keys = load_or_create(tmp_path / "keys")
    assert load_or_create(tmp_path / "keys") == keys
    assert (len(keys.evidence), len(keys.subject)) == (32, 32)
    assert keys.evidence != keys.subject
    assert keys.evidence.hex() not in repr(keys)
    assert repr(keys) == "Keys()"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert len(list((tmp_path / "keys").iterdir())) == 2


@pytest.mark.parametrize("name", ["evidence.key", "subject.key"])
def test_a_lost_key_is_not_silently_replaced(tmp_path: Path, name: str) -> None:
    load_or_create(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(LedgerError, match=rf"缺少密钥文件.*{name}.*备份"):
        load_or_create(tmp_path)


@pytest.mark.parametrize("content", [b"", b"x" * 31, b"x" * 33])
def test_a_key_of_the_wrong_length_is_refused(tmp_path: Path, content: bytes) -> None:
    load_or_create(tmp_path)
    (tmp_path / "subject.key").write_bytes(content)
    with pytest.raises(LedgerError, match=f"应为 32 字节，实为 {len(content)} 字节"):
        load_or_create(tmp_path)


def test_a_key_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    (tmp_path / "subject.key").unlink()
    (tmp_path / "subject.key").mkdir()
    with pytest.raises(LedgerError, match=r"无法读取密钥文件.*subject\.key"):
        load_or_create(tmp_path)


def test_a_key_open_to_others_is_closed(tmp_path: Path) -> None:
    load_or_create(tmp_path)
    (tmp_path / "subject.key").chmod(0o644)
    load_or_create(tmp_path)
    assert stat.S_IMODE((tmp_path / "subject.key").stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match="无法在"):
        load_or_create(tmp_path / "file" / "keys")


def test_processes_that_make_them_together_agree(tmp_path: Path) -> None:
    code = "import sys; from pathlib import Path; from ledger.keys import load_or_create; sys.stdin.readline(); k = load_or_create(Path(sys.argv[1])); print(k.evidence.hex(), k.subject.hex())"
    command = [sys.executable, "-c", code, str(tmp_path)]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    said = {child.communicate(timeout=30)[0] for child in children}
    assert len(said) == 1
    assert "" not in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["evidence.key", "subject.key"]
