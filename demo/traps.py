"""What makes real portals hard to crawl: dead ends, loops, endless calendars, closed folders, many spellings."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from demo import look_civil, look_edu, look_gov
from demo.answers import Trap
from demo.planted_remote import FORBIDDEN
from demo.render import page
from demo.sites import CIVIL, EDU, GOV, PORTALS

if TYPE_CHECKING:
    from demo.place import Placed
    from demo.render import Groups
    from demo.routes import Store
    from demo.sites import Portal
    from demo.views import Links

SECRET = "机密★3年　内部资料库索引（登录后查看）"  # noqa: S105  # the planted text behind robots.txt, not a password


class Traps:
    """Writes the traps of the three portals and collects their names and the links that lead to them."""

    def __init__(self, store: Store, groups: Groups, port: int, large_bytes: int) -> None:
        self._store = store
        self._all = [one for group in groups.values() for one in group]
        self._port = port
        self._large = large_bytes
        self.traps: list[Trap] = []
        self.links: dict[str, list[tuple[str, str]]] = {key: [] for key in PORTALS}

    def write(self) -> None:
        """All of them."""
        self._dead_ends()
        self._redirects()
        self._endless()
        self._closed()
        self._spellings()
        for one in self._all:
            if one.article.reached in {"link", "variants"}:
                self.links[one.portal.key].append((one.article.title, one.url))
                reason = {"truncated": "truncated"}.get(one.article.behaviour, "ok")
                self._trap(one.portal, one.article.behaviour or "地址含汉字", one.url, reason)
        if self._large:
            self._store.add(GOV.host, "/sjfb/xz/all.zip", type="application/zip", length=self._large, kind="trap", behaviour="large")  # fmt: skip
            self._link(GOV, "全量数据下载", "/sjfb/xz/all.zip")
            self._trap(GOV, "超大文件", "/sjfb/xz/all.zip", "too_large")

    def _trap(self, portal: Portal, name: str, target: str, outcome: str) -> None:
        self.traps.append(Trap(name, f"http://{portal.host}:{self._port}{target}", outcome))

    def _link(self, portal: Portal, text: str, target: str) -> None:
        self.links[portal.key].append((text, target))

    def _page(self, portal: Portal, target: str, title: str, html: str, **more: Any) -> None:
        look = {"gov": look_gov, "edu": look_edu, "civil": look_civil}[portal.key]
        page(self._store, portal, target, look.plain(title, html), self._port, **{"kind": "trap", **more})

    def _dead_ends(self) -> None:
        for portal, text, target in (
            (GOV, "2019年专题（旧版）", "/ztzl/2019zt/index.html"),
            (EDU, "历年通知", "/show.jsp?id=999999"),
            (EDU, "2018年报名表下载", "/download.jsp?id=99999"),
            (CIVIL, "老版栏目", "/art/2017/3/2/art_1202_10021.html"),
        ):
            self._link(portal, text, target)
            self._trap(portal, "死链", target, "http_client_error")
        gone = "<h1>提示信息</h1><p>您访问的页面不存在或已被删除！</p><p><a href='javascript:history.back()'>返回上一页</a></p>"
        for portal, target in ((GOV, "/xwzx/old/index.html"), (EDU, "/show.jsp?id=999998")):
            self._page(portal, target, "提示信息", gone)
            self._link(portal, "历史新闻", target)
            self._trap(portal, "软 404", target, "soft_404")
        for portal, target, status, name, outcome in (
            (EDU, "/count.jsp?err=1", 500, "服务器错误", "http_server_error"),
            (GOV, "/inner/index.html", 403, "拒绝访问", "http_client_error"),
            (GOV, "/oa/index.html", 401, "需要登录", "login_required"),
            (EDU, "/waf/check.jsp", 412, "防护拦截", "blocked"),
        ):
            self._page(portal, target, name, f"<h1>{name}</h1><p>HTTP {status}</p>", status=status)
            self._link(portal, {500: "访问统计", 403: "内部栏目", 401: "办公系统", 412: "安全检测"}[status], target)
            self._trap(portal, name, target, outcome)

    def _move(self, portal: Portal, target: str, to: str, status: int = 302) -> None:
        self._store.add(portal.host, target, status=status, headers=(("Location", to),), kind="trap")

    def _redirects(self) -> None:
        self._move(GOV, "/hdjl/ldxx/a.html", "/hdjl/ldxx/b.html")
        self._move(GOV, "/hdjl/ldxx/b.html", "/hdjl/ldxx/a.html")
        self._move(GOV, "/hdjl/wsdc/", "/hdjl/wsdc/")
        self._move(GOV, "/r/metadata", "http://169.254.169.254/latest/meta-data/")
        self._move(GOV, "/r/edu", f"http://{EDU.host}:{self._port}/index.jsp", 301)
        end = next(one for one in self._all if one.article.reached == "chain")
        for step in range(1, 5):
            self._move(GOV, f"/r/{step}", f"/r/{step + 1}" if step < 4 else end.url, 301 if step % 2 else 302)
        for text, target, name, outcome in (
            ("领导信箱", "/hdjl/ldxx/a.html", "循环跳转", "redirect_loop"),
            ("网上调查", "/hdjl/wsdc/", "跳转到自身", "redirect_loop"),
            ("智能问答", "/r/metadata", "跳转到内网元数据地址", "out_of_scope"),
            ("教育服务", "/r/edu", "跳转到另一门户", "out_of_scope"),
            ("便民服务", "/r/1", "四次跳转", "ok"),
        ):
            self._link(GOV, text, target)
            self._trap(GOV, name, target, outcome)

    def _endless(self) -> None:
        body = (
            '<h1>互动日历　{{year}}年{{month}}月</h1><p style="text-align:center"><a href="/hdjl/rl/calendar.jsp?year={{pyear}}&amp;month={{pmonth}}">上个月</a>　'
            '<a href="/hdjl/rl/calendar.jsp?year={{nyear}}&amp;month={{nmonth}}">下个月</a></p><table class="props"><tr><td>日</td><td>一</td><td>二</td><td>三</td><td>四</td><td>五</td><td>六</td></tr>{{days}}</table><p>本月暂无预约活动。</p>'
        )
        self._page(GOV, "/hdjl/rl/calendar.jsp", "互动日历", body, behaviour="calendar")
        self._link(GOV, "互动日历", "/hdjl/rl/calendar.jsp?year=2026&month=11")
        self._trap(GOV, "无尽的日历", "/hdjl/rl/calendar.jsp?year=2026&month=11", "endless")
        for portal, target in ((GOV, "/search.jsp"), (EDU, "/search.jsp")):
            self._page(
                portal,
                target,
                "站内搜索",
                "<h1>站内搜索</h1><p>请输入关键字后点击搜索，系统将为您查找相关信息。</p>",
                kind="page",
                behaviour="any",
            )
        self._link(GOV, "热门搜索：低保", "/search.jsp?q=低保 标准")

    def _closed(self) -> None:
        for portal in (GOV, CIVIL):
            self._page(
                portal,
                f"{FORBIDDEN}index.html",
                "资料库",
                f"<h1>资料库</h1><p>{SECRET}</p><p><a href='{FORBIDDEN}1.html'>目录一</a></p>",
            )
            self._page(portal, f"{FORBIDDEN}1.html", "目录一", f"<h1>目录一</h1><p>{SECRET}</p>")
            self._trap(portal, "robots 禁止的目录", f"{FORBIDDEN}index.html", "never")
        self._link(CIVIL, "资料库", f"{FORBIDDEN}index.html")
        self._page(
            GOV,
            "/admin/login.jsp",
            "后台登录",
            "<h1>后台登录</h1><form><input name='u'/><input type='password' name='p'/></form>",
        )
        self._link(GOV, "管理入口", "/admin/login.jsp")
        self._trap(GOV, "robots 禁止的目录", "/admin/login.jsp", "never")
        start = f"http://{GOV.host}:{self._port}"
        self._robots(GOV, f"User-agent: *\nDisallow: /admin/\nDisallow: {FORBIDDEN}\n\nSitemap: {start}/sitemap.xml\n".encode())  # fmt: skip
        site = f"http://{CIVIL.host}:{self._port}/sitemap.xml"
        self._robots(CIVIL, f"\ufeffUser-Agent: *\r\nDisallow: {FORBIDDEN}\r\nAllow: /\r\nSitemap: {site}\r\n".encode())

    def _robots(self, portal: Portal, body: bytes) -> None:
        self._store.add(portal.host, "/robots.txt", body, type="text/plain", kind="asset")

    def _spellings(self) -> None:
        """The same resource under several spellings; the Java portal minds neither case nor order."""
        one = next(one for one in self._all if one.article.reached == "variants")
        folder = quote("/zt/党史/")
        for text, target in (("党史专题", "/zt/党史/index.html"), ("党史", folder.lower() + "index.html"), ("党史学习", f"{folder}./index.html"), ("党史教育", f"/zt/../{folder[1:]}index.html"), ("学党史", f"{folder}%69ndex.html#top")):  # fmt: skip
            self._link(GOV, text, target)
            self._trap(GOV, "同一地址的不同写法", target, "same")
        number = next(other.number for other in self._all if other.portal is EDU and not other.article.plants)
        for target in (f"/Show.jsp?ID={number}", f"/SHOW.JSP?id={number}", f"/show.jsp?utm_source=wx&id={number}", f"/show.jsp;jsessionid=8F1A2B3C4D5E6F70?id={number}"):  # fmt: skip
            self._link(EDU, "推荐阅读", target)
            self._trap(EDU, "大小写与会话标识", target, "same")
        assert one.portal is GOV


def frames(groups: Groups) -> Links:
    """Addresses that the civil portal shows in frames only."""
    return tuple((one.article.title, one.url) for group in groups.values() for one in group if one.article.reached == "frame")  # fmt: skip


def sitemaps(store: Store, groups: Groups, port: int) -> None:
    """The sitemaps: an index with a plain and a gzipped part on the city's portal, a plain one on the civil portal."""
    for portal in (GOV, CIVIL):
        mine = [one for (key, _), group in groups.items() for one in group if key == portal.key]
        plain = _set(portal, [one for one in mine if one.article.reached in {"", "sitemap"}][:120] + [one for one in mine if one.article.reached == "sitemap"], port, 0)  # fmt: skip
        if portal is CIVIL:
            store.add(portal.host, "/sitemap.xml", plain, type="application/xml", kind="asset")
            continue
        packed = gzip.compress(_set(portal, [one for one in mine if one.article.reached == "archive"], port, 1, [one for one in mine if one.article.files]), mtime=0)  # fmt: skip
        plain = plain.replace(b"</urlset>", _files(portal, mine, port, 0) + b"</urlset>")
        base = f"http://{portal.host}:{port}"
        index = "".join(f"<sitemap><loc>{base}{name}</loc><lastmod>2026-11-18</lastmod></sitemap>" for name in ("/sitemap_1.xml", "/sitemap_2.xml.gz"))  # fmt: skip
        store.add(portal.host, "/sitemap.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{index}</sitemapindex>\n'.encode(), type="application/xml", kind="asset")  # fmt: skip
        store.add(portal.host, "/sitemap_1.xml", plain, type="application/xml", kind="asset")
        store.add(portal.host, "/sitemap_2.xml.gz", packed, type="application/gzip", kind="asset")


def _files(portal: Portal, found: list[Placed], port: int, which: int) -> bytes:
    """The orphaned files: the first of each article in the plain part, the others in the gzipped one."""
    lines = ""
    for one in found:
        orphans = [url for file, url in zip(one.article.files, one.files, strict=True) if file.orphan]
        for url in orphans[:1] if which == 0 else orphans[1:]:
            lines += f"<url><loc>http://{portal.host}:{port}{escape(url)}</loc></url>\n"
    return lines.encode()


def _set(portal: Portal, found: list[Placed], port: int, which: int, files: list[Placed] | None = None) -> bytes:
    unique = {one.url: one for one in found}.values()
    lines = "".join(f"<url><loc>http://{portal.host}:{port}{escape(one.url)}</loc><lastmod>{one.article.published.isoformat()}</lastmod></url>\n" for one in unique)  # fmt: skip
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}'.encode()  # fmt: skip
    return body + _files(portal, files or [], port, which) + b"</urlset>\n"
