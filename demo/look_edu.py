"""The look of the education bureau's portal: a table layout of the 2000s in GBK, dynamic pages (JSP)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from demo.furniture import MENUS, SCRIPT, tools
from demo.sites import EDU
from demo.views import Dress, blocks_html

if TYPE_CHECKING:
    from demo.views import ArticleView, HomeView, Item, ListView

DRESS = Dress(
    paragraph='<P class=MsoNormal style="MARGIN: 0cm 0cm 0pt; TEXT-INDENT: 32pt; LINE-HEIGHT: 28pt; TEXT-ALIGN: justify"><SPAN lang=EN-US style="FONT-SIZE: 16pt; FONT-FAMILY: 仿宋_GB2312; mso-hansi-font-family: 宋体"><FONT color=#000000>',
    end="</FONT></SPAN></P>",
    cell="align=center height=30 bgcolor=#FFFFFF",
)
CSS = """
body{margin:0;font:14px/1.8 SimSun,"Noto Sans CJK SC",sans-serif;background:#e9f3ea;color:#222}a{color:#1a4d2e;text-decoration:none}a:hover{color:#d00;text-decoration:underline}td{font-size:14px}table{border-spacing:0}
.page{width:1000px;margin:0 auto;background:#fff}.banner{height:140px;background:linear-gradient(100deg,#0e7a43,#35a766 55%,#c9e7a5)}.banner h1{margin:0;padding:36px 0 0 40px;color:#fff;font:bold 38px/1.2 "STKaiti","Noto Serif CJK SC",serif;letter-spacing:6px}.banner p{margin:4px 0 0 44px;color:#eaffea;letter-spacing:3px}
.menu{background:#0b6a39;height:40px;width:1000px}.menu td{text-align:center;border-right:1px solid #2c8a57}.menu a{color:#fff;font-weight:bold;display:block;line-height:40px}
.bar{background:#f1f8f1;border-bottom:1px solid #cfe3d2;padding:6px 14px;font-size:12px;color:#666}.hd{background:url(/images/dot.svg) #dff0e2 8px 11px no-repeat;border:1px solid #bcdcc3;padding:4px 12px 4px 26px;font-weight:bold;color:#0b6a39}.hd a{float:right;font-weight:normal;font-size:12px}
.lst{border:1px solid #cfe3d2;border-top:0;padding:6px 12px;min-height:190px}.lst div{line-height:28px;border-bottom:1px dashed #d7e6d9;overflow:hidden;height:28px}.lst span{float:right;color:#888;font-size:12px}
.left{width:200px;vertical-align:top;background:#f3faf4;border-right:1px solid #cfe3d2}.left a{display:block;padding:8px 20px;border-bottom:1px dotted #bcdcc3}
.title{font:bold 24px/1.5 SimHei,"Noto Sans CJK SC",sans-serif;text-align:center;color:#b30000;padding:18px 30px 8px}.sub{text-align:center;color:#777;font-size:12px;border-bottom:1px solid #ddd;padding-bottom:8px}.content{padding:20px 34px;min-height:320px}
.tbl{width:100%;border-collapse:collapse;margin:12px 0;background:#cfe3d2}.tbl td{border:1px solid #cfe3d2;background:#fff;padding:4px 10px;font-size:13px}.tbl .k{background:#f1f8f1;width:90px}
.foot{background:#0b6a39;color:#dff0e2;text-align:center;padding:16px;font-size:12px;line-height:22px}.foot a{color:#fff}.pg{text-align:center;padding:14px}.pg a,.pg b{margin:0 4px}.site-select{width:200px;margin:0 8px 10px}.mark td{border:0;padding:0}
"""


def article(view: ArticleView) -> str:
    """The page of an article."""
    item = view.article
    title = escape(item.title)
    properties = ""
    if not item.plain:
        properties = (
            f'<table class="tbl"><tr><td class="k">索引号</td><td>{view.index}</td><td class="k">发布机构</td><td>{escape(item.agency)}</td></tr>'
            f'<tr><td class="k">发文日期</td><td>{item.published.isoformat()}</td><td class="k">文　号</td><td>{escape(item.number) or "&nbsp;"}</td></tr>'
            f'<tr><td class="k">公开方式</td><td>{item.disclosure}</td><td class="k">公开时限</td><td>长期公开</td></tr></table>'
        )
    files = ""
    if view.files:
        rows = "<br>".join(
            f'<img src="/images/dot.svg" border="0"> <a href="{url}">{escape(name)}</a>' for name, url in view.files
        )
        files = f'<table class="tbl"><tr><td class="k">附件</td><td>{rows}</td></tr></table>'
    visits = "　点击数：{{visits}}" if view.counted else ""
    main = (
        f'<div class="title">{title}</div><div class="sub">发布日期：{item.published.isoformat()}　信息来源：{escape(item.agency)}{visits}　【<a href="javascript:window.print();">打印</a>】【<a href="javascript:window.close();">关闭</a>】</div>'
        f'{properties}<div class="content" id="ContentArea">\n{blocks_html(item.blocks, DRESS)}\n{files}{tools(item.title)}</div>'
        f'<div style="padding:0 34px 16px">上一条：{_link(view.newer)}<br>下一条：{_link(view.older)}</div>'
        f'<div class="hd">相关信息</div><div class="lst">{_items(view.related)}</div>'
    )
    place = f'<a href="/index.jsp">首页</a> → {view.channel.column} → <a href="{view.channel.path}">{view.channel.name}</a> → 正文'
    return _page(f"{title} - {EDU.name}", _two(place, main), charset=view.charset, meta=item.head)


def listing(view: ListView) -> str:
    """A page of a list."""
    numbers = "".join(f"<b>{n}</b>" if n == view.page else f'<a href="{u.replace("&", "&amp;")}">[{n}]</a>' for n, u in enumerate(view.pages, 1))  # fmt: skip
    following = f'<a href="{view.pages[view.page]}">下一页</a> <a href="{view.pages[-1]}">尾页</a>' if view.page < len(view.pages) else ""  # fmt: skip
    main = f'<div class="hd">{view.channel.name}</div><div class="lst" style="min-height:420px">{_items(view.items)}</div><div class="pg">第{view.page}/{len(view.pages)}页 {numbers} {following}</div>'
    place = f'<a href="/index.jsp">首页</a> → {view.channel.column} → {view.channel.name}'
    return _page(f"{view.channel.name} - {EDU.name}", _two(place, main))


def home(view: HomeView) -> str:
    """The start page; its links carry the session, as a JSP container writes them for visitors without cookies."""
    boxes = []
    for key in ("11", "12", "14", "16", "20", "15", "18", "21"):
        channel = EDU.channel(key)
        path = channel.path.replace(".jsp", ".jsp;jsessionid={{jsessionid}}")
        boxes.append(f'<td width="50%" valign="top" style="padding:6px"><div class="hd"><a href="{path}">更多…</a>{channel.name}</div><div class="lst">{_items(view.newest[key][:6])}</div></td>')  # fmt: skip
    rows = "".join(f"<tr>{boxes[i]}{boxes[i + 1]}</tr>" for i in range(0, len(boxes), 2))
    extra = " | ".join(f'<a href="{url}">{escape(text)}</a>' for text, url in view.extra)
    picture = '<table width="100%"><tr><td style="padding:6px"><img src="/images/news2.svg" width="988" height="220" alt="校园风景"></td></tr></table>'
    return _page(
        EDU.name,
        f'{picture}<table width="100%">{rows}</table><div class="bar">{extra}　今日访问：{{{{visits}}}}</div>',
    )


def plain(title: str, html: str) -> str:
    """A page with neither list nor article."""
    return _page(f"{title} - {EDU.name}", f'<div class="content">{html}</div>')


def _page(title: str, body: str, *, charset: str = "gb2312", meta: str = "") -> str:
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">\n' if charset else ""
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">\n'
        f'<html>\n<head>\n{declared}<title>{title}</title>\n<meta name="SiteIDCode" content="{EDU.code}">\n<meta name="generator" content="YX-CMS 3.2">\n{meta}'
        f'<link href="/css/style.css" rel="stylesheet" type="text/css">\n<script language="javascript" src="/js/base.js"></script>\n</head>\n<body>\n<div class="page">\n{_HEAD}{body}\n{_FOOT}\n</div>\n{SCRIPT}</body>\n</html>\n'
    )


def _two(place: str, main: str) -> str:
    side = "".join(f'<a href="{channel.path}">· {channel.name}</a>' for channel in EDU.channels)
    return f'<div class="bar">您现在的位置：{place}</div><table width="1000"><tr><td class="left"><div class="hd">栏目导航</div>{side}</td><td valign="top">{main}</td></tr></table>'


def _link(item: Item | None) -> str:
    return f'<a href="{item.url}">{escape(item.title)}</a>' if item else "无"


def _items(items: tuple[Item, ...]) -> str:
    return "\n".join(f'<div><span>[{item.day:%Y-%m-%d}]</span>· <a href="{item.url}" target=_blank title="{escape(item.title)}">{escape(item.title)}</a></div>' for item in items)  # fmt: skip


_HEAD = (
    '<div class="banner"><h1>云溪市教育局</h1><p>办人民满意的教育</p></div>\n<table class="menu"><tr><td><a href="/index.jsp">网站首页</a></td>'
    + "".join(f'<td><a href="{channel.path}">{channel.name}</a></td>' for channel in EDU.channels)
    + '</tr></table>\n<div class="bar"><form action="/search.jsp" method="post" style="display:inline">站内搜索：<input name="keyword" size="20"> <input type="submit" value="搜索"></form>　<a href="javascript:setHome()">设为首页</a>　<a href="#">加入收藏</a></div>\n'
)
_FOOT = (
    f'<div class="foot">{MENUS}'
    '友情链接：<a href="{GOV}">云溪市人民政府</a>　<a href="{CIVIL}">云溪市民政局</a>　<a href="http://edu.linshan.example/">临山省教育厅</a>　<a href="http://www.yxeea.example/">云溪市教育考试院</a><br>'
    f'版权所有：{EDU.owner}　地址：{EDU.address}　电话：{EDU.phone}　<a href="mailto:jyj@yunxi.example">联系信箱</a><br>政府网站标识码：{EDU.code}　{EDU.filing}　溪公网安备 42980202000211号</div>'
)
