"""报告 as XLSX: everything, one sheet a kind, with filters and links; for sorting, handing out and counting.

Foreign text is always written as text, never as formula, number or link by guess; what would become a formula when a
reader edits the cell carries Excel's quote prefix. Row 1 holds the keys of surface.md 3 for programs, row 2 the heads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from inspection.model import Severity
from reports.lines import Line, failure_line, finding_line, flat, looks_like_formula
from reports.notation import coverage, iso, plain, span, web_address
from reports.view import build, state
from reports.wording import STAGE, STATUS, nature

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from inspection.summary import FindingRecord, RunSummary
    from reports.view import Report

ROWS = 1_000_000  # of Excel's 1,048,576
LINKS = 60_000  # of Excel's 65,530 a sheet
CELL = 32_000  # of Excel's 32,767 characters
LINK = 2_000  # of Excel's 2,079 characters

# key, head, width in characters
FINDINGS = (
    ("id", "编号", 11), ("severity", "级别", 6), ("severity_name", "严重程度", 9), ("nature", "线索性质", 14),
    ("category", "类别", 12), ("name", "线索", 18), ("level", "文件自标密级", 12), ("site", "站点", 24), ("agency", "单位", 20),
    ("title", "标题", 36), ("url", "地址", 40), ("found_on", "来自页面", 30), ("path", "文件", 30), ("place", "位置", 18),
    ("excerpt", "内容（已脱敏）", 44), ("evidence", "理由", 44), ("score", "分值", 6), ("status", "状态", 12), ("count", "处数", 6),
    ("first_seen", "首次发现", 20), ("last_seen", "最近发现", 20), ("suppressed", "排除原因", 28), ("rule", "规则", 22),
    ("run", "检查任务", 11), ("digest", "SHA-256", 24), ("sm3", "SM3", 24), ("subject", "对象标识", 24),
)  # fmt: skip
FAILURES = (
    ("target", "对象", 50), ("path", "内部路径", 30), ("stage", "环节", 8), ("text", "未检原因", 36), ("advice", "建议", 40),
    ("found_on", "来自页面", 40), ("permanent", "重试无效", 10), ("reason", "原因代码", 18), ("run", "检查任务", 11),
)  # fmt: skip
SITES = (
    ("name", "站点", 30), ("agency", "单位", 24), ("district", "地区", 12), ("start_url", "首页", 36), ("run", "检查任务", 11),
    ("state", "状态", 10), ("started", "开始", 20), ("ended", "结束", 20), ("pages", "页面", 9), ("attachments", "附件", 9),
    ("documents", "文档", 9), ("passages", "段落", 10), ("bytes", "字节", 13), ("unchanged", "与上次相同", 11),
    ("redirects", "跳转", 8), ("failures", "未检项", 9), ("backlog", "待入检索库", 11), ("coverage", "覆盖率", 9),
)  # fmt: skip
Columns = tuple[tuple[str, str, int], ...]


class Spreadsheet:
    """The workbook."""

    format = "xlsx"
    suffix = ".xlsx"

    def write(self, summary: RunSummary, out: Path) -> Path:
        """Write the workbook to ``out``."""
        import xlsxwriter
        from xlsxwriter.exceptions import FileCreateError

        report = build(summary)
        runs = {site.name: site.run for site in summary.sites}
        only = summary.sites[0].run if len(summary.sites) == 1 else ""
        options = {"constant_memory": True, "tmpdir": str(out.parent), "strings_to_formulas": False}
        book = xlsxwriter.Workbook(str(out), options)
        # The summary's own time, not the clock's: the same input gives the same properties.
        book.set_properties(
            {
                "title": plain(summary.title)[:250],
                "company": plain(summary.issuer)[:250],
                "created": summary.created.replace(tzinfo=None),
            }
        )
        sheets = _Sheets(book)
        sheets.facts("概况", _facts(report))
        sheets.table("线索", FINDINGS, (row for found in summary.findings for row in _finding_rows(found, runs, only)))
        sheets.table("未检项", FAILURES, _failure_rows(summary, only))
        sheets.table("覆盖情况", SITES, _site_rows(summary))
        sheets.table(
            "已排除", FINDINGS, (row for found in summary.suppressed for row in _finding_rows(found, runs, only))
        )
        try:
            book.close()
        except FileCreateError as error:  # xlsxwriter wraps the OSError it met
            raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from error
        return out


def _finding_rows(record: FindingRecord, runs: dict[str, str], only: str) -> Iterable[Line]:
    for place in record.places:
        yield finding_line(record, place, run=runs.get(record.site, only)) | {
            "severity_name": f"{record.severity.shape} {record.severity.label}",
            "nature": nature(record.rule).label,
            "agency": plain(record.agency),
            "title": plain(place.title),
            "status": STATUS.get(record.status, record.status),
        }


def _failure_rows(summary: RunSummary, only: str) -> Iterable[Line]:
    for record in summary.failures:
        yield failure_line(record, run=only) | {
            "stage": STAGE.get(record.stage.value, record.stage.value),
            "advice": record.reason.advice,
            "found_on": plain(record.found_on),
            "permanent": "是" if record.permanent else "否",
        }


def _site_rows(summary: RunSummary) -> Iterable[Line]:
    for site in summary.sites:
        done = site.pages + site.attachments
        row = {key: getattr(site, key) for key, _, _ in SITES if key != "coverage"}
        yield row | {
            **{key: plain(str(row[key])) for key in ("name", "agency", "district", "start_url")},
            "state": state(site),
            "started": iso(site.started),
            "ended": iso(site.ended) if site.ended else "",
            "coverage": coverage(done, site.failures, complete=site.state == "finished"),
        }


def _facts(report: Report) -> Sequence[tuple[str, str | int]]:
    summary = report.summary
    return (
        ("标题", plain(summary.title)), ("编号", plain(summary.number)), ("单位", plain(summary.issuer)),
        ("检查对象", report.subject), ("检查期间", span(summary.period_start, summary.period_end)),
        ("检查结论", report.conclusion.headline), ("结论以外", " ".join(plain(text) for text in report.conclusion.caveats)),
        ("疑似线索", report.findings),
        *((f"　{Severity(step).shape} {Severity(step).label}", count) for step, count in summary.by_severity().items()),
        ("已检查文件" if report.files else "已检查页面和附件", report.inspected), ("未检项", report.missing),
        ("覆盖率", coverage(report.inspected, report.missing, complete=report.complete)),
        ("本次新发现", report.fresh), ("以往已发现、仍然存在", report.lasting), ("已排除的命中", len(summary.suppressed)),
        ("工具版本", plain(summary.tool_version)), ("规则库版本", plain(summary.rules_version)), ("生成时间", iso(summary.created)),
    )  # fmt: skip


class _Sheets:
    """A workbook with this house's look."""

    def __init__(self, book: Any) -> None:
        face = {"font_name": "宋体", "font_size": 10, "valign": "top"}
        self.book = book
        self.text = book.add_format({**face, "text_wrap": True})
        self.quoted = book.add_format({**face, "text_wrap": True})
        self.quoted.set_quote_prefix()
        self.link = book.add_format({**face, "text_wrap": True, "font_color": "#1F3A5F", "underline": 1})
        self.count = book.add_format({**face, "num_format": "#,##0"})
        self.key = book.add_format({"font_name": "Consolas", "font_size": 8, "font_color": "#4A5560"})
        self.head = book.add_format(
            {**face, "bold": True, "bg_color": "#EDF1F6", "top": 2, "bottom": 1, "border_color": "#1F3A5F"}
        )
        self.title = book.add_format({**face, "font_size": 16, "bold": True})

    def facts(self, name: str, facts: Sequence[tuple[str, str | int]]) -> None:
        """A sheet of names and values, the title above."""
        sheet = self._sheet(name, landscape=False)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 70)
        sheet.write_string(0, 0, str(facts[0][1])[:CELL], self.title)
        for row, (label, value) in enumerate(facts[1:], start=2):
            sheet.write_string(row, 0, label, self.head)
            self._cell(sheet, row, 1, value)

    def table(self, name: str, columns: Columns, rows: Iterable[Line]) -> None:
        """A sheet of one kind: keys, heads with filter, rows; the heads stay in sight and repeat in print."""
        sheet = self._sheet(name, landscape=True)
        for index, (key, _head, width) in enumerate(columns):
            sheet.set_column(index, index, width)
            sheet.write_string(0, index, key, self.key)
        for index, (_key, head, _width) in enumerate(columns):
            sheet.write_string(1, index, head, self.head)
        last, links = 1, 0
        for last, line in enumerate(rows, start=2):
            if last > ROWS:
                sheet.write_string(last, 0, "其余略：超出电子表格的行数上限，见 JSONL 文件", self.text)
                break
            for index, (key, _head, _width) in enumerate(columns):
                value = line.get(key)
                address = web_address(value) if isinstance(value, str) else ""
                if address and len(address) <= LINK and links < LINKS:
                    sheet.write_url(last, index, address, self.link, address)
                    links += 1
                else:
                    self._cell(sheet, last, index, value)
        sheet.autofilter(1, 0, max(last, 2), len(columns) - 1)
        sheet.freeze_panes(2, 1)
        sheet.repeat_rows(1)

    def _sheet(self, name: str, *, landscape: bool) -> Any:
        sheet = self.book.add_worksheet(name)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C第 &P 页 共 &N 页")
        return sheet

    def _cell(self, sheet: Any, row: int, column: int, value: Any) -> None:
        if isinstance(value, int) and not isinstance(value, bool):
            sheet.write_number(row, column, value, self.count)
            return
        text = str(flat(value))
        shown = text if len(text) <= CELL else f"{text[:CELL]}…（共 {len(text)} 字符）"
        sheet.write_string(row, column, shown, self.quoted if looks_like_formula(shown) else self.text)
