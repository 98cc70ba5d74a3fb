"""`mijian inspect`: inspect sites, show how far it is, sum up, say what to do next."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import time
from typing import TYPE_CHECKING, Annotated

import typer

from commands.terminal import SEVERITY, SHAPES, Exit, clean, err, out, severity, table
from commands.workspace import start_of, state

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from rich.console import RenderableType

    from inspection.model import Site
    from pipeline import Handles, Outcome, Progress


class Stopper:
    """Ctrl-C: once asks to finish what is under way; twice ends now."""

    def __init__(self) -> None:
        self.asked = False
        self._task: asyncio.Task[object] | None = None

    def __call__(self) -> bool:
        """Whether to stop."""
        return self.asked

    def _signal(self) -> None:
        if self.asked and self._task is not None:
            self._task.cancel()
        elif not self.asked:
            self.asked = True
            err.print("正在收尾：等待进行中的页面完成（再按一次 Ctrl-C 立即停止，已写入的结果不会丢失）")

    @contextlib.asynccontextmanager
    async def watching(self) -> AsyncIterator[None]:
        """Take SIGINT and SIGTERM while the block runs."""
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._signal)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


def inspect(
    context: typer.Context,
    targets: Annotated[
        list[str] | None, typer.Argument(metavar="[SITE|URL]...", help="站点编号、名称或网址；未登记的网址会先登记")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="检查所有已登记且未暂停的站点")] = False,
    max_pages: Annotated[int | None, typer.Option(min=1, help="每个站点最多检查多少个地址")] = None,
    minutes: Annotated[float | None, typer.Option(min=0.01, help="每个站点最多检查多少分钟")] = None,
    full: Annotated[bool, typer.Option("--full/--incremental", help="全面检查，或只处理有变化的内容")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="接着上次未完成的检查继续")] = False,
    allow_private: Annotated[bool, typer.Option("--allow-private", help="登记新网址时允许内网或本机地址")] = False,
    fail_at: Annotated[int, typer.Option(min=0, max=4, help="达到该严重程度时退出码为 1")] = 2,
) -> int:
    """检查站点：抓取页面和附件，读取、检测、入账。

    例：mijian inspect https://www.example.gov.cn/ --max-pages 2000
    """
    options = state(context)
    with options.open() as handles:
        chosen = _choose(handles, targets or [], everything=everything, allow_private=allow_private, resume=resume)
        if not chosen:
            out.print("没有可检查的站点。用 mijian site add 登记，或给出网址。")
            return Exit.WRONG_USE
        outcomes = asyncio.run(
            run_all(
                handles, chosen, quiet=options.quiet, max_pages=max_pages, minutes=minutes, full=full, resume=resume
            )
        )
        print_summary(outcomes)
        if not options.quiet:
            _next_step(outcomes)
        return exit_code(outcomes, fail_at)


def _choose(
    handles: Handles, targets: Sequence[str], *, everything: bool, allow_private: bool, resume: bool
) -> list[Site]:
    from crawler.crawl import host
    from inspection.model import Site

    if everything or (resume and not targets):
        found = [site for site in handles.sites() if not site.paused]
        return [site for site in found if handles.unfinished(site) is not None] if resume and not everything else found
    chosen: list[Site] = []
    for target in targets:
        known = handles.find_site(target)
        if known is None and ("://" in target or "." in target):
            start = start_of(Site(0, "", target, allow_private=allow_private))
            known = handles.register(Site(0, host(start), start, allow_private=allow_private), start)
            err.print(f"[quiet]已登记：S-{known.id:04d}　{clean(known.start_url)}[/]")
        chosen.append(known or handles.site(target))
    return chosen


async def run_all(
    handles: Handles,
    chosen: Sequence[Site],
    *,
    quiet: bool,
    max_pages: int | None = None,
    minutes: float | None = None,
    full: bool = False,
    resume: bool = False,
) -> list[Outcome]:
    """Inspect one site after the other, with a live line while it goes on."""
    from inspection.errors import InspectionError, LedgerError, SettingsError
    from pipeline import Outcome, Progress, inspect_site, outcome_of

    stop = Stopper()
    outcomes: list[Outcome] = []
    async with stop.watching():
        for number, site in enumerate(chosen):
            if stop.asked:
                left = " ".join(f"S-{each.id:04d}" for each in chosen[number:])
                err.print(f"另有 {len(chosen) - number} 个站点尚未开始，可用 mijian inspect {left} 继续。")
                break
            progress = Progress(site.name)
            watcher = asyncio.create_task(_watch(progress, quiet=quiet))
            try:
                outcomes.append(
                    await inspect_site(
                        handles,
                        site,
                        full=full,
                        resume=resume,
                        max_pages=max_pages,
                        minutes=minutes,
                        stop=stop,
                        progress=progress,
                    )
                )
            except (SettingsError, LedgerError, InspectionError) as error:
                outcomes.append(Outcome("—", site.name, "failed", error=str(error)))
            except asyncio.CancelledError:
                known = handles.unfinished(site)
                if known is not None:
                    outcomes.append(outcome_of(known, site, interrupted=True))
                break
            finally:
                watcher.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watcher
    return outcomes


async def _watch(progress: Progress, *, quiet: bool) -> None:
    """One live region on a terminal; on a pipe a line each ten seconds; nothing with -q."""
    if quiet:
        return
    if not err.is_terminal:
        while True:
            await asyncio.sleep(10)
            err.print(_line(progress))
    from rich.live import Live

    with Live(_region(progress), console=err, refresh_per_second=4, transient=True) as live:
        shown = 0
        while True:
            await asyncio.sleep(0.25)
            live.update(_region(progress))
            for notice in progress.notices[shown:]:
                times = f"　×{notice.count}" if notice.count > 1 else ""
                live.console.print(f"{severity(notice.severity)}　{clean(notice.name)}{times}　{clean(notice.where)}")
            shown = len(progress.notices)


def _line(progress: Progress) -> str:
    return (
        f"{clean(progress.site)}：{progress.phase}　已处理 {progress.done}　队列 {progress.queued}　"
        f"关注及以上 {sum(progress.findings[step] for step in (2, 3, 4))}　未检 {progress.failed}"
    )


def _region(progress: Progress) -> RenderableType:
    from rich.console import Group
    from rich.text import Text

    seconds = max(time.monotonic() - progress.started, 0.001)
    total = progress.done + progress.queued
    filled = round(28 * progress.done / total) if total else 0
    bar = Text.assemble(("━" * filled, "accent"), ("━" * (28 - filled), "quiet"))
    first = Text.assemble((progress.site, "bold"), "　", progress.phase, "　", bar, f" {progress.done}/{total}")
    second = Text(
        f"{progress.done / seconds:.1f} 页/秒　用时 {int(seconds // 60)}:{int(seconds % 60):02d}　附件 {progress.attachments}　未检 {progress.failed}"
    )
    third = Text("线索　")
    for step in (4, 3, 2, 1):
        third.append(f"{SHAPES[step]} {SEVERITY[step]} {progress.findings[step]}　", style=f"severity.{step}")
    return Group(first, second, third)


def print_summary(outcomes: Sequence[Outcome]) -> None:
    """The table at the end: sites, pages, attachments, findings by severity, not inspected, seconds."""
    rows = [
        (
            o.run,
            clean(o.site),
            {"finished": "完成", "stopped": "未完成", "running": "未完成", "failed": "出错"}.get(o.state, o.state),
            str(o.pages),
            str(o.attachments),
            *(str(o.findings[step]) for step in (4, 3, 2, 1)),
            str(o.failures),
            f"{o.seconds:.1f}",
        )
        for o in outcomes
    ]
    if len(rows) > 1:
        total = [sum(getattr(o, key) for o in outcomes) for key in ("pages", "attachments")]
        steps = [sum(o.findings[step] for o in outcomes) for step in (4, 3, 2, 1)]
        rest = [sum(o.failures for o in outcomes)]
        rows.append(
            (
                "合计",
                f"{len(outcomes)} 个站点",
                "",
                *map(str, total + steps + rest),
                f"{sum(o.seconds for o in outcomes):.1f}",
            )
        )
    heads = [severity(step) for step in (4, 3, 2, 1)]
    columns: list[str | tuple[str, str]] = [
        ("任务", "keep"),
        ("站点", "fold"),
        ("状态", "keep"),
        ("页面", "right"),
        ("附件", "right"),
    ]
    columns += [(head, "right") for head in heads]
    out.print(table([*columns, ("未检", "right"), ("秒", "right")], rows))
    for o in outcomes:
        if o.error:
            err.print(f"[error]{clean(o.site)}：[/]{clean(o.error)}")


def _next_step(outcomes: Sequence[Outcome]) -> None:
    if any(o.state in ("stopped", "running") for o in outcomes):
        out.print("未完成的检查可用 mijian inspect --resume 继续。")
    out.print(
        "下一步：mijian findings --run last 查看线索；mijian failures --run last 查看未检项；mijian report 出报告。"
    )


def exit_code(outcomes: Sequence[Outcome], fail_at: int) -> int:
    """The exit code of surface.md 2 for these outcomes."""
    if any(o.state in ("stopped", "running") for o in outcomes):
        return Exit.STOPPED
    if any(o.state == "failed" for o in outcomes):
        return Exit.WRONG_USE
    if any(o.findings[step] for o in outcomes for step in range(fail_at, 5)):
        return Exit.FINDINGS
    return Exit.INCOMPLETE if any(o.failures for o in outcomes) else Exit.COMPLETE


def register(app: typer.Typer) -> None:
    """Add this file's commands."""
    app.command()(inspect)
