"""Typer's own sentences in Chinese: they pass through gettext when Typer is imported, so this stands before that import."""

from __future__ import annotations

import gettext
import io
import re
import sys
from contextlib import contextmanager, redirect_stdout
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from typer import Typer

_SENTENCES = {
    "Usage: ": "用法：",
    "Usage": "用法",
    "Options": "选项",
    "Commands": "命令",
    "Arguments": "参数",
    "Error": "错误",
    "Show this message and exit.": "显示本说明。",
    "Missing command.": "缺少命令。",
    "No such command {name!r}.": "没有命令 {name}。",
    "default: {default}": "默认 {default}",
    "required": "必填",
    "env var: {var}": "环境变量 {var}",
    "Install completion for the current shell.": "为当前终端安装命令补全。",
    "Show completion for the current shell, to copy it or customize the installation.": "显示命令补全脚本。",
}
# What Typer builds without gettext, as (pattern, Chinese); used on the messages of wrong calls.
_MESSAGES = (
    (r"No such option: (--?[\w-]+)\.?", r"没有选项 \1。"),
    (r"\.? ?Did you mean (.+)\?", r"是否想用 \1？"),
    (r"\(Possible options: (.+)\)", r"可用的有：\1"),
    (r"Missing argument '?\{?([A-Za-z_]+).*", r"缺少参数 \1。"),
    (r"Missing option '([^']*)'\.?", r"缺少选项 \1。"),
    (r"Got unexpected extra arguments? \((.*)\)\.?", r"多余的参数：\1"),
    (r"Invalid value for '?([^':]*)'?: ", r"\1 的值不正确："),
    (r"Option '([^']*)' requires an argument\.?", r"选项 \1 后面要跟一个值。"),
    (r"'([^']*)' is not a valid (?:integer|int)\.?", r"“\1” 不是整数。"),
    (r"'([^']*)' is not a valid float\.?", r"“\1” 不是数字。"),
    (r"Input should be less than or equal to (\S+)", r"不能大于 \1"),
    (r"Input should be greater than or equal to (\S+)", r"不能小于 \1"),
    (r"Input should be a valid integer.*", r"应为整数"),
    (r"Input should be a valid number.*", r"应为数字"),
    (r"(\S+) is not in the range ([^.]+)\.?", r"\1 不在 \2 之内。"),
    (r"'([^']*)' is not one of (.+?)\.?$", r"“\1” 不在可选值之内：\2。"),
)


def typer_in_chinese() -> type[Typer]:
    """Import Typer while gettext answers in Chinese; gives Typer's class."""
    plain = gettext.gettext
    gettext.gettext = lambda message: _SENTENCES.get(message, message)
    try:
        from typer import Typer as Made
        from typer import core, main  # noqa: F401  # they too bind gettext when imported
    finally:
        gettext.gettext = plain
    return Made


_HELP = {
    "Usage: ": "用法：",
    "Show this message and exit.": "显示本说明。",
    "Install completion for the current shell.": "为当前终端安装命令补全。",
    "Show completion for the current shell, to copy it or customize the installation.": "显示命令补全脚本。",
    "[OPTIONS] COMMAND [ARGS]...": "[选项] 命令 [参数]...",
    "[OPTIONS]": "[选项]",
}


@contextmanager
def help_in_chinese() -> Iterator[None]:
    """Print what the block prints, with the sentences of Typer's help that pass through no gettext in Chinese."""
    held = io.StringIO()
    try:
        with redirect_stdout(held):
            yield
    finally:
        text = held.getvalue()
        text = re.sub(
            r"(Show completion for the current shell, to copy it or)\s+(customize the\s+installation\.)",
            r"\1 customize the installation.",
            text,
        )
        for english, chinese in _HELP.items():
            text = text.replace(english, chinese)
        sys.stdout.write(text)


def translate(message: str) -> str:
    """The message of a wrong call in Chinese; what is unknown stays as it is."""
    for pattern, chinese in _MESSAGES:
        message = re.sub(pattern, chinese, message)
    return message
