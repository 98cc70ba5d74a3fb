"""`mijian site …`: the register of sites and agencies (台账)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands.terminal import clean, known_format, out, table
from commands.workspace import start_of, state

sites = typer.Typer(help="站点登记（台账）", no_args_is_help=True, rich_markup_mode=None)


@sites.command()
def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="首页网址")],
    name: Annotated[str, typer.Option(help="站点名称")],
    agency: Annotated[str, typer.Option(help="主办单位")],
    district: Annotated[str, typer.Option(help="所属区县")] = "",
    code: Annotated[str, typer.Option(help="网站标识码")] = "",
    host: Annotated[list[str] | None, typer.Option(help="同属本站的其他主机名，可多次给出")] = None,
    delay: Annotated[float | None, typer.Option(min=0, max=60, help="两次请求的间隔（秒）")] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="允许检查内网或本机地址（仅此主机和端口）")
    ] = False,
) -> None:
    """登记一个站点。已登记的网址再次登记时更新其信息。

    例：mijian site add https://www.example.gov.cn/ --name 某市政府门户 --agency 某市人民政府办公室
    """
    from inspection.model import Site

    site = Site(
        0,
        name,
        url,
        agency=agency,
        district=district,
        code=code,
        extra_hosts=tuple(host or ()),
        allow_private=allow_private,
        delay=delay,
    )
    start = start_of(site)
    with state(context).open() as handles:
        added = handles.register(site, start)
        out.print(f"已登记：S-{added.id:04d}　{clean(added.name)}　{clean(added.start_url)}")
    out.print("下一步：mijian inspect " + clean(start))


@sites.command("list")
def list_sites(
    context: typer.Context,
    agency: Annotated[str, typer.Option(help="只看某单位")] = "",
    form: Annotated[str, typer.Option("--format", help="table 或 jsonl")] = "table",
) -> None:
    """列出已登记的站点。"""
    from commands.terminal import print_line

    known_format(form, ("table", "jsonl"))
    with state(context).open() as handles:
        found = [site for site in handles.sites() if agency in site.agency]
    if form == "jsonl":
        for site in found:
            print_line(
                {
                    "kind": "site",
                    "id": f"S-{site.id:04d}",
                    "name": site.name,
                    "url": site.start_url,
                    "agency": site.agency,
                    "district": site.district,
                    "code": site.code,
                    "paused": site.paused,
                }
            )
        return
    if not found:
        out.print("还没有登记站点。用 mijian site add 登记。")
        return
    rows = [
        (
            f"S-{s.id:04d}",
            clean(s.name),
            clean(s.agency),
            clean(s.district),
            clean(s.start_url),
            "暂停" if s.paused else "",
        )
        for s in found
    ]
    out.print(table([("编号", "keep"), "名称", "单位", "区县", ("网址", "fold"), "状态"], rows))


@sites.command()
def show(
    context: typer.Context, which: Annotated[str, typer.Argument(metavar="SITE", help="编号、名称或网址")]
) -> None:
    """查看一个站点的登记信息。"""
    with state(context).open() as handles:
        site = handles.site(which)
    for label, value in (
        ("编号", f"S-{site.id:04d}"),
        ("名称", site.name),
        ("网址", site.start_url),
        ("单位", site.agency),
        ("区县", site.district),
        ("标识码", site.code),
        ("其他主机", "、".join(site.extra_hosts)),
        ("内网许可", "是" if site.allow_private else "否"),
        ("请求间隔", "按设置" if site.delay is None else f"{site.delay} 秒"),
        ("状态", "暂停" if site.paused else "正常"),
    ):
        out.print(f"{label:　<4}　{clean(value) or '—'}")


@sites.command()
def pause(
    context: typer.Context, which: Annotated[str, typer.Argument(metavar="SITE", help="编号、名称或网址")]
) -> None:
    """暂停检查一个站点。"""
    _set_paused(context, which, paused=True)


@sites.command()
def resume(
    context: typer.Context, which: Annotated[str, typer.Argument(metavar="SITE", help="编号、名称或网址")]
) -> None:
    """恢复检查一个站点。"""
    _set_paused(context, which, paused=False)


@sites.command("import")
def import_sites(
    context: typer.Context, path: Annotated[Path, typer.Argument(metavar="FILE", help="xlsx 或 csv，首行为列名")]
) -> None:
    """从表格批量登记。列名：网址、名称、单位，可选：区县、标识码、其他主机、内网许可。

    例：mijian site import 站点台账.xlsx
    """
    from commands.sheet import read_sites

    rows, wrong = read_sites(path)
    with state(context).open() as handles:
        for site, start in rows:
            handles.register(site, start)
    out.print(f"已登记 {len(rows)} 个站点。")
    for number, why in wrong:
        out.print(f"[severity.2]第 {number} 行未登记：[/]{clean(why)}")
    if wrong:
        raise typer.Exit(3)


def _set_paused(context: typer.Context, which: str, *, paused: bool) -> None:
    with state(context).open() as handles:
        site = handles.site(which)
        handles.pause(site, paused=paused)
    out.print(f"{clean(site.name)} 已{'暂停' if paused else '恢复'}检查。")


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.add_typer(sites, name="site")
