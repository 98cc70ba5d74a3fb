"""Templates to text: one Jinja2 environment, autoescape always on, undefined names are errors.

The browser's page and the paper share ``sections.html`` and ``cards.html``: the same facts in the same words.
"""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from inspection.errors import Reason
from inspection.model import Severity
from reports import charts, notation, wording
from reports.view import STEPS, Report, Tally, state

if TYPE_CHECKING:
    from jinja2 import Environment

# anchor, title, the question the section answers
SECTIONS = (
    ("conclusion", "检查结论", "有没有问题，有多严重，谁应当先做什么。"),
    ("scope", "检查概况", "依据什么检查，查了什么，用什么方法查的。"),
    ("coverage", "覆盖情况", "应当检查的内容，实际检查了多少。"),
    ("statistics", "问题统计", "问题集中在哪些类别、哪些站点。"),
    ("key", "重点问题说明", "哪些线索必须先处置。"),
    ("findings", "问题清单", "每条线索在哪里、是什么、为什么、怎么办。"),
    ("missed", "未检项", "哪些内容没有查到，为什么，怎样补查。"),
    ("duties", "整改要求与期限", "各单位按什么要求、在什么时候之前完成。"),
    ("notes", "说明", "怎样读这份报告。"),
    ("evidence", "证据目录", "每条线索的证据是哪一份内容，怎样核对没有改动。"),
)
NUMERALS = "一二三四五六七八九十"


def text(name: str) -> str:
    """A template file as it stands (style sheets and the script)."""
    return (files("reports") / "templates" / name).read_text("utf-8")


def environment() -> Environment:
    """Jinja2 with this house's filters; templates come from the package."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "number": notation.number,
        "day": notation.day,
        "moment": notation.moment,
        "chinese_day": notation.chinese_day,
        "duration": notation.duration,
        "size": notation.size,
        "shorten": notation.middle_out,
        "plain": notation.plain,
        "short": notation.short,
        "link": notation.web_address,
        "status": lambda word: wording.STATUS.get(word, word),
        "stage": lambda word: wording.STAGE.get(word, word),
        "state": state,
        "severity": Severity,
    }
    made.globals |= {
        "share": notation.coverage,
        "span": notation.span,
        "deadline": wording.deadline,
        "wording": wording,
        "sections": SECTIONS,
        "numerals": NUMERALS,
        "steps": STEPS,
        "reasons": Reason,
        "severity_chart": severity_chart,
        "tally_chart": tally_chart,
        "coverage_chart": coverage_chart,
    }
    return made


def render(template: str, report: Report, **more: Any) -> str:
    """``template`` filled with a report; ``more`` are the format's own names."""
    shared = partial(environment().get_template(template).render, report=report, s=report.summary)
    return shared(**more)


def severity_chart(report: Report) -> str:
    """Bars of the findings by severity."""
    rows = [
        charts.Bar(f"{Severity(step).shape} {Severity(step).label}", ((count, f"s{step}"),), notation.number(count))
        for step, count in zip(STEPS, report.steps.steps, strict=True)
    ]
    return charts.bars(rows, "各严重程度的线索数量")


def tally_chart(tallies: tuple[Tally, ...], title: str) -> str:
    """Bars of the first twelve lines of a statistic, longest total first."""
    ranked = sorted(tallies, key=lambda tally: -tally.total)[:12]
    return charts.bars(
        [charts.Bar(tally.name, ((tally.total, "plain"),), notation.number(tally.total)) for tally in ranked], title
    )


def coverage_chart(report: Report) -> str:
    """Bars of the sites: inspected (solid) and not inspected (outlined), the share at the end."""
    rows = []
    for site in sorted(report.coverage, key=lambda site: -(site.pages + site.attachments))[:12]:
        done = site.pages + site.attachments
        share = notation.coverage(done, site.failures, complete=site.state == "finished")
        rows.append(charts.Bar(notation.short(site.name), ((done, "plain"), (site.failures, "rest")), share))
    return charts.bars(rows, "各站点已检查（实心）与未检（空心）的数量")
