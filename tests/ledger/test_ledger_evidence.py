"""Evidence survives crashes, says what is wrong with it, and shows nothing to who has no key."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspection.errors import LedgerError
from inspection.settings import EvidenceSettings
from ledger.base import Location
from ledger.evidence import EvidenceStore
from ledger.seal import Sealer

KEY = b"e" * 32
SMALL = EvidenceSettings(segment_bytes=1 << 20)
Open = Callable[..., EvidenceStore]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Open]:
    opened: list[EvidenceStore] = []

    def make(key: bytes = KEY, config: EvidenceSettings = SMALL) -> EvidenceStore:
        opened.append(EvidenceStore(tmp_path / "evidence", key, config))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def segments(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "evidence").iterdir())


@given(data=st.binary(max_size=5000))
@settings(max_examples=50, deadline=None)
def test_any_bytes_come_back(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    with EvidenceStore(folder, KEY, SMALL) as one:
        where = one.append(data)
        assert one.read(where, digest(data)) == data
    with EvidenceStore(folder, KEY, SMALL) as two:
        assert two.read(where, digest(data)) == data


def test_nothing_readable_lies_on_disk_and_only_the_owner_may_look(store: Open, tmp_path: Path) -> None:
    text = "机密★5年 110101199003074514".encode()
    one = store()
    one.append(text * 3)
    one.append(text * 3)
    one.sync()
    (segment,) = segments(tmp_path)
    data = segment.read_bytes()
    assert text not in data
    assert text[:8] not in data
    half = len(data) // 2
    assert data[44:half] != data[44 + half :], "the same bytes sealed twice look alike"
    assert stat.S_IMODE(segment.stat().st_mode) == 0o600
    assert stat.S_IMODE(segment.parent.stat().st_mode) == 0o700


def test_segments_rotate_by_size_and_a_record_is_never_split(store: Open, tmp_path: Path) -> None:
    one = store()
    chance = random.Random(1)
    kept = [(one.append(data), digest(data), data) for data in (chance.randbytes(300_000) for _ in range(9))]
    huge = chance.randbytes(3 << 20)
    kept.append((one.append(huge), digest(huge), huge))
    assert len(segments(tmp_path)) == 4
    for where, name, data in kept:
        assert one.read(where, name) == data
        assert where.offset + where.length <= (tmp_path / "evidence" / where.segment).stat().st_size


def test_the_next_process_goes_on_with_the_segment_and_two_at_once_have_their_own(store: Open, tmp_path: Path) -> None:
    first = store()
    a = first.append(b"a")
    second = store()
    b = second.append(b"b")
    assert a.segment != b.segment
    first.close()
    c = store().append(b"c")
    assert (c.segment, c.offset) == (a.segment, a.length)
    assert len(segments(tmp_path)) == 2


@pytest.mark.parametrize("torn", [1, 20, 55, 56, 57, 200, 400])
def test_a_torn_tail_is_cut(store: Open, tmp_path: Path, torn: int) -> None:
    one = store()
    good = one.append(b"good" * 100)
    one.append(random.Random(2).randbytes(400))
    one.close()
    (segment,) = segments(tmp_path)
    os.truncate(segment, good.length + torn)
    two = store()
    after = two.append(b"after")
    assert after == Location(good.segment, good.length, after.length)
    assert two.read(good, digest(b"good" * 100)) == b"good" * 100
    assert two.read(after, digest(b"after")) == b"after"


def test_zeros_after_a_power_cut_are_cut(store: Open, tmp_path: Path) -> None:
    one = store()
    good = one.append(b"good")
    one.close()
    (segment,) = segments(tmp_path)
    os.truncate(segment, good.length + 100_000)
    assert store().append(b"after").offset == good.length


def test_damage_in_the_middle_is_never_cut(store: Open, tmp_path: Path) -> None:
    one = store()
    kept = [one.append(b"%d" % n * 100) for n in range(5)]
    one.close()
    (segment,) = segments(tmp_path)
    size = segment.stat().st_size
    with segment.open("r+b") as file:
        file.seek(kept[1].offset + 4)
        file.write(b"\xff" * 8)
    two = store()
    new = two.append(b"new")
    assert new.segment != segment.name, "a damaged segment is left alone"
    assert segment.stat().st_size == size
    assert two.read(kept[4], digest(b"4" * 100)) == b"4" * 100
    with pytest.raises(LedgerError, match=f"证据损坏：{segment.name} 第 {kept[1].offset} 字节处"):
        two.read(kept[1], digest(b"1" * 100))


@pytest.mark.parametrize("at", [0, 5, 20, 30, 52, 60, 75, -1])
def test_one_changed_bit_is_noticed(store: Open, tmp_path: Path, at: int) -> None:
    one = store()
    where = one.append(b"evidence" * 50)
    one.close()
    (segment,) = segments(tmp_path)
    data = bytearray(segment.read_bytes())
    data[at] ^= 1
    segment.write_bytes(data)
    with pytest.raises(LedgerError, match=r"证据损坏|另一把密钥"):
        store().read(where, digest(b"evidence" * 50))


def test_a_record_cannot_be_passed_off_for_another(store: Open, tmp_path: Path) -> None:
    """The sealed part of one record under the header of another: the seal is bound to the digest."""
    one = store()
    a, b = one.append(b"a" * 100), one.append(b"b" * 100)
    one.close()
    (segment,) = segments(tmp_path)
    data = bytearray(segment.read_bytes())
    assert a.length == b.length
    data[56 : a.length] = data[b.offset + 56 :]
    segment.write_bytes(data)
    with pytest.raises(LedgerError, match="已被改动"):
        store().read(a, digest(b"a" * 100))


def test_another_key_is_named_as_the_cause(store: Open) -> None:
    one = store()
    where = one.append(b"x")
    one.close()
    with pytest.raises(LedgerError, match=r"另一把密钥.*keys/evidence\.key"):
        store(b"f" * 32).read(where, digest(b"x"))


@pytest.mark.parametrize("segment", ["000009-none.seg", "../../etc/passwd", "x"])
def test_a_missing_or_foreign_segment_ends_in_a_sentence(store: Open, segment: str) -> None:
    with pytest.raises(LedgerError, match="证据"):
        store().read(Location(segment, 0, 100), digest(b"x"))


def test_a_full_disk_leaves_whole_records_only(store: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = store()
    good = one.append(b"good")
    real = os.pwrite

    def full(descriptor: int, data: bytes, offset: int) -> int:
        real(descriptor, bytes(data)[:20], offset)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(LedgerError, match="磁盘已满"):
        one.append(b"lost" * 1000)
    assert segments(tmp_path)[0].stat().st_size == good.length
    monkeypatch.setattr(os, "pwrite", real)
    assert one.append(b"after").offset == good.length


def test_after_a_failed_sync_nothing_more_goes_into_that_segment(store: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    one = store()
    one.append(b"lost")
    monkeypatch.setattr(os, "fdatasync", refuse)
    with pytest.raises(LedgerError, match="无法写入证据目录"):
        one.sync()
    monkeypatch.undo()
    one.append(b"kept")
    one.sync()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(LedgerError, match="无法写入证据目录"):
        EvidenceStore(tmp_path / "file", KEY, SMALL).append(b"x")


def test_reading_many_segments_keeps_few_files_open(store: Open, tmp_path: Path) -> None:
    writers = [store() for _ in range(70)]  # each holds its segment, so each has its own
    kept = [(one.append(b"%d" % n), b"%d" % n) for n, one in enumerate(writers)]
    assert len(segments(tmp_path)) == 70
    for where, data in kept:
        assert writers[0].read(where, digest(data)) == data
    assert len(writers[0]._readers) <= 64


def test_a_sealed_address_opens_only_for_what_it_was_bound_to() -> None:
    sealer = Sealer(KEY)
    sealed = sealer.seal(b"http://a/110101199003074514", b"address")
    assert sealer.open(sealed, b"address", size=4096) == b"http://a/110101199003074514"
    for wrong, bound, size in (
        (Sealer(b"f" * 32), b"address", 4096),
        (sealer, b"other", 4096),
        (sealer, b"address", 5),
    ):
        with pytest.raises(ValueError, match=r"key|larger"):
            wrong.open(sealed, bound, size=size)
