"""The command line: words wherever a person writes them, Chinese answers, nothing from outside that moves the cursor."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cli
from commands import reports
from commands.chinese import translate
from commands.terminal import clean

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = (
    "init",
    "site",
    "inspect",
    "check",
    "extract",
    "findings",
    "failures",
    "search",
    "runs",
    "report",
    "reindex",
    "doctor",
    "demo",
)


def test_options_for_every_command_are_understood_anywhere() -> None:
    assert cli._to_the_front(["runs", "--home", "x", "-q", "--limit", "3"]) == [
        "--home",
        "x",
        "-q",
        "runs",
        "--limit",
        "3",
    ]
    assert cli._to_the_front(["check", "--", "-q"]) == ["check", "--", "-q"]
    assert cli._to_the_front(["runs", "--home"]) == ["--home", "runs"]
    assert cli._to_the_front(["runs", "--home=x"]) == ["--home=x", "runs"]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_chinese_with_an_example(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([command, "--help"]) == 0
    text = capsys.readouterr().out
    assert "用法" in text or "Usage" in text
    assert any("\u4e00" <= character <= "\u9fff" for character in text)
    if command not in ("site", "runs", "reindex", "findings"):
        assert "例：" in text


def test_the_overview_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["--help"]) == 0
    text = capsys.readouterr().out
    assert all(command in text for command in COMMANDS)


def test_help_imports_nothing_heavy() -> None:
    """The reason for the imports inside functions; the time itself is a benchmark's matter."""
    code = (
        "import sys, cli\ncli.run(['--help'])\n"
        "heavy = {'scrapy', 'sqlalchemy', 'weasyprint', 'tantivy', 'lxml', 'pydantic', 'numpy', 'alembic', 'twisted'}\n"
        "sys.exit(','.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("No such option: --formt. Did you mean --format?", "没有选项 --formt。是否想用 --format？"),
        ("Missing argument 'PATH...'.", "缺少参数 PATH。"),
        ("Got unexpected extra argument (x)", "多余的参数：x"),
        ("Option '--max-pages' requires an argument.", "选项 --max-pages 后面要跟一个值。"),
    ],
)
def test_wrong_calls_are_answered_in_chinese(english: str, chinese: str) -> None:
    assert translate(english).replace(" 是否", "是否") == chinese


def test_text_from_outside_cannot_move_the_cursor_or_hide(capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "a\x1b[2Jb\u202egnp.exe\r\n[bold]c[/]"
    shown = clean(hostile)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "\n" not in shown
    assert "\\[bold]" in shown


def test_periods_are_whole_days() -> None:
    first, last = reports._period("2026-01-01..2026-03-31") or (None, None)
    assert first is not None
    assert str(first) == "2026-01-01"
    assert str(last) == "2026-03-31"
    assert reports._period("") is None


def test_a_bug_is_named_by_type_and_place_without_its_message(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("机密的内容")

    monkeypatch.setattr(cli, "app", broken)
    assert cli.run(["runs"]) == 70
    shown = capsys.readouterr().err
    assert "ValueError" in shown
    assert "机密的内容" not in shown
