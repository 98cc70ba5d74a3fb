"""What an answer means beyond its status."""

from __future__ import annotations

import pytest

from crawler.verdict import is_soft_404, of_status
from inspection.errors import Reason
from inspection.model import Document, Part, Passage

ARTICLE = "为进一步做好防汛工作，根据上级部署和《防汛条例》有关规定，现将有关事项通知如下，请各单位认真贯彻执行，并于月底前报送落实情况，逾期未报的予以通报。"


def page(title: str, body: str, form: str = "html") -> Document:
    return Document(("x",), form, "", title, (Passage(title, "标题", Part.TITLE), Passage(body, "正文", Part.BODY)))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("提示信息", "云溪市人民政府\n搜索\n您访问的页面不存在或已被删除！\n返回首页"),
        ("404", "404 Not Found\nnginx"),
        ("出错了", "对不起，该信息不存在！"),
    ],
)
def test_a_page_that_says_there_is_nothing_is_a_soft_404(title: str, body: str) -> None:
    assert is_soft_404(page(title, body))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("关于防汛的通知", ARTICLE),
        ("关于清理失效页面的通知", "对页面不存在的链接要及时清理。\n" + ARTICLE),
        ("通知公告", "关于放假的通知\n关于招聘的公告"),
    ],
)
def test_a_page_with_something_to_say_is_none(title: str, body: str) -> None:
    assert not is_soft_404(page(title, body))


def test_only_web_pages_can_be_soft_404() -> None:
    assert not is_soft_404(page("404", "404 not found", "text"))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (200, None),
        (302, None),
        (401, Reason.LOGIN_REQUIRED),
        (403, Reason.HTTP_CLIENT_ERROR),
        (404, Reason.HTTP_CLIENT_ERROR),
        (412, Reason.BLOCKED),
        (429, Reason.BLOCKED),
        (500, Reason.HTTP_SERVER_ERROR),
        (503, Reason.HTTP_SERVER_ERROR),
    ],
)
def test_each_status_has_its_reason(status: int, reason: Reason | None) -> None:
    assert of_status(status) is reason
