"""`mijian search` and `mijian reindex`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.terminal import Exit, clean, err, known_format, local, out, print_line, severity
from commands.workspace import state

if TYPE_CHECKING:
    from index.base import Hit, Results


def search(
    context: typer.Context,
    query: Annotated[
        str,
        typer.Argument(
            help="检索式：词和“短语”按原文逐字匹配；AND OR NOT ( ) ? NEAR/n；字段 标题: 网站: 单位: 格式: 级别: 规则: 日期:"
        ),
    ],
    where: Annotated[str, typer.Option("--in", help="pages（页面和附件）或 findings（线索）")] = "pages",
    site: Annotated[list[str] | None, typer.Option(help="只看某站点，可多次给出")] = None,
    agency: Annotated[list[str] | None, typer.Option(help="只看某单位")] = None,
    district: Annotated[list[str] | None, typer.Option(help="只看某区县")] = None,
    since: Annotated[str, typer.Option("--from", help="从哪天起，如 2026-11-01")] = "",
    until: Annotated[str, typer.Option("--to", help="到哪天止")] = "",
    facet: Annotated[
        list[str] | None, typer.Option(help="按此计数：site、agency、district、format、month、rule、severity")
    ] = None,
    sort: Annotated[str, typer.Option(help="relevance（相关度）或 date（时间）")] = "relevance",
    limit: Annotated[int, typer.Option(min=1, max=1000, help="列出多少条")] = 20,
    form: Annotated[str, typer.Option("--format", help="table 或 jsonl")] = "table",
) -> int:
    """检索抓取到的全部内容，或全部线索。

    例：mijian search '"内部资料" AND 单位:教育局' --from 2026-01-01 --facet site
    """
    from index.base import Facet, Kind, Query, Sort
    from index.grammar import QueryError, parse
    from inspection.errors import SettingsError

    known_format(form, ("table", "jsonl"))
    try:
        expression = parse(query)
        kind, order = Kind(where), Sort(sort)
        facets = tuple(Facet(name) for name in facet or ())
    except QueryError as error:
        err.print(f"[error]检索式有误：[/]{clean(error.message)}")
        err.print("  " + clean(query))
        err.print("  " + "".join("　" if _wide(c) else " " for c in query[: error.position]) + "[error]↑[/]")
        return Exit.WRONG_USE
    except ValueError as error:
        raise SettingsError(
            f"选项的值不正确：{str(error).partition(' is not')[0]}；可用的值见 mijian search --help"
        ) from error
    asked = Query(
        expression=expression,
        kind=kind,
        sites=tuple(site or ()),
        agencies=tuple(agency or ()),
        districts=tuple(district or ()),
        since=_day(since, "--from"),
        until=_day(until, "--to"),
        sort=order,
        limit=limit,
        facets=facets,
    )
    with state(context).open() as handles:
        results = handles.index().search(asked)
    if form == "jsonl":
        for hit in results.hits:
            print_line(_hit_line(hit))
        for name, counts in results.facets.items():
            for count in counts:
                print_line({"kind": "facet", "facet": name.value, "value": count.value, "count": count.count})
        return Exit.COMPLETE
    _print(results)
    return Exit.COMPLETE


def _wide(character: str) -> bool:
    import unicodedata

    return unicodedata.east_asian_width(character) in "WF"


def _day(text: str, option: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        from inspection.errors import SettingsError

        raise SettingsError(f"{option} 的日期 {text} 不正确，应写作 2026-11-01") from error


def _hit_line(hit: Hit) -> dict[str, Any]:
    entry = hit.entry
    line: dict[str, Any] = {
        "kind": "hit",
        "in": entry.kind.value,
        "id": entry.id,
        "title": hit.title.text,
        "url": entry.url,
        "site": entry.site,
        "agency": entry.agency,
        "when": entry.when.isoformat(),
        "snippets": [piece.mark("「", "」") for piece in hit.snippets],
    }
    for key in ("format", "path", "digest", "rule", "severity", "status"):
        if hasattr(entry, key):
            value = getattr(entry, key)
            line[key] = list(value) if isinstance(value, tuple) else value
    return line


def _print(results: Results) -> None:
    from index.base import PageEntry

    if not results.total:
        out.print("没有符合的内容。可减少词语，或用 OR 连接；检索按原文逐字匹配。")
        return
    for number, hit in enumerate(results.hits, 1):
        entry = hit.entry
        title = "".join(
            f"[bold reverse]{clean(text)}[/]" if marked else clean(text) for text, marked in hit.title.pieces
        )
        inside = (
            f"　[quiet]{clean(' » '.join(entry.path))}[/]"
            if isinstance(entry, PageEntry) and len(entry.path) > 1
            else ""
        )
        step = f"{severity(int(entry.severity))}　" if entry.severity is not None else ""
        out.print(f"{number}. {step}[bold]{title or '（无标题）'}[/]{inside}")
        for snippet in hit.snippets:
            shown = "".join(
                f"[bold reverse]{clean(text)}[/]" if marked else clean(text) for text, marked in snippet.pieces
            )
            out.print(f"   {shown}")
        out.print(
            f"   [quiet]{clean(entry.site)}　{local(entry.when)}　[/][accent]{clean(entry.url)}[/]", soft_wrap=True
        )
    out.print(f"共 {results.total} 条，列出 {len(results.hits)} 条。")
    for name, counts in results.facets.items():
        out.print(f"{name.value}：" + "　".join(f"{clean(count.value)} {count.count}" for count in counts))


def reindex(context: typer.Context) -> int:
    """从台账和证据重建检索库；期间仍可检索旧库。"""
    from pipeline import reindex as rebuild

    options = state(context)
    with options.open() as handles, err.status("正在重建检索库…") as status:
        count, refused = rebuild(handles, lambda done: status.update(f"正在重建检索库… {done}"))
    out.print(f"已重建：{count} 条。" + (f"另有 {refused} 条未能收入，见日志。" if refused else ""))
    return Exit.INCOMPLETE if refused else Exit.COMPLETE


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(search)
    app.command()(reindex)
