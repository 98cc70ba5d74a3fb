"""An open workspace: settings, keys, ledger, evidence, index, and the questions that commands ask of them."""

from __future__ import annotations

import difflib
import fcntl
import getpass
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

import structlog

from books import Books
from crawler.crawl import Frontier
from indexing import Feeder
from inspection import __version__
from inspection.errors import SettingsError
from inspection.log import start as start_log
from inspection.masking import mask_name_or_url
from inspection.settings import Settings, load, template
from inspection.workspace import Workspace, open_workspace
from ledger import outbox, query, register, runs, summary, workflow
from ledger.base import Mode, RunState, Status, Verdict, key_of, run_id
from ledger.evidence import EvidenceStore
from ledger.keys import Keys, load_or_create
from ledger.session import Ledger, open_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from index.base import Index
    from inspection.model import Site
    from inspection.summary import FailureRecord, FindingRecord, RunSummary
    from ledger.base import Run, Transition

log = structlog.stdlib.get_logger("handles")


class Handles:
    """The parts of an open workspace. A context manager; closing lets go of all of them."""

    def __init__(self, workspace: Workspace, settings: Settings, keys: Keys, ledger: Ledger) -> None:
        self.workspace = workspace
        self.settings = settings
        self.keys = keys
        self.ledger = ledger
        self.evidence = EvidenceStore(workspace.evidence, keys.evidence, settings.evidence)
        self._index: Index | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of files and connections."""
        if self._index is not None:
            self._index.close()
        self.evidence.close()
        self.ledger.close()

    def index(self) -> Index:
        """The index, connected on first use."""
        if self._index is None:
            from index.connect import connect

            self._index = connect(
                self.settings.index, self.workspace.index, zone=ZoneInfo(self.settings.schedule.timezone)
            )
        return self._index

    def rules_version(self) -> str:
        """Names the rule set that findings are judged under."""
        from detectors.detect import rules_version

        return rules_version(self.settings.detectors)

    def today(self) -> str:
        """The inspection's day, ISO, in the workspace's zone."""
        return datetime.now(ZoneInfo(self.settings.schedule.timezone)).date().isoformat()

    # --- sites ---------------------------------------------------------------------------------------------------

    def register(self, site: Site, start: str) -> Site:
        """Register a site under its canonical start address, or bring a registered one up to date."""
        if mask_name_or_url(start) != start:
            raise SettingsError("首页网址中含有个人号码，不能登记。请登记不带参数的首页网址")
        if not site.name.strip():
            raise SettingsError("站点名称不能为空")
        return register.add(self.ledger, replace(site, start_url=start), at=datetime.now(UTC), who=getpass.getuser())

    def sites(self) -> tuple[Site, ...]:
        """All registered sites."""
        return register.sites(self.ledger)

    def find_site(self, which: str) -> Site | None:
        """The site with this number, code, name or address."""
        from crawler.crawl import canonical

        url = canonical(which if "://" in which else f"http://{which}") if "." in which else None
        return register.find(self.ledger, which) or (register.find(self.ledger, url) if url else None)

    def site(self, which: str) -> Site:
        """As :meth:`find_site`.

        Raises:
            SettingsError: there is none; the nearest names are said.
        """
        found = self.find_site(which)
        if found is None:
            near = difflib.get_close_matches(which, [site.name for site in self.sites()], n=3, cutoff=0.4)
            hint = f"；是否指：{'、'.join(near)}" if near else "；用 mijian site list 查看已登记的站点"
            raise SettingsError(f"没有登记站点 {which}{hint}")
        return found

    def pause(self, site: Site, *, paused: bool) -> None:
        """Pause or resume a site."""
        register.pause(self.ledger, site.id, paused=paused)

    # --- runs ------------------------------------------------------------------------------------------------------

    def unfinished(self, site: Site) -> Run | None:
        """The site's newest run, if it can be resumed."""
        return runs.unfinished(self.ledger, site.id)

    @contextmanager
    def exclusive(self, site: Site) -> Iterator[None]:
        """Hold a site while the block runs: two runs of one site would share a frontier and fetch everything twice.

        Raises:
            SettingsError: another process holds it.
        """
        with (self.workspace.home / "runs" / f"site-{site.id}.lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise SettingsError(
                    f"站点“{site.name}”正在被另一个程序检查。请等它结束，或用 mijian runs 查看进度"
                ) from error
            yield

    def begin_run(self, site: Site, *, full: bool, resume: bool) -> Run:
        """A run to work on: the site's unfinished one where it is to be resumed, else a new one."""
        now = datetime.now(UTC)
        known = self.unfinished(site) if resume else None
        if known is not None:
            return runs.reopen(self.ledger, known.id, at=now)
        for old in runs.latest(self.ledger, 50, site=site.id):
            Frontier.discard(self.workspace.frontier(old.id))  # a newer run is never overtaken by an older one
        snapshot = self.settings.model_dump(mode="json", exclude={"ledger": {"url"}, "index": {"url"}})
        return runs.start(
            self.ledger,
            site.id,
            mode=Mode.FULL if full else Mode.INCREMENTAL,
            tool_version=__version__,
            rules_version=self.rules_version(),
            settings=snapshot,
            at=now,
        )

    def end_run(self, run: Run, *, complete: bool, error: str) -> Run:
        """Enter how the run ended."""
        state = RunState.FAILED if error else RunState.FINISHED if complete else RunState.STOPPED
        return runs.finish(self.ledger, run.id, state, at=datetime.now(UTC), error=error)

    def books(self, run: Run) -> Books:
        """The store that the run's results go to."""
        first = len(runs.latest(self.ledger, 2, site=run.site)) == 1 and run.counters.pages == 0
        return Books(
            self.ledger,
            self.evidence,
            run,
            key=self.keys.evidence,
            rules=self.rules_version(),
            fresh=first,
            feed=self.feeder().feed,
        )

    def runs(self, *, site: str = "", limit: int = 20) -> list[tuple[str, Run]]:
        """The newest runs with their sites' names."""
        names = {each.id: each.name for each in self.sites()}
        chosen = self.site(site).id if site else None
        return [(names.get(run.site, ""), run) for run in runs.latest(self.ledger, limit, site=chosen)]

    def run(self, which: str, site: Site | None = None) -> Run:
        """The run with this number, or the last one.

        Raises:
            SettingsError: there is none.
        """
        found = runs.find(self.ledger, which, site=site.id if site else None)
        if found is None:
            hint = "还没有检查任务，用 mijian inspect 开始" if which == "last" else "用 mijian runs 查看"
            raise SettingsError(f"没有检查任务 {which}；{hint}")
        return found

    def choose_runs(
        self,
        which: Sequence[str],
        *,
        period: tuple[date, date] | None,
        site: str = "",
        agency: str = "",
        district: str = "",
    ) -> list[str]:
        """The runs that a report is about: those named, those of a period, or each chosen site's last one.

        Raises:
            SettingsError: there is none.
        """
        chosen = (
            [self.site(site)] if site else [s for s in self.sites() if agency in s.agency and district in s.district]
        )
        if period is not None:
            zone = ZoneInfo(self.settings.schedule.timezone)
            start = datetime.combine(period[0], datetime.min.time(), zone).astimezone(UTC)
            end = (datetime.combine(period[1], datetime.min.time(), zone) + timedelta(days=1)).astimezone(UTC)
            keys = [key for each in chosen for key in query.runs_between(self.ledger, start, end, site=each.id)]
            if not keys:
                raise SettingsError(f"{period[0]} 至 {period[1]} 之间没有检查任务")
            return [run_id(key) for key in sorted(keys)]
        found = []
        for name in which:
            if name == "last":
                found += [run for each in chosen for run in runs.latest(self.ledger, 1, site=each.id)]
            else:
                found.append(self.run(name))
        if not found:
            raise SettingsError("没有检查任务；用 mijian inspect 开始，或换一个站点、单位")
        return list(dict.fromkeys(run.shown for run in sorted(found, key=lambda run: run.id)))

    def summary(self, which: Sequence[str]) -> RunSummary:
        """What a report says of these runs."""
        keys = [self.run(name).id for name in which]
        names = {self.sites_by_id()[run.site].name for key in keys if (run := runs.get(self.ledger, key)) is not None}
        subject = next(iter(names)) if len(names) == 1 else "政府网站"
        now = datetime.now(UTC)
        return summary.of_run(
            self.ledger,
            keys,
            title=f"{subject}保密检查报告",
            number=which[0] if len(which) == 1 else f"{which[0]} 等 {len(which)} 次检查",
            issuer=self.settings.reports.issuer,
            handling=self.settings.reports.handling,
            created=now,
            rectify_days=self.settings.reports.rectify_days,
        )

    def sites_by_id(self) -> dict[int, Site]:
        """All registered sites by key."""
        return {site.id: site for site in self.sites()}

    # --- findings --------------------------------------------------------------------------------------------------

    def findings(
        self,
        *,
        run: str = "",
        site: str = "",
        agency: str = "",
        severity: int = 0,
        since: datetime | None = None,
        rule: str = "",
        status: str = "",
        suppressed: bool = False,
        limit: int | None = None,
        places: int | None = 1,
    ) -> tuple[list[tuple[str, FindingRecord]], int]:
        """Findings, most severe first, each with the run that saw it last; and how many there are in all.

        Raises:
            SettingsError: no such run, site or status.
        """
        if status and status not in Status.__members__:
            raise SettingsError(f"没有研判状态 {status}；可用：{'、'.join(Status.__members__)}")
        chosen = self.site(site) if site else None
        wanted = query.Filter(
            site=chosen.id if chosen else None,
            agency=agency,
            severity=severity,
            since=since,
            status=Status(status) if status else None,
            rule=rule,
            suppressed=suppressed,
        )
        filters = [wanted]
        if run:
            names = self.choose_runs([run], period=None, site=site)
            filters = [replace(wanted, run=self.run(name)) for name in names]
        found: list[tuple[str, FindingRecord]] = []
        total = 0
        for each in filters:
            some, number = query.findings(self.ledger, each, limit=limit, places=places)
            found += [(stored.run, stored.record) for stored in some]
            total += number
        found.sort(key=lambda pair: (-pair[1].severity, -pair[1].score, pair[1].id))
        return found[:limit], total

    def finding(self, which: str) -> tuple[FindingRecord, tuple[Transition, ...]]:
        """One finding with its history.

        Raises:
            SettingsError: there is none.
        """
        found = query.finding_with_history(self.ledger, self._finding_key(which))
        if found is None:
            raise SettingsError(f"没有线索 {which}。用 mijian findings 查看编号")
        return found[0].record, found[1]

    def review(self, which: str, verdict: str, reason: str, who: str) -> str:
        """Enter a reviewer's verdict; the status that the finding has now."""
        key = self._finding_key(which)
        workflow.review(self.ledger, key, Verdict(verdict), reason=reason, who=who, at=datetime.now(UTC))
        return self.finding(which)[0].status

    def failures(self, *, run: str, site: str = "") -> list[tuple[str, FailureRecord]]:
        """未检项 of one run; for ``last`` without a site, of each site's last run."""
        keys = [runs.find(self.ledger, name) for name in self.choose_runs([run or "last"], period=None, site=site)]
        return query.failures(self.ledger, [found.id for found in keys if found is not None])

    @staticmethod
    def _finding_key(which: str) -> int:
        key = key_of(which, "F")
        if key is None:
            raise SettingsError(f"线索编号 {which} 不正确，应如 F-000123")
        return key

    # --- index and ledger ----------------------------------------------------------------------------------------------

    def feeder(self) -> Feeder:
        """What brings the ledger's news to the index."""
        return Feeder(self.ledger, self.evidence, self.index(), batch=self.settings.index.batch)

    def backlog(self) -> int:
        """Entries that the index has not taken yet."""
        with self.ledger.read() as connection:
            return outbox.backlog(connection).waiting

    def ledger_state(self) -> str:
        """One line for `mijian doctor`."""
        return f"{'SQLite' if self.ledger.dialect == 'sqlite' else 'PostgreSQL'}，{len(self.sites())} 个站点，可以读写"


