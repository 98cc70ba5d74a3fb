"""Settings explain what is wrong with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inspection.errors import Reason, SettingsError
from inspection.settings import SECTIONS, load, template

if TYPE_CHECKING:
    from pathlib import Path


def write(folder: Path, text: str) -> Path:
    path = folder / "mijian.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_template_is_valid_and_names_every_setting(tmp_path: Path) -> None:
    text = template()
    assert load(write(tmp_path, text)) == load(None)
    uncommented = "\n".join(line.removeprefix("# ") if " = " in line else line for line in text.splitlines())
    assert load(write(tmp_path, uncommented)) == load(None)
    for section, model in SECTIONS.items():
        for key, field in model.model_fields.items():
            assert f"# {key} = " in text
            assert field.description, f"[{section}] {key} is not explained"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[crawler]\nconcurency = 3", "concurrency"),
        ("[crawlers]\n", "crawler"),
        ("[crawler]\nconcurrency = 0", "不得小于 1"),
        ("[crawler]\nconcurrency = 'many'", "整数"),
        ("[crawler]\nuser_agent = '中文'", "user_agent"),
        ("crawler = 3", "一节"),
        ("[crawler", "格式有误"),
        ("[log]\nlevel = 'LOUD'", "DEBUG"),
    ],
)
def test_a_wrong_setting_is_named_with_the_way_out(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        load(write(tmp_path, text))


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIJIAN_CRAWLER__CONCURRENCY", "3")
    assert load(write(tmp_path, "[crawler]\nconcurrency = 5\nretries = 1")).crawler.concurrency == 3
    assert load(write(tmp_path, "[crawler]\nretries = 1")).crawler.retries == 1


def test_an_unknown_variable_is_refused_like_an_unknown_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIJIAN_CRAWLER__CONCURENCY", "3")
    with pytest.raises(SettingsError, match="concurrency"):
        load(None)


def test_every_reason_has_a_sentence_and_an_advice() -> None:
    for reason in Reason:
        assert reason.sentence
        assert reason.advice
