"""What every portal carries around: link menus, sharing, a code to scan, statistics, aids for the visually impaired."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from demo.text import BUREAUS, CITY, DISTRICTS

if TYPE_CHECKING:
    from collections.abc import Iterable

_PROVINCIAL = ("发展改革委", "教育厅", "科技厅", "公安厅", "民政厅", "司法厅", "财政厅", "人力资源社会保障厅", "自然资源厅", "生态环境厅", "住房城乡建设厅", "交通运输厅", "水利厅", "农业农村厅", "商务厅", "文化和旅游厅", "卫生健康委", "应急厅", "审计厅", "市场监管局")  # fmt: skip


def _menu(head: str, entries: Iterable[tuple[str, str]]) -> str:
    options = "".join(f'<option value="http://{host}/">{name}</option>' for name, host in entries)
    return f'<select class="site-select" onchange="if(this.value){{window.open(this.value)}}"><option value="">{head}</option>{options}</select>\n'


MENUS = (
    '<div class="site-menus">'
    + _menu("—省直部门网站—", ((f"临山省{name}", f"d{number:02d}.linshan.example") for number, name in enumerate(_PROVINCIAL, 1)))
    + _menu("—市直部门网站—", ((f"{CITY}{name}", f"b{number:02d}.yunxi.example") for number, name in enumerate(BUREAUS, 1)))
    + _menu("—县（区）网站—", ((f"{name}人民政府", f"x{number:02d}.yunxi.example") for number, name in enumerate(DISTRICTS, 1)))
    + "</div>\n"
)  # fmt: skip
SCRIPT = """<script type="text/javascript">
var _siteConfig={lang:"zh-CN",search:"/search.jsp",share:["weixin","weibo","qzone"],version:"20260318093000"};
function addFav(){try{window.external.addFavorite(location.href,document.title)}catch(e){alert("请使用 Ctrl+D 收藏本页")}}
function shareTo(k){var u=encodeURIComponent(location.href),t=encodeURIComponent(document.title);var m={weibo:"https://share.example/weibo?url="+u+"&title="+t,qzone:"https://share.example/qzone?url="+u};if(m[k]){window.open(m[k])}else{document.getElementById("qr").style.display="block"}return false}
(function(){var els=document.getElementsByTagName("a");for(var i=0;i<els.length;i++){if(els[i].hostname&&els[i].hostname!==location.hostname){els[i].setAttribute("rel","noopener")}}
var _st=document.createElement("script");_st.async=true;_st.setAttribute("data-site","4298000001");window._hmt=window._hmt||[];_hmt.push(["_trackPageview",location.pathname]);})();
</script>
"""


def tools(title: str) -> str:
    """Sharing buttons and the picture of a code to scan."""
    buttons = "".join(
        f'<a href="javascript:void(0)" class="share-{key}" title="分享到{name}" onclick="return shareTo(\'{key}\')">{name}</a> '
        for key, name in (("weixin", "微信"), ("weibo", "微博"), ("qzone", "QQ空间"))
    )
    return (
        f'<div class="tools" style="margin-top:18px;color:#888;font-size:13px">分享到：{buttons}<div id="qr" style="float:right;text-align:center">'
        f"{_code(title)}<br/>扫一扫在手机打开当前页</div><div style='clear:both'></div></div>\n"
    )


def _code(seed: str) -> str:
    """A drawing that looks like a two-dimensional code; it encodes nothing."""
    bits = "".join(
        f"{byte:08b}" for part in range(20) for byte in hashlib.sha256(f"{seed}{part}".encode()).digest()[:4]
    )
    corners = "".join(f'<path d="M{x} {y}h7v7h-7z M{x + 1} {y + 1}v5h5v-5z M{x + 2} {y + 2}h3v3h-3z" fill-rule="evenodd"/>' for x, y in ((0, 0), (18, 0), (0, 18)))  # fmt: skip
    cells = "".join(
        f"M{place % 25} {place // 25}h1v1h-1z"
        for place in range(625)
        if bits[place] == "1" and not (place // 25 < 8 and (place % 25 < 8 or place % 25 > 16)) and not (place // 25 > 16 and place % 25 < 8)
    )  # fmt: skip
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" viewBox="-1 -1 27 27">{corners}<path d="{cells}"/></svg>'