def open_handles(home: Path, *, level: str | None = None) -> Handles:
    """Open the workspace at ``home``, made on first use.

    Args:
        home: its folder.
        level: of the log, instead of the settings'.

    Raises:
        SettingsError: the folder or the settings are wrong.
        LedgerError: keys or ledger cannot be opened.
    """
    workspace = open_workspace(home, template=template())
    settings = load(workspace.settings_file)
    try:
        start_log(workspace.logs, level=level or settings.log.level)
    except OSError as error:
        raise SettingsError(f"无法写入日志目录 {workspace.logs}：{error.strerror}") from error
    keys = load_or_create(workspace.keys)
    ledger = open_ledger(settings.ledger.url, path=workspace.ledger, key=keys.subject)
    return Handles(workspace, settings, keys, ledger)


def migrate_ledger(home: Path) -> str:
    """Bring an older ledger up to date, after a backup copy. A line that says what was done."""
    from ledger.migrate import migrate

    workspace = open_workspace(home, template=template())
    settings = load(workspace.settings_file)
    done = migrate(settings.ledger.url, path=workspace.ledger, at=datetime.now(UTC))
    if done.before == done.after:
        return f"台账已是当前版本（{done.after}），无需升级"
    copy = f"，升级前的备份：{done.backup}" if done.backup else "（PostgreSQL 的备份由数据库管理员负责）"
    return f"台账已由 {done.before} 升级到 {done.after}{copy}"
