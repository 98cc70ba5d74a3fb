"""Web pages: what is text, what stands in links, what hides; title, date and addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from inspection.model import Document, Link, Part

if TYPE_CHECKING:
    from collections.abc import Callable

    from inspection.model import Extraction

Places = dict[str, str]


@pytest.fixture
def page(read: Callable[..., Extraction]) -> Callable[[str], Document]:
    return lambda body: read(body.encode()).documents[0]


@pytest.fixture
def body_of(page: Callable[[str], Document], places: Callable[[Document], Places]) -> Callable[[str], str]:
    return lambda body: places(page(body)).get("正文", "")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p><b>机</b><i>密</i>★<font>1年</font></p>", "机密★1年"),
        ("<p>一</p><div>二<br>三</div>四", "一\n二\n三\n四"),
        ("<p>一 \n\t 二</p>", "一 二"),
        ("<p>&#26426;&#23494;&nbsp;★</p>", "机密 ★"),
        (
            "<table><tr><th>姓名<th>证号<tr><td><p>张三</p><td><p>1101</p><p>2345</p><td><tr><td>李四<td>9</table>",
            "姓名\t证号\n张三\t1101 2345\n李四\t9",
        ),
        ("<table><tr><td>左<td><table><tr><td>a<td>b</table>右</table>", "左\na\tb\n右"),
        (
            "<table><tr><td>" + "".join(f"<p>{i}{'字' * 90}</p>" for i in range(5)) + "</table>",
            "\n".join(f"{i}{'字' * 90}" for i in range(5)),
        ),
        ("<table><tr><td>机<br>密<br>★</td><td>x</td></table>", "机 密 ★\tx"),
        ("<pre>第一行\n  第二行</pre>", "第一行\n第二行"),
        ("<select><option>公开<option>内部</select>", "公开\n内部"),
        ("<style>p{}</style><script>var a='x'</script><p>正<script>x</script>文</p>", "正文"),
        ("<p>a<!-- x -->b</p>", "ab"),
        ("<noscript>请启用脚本</noscript>", "请启用脚本"),
        ("no tags at <all", "no tags at"),
        ("<div>开<div>内</div>合</div>", "开\n内\n合"),
    ],
)
def test_the_body_reads_as_a_reader_sees_it(body_of: Callable[[str], str], html: str, text: str) -> None:
    assert body_of(f"<html><body>{html}</body></html>") == text


def test_navigation_and_lists_of_articles_are_kept_apart(
    page: Callable[[str], Document], places: Callable[[Document], Places]
) -> None:
    found = places(
        page(
            "<ul><li><a href=1>政务公开</a><li><a href=2>机密工作动态</a><span>11-23</span></ul>"
            "<p>详情请见<a href=3>附件</a>，共三页，请各单位认真阅读。</p><a href=4 title='关于防汛的完整标题'>关于防…</a>"
        )
    )
    assert found["正文"] == "详情请见附件，共三页，请各单位认真阅读。"
    assert found["链接文字"].split("\n") == ["政务公开", "机密工作动态11-23", "关于防…", "关于防汛的完整标题"]


def test_hidden_elements_are_read_as_hidden(
    page: Callable[[str], Document], places: Callable[[Document], Places]
) -> None:
    found = places(
        page(
            "<html><p>显</p><p style='color:red; DISPLAY : none'>藏一</p><div hidden><table><tr><td>藏<td>二</table></div>"
            "<p>机<span style='visibility:hidden'>混</span>密</p><p style='display:block'>也显</p><a style='display:none' href=/h>暗链</a>"
        )
    )
    assert found["正文"] == "显\n机密\n也显"
    assert found["隐藏内容"].split("\n") == ["藏一", "藏\t二", "混", "暗链"]


def test_what_stands_beside_the_text_is_read(
    page: Callable[[str], Document], places: Callable[[Document], Places], parts: Callable[[Document], dict[str, Part]]
) -> None:
    document = page(
        "<html><head><title>通知</title><meta name=Keywords content='机密 资料'><meta property='og:title' content=公开>"
        "<meta name=viewport content='width=1'><style>p:before{content:'内部★'}</style>"
        r"""<script>window.__STATE__={"标题":"\u673a\u5bc6★1年","n":"abc","t":'不公开'}; // 说明</script></head>"""
        "<body><img alt=红头文件 src=a.png><input placeholder=请输入姓名 value=张三><p title=悬停>x</p>"
        "<!-- 旧稿：<b>内部资料</b> --><!-- layout --></body></html>"
    )
    found, part = places(document), parts(document)
    assert found["标题"] == "通知"
    assert (found["属性 Keywords"], part["属性 Keywords"]) == ("Keywords: 机密 资料", Part.METADATA)
    assert found["属性 og:title"] == "og:title: 公开"
    assert "属性 viewport" not in found
    assert set(found["提示文字"].split("\n")) == {"红头文件", "请输入姓名", "张三", "悬停", "内部★"}
    assert found["网页注释"] == "旧稿：\n内部资料"
    assert found["脚本"].split("\n") == ["标题", "机密★1年", "不公开"]


