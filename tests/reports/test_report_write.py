"""The front door: whole files or none, and sentences where something is wrong."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest

from inspection.errors import SettingsError
from reports.write import WRITERS, _place, write
from tests.reports import summary_factory as factory

if TYPE_CHECKING:
    from pathlib import Path

    from inspection.summary import RunSummary
    from reports.base import Writer


class FullDisk:
    """A writer on a disk that fills up half way."""

    format = "html"
    suffix = ".html"

    def write(self, summary: RunSummary, out: Path) -> Path:
        out.write_text(summary.title[:3], "utf-8")
        raise OSError(errno.ENOSPC, "No space left on device")


def test_each_format_is_written_once_under_the_given_name(tmp_path: Path) -> None:
    paths = write(
        factory.single(), ["html", "xlsx", "html", "jsonl", "csv"], tmp_path / "new" / "folder", name="R-000009"
    )
    assert [path.name for path in paths] == ["R-000009.html", "R-000009.xlsx", "R-000009.jsonl", "R-000009.csv"]
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(path.name for path in paths)


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(
        SettingsError, match=r"不支持的报告格式 'pfd'；可用的有：html、pdf、xlsx、jsonl、csv、sarif；是否想写 pdf？"
    ):
        write(factory.single(), ["html", "pfd"], tmp_path / "out", name="x")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_is_a_file_is_a_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(SettingsError, match=r"无法写入报告 .*file.*--out"):
        write(factory.single(), ["jsonl"], tmp_path / "file", name="x")


def test_a_full_disk_leaves_the_old_report_and_nothing_else(tmp_path: Path) -> None:
    old = tmp_path / "x.html"
    old.write_text("旧报告", "utf-8")
    writer: Writer = FullDisk()
    with pytest.raises(SettingsError, match=r"无法写入报告.*磁盘空间"):
        _place(writer, factory.single(), tmp_path, "x")
    assert old.read_text("utf-8") == "旧报告"
    assert [path.name for path in tmp_path.iterdir()] == ["x.html"]


def test_a_place_taken_by_a_folder_is_a_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "x.csv").mkdir()
    with pytest.raises(SettingsError, match="无法写入报告"):
        write(factory.single(), ["csv"], tmp_path, name="x")
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden"])
def test_a_name_that_would_leave_the_folder_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="文件名"):
        write(factory.single(), ["csv"], tmp_path, name=name)


def test_formats_and_suffixes_are_distinct() -> None:
    assert len({writer.format for writer in WRITERS}) == len({writer.suffix for writer in WRITERS}) == len(WRITERS)


def test_findings_of_checked_files_get_identifiers_that_all_formats_share(tmp_path: Path) -> None:
    at = factory.place("/srv/待发布/通知.docx", "", ("通知.docx",), "页眉", "「机密★1年」")
    found = factory.finding(1, (at,), id="", site="", agency="")
    desk = factory.coverage(0, name="文件检查", start_url="", run="", pages=0, attachments=2, unchanged=0)
    summary = factory.summary(title="文件检查报告", number="", findings=(found, found), failures=(), sites=(desk,))
    page, lines = write(summary, ["html", "jsonl"], tmp_path, name="x")
    text = page.read_text("utf-8")
    for name in ("C-000001", "C-000002"):
        assert name in text
        assert name in lines.read_text("utf-8")
    assert "本次检查了 2 个文件，发现疑似线索 2 条" in text
    assert "从首页起" not in text
    assert ">通知.docx</h4>" in text
    assert "（未登记）" not in text
