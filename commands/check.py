"""`mijian check` and `mijian extract`: the engine over files, and what it reads in them."""

from __future__ import annotations

import asyncio
import secrets
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.terminal import Exit, clean, err, known_format, out, print_line, severity, table
from commands.workspace import state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from commands.workspace import State
    from filecheck import Checked
    from inspection.model import Extraction
    from inspection.settings import Settings
    from inspection.summary import RunSummary

_ON_SCREEN = ("table", "jsonl", "csv")
_AS_FILE = ("html", "xlsx", "pdf", "sarif")
_SHOWN = 200  # rows of a table; more are for a file, not for a screen


def check(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="文件或文件夹；- 为标准输入的文字")],
    fail_at: Annotated[int, typer.Option(min=0, max=4, help="达到该严重程度时退出码为 1")] = 2,
    form: Annotated[
        str, typer.Option("--format", help="table、jsonl、csv 输出到屏幕；html、xlsx、pdf、sarif 写成文件")
    ] = "table",
    folder: Annotated[Path, typer.Option("--out", help="html、xlsx、pdf、sarif 写到哪个目录")] = Path(),
    suppressed: Annotated[bool, typer.Option("--suppressed", help="也列出被排除的命中及其理由")] = False,
) -> int:
    """检查文件和文件夹：发布前自查，或检查一台计算机上的文件。不需要站点和网络。

    例：mijian check 待发布/ --format jsonl
    """
    known_format(form, (*_ON_SCREEN, *_AS_FILE))
    options = state(context)
    settings, key = _engine(options)
    summary = asyncio.run(_check(paths, settings, key, form, suppressed=suppressed, quiet=options.quiet))
    if form in _AS_FILE:
        from reports.write import write

        name = f"文件检查-{summary.created:%Y%m%d-%H%M%S}"
        for path in write(summary, (form,), folder, name=name):
            out.print(f"已写入：{clean(str(path))}")
    found = summary.by_severity()
    if any(found[step] for step in range(fail_at, 5)):
        return Exit.FINDINGS
    return Exit.INCOMPLETE if summary.failures else Exit.COMPLETE


def extract(
    context: typer.Context,
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="文件或文件夹；- 为标准输入的文字")],
    form: Annotated[str, typer.Option("--format", help="text 或 jsonl")] = "text",
) -> int:
    """看机器从文件里读到了什么：逐段列出文字和位置，以及没能读取的部分。

    例：mijian extract 附件.zip
    """
    known_format(form, ("text", "jsonl"))
    options = state(context)
    settings, key = _engine(options)
    failures = asyncio.run(_extract(paths, settings, key, form))
    return Exit.INCOMPLETE if failures else Exit.COMPLETE


def _engine(options: State) -> tuple[Settings, bytes]:
    """Settings and subject key of the workspace where there is one; defaults and a passing key where there is none."""
    from inspection.settings import load
    from inspection.workspace import FILE
    from ledger.keys import load_or_create

    home = options.folder()
    if (home / FILE).is_file():
        return load(home / FILE), load_or_create(home / "keys").subject
    return load(None), secrets.token_bytes(32)


async def _check(
    paths: Sequence[str], settings: Settings, key: bytes, form: str, *, suppressed: bool, quiet: bool
) -> RunSummary:
    from detectors.detect import rules_version
    from filecheck import check as check_files
    from filecheck import summary as sum_up
    from inspection.masking import mask_name_or_url
    from reports.lines import failure_line, finding_line, summary_line, write_csv

    started = datetime.now(UTC)
    done: list[Checked] = []
    status = err.status("正在检查…") if form != "jsonl" and not quiet and err.is_terminal else None
    if status:
        status.start()
    try:
        async for checked in check_files(paths, settings, key):
            done.append(replace(checked, extraction=_counted(checked)))
            if status:
                status.update(f"正在检查… 已读 {len(done)} 个文件　{clean(mask_name_or_url(checked.target))}")
            if form == "jsonl":
                for record in checked.findings:
                    if record.suppressed is None or suppressed:
                        for place in record.places:
                            print_line(finding_line(record, place))
                for failure in checked.failures:
                    print_line(failure_line(failure))
    finally:
        if status:
            status.stop()
    summary = sum_up(done, settings, rules=rules_version(settings.detectors), started=started, ended=datetime.now(UTC))
    shown = (*summary.findings, *(summary.suppressed if suppressed else ()))
    if form == "jsonl":
        print_line(summary_line(summary))
    elif form == "csv":
        write_csv(
            (*(finding_line(r, p) for r in shown for p in r.places), *map(failure_line, summary.failures)), sys.stdout
        )
    elif form == "table":
        _print_table([finding_line(r, p) for r in shown for p in r.places], summary, quiet=quiet)
    return summary