@pytest.mark.parametrize(
    ("head", "body", "title", "published"),
    [
        ("<title>通知_云溪市人民政府</title>", "", "通知_云溪市人民政府", ""),
        ("<title>关于防汛工作的通知_云溪市人民政府</title>", "", "关于防汛工作的通知", ""),
        ("<title>关于防汛 - 云溪</title><meta name=SiteName content=云溪>", "", "关于防汛", ""),
        ("<title>窗口</title>", "<h1>关于<br>防汛的通知</h1>", "关于 防汛的通知", ""),
        ("<title>窗口</title><meta name=ArticleTitle content=文章>", "<h1>大字</h1>", "文章", ""),
        ("<meta name=PubDate content='2026-11-23 09:00'>", "", "", "2026-11-23"),
        ("", "<span>发布日期：2026年1月2日</span>", "", "2026-01-02"),
        ("", "<span>发布时间:[2026/3/14 8:00]</span>", "", "2026-03-14"),
        ("", "<span>发布时间：2026-13-40</span>", "", ""),
        ("", "<p>2026年1月2日会议召开</p>", "", ""),
    ],
)
def test_title_and_date_are_the_article_s(
    page: Callable[[str], Document], head: str, body: str, title: str, published: str
) -> None:
    document = page(f"<html><head>{head}</head><body>{body}<p>正文</p></body></html>")
    assert (document.title, document.published) == (title, published)


def test_addresses_are_given_as_written(page: Callable[[str], Document]) -> None:
    document = page(
        "<html><head><base href='/b/'><meta http-equiv=Refresh content=\"0; URL='next.html'\"><link rel=canonical href=/c><link rel=stylesheet href=/s.css>"
        "<script>window.open('/pop.html'); $.ajax({url: '/api/list.json'})</script></head><body>"
        "<a href=' 附件 一.doc '>附件<b>一</b></a><a href=?page=2>下页</a><a href='附件 一.doc'>再来</a>"
        "<a href='javascript:void(0)'>无</a><a href=mailto:a@b>信</a><a href=tel:1>电</a><a href='#top'>顶</a><a>空</a>"
        "<a href=\"javascript:goTo('x'),window.open('/js.html')\">脚</a>"
        "<area href=/area alt=区><iframe src=/frame></iframe><form action=/search></form><form method=post action=/post></form>"
        "<img src=1.png data-src=2.png srcset='3.png 1x, 4.png 2x'><img src='data:image/png;base64,xx'>"
        "<embed src=/e.swf><object data=/o.pdf></object><li onclick=\"location.href='/go.html'\">点</li><b data-url=/d.html></b>"
        "<select><option value=/site/1>站</select></body></html>"
    )
    assert document.base == "/b/"
    assert document.links[:4] == (
        Link("附件 一.doc", "附件一"),
        Link("?page=2", "下页"),
        Link("/area", "区"),
        Link("next.html", "", "refresh"),
    )
    assert {(link.url, link.kind) for link in document.links[4:]} == {
        ("/c", "link"), ("/pop.html", "script"), ("/api/list.json", "script"), ("/js.html", "script"), ("/frame", "frame"), ("/search", "form"),
        ("1.png", "img"), ("2.png", "img"), ("3.png", "img"), ("4.png", "img"), ("/e.swf", "embed"), ("/o.pdf", "embed"),
        ("/go.html", "script"), ("/d.html", "script"), ("/site/1", "script"),
    }  # fmt: skip


def test_a_page_without_text_is_not_silent(
    read: Callable[..., Extraction], reasons: Callable[[Extraction], list[tuple[str, str]]]
) -> None:
    assert reasons(read(b"<html><head><script src=/app.js></script></head><body><div id=app></div></body></html>")) == [
        ("file", "no_text")
    ]
