"""`mijian findings`, `findings show`, `findings review` and `mijian failures`: the results, one by one."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.terminal import Exit, clean, known_format, local, out, print_line, severity, table
from commands.workspace import state

if TYPE_CHECKING:
    from inspection.summary import FindingRecord

findings_app = typer.Typer(help="线索：列表、详情、研判", invoke_without_command=True, rich_markup_mode=None)
_STATUS = {
    "OPEN": "待研判",
    "CONFIRMED": "属实",
    "DISMISSED": "误报",
    "NOTIFIED": "已通知",
    "RECTIFIED": "已整改",
    "CLOSED": "已销号",
    "REOPENED": "复现",
}
_VERDICTS = ("confirmed", "dismissed", "open")


@findings_app.callback()
def findings(
    context: typer.Context,
    run: Annotated[str, typer.Option(help="任务编号，或 last（最近一次）")] = "",
    site: Annotated[str, typer.Option(help="站点编号、名称或网址")] = "",
    agency: Annotated[str, typer.Option(help="单位")] = "",
    at_least: Annotated[int, typer.Option("--severity", min=0, max=4, help="至少这个严重程度")] = 0,
    since: Annotated[str, typer.Option(help="从哪天起发现，如 2026-11-01")] = "",
    rule: Annotated[str, typer.Option(help="规则标识，如 personal.resident_id")] = "",
    status: Annotated[str, typer.Option(help="研判状态：OPEN、CONFIRMED、DISMISSED…")] = "",
    suppressed: Annotated[bool, typer.Option("--suppressed", help="列出被排除的命中及其理由")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="最多列出多少条（表格默认 200，其他格式不限）")] = None,
    form: Annotated[str, typer.Option("--format", help="table、jsonl 或 csv")] = "table",
) -> None:
    """列出线索。

    例：mijian findings --run last --severity 2
    """
    if context.invoked_subcommand:
        return
    known_format(form, ("table", "jsonl", "csv"))
    with state(context).open() as handles:
        found, total = handles.findings(
            run=run,
            site=site,
            agency=agency,
            severity=at_least,
            since=_day(since),
            rule=rule,
            status=status.upper(),
            suppressed=suppressed,
            limit=limit or (200 if form == "table" else None),
            places=1 if form == "table" else None,
        )
    _print(found, total, form)


def _print(found: list[tuple[str, FindingRecord]], total: int, form: str) -> None:
    """Findings with the run they were last seen in."""
    import sys

    from reports.lines import finding_line, write_csv

    lines = [finding_line(record, place, run=run) for run, record in found for place in record.places]
    if form == "jsonl":
        for line in lines:
            print_line(line)
    elif form == "csv":
        write_csv(lines, sys.stdout)
    elif not found:
        out.print("没有符合条件的线索。")
    else:
        out.print(
            table(
                [
                    ("编号", "keep"),
                    ("程度", "keep"),
                    "类型",
                    ("出现在", "fold"),
                    ("内容（已脱敏）", "fold"),
                    ("处数", "right"),
                    "状态",
                ],
                map(_row, found),
            )
        )
        if total > len(found):
            out.print(f"[quiet]共 {total} 条，列出 {len(found)} 条；用 --limit 或 --format csv 查看更多[/]")
        out.print(f"[quiet]详情：mijian findings show {found[0][1].id}[/]")


def _row(pair: tuple[str, FindingRecord]) -> tuple[str, ...]:
    record = pair[1]
    first = record.places[0] if record.places else None
    where = excerpt = ""
    if first is not None:
        where = " » ".join((first.title or first.url, *first.sighting.path[1:])) + f"　{first.sighting.place}"
        excerpt = first.sighting.excerpt
    note = f"（已排除：{record.suppressed}）" if record.suppressed else ""
    return (
        record.id,
        severity(record.severity),
        clean(record.name),
        clean(where),
        clean(excerpt + note),
        str(record.count),
        _STATUS.get(record.status, record.status),
    )


@findings_app.command()
def show(
    context: typer.Context, which: Annotated[str, typer.Argument(metavar="ID", help="线索编号，如 F-000123")]
) -> None:
    """一条线索的全部情况：为什么、在哪里、经过谁的手。"""
    with state(context).open() as handles:
        record, transitions = handles.finding(which)
    out.print(
        f"{record.id}　{severity(record.severity)}　[bold]{clean(record.name)}[/]　{record.score} 分　{_STATUS.get(record.status, record.status)}"
    )
    out.print(f"站点　{clean(record.site)}（{clean(record.agency) or '未登记单位'}）")
    out.print(
        f"规则　{record.rule} 第 {record.revision} 版　{clean(record.category)}"
        + (f"　疑似密级 {record.level}" if record.level else "")
    )
    out.print(f"首次发现　{local(record.first_seen)}　最近发现　{local(record.last_seen)}")
    if record.suppressed:
        out.print(f"已排除　{clean(record.suppressed)}")
    out.print("\n理由")
    for reason in record.evidence:
        basis = f"　[quiet]{clean(reason.basis)}[/]" if reason.basis else ""
        out.print(f"  {reason.points:+4d}　{clean(reason.why)}{basis}")
    out.print(f"\n出现位置（共 {record.count} 处）")
    for place in record.places:
        out.print(
            f"  {clean(place.title) or '（无标题）'}　{clean(' » '.join(place.sighting.path))}　[quiet]〔{clean(place.sighting.place)}〕[/]"
        )
        out.print(f"    {clean(place.sighting.excerpt)}")
        out.print(
            f"    [accent]{clean(place.url)}[/]"
            + (f"　[quiet]链接自 {clean(place.found_on)}[/]" if place.found_on else ""),
            soft_wrap=True,
        )
        out.print(f"    [quiet]SHA-256 {place.sha256}[/]", soft_wrap=True)
    if transitions:
        out.print("\n留痕")
        for step in transitions:
            old = f"{_STATUS.get(step.old, step.old)} → " if step.old else ""
            out.print(
                f"  {local(step.at)}　{clean(step.who)}　{old}{_STATUS.get(step.new, step.new)}　{clean(step.reason)}"
            )


@findings_app.command()
def review(
    context: typer.Context,
    which: Annotated[str, typer.Argument(metavar="ID", help="线索编号")],
    verdict: Annotated[str, typer.Option(help="confirmed（属实）、dismissed（误报）或 open（待研判）")],
    reason: Annotated[str, typer.Option(help="理由；判为误报时必填")] = "",
    who: Annotated[str, typer.Option(help="研判人（默认：当前账户）")] = "",
) -> None:
    """研判一条线索，记入留痕。

    例：mijian findings review F-000123 --verdict dismissed --reason 保密法宣传内容
    """
    from inspection.errors import SettingsError

    if verdict not in _VERDICTS:
        raise SettingsError(f"研判结论 {verdict} 不正确；可用：{'、'.join(_VERDICTS)}")
    if verdict == "dismissed" and not reason.strip():
        raise SettingsError("判为误报须用 --reason 说明理由")
    with state(context).open() as handles:
        status = handles.review(which, verdict, reason.strip(), who or getpass.getuser())
    out.print(f"{which.upper()} 已记为：{_STATUS.get(status, status)}")


def failures(
    context: typer.Context,
    run: Annotated[str, typer.Option(help="任务编号，或 last（最近一次）")] = "last",
    site: Annotated[str, typer.Option(help="站点编号、名称或网址")] = "",
    reason: Annotated[str, typer.Option(help="只看某种原因，如 encrypted")] = "",
    form: Annotated[str, typer.Option("--format", help="table、jsonl 或 csv")] = "table",
) -> int:
    """未检项：什么没有检查到，为什么，怎么办。

    例：mijian failures --run last
    """
    import sys

    from reports.lines import FAILURE_KEYS, failure_line, write_csv

    known_format(form, ("table", "jsonl", "csv"))
    with state(context).open() as handles:
        found = [
            (number, record)
            for number, record in handles.failures(run=run, site=site)
            if not reason or record.reason == reason
        ]
    lines: list[dict[str, Any]] = [failure_line(record, run=number) for number, record in found]
    if form == "jsonl":
        for line in lines:
            print_line(line)
    elif form == "csv":
        write_csv(lines, sys.stdout, FAILURE_KEYS)
    elif not found:
        out.print("没有未检项：登记范围内的内容全部检查到。")
    else:
        rows = [
            (
                clean(" » ".join((r.target, *r.path[1:]))),
                r.reason.sentence + (f"（{clean(r.detail)}）" if r.detail else ""),
                r.reason.advice,
            )
            for _, r in found
        ]
        out.print(table([("未检项", "fold"), "原因", "建议"], rows))
        out.print(f"共 {len(found)} 项。")
    return Exit.COMPLETE


def _day(text: str) -> datetime | None:
    if not text:
        return None
    from zoneinfo import ZoneInfo

    from inspection.errors import SettingsError

    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    except ValueError as error:
        raise SettingsError(f"日期 {text} 不正确，应写作 2026-11-01") from error


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.add_typer(findings_app, name="findings")
    app.command()(failures)
