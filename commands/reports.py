"""`mijian runs` and `mijian report`."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from commands.terminal import clean, err, known_format, local, out, print_line, table
from commands.workspace import state

_STATES = {"running": "进行中", "finished": "完成", "stopped": "未完成", "failed": "出错"}


def runs(
    context: typer.Context,
    site: Annotated[str, typer.Option(help="站点编号、名称或网址")] = "",
    limit: Annotated[int, typer.Option(min=1, help="列出最近多少次")] = 20,
    form: Annotated[str, typer.Option("--format", help="table 或 jsonl")] = "table",
) -> None:
    """检查任务：何时、检查了多少、发现了什么、检索库还有多少待收入。"""
    known_format(form, ("table", "jsonl"))
    with state(context).open() as handles:
        found = handles.runs(site=site, limit=limit)
        backlog = handles.backlog()
    if form == "jsonl":
        for name, run in found:
            print_line(
                {
                    "kind": "run",
                    "id": run.shown,
                    "site": name,
                    "mode": run.mode.value,
                    "state": run.state.value,
                    "started": run.started.isoformat(),
                    "ended": run.ended.isoformat() if run.ended else None,
                    "pages": run.counters.pages,
                    "attachments": run.counters.attachments,
                    "failures": run.counters.failures,
                    "findings": {str(step): run.counters.findings[step] for step in (4, 3, 2, 1, 0)},
                    "error": run.error,
                }
            )
        return
    if not found:
        out.print("还没有检查任务。用 mijian inspect 开始。")
        return
    rows = [
        (
            run.shown,
            clean(name),
            _STATES[run.state.value],
            local(run.started),
            _lasting(run.started, run.ended),
            str(run.counters.pages),
            str(run.counters.attachments),
            str(sum(run.counters.findings[2:])),
            str(run.counters.failures),
            clean(run.error),
        )
        for name, run in found
    ]
    columns: list[str | tuple[str, str]] = [
        ("任务", "keep"),
        "站点",
        ("状态", "keep"),
        ("开始", "keep"),
        ("用时", "right"),
    ]
    out.print(
        table(
            [
                *columns,
                ("页面", "right"),
                ("附件", "right"),
                ("关注以上", "right"),
                ("未检", "right"),
                ("说明", "fold"),
            ],
            rows,
        )
    )
    if backlog:
        out.print(f"检索库还有 {backlog} 条待收入，下次检查时自动补上，或运行 mijian reindex。")


def _lasting(started: object, ended: object) -> str:
    from datetime import datetime

    if not isinstance(started, datetime) or not isinstance(ended, datetime):
        return "—"
    seconds = int((ended - started).total_seconds())
    return f"{seconds // 60}:{seconds % 60:02d}"


def report(
    context: typer.Context,
    run: Annotated[list[str] | None, typer.Option(help="任务编号，可多次给出；默认每个站点最近一次（同 last）")] = None,
    period: Annotated[str, typer.Option(help="month、quarter、year 或 2026-01-01..2026-03-31：这段时间内的检查")] = "",
    site: Annotated[str, typer.Option(help="只含某站点")] = "",
    agency: Annotated[str, typer.Option(help="只含某单位")] = "",
    district: Annotated[str, typer.Option(help="只含某区县")] = "",
    form: Annotated[str, typer.Option("--format", help="html、pdf、xlsx、jsonl、csv，用逗号分隔")] = "html,pdf",
    folder: Annotated[Path | None, typer.Option("--out", help="写到哪个目录（默认：工作区的 reports/）")] = None,
) -> None:
    """生成检查报告。

    例：mijian report --run last --format html,pdf,xlsx
    """
    from pipeline import report as make

    with state(context).open() as handles, err.status("正在生成报告…"):
        chosen = handles.choose_runs(
            run or ["last"] if not period else [], period=_period(period), site=site, agency=agency, district=district
        )
        paths = make(handles, chosen, formats=[part.strip() for part in form.split(",") if part.strip()], folder=folder)
    for path in paths:
        out.print(f"报告：{clean(str(path))}", soft_wrap=True)


def _period(text: str) -> tuple[date, date] | None:
    """First and last day, both included."""
    if not text:
        return None
    from inspection.errors import SettingsError

    today = date.today()  # noqa: DTZ011  # the bureau's own calendar
    first = {
        "month": today.replace(day=1),
        "quarter": today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
        "year": today.replace(month=1, day=1),
        "week": today - timedelta(days=today.weekday()),
    }
    if text in first:
        return first[text], today
    start, mark, end = text.partition("..")
    try:
        found = date.fromisoformat(start), date.fromisoformat(end if mark else "")
    except ValueError as error:
        raise SettingsError(f"时间段 {text} 不正确；可用 month、quarter、year，或 2026-01-01..2026-03-31") from error
    if found[0] > found[1]:
        raise SettingsError(f"时间段 {text} 的起止日期颠倒了")
    return found


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(runs)
    app.command()(report)