def _counted(checked: Checked) -> Extraction:
    """The extraction without its text: a folder of a million files must not be held in memory."""
    emptied = tuple(
        replace(d, passages=tuple(replace(p, text="", rows=()) for p in d.passages), links=())
        for d in checked.extraction.documents
    )
    return replace(checked.extraction, documents=emptied)


def _row(line: dict[str, Any]) -> tuple[str, ...]:
    inside = " » ".join(line["path"][1:])
    where = line["target"] + (f" » {inside}" if inside else "")
    note = f"（已排除：{line['suppressed']}）" if line["suppressed"] else ""
    return (
        severity(line["severity"]),
        clean(line["name"]),
        clean(where),
        clean(line["place"]),
        clean(line["excerpt"] + note),
    )


def _print_table(lines: list[dict[str, Any]], summary: RunSummary, *, quiet: bool) -> None:
    if lines:
        columns: list[str | tuple[str, str]] = [
            ("程度", "keep"),
            "类型",
            ("文件", "fold"),
            ("位置", "fold"),
            ("内容（已脱敏）", "fold"),
        ]
        out.print(table(columns, [_row(line) for line in lines[:_SHOWN]]))
        if len(lines) > _SHOWN:
            out.print(f"[quiet]另有 {len(lines) - _SHOWN} 处未列出，用 --format jsonl 或 csv 查看全部[/]")
        out.print()
    if summary.failures and not quiet:
        shown = [
            (clean(" » ".join((f.target, *f.path[1:]))), f.reason.sentence, f.reason.advice)
            for f in summary.failures[:_SHOWN]
        ]
        out.print(table([("未能检查", "fold"), "原因", "建议"], shown))
        out.print()
    counts, coverage = summary.by_severity(), summary.sites[0]
    seconds = (summary.period_end - summary.period_start).total_seconds()
    out.print(
        f"读取文档 {coverage.documents} 份，段落 {coverage.passages} 段，用时 {seconds:.1f} 秒　"
        + "　".join(f"{severity(step)} {counts[step]}" for step in (4, 3, 2, 1))
        + f"　已排除 {len(summary.suppressed)}　未能检查 {len(summary.failures)}"
    )


async def _extract(paths: Sequence[str], settings: Settings, key: bytes, form: str) -> int:
    from filecheck import check as read_files
    from reports.lines import failure_line

    failures = 0
    async for checked in read_files(paths, settings, key, detecting=False):
        failures += len(checked.failures)
        if form == "jsonl":
            for document in checked.extraction.documents:
                for passage in document.passages:
                    print_line(
                        {
                            "kind": "passage",
                            "target": checked.target,
                            "path": list(document.path),
                            "place": passage.place,
                            "part": passage.part.value,
                            "text": passage.text,
                        }
                    )
            for failure in checked.failures:
                print_line(failure_line(failure))
        else:
            _print_reading(checked)
    return failures


def _print_reading(checked: Checked) -> None:
    out.print(f"[bold]{clean(checked.target)}[/]")
    for document in checked.extraction.documents:
        depth = "  " * (len(document.path) - 1)
        title = f"　标题：{clean(document.title)}" if document.title else ""
        out.print(
            f"{depth}[accent]{clean(document.path[-1])}[/]（{document.format}，{len(document.passages)} 段）{title}"
        )
        for passage in document.passages:
            out.print(f"{depth}  [quiet]〔{clean(passage.place)}〕[/]")
            for line in passage.text.split("\n"):
                out.print(f"{depth}    {clean(line)}")
    for failure in checked.extraction.failures:
        way = " » ".join(failure.path or (failure.target,))
        out.print(f"  [severity.3]未能读取[/] {clean(way)}：{failure.reason.sentence}。{failure.reason.advice}")


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(check)
    app.command()(extract)
