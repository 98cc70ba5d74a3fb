"""`mijian`: the command line. Each subject has its file under commands/; this one holds them together.

Exit codes (surface.md 2): 0 complete · 1 findings at or above --fail-at · 2 wrong use or settings · 3 something could not
be inspected · 4 stopped, can be resumed · 70 a bug.
"""

from __future__ import annotations

import sys

from commands.chinese import help_in_chinese, translate, typer_in_chinese

Typer = typer_in_chinese()

from commands import agencies, check, demo, doctor, findings, inspect, reports, search, workspace  # noqa: E402  # after Typer
from commands.terminal import Exit, clean, err, quiet_pipe  # noqa: E402

_INTERRUPTED = 130  # what Typer makes of Ctrl-C

app = Typer(
    name="mijian",
    help="密检：政府网站保密检查。\n\n"
    "第一次使用：mijian demo 检查一个示例门户；\n"
    "正式使用：mijian init 建立工作区，mijian site add 登记站点，mijian inspect 检查，mijian report 出报告。",
    no_args_is_help=True,
    rich_markup_mode=None,  # plain help: formatting by Rich costs 0.3 s of import
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
for room in (workspace, agencies, inspect, check, findings, search, reports, doctor, demo):
    room.register(app)


def main() -> None:
    """Run the command line; every way to end has its exit code and, where something went wrong, a Chinese sentence."""
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """Run with the given arguments (default: the process's); the exit code."""
    from typer import Abort
    from typer import Exit as End
    from typer._click.exceptions import ClickException

    from inspection.errors import InspectionError, LedgerError, SettingsError

    words = _to_the_front(sys.argv[1:] if arguments is None else arguments)
    try:
        if not words or {"-h", "--help"} & set(words):
            with help_in_chinese():
                return int(app(words, standalone_mode=False) or 0)
        code = app(words, standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except End as end:
        if end.exit_code == _INTERRUPTED:
            err.print("已停止。")
            return Exit.STOPPED
        return int(end.exit_code)
    except ClickException as error:
        message = translate(error.format_message())
        if message:
            err.print(f"[error]错误：[/]{clean(message)}")
        context = getattr(error, "ctx", None)
        if context is not None:
            err.print(f"[quiet]查看用法：{context.command_path} --help[/]")
        return Exit.WRONG_USE
    except (KeyboardInterrupt, Abort):
        err.print("已停止。")
        return Exit.STOPPED
    except BrokenPipeError:
        quiet_pipe()
        return Exit.COMPLETE
    except OSError as error:
        # Nowhere to write to: a full disk, a device that is gone.
        quiet_pipe()
        err.print(
            f"[error]错误：[/]{clean(error.strerror or type(error).__name__)}{clean(f'（{error.filename}）' if error.filename else '')}"
        )
        return Exit.WRONG_USE
    except (SettingsError, LedgerError, InspectionError) as error:
        err.print(f"[error]错误：[/]{clean(str(error))}")
        if isinstance(error, InspectionError):
            err.print(f"[quiet]{error.reason.advice}[/]")
        return Exit.WRONG_USE
    except Exception as error:  # the outermost line: whatever is left is a bug of ours  # noqa: BLE001
        return _bug(error)


def _to_the_front(arguments: list[str]) -> list[str]:
    """--home, -q and -v are understood wherever a person writes them."""
    first: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == "--home":
            first += [word, *([value] if (value := next(words, None)) is not None else [])]
        elif word.startswith("--home=") or word in ("-q", "--quiet", "-v", "--verbose"):
            first.append(word)
        else:
            rest.append(word)
    return first + rest


def _bug(error: Exception) -> int:
    """Name type and position only: the message of an exception may quote the bytes that caused it."""
    import traceback

    frames = traceback.extract_tb(error.__traceback__)[-3:]
    where = " ← ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    err.print(f"[error]程序缺陷：[/]{type(error).__name__}（{where}）")
    err.print("[quiet]已完成的部分不受影响。请把上面一行和 logs/mijian.log 反馈给开发者。[/]")
    return Exit.BUG


if __name__ == "__main__":
    main()
