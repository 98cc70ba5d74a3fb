"""The look of the civil affairs bureau's portal: red and light, cards and tabs (hanweb-like)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from demo.furniture import MENUS, SCRIPT, tools
from demo.sites import CIVIL
from demo.views import Dress, blocks_html

if TYPE_CHECKING:
    from demo.views import ArticleView, HomeView, Item, ListView

DRESS = Dress(
    paragraph='<p style="text-indent: 2em; text-align: justify; line-height: 1.9em; margin-bottom: 12px;"><span style="font-family: 仿宋, FangSong; font-size: 18px;">',
    end="</span></p>",
    cell='style="border:1px solid #ccc;padding:5px 8px;text-align:center;word-break:break-all;"',
)
CSS = """
*{box-sizing:border-box}body{margin:0;font:16px/1.75 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#333;background:#faf7f5}a{color:#333;text-decoration:none}a:hover{color:#b8281f}ul{list-style:none;margin:0;padding:0}
.w{width:1180px;margin:0 auto}.header{background:#fff url(/images/hills.svg) right bottom/620px auto no-repeat;height:132px;border-top:4px solid #b8281f}.header .w{display:flex;align-items:center;height:128px}.header img{width:74px;height:74px;margin-right:18px}.header b{font:700 36px/1.2 "Noto Serif CJK SC",serif;color:#9d1c14;letter-spacing:3px}.header em{display:block;font-style:normal;color:#8a7a70;font-size:14px;letter-spacing:6px}
.nav{background:#b8281f}.nav .w{display:flex}.nav a{color:#fff;padding:0 21px;line-height:52px;font-size:17px;white-space:nowrap}.nav a:hover{background:#94190f;color:#fff}
.crumb{padding:18px 0;color:#888;font-size:14px}.card{background:#fff;border-radius:4px;box-shadow:0 1px 6px rgba(120,60,40,.08);padding:22px 28px;margin-bottom:20px}.card h3{margin:0 0 8px;font-size:19px;color:#9d1c14;border-bottom:1px solid #eee3dd;padding-bottom:8px}.card h3 a{float:right;font-weight:400;font-size:13px;color:#999}
.cols{display:grid;grid-template-columns:1fr 1fr;gap:20px}.li{display:flex;line-height:38px;border-bottom:1px solid #f4eeea}.li a{flex:1;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}.li time{color:#a39a94;font-size:14px;margin-left:14px}
.art h1{text-align:center;font-size:27px;line-height:1.5;color:#222;margin:10px 60px 16px}.meta{display:flex;justify-content:center;gap:30px;color:#999;font-size:14px;border-bottom:1px solid #eee3dd;padding-bottom:14px;margin-bottom:20px}
.xx{width:100%;border-collapse:collapse;font-size:14px;margin-bottom:18px}.xx th,.xx td{border:1px solid #e8dcd5;padding:7px 12px;text-align:left}.xx th{background:#fbf5f2;width:120px;color:#7a5b50}
.fj{background:#fdf6f2;border-left:4px solid #d98a5b;padding:12px 20px;margin:22px 0}.fj a{display:block;color:#9d1c14}.quick{display:grid;grid-template-columns:repeat(6,1fr);gap:14px;margin-bottom:20px}.quick a{background:linear-gradient(160deg,#fff,#fbeee7);border:1px solid #efdcd1;border-radius:4px;text-align:center;padding:22px 0;font-size:17px;color:#9d1c14}
.pg{text-align:center;padding:18px}.pg a,.pg b{display:inline-block;min-width:34px;line-height:32px;border:1px solid #e8dcd5;margin:0 3px;background:#fff}.pg b{background:#b8281f;color:#fff}.footer{background:#4a2c26;color:#d9c6be;text-align:center;font-size:14px;line-height:28px;padding:26px 0;margin-top:30px}.footer a{color:#f0ddd4;margin:0 8px}.hero{display:grid;grid-template-columns:560px 1fr;gap:24px}.hero img{width:560px;height:320px;border-radius:4px}.site-select{height:32px;width:220px;margin:0 10px 14px}.tools a{color:#9d1c14}.mark td{border:0;padding:0;font:16pt SimHei}
"""


def article(view: ArticleView) -> str:
    """The page of an article."""
    item = view.article
    title = escape(item.title)
    properties = ""
    if not item.plain:
        properties = (
            f'<table class="xx"><tr><th>索引号</th><td>{view.index}</td><th>主题分类</th><td>{view.channel.column}/{view.channel.name}</td></tr>'
            f"<tr><th>发布机构</th><td>{escape(item.agency)}</td><th>文号</th><td>{escape(item.number) or '—'}</td></tr>"
            f"<tr><th>成文日期</th><td>{item.published.isoformat()}</td><th>公开方式</th><td>{item.disclosure}</td></tr></table>"
        )
    files = ""
    if view.files:
        links = "".join(
            f'<a href="{url}" target="_blank" title="{escape(name)}">{escape(name)}</a>' for name, url in view.files
        )
        files = f'<div class="fj"><b>附件：</b>{links}</div>'
    counter = "<span>浏览量：{{visits}}</span>" if view.counted else ""
    body = (
        f'<div class="w"><div class="crumb">当前位置：<a href="/index.html">首页</a> &gt; <span>{view.channel.column}</span> &gt; <a href="{view.channel.path}">{view.channel.name}</a></div>'
        f'<div class="card art">{properties}<h1>{title}</h1><div class="meta"><span>发布日期：{item.published.isoformat()}</span><span>来源：{escape(item.agency)}</span>{counter}<a href="javascript:void(0);" onclick="window.print()">打印本页</a></div>'
        f'<div id="zoom" class="bt-content"><!--ZJEG_RSS.content.begin-->\n{blocks_html(item.blocks, DRESS)}\n<!--ZJEG_RSS.content.end-->{files}{tools(item.title)}</div>'
        f'<p style="border-top:1px dashed #e5d9d2;padding-top:12px">上一篇：{_link(view.newer)}<br/>下一篇：{_link(view.older)}</p></div>'
        f'<div class="card"><h3>相关阅读</h3>{_items(view.related)}</div></div>'
    )
    meta = (
        f'<meta name="ArticleTitle" content="{title}">\n<meta name="PubDate" content="{item.published.isoformat()} 10:00:00">\n<meta name="ColumnName" content="{view.channel.name}">\n'
        f'<meta name="ColumnDescription" content="{view.channel.name}栏目发布民政工作信息">\n<meta name="ContentSource" content="{escape(item.agency)}">\n{item.head}'
    )
    return _page(f"{CIVIL.name} {view.channel.name} {title}", body, charset=view.charset, meta=meta)


def listing(view: ListView) -> str:
    """A page of a list."""
    numbers = "".join(f"<b>{n}</b>" if n == view.page else f'<a href="{u.replace("&", "&amp;")}">{n}</a>' for n, u in enumerate(view.pages, 1))  # fmt: skip
    body = (
        f'<div class="w"><div class="crumb">当前位置：<a href="/index.html">首页</a> &gt; <span>{view.channel.column}</span> &gt; {view.channel.name}</div>'
        f'<div class="card" style="min-height:520px"><h3>{view.channel.name}</h3>{_items(view.items)}</div><div class="pg">{numbers}</div></div>'
    )
    return _page(f"{CIVIL.name} {view.channel.name}", body)


def home(view: HomeView) -> str:
    """The start page."""
    boxes = "".join(
        f'<div class="card"><h3>{CIVIL.channel(key).name}<a href="{CIVIL.channel(key).path}?sid={{{{sid}}}}">更多 +</a></h3>{_items(view.newest[key][:6])}</div>'
        for key in ("1202", "1203", "1204", "1205", "1211", "1210", "1208", "1212")
    )
    quick = "".join(f'<a href="{CIVIL.channel(key).path}">{CIVIL.channel(key).name}</a>' for key in ("1203", "1204", "1205", "1206", "1207", "1208"))  # fmt: skip
    extra = "".join(f'<a href="{url}" style="margin-right:18px">{escape(text)}</a>' for text, url in view.extra)
    body = (
        f'<div class="w" style="padding-top:20px"><div class="card hero"><img src="/images/news3.svg" alt="社区食堂"/><div><h3>工作动态</h3>{_items(view.newest["1201"][:7])}</div></div>'
        f'<div class="quick">{quick}</div><div class="cols">{boxes}</div><div class="card">{extra}</div></div>'
    )
    return _page(CIVIL.name, body)


def plain(title: str, html: str) -> str:
    """A page with neither list nor article."""
    return _page(
        f"{CIVIL.name} {title}", f'<div class="w" style="padding-top:20px"><div class="card">{html}</div></div>'
    )


def _page(title: str, body: str, *, charset: str = "utf-8", meta: str = "") -> str:
    declared = f'<meta charset="{charset}">\n' if charset else ""
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n{declared}<meta name="viewport" content="width=device-width,initial-scale=1">\n<meta name="SiteName" content="{CIVIL.name}">\n<meta name="SiteDomain" content="mzj.yunxi.example">\n<meta name="SiteIDCode" content="{CIVIL.code}">\n{meta}<title>{title}</title>\n'
        f'<link rel="stylesheet" href="/css/mz.css">\n<script src="/script/0/count.js"></script>\n</head>\n<body>\n{_HEAD}{body}\n{_FOOT}\n{SCRIPT}</body>\n</html>\n'
    )


def _link(item: Item | None) -> str:
    return f'<a href="{item.url}">{escape(item.title)}</a>' if item else "没有了"


def _items(items: tuple[Item, ...]) -> str:
    return "<ul>" + "\n".join(f'<li class="li"><a href="{item.url}" title="{escape(item.title)}" target="_blank">{escape(item.title)}</a><time>{item.day:%Y-%m-%d}</time></li>' for item in items) + "</ul>"  # fmt: skip


_HEAD = (
    '<div class="header"><div class="w"><img src="/images/logo.svg" alt="云溪民政"/><div><b>云溪市民政局</b><em>民政为民　民政爱民</em></div></div></div>\n'
    '<div class="nav"><div class="w"><a href="/index.html">首页</a>'
    + "".join(f'<a href="{channel.path}" title="{channel.name}">{channel.name}</a>' for channel in CIVIL.channels[:10])
    + "</div></div>\n"
)
_FOOT = (
    f'<div class="footer">{MENUS}'
    '<p>友情链接：<a href="{GOV}">云溪市人民政府</a><a href="{EDU}">云溪市教育局</a><a href="http://mzt.linshan.example/">临山省民政厅</a><a href="http://www.yxcharity.example/">云溪市慈善总会</a></p>'
    f'<p>主办单位：{CIVIL.owner}　地址：{CIVIL.address}　联系电话：{CIVIL.phone}　<a href="/col/col1212/index.html">下载专区</a><a href="mailto:mzj@yunxi.example">局长信箱</a></p><p>网站标识码：{CIVIL.code}　{CIVIL.filing}　溪公网安备 42980202000226号</p></div>'
)
