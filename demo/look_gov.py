"""The look of the city's portal: blue banner, columns with drop-down menus, tables of properties (TRS-like)."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from demo.furniture import MENUS, SCRIPT, tools
from demo.sites import GOV
from demo.views import Dress, blocks_html

if TYPE_CHECKING:
    from demo.sites import Portal
    from demo.views import ArticleView, HomeView, Item, ListView

DRESS = Dress(
    paragraph='<p style="text-indent:2em;line-height:2;text-align:justify;"><span style="font-size:16px;font-family:宋体, SimSun;color:#333333;">',
    end="</span></p>",
    cell='align="center" style="font-size:14px;"',
)
CSS = """
*{margin:0;padding:0;box-sizing:border-box}body{font:15px/1.7 "Microsoft YaHei","PingFang SC","Noto Sans CJK SC",sans-serif;color:#333;background:#f4f7fb}
a{color:#333;text-decoration:none}a:hover{color:#c7000b}ul{list-style:none}.wrap{width:1200px;margin:0 auto}.clear{clear:both}
.top{height:36px;line-height:36px;background:#eef3f9;font-size:13px;color:#666}.top a{margin-left:16px;color:#666}.top .right{float:right}
.banner{height:170px;background:linear-gradient(120deg,#0a4f9e,#1d78c9 60%,#7cc0ee);position:relative;overflow:hidden}
.banner:after{content:"";position:absolute;left:0;right:0;bottom:0;height:90px;background:url(/images/hills.svg) center bottom/cover no-repeat;opacity:.35}
.logo{position:absolute;top:42px;left:0;color:#fff;z-index:2}.logo b{display:block;font-size:40px;letter-spacing:4px;font-family:"STZhongsong","Noto Serif CJK SC",serif;line-height:1.2}.logo i{font-style:normal;letter-spacing:2px;font-size:14px;opacity:.85}
.search{position:absolute;right:0;top:64px;z-index:2}.search input{width:300px;height:40px;border:0;padding:0 12px;font-size:15px}.search button{height:40px;width:84px;border:0;background:#f08519;color:#fff;font-size:15px}
.nav{background:#0b5cab;height:50px;position:relative;z-index:9}.nav>ul>li{float:left;position:relative}.nav>ul>li>a{display:block;line-height:50px;padding:0 30px;color:#fff;font-size:18px}.nav>ul>li:hover>a{background:#084684}
.nav .sub{display:none;position:absolute;top:50px;left:0;background:#fff;box-shadow:0 4px 12px rgba(0,0,0,.15);min-width:160px}.nav li:hover .sub{display:block}.nav .sub a{display:block;padding:8px 20px;font-size:14px;white-space:nowrap}
.hero{background:#fff;margin:18px 0;padding:20px;overflow:hidden}.hero .pic{float:left;width:560px;height:340px;position:relative}.hero .pic img{width:560px;height:340px;display:block}.hero .pic span{position:absolute;left:0;right:0;bottom:0;background:rgba(0,0,0,.55);color:#fff;padding:8px 14px}
.hero .news{margin-left:590px}.hero h2{font-size:24px;color:#c7000b;text-align:center;border-bottom:1px dashed #ccc;padding-bottom:12px;margin-bottom:8px}
.list li{height:37px;line-height:37px;border-bottom:1px dotted #e2e8ef;overflow:hidden;padding-left:14px;position:relative}.list li:before{content:"";position:absolute;left:0;top:16px;width:5px;height:5px;background:#0b5cab}.list li span{float:right;color:#999;font-size:13px}.list li a{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;margin-right:100px}.list li span+a{margin-right:0}
.grid{display:grid;grid-template-columns:1fr 1fr;gap:18px;margin-bottom:18px}.box{background:#fff;padding:14px 20px 20px}.box h3{border-bottom:2px solid #0b5cab;margin-bottom:8px;font-size:18px;line-height:40px}.box h3 a.more{float:right;font-size:13px;font-weight:400;color:#888}
.svc{display:grid;grid-template-columns:repeat(8,1fr);gap:12px;background:#fff;padding:22px;margin-bottom:18px;text-align:center}.svc i{display:block;width:56px;height:56px;line-height:56px;border-radius:50%;margin:0 auto 8px;background:#e6f0fb;color:#0b5cab;font-style:normal;font-size:24px}
.topics{display:grid;grid-template-columns:repeat(3,1fr);gap:18px;margin-bottom:18px}.topics a{display:block;height:86px;line-height:86px;text-align:center;color:#fff;font-size:22px;letter-spacing:4px;background:linear-gradient(90deg,#c7000b,#e8542f)}.topics a:nth-child(2){background:linear-gradient(90deg,#0a6e5c,#2fa98c)}.topics a:nth-child(3){background:linear-gradient(90deg,#8a1f11,#c26a1d)}
.pos{padding:16px 0;font-size:14px;color:#777}.pos a{color:#777}.main{background:#fff;padding:30px 60px 40px;min-height:520px}.side{float:left;width:230px;background:#fff}.side h3{background:#0b5cab;color:#fff;text-align:center;line-height:56px;font-size:20px}.side a{display:block;line-height:46px;padding-left:40px;border-bottom:1px solid #edf1f5}.side a.on{color:#0b5cab;font-weight:700;background:#f0f6fc}.cont{margin-left:250px;background:#fff;padding:20px 30px;min-height:620px}
.props{width:100%;border-collapse:collapse;margin-bottom:26px;font-size:14px}.props td{border:1px solid #d5dfea;padding:7px 12px}.props td.k{background:#f3f7fb;width:110px;color:#555;font-weight:700}
h1{font-size:28px;line-height:1.5;text-align:center;color:#222;padding:6px 40px 16px;font-weight:700}.info{text-align:center;color:#888;font-size:13px;border-top:1px solid #e4e9ef;border-bottom:1px solid #e4e9ef;padding:9px 0;margin-bottom:24px}.info span{margin:0 12px}
.text{font-size:16px}.text p{margin-bottom:10px}.att{margin:26px 0;padding:14px 20px;background:#f7fafd;border:1px solid #e1eaf3}.att a{display:block;color:#0b5cab;line-height:30px}.pn{border-top:1px solid #e4e9ef;margin-top:26px;padding-top:14px;line-height:32px}
.rel{margin-top:22px}.rel h4{font-size:17px;color:#0b5cab;border-left:4px solid #0b5cab;padding-left:10px;margin-bottom:6px}.pages{text-align:center;padding:24px 0}.pages a,.pages b{display:inline-block;padding:3px 12px;border:1px solid #d5dfea;margin:0 3px}.pages b{background:#0b5cab;color:#fff}
.foot{background:#22374f;color:#b9c6d6;margin-top:26px;font-size:13px;line-height:28px}.foot a{color:#b9c6d6}.foot .links{background:#1b2d42;padding:12px 0}.foot .links a{margin-right:22px}.foot .bottom{padding:20px 0 26px;text-align:center}.site-select{height:32px;width:220px;margin:0 10px 14px;background:#fff}.tools a{color:#0b5cab}.mark td{border:0;padding:0 1px;font:16pt SimHei}
@media(max-width:1200px){.wrap{width:96%}}
"""
_SERVICES = ("社保", "医保", "公积金", "不动产", "户政", "婚育", "教育", "就业")


def article(view: ArticleView) -> str:
    """The page of an article."""
    item = view.article
    title = escape(item.title)
    pieces = []
    if not item.plain:
        cells = (
            ("索 引 号", view.index, "信息分类", view.channel.name),
            ("发文机关", item.agency, "发文日期", f"{item.published.isoformat()}"),
            ("文　　号", item.number or "无", "公开属性", item.disclosure),
        )
        rows = "".join(f'<tr><td class="k">{a}</td><td>{escape(b)}</td><td class="k">{c}</td><td>{escape(d)}</td></tr>' for a, b, c, d in cells)  # fmt: skip
        pieces.append(f'<table class="props">{rows}</table>')
    counter = "<span>浏览次数：{{visits}}</span>" if view.counted else ""
    pieces.append(
        f'<h1>{title}</h1><div class="info"><span>发布时间：{item.published.isoformat()}</span><span>来源：{escape(item.agency)}</span>'
        f'{counter}<span>字体：<a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(16)">中</a> <a href="javascript:doZoom(14)">小</a></span>'
        '<span><a href="javascript:window.print()">打印</a></span></div>'
    )
    pieces.append(f'<div class="text TRS_Editor" id="zoom">\n{blocks_html(item.blocks, DRESS)}\n</div>')
    if view.files:
        links = "".join(f'<a href="{_near(url, view)}" target="_blank">{escape(name)}</a>' for name, url in view.files)
        pieces.append(f'<div class="att"><b>附件下载：</b>{links}</div>')
    pieces.append(tools(item.title))
    pieces.append(f'<div class="pn"><p>上一篇：{_link(view.newer)}</p><p>下一篇：{_link(view.older)}</p></div>')
    pieces.append(f'<div class="rel"><h4>相关阅读</h4><ul class="list">{_items(view.related)}</ul></div>')
    place = f'<a href="/">首页</a> &gt; <a href="{view.channel.path}">{view.channel.column}</a> &gt; <a href="{view.channel.path}">{view.channel.name}</a> &gt; 正文'
    meta = (
        f'<meta name="ColumnName" content="{view.channel.name}"/>\n<meta name="ColumnType" content="{view.channel.column}"/>\n'
        f'<meta name="ArticleTitle" content="{title}"/>\n<meta name="PubDate" content="{item.published.isoformat()} 09:30"/>\n<meta name="ContentSource" content="{escape(item.agency)}"/>\n{item.head}'
    )
    body = f'<div class="wrap"><div class="pos">当前位置：{place}</div><div class="main">{"".join(pieces)}</div></div>'
    return _page(f"{title}_{view.channel.name}_{GOV.name}", body, charset=view.charset, meta=meta)


def listing(view: ListView) -> str:
    """A page of a list."""
    side = "".join(
        f'<a href="{channel.path}"{" class=on" if channel is view.channel else ""}>{channel.name}</a>'
        for channel in GOV.columns[view.channel.column]
    )
    numbers = "".join(
        f"<b>{number}</b>" if number == view.page else f'<a href="{url}">{number}</a>'
        for number, url in enumerate(view.pages, 1)
    )
    following = f'<a href="{view.pages[view.page]}">下一页</a>' if view.page < len(view.pages) else ""
    body = (
        f'<div class="wrap"><div class="pos">当前位置：<a href="/">首页</a> &gt; {view.channel.column} &gt; {view.channel.name}</div>'
        f'<div class="side"><h3>{view.channel.column}</h3>{side}</div><div class="cont"><ul class="list">{_items(view.items)}</ul>'
        f'<div class="pages">{numbers}{following} 共{len(view.pages)}页</div></div><div class="clear"></div></div>'
    )
    return _page(f"{view.channel.name}_{GOV.name}", body)


def home(view: HomeView) -> str:
    """The start page."""
    news = view.newest["yxyw"]
    boxes = "".join(
        f'<div class="box"><h3><a href="{GOV.channel(key).path}">{GOV.channel(key).name}</a><a class="more" href="{GOV.channel(key).path}">更多&gt;&gt;</a></h3><ul class="list">{_items(view.newest[key][:6])}</ul></div>'
        for key in ("tzgg", "zcwj", "bmdt", "qxdt", "gsgg", "rsxx", "zfcg", "czxx")
    )
    services = "".join(f'<a href="/zwfw/bszn/"><i>{name[0]}</i>{name}</a>' for name in _SERVICES)
    extra = "".join(f'<a href="{url}">{escape(text)}</a> ' for text, url in view.extra)
    body = (
        f'<div class="wrap"><div class="hero"><div class="pic"><img src="/images/news1.svg" alt="云溪风光"/><span>{escape(news[0].title)}</span></div>'
        f'<div class="news"><h2><a href="{news[1].url}">{escape(news[1].title)}</a></h2><ul class="list">{_items(news[:8])}</ul></div></div>'
        f'<div class="svc">{services}</div><div class="topics"><a href="/ztzl/bmxc/">保密宣传教育</a><a href="/ztzl/fxkh/">防汛抗旱</a><a href="/ztzl/dsxx/">党史学习</a></div>'
        f'<div class="grid">{boxes}</div><div class="box">{extra}</div><p style="text-align:center;padding:14px;color:#888">您是第 {{{{visits}}}} 位访问者</p></div>'
    )
    return _page(f"{GOV.name}门户网站", body)


def plain(title: str, html: str) -> str:
    """A page with neither list nor article."""
    return _page(f"{title}_{GOV.name}", f'<div class="wrap"><div class="main" style="margin-top:18px">{html}</div></div>')  # fmt: skip


def _page(title: str, body: str, *, charset: str = "utf-8", meta: str = "") -> str:
    declared = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"/>\n' if charset else ""
    return (
        f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n{declared}<meta http-equiv="X-UA-Compatible" content="IE=edge"/>\n<title>{title}</title>\n'
        f'<meta name="SiteName" content="{GOV.name}"/>\n<meta name="SiteDomain" content="www.yunxi.example"/>\n<meta name="SiteIDCode" content="{GOV.code}"/>\n{meta}'
        '<link rel="stylesheet" type="text/css" href="/css/site.css"/>\n<link rel="alternate" type="application/rss+xml" href="/rss.xml"/>\n<script>function doZoom(n){var z=document.getElementById("zoom");if(z){z.style.fontSize=n+"px"}}</script>\n'
        f"</head>\n<body>\n{_HEAD}{body}\n{_FOOT}\n{SCRIPT}</body>\n</html>\n"
    )


def _near(url: str, view: ArticleView) -> str:
    """The address relative to the article, as TRS writes files of the same folder."""
    folder = f"{view.channel.path}{view.article.published:%Y%m}/"
    return f"./{url.removeprefix(folder)}" if url.startswith(folder) else url


def _link(item: Item | None) -> str:
    return f'<a href="{item.url}" title="{escape(item.title)}">{escape(item.title)}</a>' if item else "没有了"


def _items(items: tuple[Item, ...]) -> str:
    return "\n".join(
        f'<li><span>{item.day.isoformat()}</span><a href="{item.url}" target="_blank" title="{escape(item.title)}">{escape(item.title)}</a></li>'
        for item in items
    )


def _menu(portal: Portal) -> str:
    columns = "".join(
        f'<li class="nav-item"><a href="{channels[0].path}" title="{name}">{name}</a><div class="sub">'
        + "".join(f'<a href="{channel.path}" title="{channel.name}">{channel.name}</a>' for channel in channels)
        + "</div></li>\n"
        for name, channels in portal.columns.items()
    )
    return f'<div class="nav"><ul class="wrap"><li><a href="/">首页</a></li>{columns}</ul></div>'


_HEAD = (
    '<div class="top"><div class="wrap"><span class="right"><a href="/index.html">设为首页</a><a href="javascript:void(0)" onclick="addFav()">收藏本站</a><a href="#" onclick="return false">无障碍浏览</a><a href="/search.jsp">高级搜索</a><a href="/about/sitemap.html">网站地图</a></span>欢迎访问云溪市人民政府门户网站！</div></div>\n'
    '<div class="banner"><div class="wrap" style="position:relative;height:170px"><div class="logo"><b>云溪市人民政府</b><i>YUNXI MUNICIPAL PEOPLE\'S GOVERNMENT</i></div>'
    '<form class="search" action="/search.jsp" method="get"><input type="text" name="q" placeholder="请输入关键字"/><button type="submit">搜索</button></form></div></div>\n'
    + _menu(GOV)
)
_FOOT = (
    '<div class="foot"><div class="links"><div class="wrap">友情链接：<a href="{EDU}">云溪市教育局</a><a href="{CIVIL}">云溪市民政局</a><a href="http://www.linshan.example/" target="_blank">临山省人民政府</a><a href="http://www.linquan.yunxi.example/" target="_blank">临泉区</a><a href="http://www.beiping.yunxi.example/" target="_blank">北坪县</a><a href="http://ggzy.yunxi.example/" target="_blank">公共资源交易中心</a></div></div>\n'
    f'<div class="wrap bottom">{MENUS}<p><a href="/about/about.html">关于我们</a> | <a href="/about/contact.html">联系我们</a> | <a href="/about/law.html">法律声明</a> | <a href="/nbzl/index.html">资料库</a> | <a href="mailto:wz@yunxi.example">网站纠错</a> | <a href="tel:{GOV.phone}">{GOV.phone}</a></p>'
    f"<p>主办：{GOV.owner}　承办：云溪市政务服务和大数据管理局　地址：{GOV.address}</p><p>政府网站标识码：{GOV.code}　{GOV.filing}　溪公网安备 42980202000198号</p>"
    "<p>违法和不良信息举报电话：12345　涉密信息举报电话：0729-6188025　建议使用1366×768分辨率浏览</p></div></div>"
)
