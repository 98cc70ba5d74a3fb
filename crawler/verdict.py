"""What an answer means beyond its status: errors of the server, blocks, and pages that say «not found» with a 200."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from inspection.errors import Reason
from inspection.model import Part

if TYPE_CHECKING:
    from inspection.model import Document

# 412/418/419/429/468/521/567: what the usual protective systems of Chinese portals answer with (practice, not a standard).
_BLOCKED = frozenset({405, 412, 418, 419, 429, 468, 521, 567})
_GONE = re.compile(
    r"(?:页面|网页|文件|信息|内容|资源|文章)\S{0,4}(?:不存在|已删除|已被删除|找不到|未找到|不能访问|无法访问)"
    r"|404\s*(?:错误|not\s*found|页面)|not\s*found|您访问的页面|出错了",
    re.IGNORECASE,
)
_NOTICE = 40  # characters: the sentence that says so stands alone on a line
_PARAGRAPH = (
    60  # characters: an article has lines as long as this, an error page between navigation and footer has none
)


def of_status(status: int) -> Reason | None:
    """The reason that a status names, or None for an answer to read (2xx) or follow (3xx)."""
    if status == 401:
        return Reason.LOGIN_REQUIRED
    if status in _BLOCKED:
        return Reason.BLOCKED
    if 400 <= status < 500:
        return Reason.HTTP_CLIENT_ERROR
    if status >= 500 or status < 200:
        return Reason.HTTP_SERVER_ERROR
    return None


def is_soft_404(document: Document) -> bool:
    """Whether an HTML document answered with 200 says that there is nothing.

    Both must hold: a short line says so, and no line is as long as a paragraph.
    """
    if document.format != "html":
        return False
    lines = [
        line
        for passage in document.passages
        if passage.part in (Part.TITLE, Part.BODY)
        for line in passage.text.split("\n")
    ]
    if any(len(line) >= _PARAGRAPH for line in lines):
        return False
    return any(len(line) <= _NOTICE and _GONE.search(line) for line in lines)
