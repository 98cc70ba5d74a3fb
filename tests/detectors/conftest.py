"""Small whole documents for the detectors: a page with navigation, title, text and footer; an attachment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import pytest

from detectors.detect import detect
from inspection.model import Context, Document, Finding, Part, Passage, Severity
from inspection.settings import DetectorSettings

TODAY = "2026-11-23"
NAVIGATION = "首页\n政务公开\n政府信息公开指南\n依申请公开\n政府信息公开年报\n办事服务\n互动交流"
FOOTER = (
    "主办：云溪市人民政府办公室　联系电话：0571-88001234　网站标识码：3301000001　网站地图\n版权所有　未经许可不得转载"
)


def page(
    body: str, title: str = "", *, table: str = "", link: str = "", channel: str = "", url: str = "", form: str = "html"
) -> tuple[Document, Context]:
    """A web page as the extractor gives it, with the furniture that every government page has."""
    lines = [
        "今天是2026年11月23日 星期一",
        "您现在的位置：首页 > 政务公开 > 正文",
        title,
        "发布时间：2024-03-05 来源：市府办",
        body,
        table,
    ]
    passages = [Passage(f"{title}_云溪市人民政府", "标题", Part.TITLE)] if title else []
    passages.append(Passage("\n".join([line for line in [*lines, FOOTER] if line]), "正文"))
    passages.append(Passage(NAVIGATION + (f"\n{link}" if link else ""), "链接文字", Part.LINK))
    passages.append(Passage("SiteName: 云溪市人民政府", "属性 SiteName", Part.METADATA))
    address = url or "http://www.yunxi.example/art/2024/3/5/art_1_2.html"
    document = Document((address,), form, "a" * 64, title, tuple(passages))
    return document, Context(key=bytes(32), today=TODAY, url=address, channel=channel)


def attachment(
    *passages: Passage | str, title: str = "", form: str = "docx", name: str = ""
) -> tuple[Document, Context]:
    """A file; plain strings are passages of its body."""
    made = tuple(p if isinstance(p, Passage) else Passage(p, "正文") for p in passages)
    name = name or f"附件1.{form}"
    made = (*made, Passage(name, "文件名", Part.FILE_NAME))
    address = f"http://www.yunxi.example/files/P0202403050{len(name)}.{form}"
    return Document((name,), form, "b" * 64, title, made), Context(key=bytes(32), today=TODAY, url=address)


def live(case: tuple[Document, Context], rule: str = "") -> list[Finding]:
    """The findings that are not explained away, of one rule or of all."""
    found = detect(*case, DetectorSettings())
    return [f for f in found if f.suppressed is None and rule in {"", f.rule}]


def worst(case: tuple[Document, Context], rule: str = "") -> Severity:
    return max((finding.severity for finding in live(case, rule)), default=Severity.NONE)


class Look(Protocol):
    """What the fixture ``look`` offers."""

    page: Callable[..., tuple[Document, Context]]
    attachment: Callable[..., tuple[Document, Context]]
    live: Callable[..., list[Finding]]
    worst: Callable[..., Severity]


@pytest.fixture(scope="session")
def look() -> Look:
    class _Look:
        page = staticmethod(page)
        attachment = staticmethod(attachment)
        live = staticmethod(live)
        worst = staticmethod(worst)

    return _Look()
