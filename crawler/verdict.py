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
_SHORT = 300  # characters: an error page says little else


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

    Both must hold: title or heading say so, and there is hardly any other text.
    """
    if document.format != "html" or not _GONE.search(document.title + _heading(document)):
        return False
    return sum(len(p.text) for p in document.passages if p.part is Part.BODY) < _SHORT


def _heading(document: Document) -> str:
    return " ".join(p.text[:100] for p in document.passages if p.part in (Part.TITLE, Part.BODY))[:400]
