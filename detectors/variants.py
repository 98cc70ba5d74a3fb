"""Character tables of the fold: what an evader, an old font or a traditional typesetter writes, and what rules read.

One character to one character throughout, so that offsets stay simple. The pairs cover the vocabulary of the rules
(marks, official documents, personal data) and the characters about it; they are our own list, not a full dictionary.
"""

from __future__ import annotations

import unicodedata

# Traditional above, simplified below, group by group; tests hold both strings to the same length.
TRADITIONAL = (
    "機絕祕級長閒間開關會議時後內資閱參傳嚴網擴發佈銷毀轉載領導僅請屬證號碼電話聯係國務條準試題啓啟個數據總書處門問聞類選項錄檔員單業產權責貴質費賓賠賣購贈贊賽軍車軟"
    "較輕輛輯輸達運過進還這邊遠連遲適遷郵鄰醫釋針釘鈔鈞鋼錢錯鎮鐵鑑鑒閉閣隊陽陰陳際陸隨險隱雙雜離難雲霧靜頁頂順須預頒頓頭頻顆顏願顧顯風飛飯飲館馬駐驗驚體鬥魚鳥鹽麥黃"
    "點黨齊齒龍龜萬與專東絲兩喪豐臨為麗舉義樂習鄉買亂爭虧億倉從侖優傘偉側偵傷倫僞儀儉債傾償儲兒兌蘭興養獸岡冊寫農馮衝決況凍淨涼減湊鳳憑凱擊劃劉則剛創刪別製劑劍劇勸辦"
    "動勵勞勢勳勻區協盧衛卻廠廳曆歷厲壓厭縣敘葉嘆嘯嚇響啞喚噴團園圍圖圓聖場壞塊堅壇墳壟壘墊執報壯聲殼壺備夠夢夾奪奮獎奧婦媽娛孫學寧寶實寵審憲宮寬對尋將爾塵嘗盡層屆歲"
    "島峽崗幣帥師帳帶幫幹幾庫廟廢廣慶應異棄張彈彌強歸當徹徑復惡悅懷態憂憐憶懇懲懶戀戰戲戶撲掃揚擾撫拋搶護擔擬擁攔擇掛擋擠揮損撿換擲搖攜攝擺敵斂齋斷無舊曠晝暈暫術樸殺"
    "桿標棧棟樹樣橋檢樓欖榮構槍極歐歡歎毆氣漢湯溝滬瀋淚澤潔灑濟渾測濃濤漲漬漸漁滅滿濾濫瀕灘灣災燈爐爛煉煙煩燒燙熱愛爺牆狀猶獨獄獅獲瑪環現璽瓊畝畫療瘋癥盜盤監眾睏瞞矯"
    "碩確礎禮禍種積稱穩窮竊競筆築籌簽簡糧糾紀約紅純紗紙紛紡細終組紹經結給絡統繼績續維綱緒綠綜緊編緣縮織繞繳罰罷羅職肅腦臟臉艱藝節蘇蘋藥蕭薦藍蟲補裝裡見規視覽覺觀觸計"
    "訂認討讓訓訊記講許論設訪訴診詞譯詳誠誤說課調談謀謝謹識譜讀變豬貝負財貢貧貨貪貫貶賀賃賄賊賴跡踐蹤輪輝邁鄭釀鉛銀銅鋁銘鋒鍋鎖鍵鏈鐘闆闖閘闡韋韓飾餘餓饋駕駛騎騙騰髮"
    "鬧鮮鹼龐範並誌遞撥彙匯佔儘於鄧趙吳楊蔣賈呂譚鄒龔鍾閻駱齡殘親嚮詢諮註複週採嶺礦恆託徵屍慮薑穀鬱臺檯颱餉"
)
SIMPLIFIED = (
    "机绝秘级长闲间开关会议时后内资阅参传严网扩发布销毁转载领导仅请属证号码电话联系国务条准试题启启个数据总书处门问闻类选项录档员单业产权责贵质费宾赔卖购赠赞赛军车软"
    "较轻辆辑输达运过进还这边远连迟适迁邮邻医释针钉钞钧钢钱错镇铁鉴鉴闭阁队阳阴陈际陆随险隐双杂离难云雾静页顶顺须预颁顿头频颗颜愿顾显风飞饭饮馆马驻验惊体斗鱼鸟盐麦黄"
    "点党齐齿龙龟万与专东丝两丧丰临为丽举义乐习乡买乱争亏亿仓从仑优伞伟侧侦伤伦伪仪俭债倾偿储儿兑兰兴养兽冈册写农冯冲决况冻净凉减凑凤凭凯击划刘则刚创删别制剂剑剧劝办"
    "动励劳势勋匀区协卢卫却厂厅历历厉压厌县叙叶叹啸吓响哑唤喷团园围图圆圣场坏块坚坛坟垄垒垫执报壮声壳壶备够梦夹夺奋奖奥妇妈娱孙学宁宝实宠审宪宫宽对寻将尔尘尝尽层届岁"
    "岛峡岗币帅师帐带帮干几库庙废广庆应异弃张弹弥强归当彻径复恶悦怀态忧怜忆恳惩懒恋战戏户扑扫扬扰抚抛抢护担拟拥拦择挂挡挤挥损捡换掷摇携摄摆敌敛斋断无旧旷昼晕暂术朴杀"
    "杆标栈栋树样桥检楼榄荣构枪极欧欢叹殴气汉汤沟沪沈泪泽洁洒济浑测浓涛涨渍渐渔灭满滤滥濒滩湾灾灯炉烂炼烟烦烧烫热爱爷墙状犹独狱狮获玛环现玺琼亩画疗疯症盗盘监众困瞒矫"
    "硕确础礼祸种积称稳穷窃竞笔筑筹签简粮纠纪约红纯纱纸纷纺细终组绍经结给络统继绩续维纲绪绿综紧编缘缩织绕缴罚罢罗职肃脑脏脸艰艺节苏苹药萧荐蓝虫补装里见规视览觉观触计"
    "订认讨让训讯记讲许论设访诉诊词译详诚误说课调谈谋谢谨识谱读变猪贝负财贡贫货贪贯贬贺赁贿贼赖迹践踪轮辉迈郑酿铅银铜铝铭锋锅锁键链钟板闯闸阐韦韩饰余饿馈驾驶骑骗腾发"
    "闹鲜碱庞范并志递拨汇汇占尽于邓赵吴杨蒋贾吕谭邹龚钟阎骆龄残亲向询咨注复周采岭矿恒托征尸虑姜谷郁台台台饷"
)

# CJK radicals supplement (U+2E80–2EF3); NFKC maps only U+2E9F and U+2EF3. Fonts with a bad cmap put them into PDFs.
RADICALS = {
    0x2E81: "厂", 0x2E85: "亻", 0x2E86: "冂", 0x2E88: "刀", 0x2E89: "刂", 0x2E8A: "卜", 0x2E8B: "巳", 0x2E8C: "小",
    0x2E8D: "小", 0x2E8E: "兀", 0x2E90: "尢", 0x2E92: "巳", 0x2E93: "幺", 0x2E94: "彑", 0x2E95: "彐", 0x2E96: "忄",
    0x2E97: "心", 0x2E98: "扌", 0x2E99: "攵", 0x2E9B: "旡", 0x2E9C: "日", 0x2E9D: "月", 0x2E9E: "歺", 0x2EA0: "民",
    0x2EA1: "氵", 0x2EA2: "水", 0x2EA3: "灬", 0x2EA4: "爪", 0x2EA5: "爪", 0x2EA6: "丬", 0x2EA7: "牛", 0x2EA8: "犭",
    0x2EA9: "王", 0x2EAA: "疋", 0x2EAB: "目", 0x2EAC: "示", 0x2EAD: "礻", 0x2EAE: "竹", 0x2EAF: "糹", 0x2EB0: "纟",
    0x2EB1: "网", 0x2EB2: "网", 0x2EB3: "网", 0x2EB4: "网", 0x2EB5: "网", 0x2EB6: "羊", 0x2EB7: "羊", 0x2EB8: "羊",
    0x2EB9: "老", 0x2EBA: "肀", 0x2EBB: "聿", 0x2EBC: "月", 0x2EBD: "臼", 0x2EBE: "艹", 0x2EBF: "艹", 0x2EC0: "艹",
    0x2EC1: "虎", 0x2EC2: "衤", 0x2EC3: "西", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC7: "角", 0x2EC8: "讠",
    0x2EC9: "贝", 0x2ECA: "足", 0x2ECB: "车", 0x2ECC: "辶", 0x2ECD: "辶", 0x2ECE: "辶", 0x2ECF: "邑", 0x2ED0: "钅",
    0x2ED1: "长", 0x2ED2: "长", 0x2ED3: "长", 0x2ED4: "门", 0x2ED5: "阜", 0x2ED6: "阝", 0x2ED7: "雨", 0x2ED8: "青",
    0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食", 0x2EDE: "食", 0x2EDF: "食", 0x2EE0: "饣",
    0x2EE1: "首", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤", 0x2EE8: "麦",
    0x2EE9: "黄", 0x2EEA: "黾", 0x2EEB: "齐", 0x2EEC: "齐", 0x2EED: "齿", 0x2EEE: "齿", 0x2EEF: "龙", 0x2EF0: "龙",
    0x2EF1: "龟", 0x2EF2: "龟", 0x2EF3: "龟",
}  # fmt: skip

# True stars in other clothes → ★. Wingdings and symbol fonts put theirs into U+F0xx (★ at 0xAB, neighbours alike).
STARS = "☆⭐⭑⭒✦✧✩✪✫✬✭✮✯✰⋆⍟✡✶🌟\uf0aa\uf0ab\uf0ac\uf0b6\uf048"
# Asterisks: a degraded star, kept apart from ★. U+F02A is the symbol font's asterisk.
ASTERISKS = "＊﹡∗✱✲✳⁎٭\uf02a"
# Spaces NFKC leaves alone. U+3164 and U+2800 are blank letters.
SPACES = "\u1680\u180e\u3164\uffa0\u2800"
LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029\x1c\x1d"
CELL_ENDS = "\x07\x1e\x1f"
# The last character of an ID number as people type it.
LETTERS = {"Х": "X", "х": "x", "Χ": "X", "χ": "x", "ⅹ": "x", "Ⅹ": "X"}


def invisible(code: int) -> bool:
    """Whether a code point shows nothing and is deleted by the fold: zero-width, bidi, variation, combining marks."""
    return (
        0x200B <= code <= 0x200F
        or 0x202A <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or 0xFE00 <= code <= 0xFE0F
        or 0x0300 <= code <= 0x036F
        or 0x20D0 <= code <= 0x20FF
        or 0xE0000 <= code <= 0xE0FFF
        or 0x1D173 <= code <= 0x1D17A
        or code in {0xFEFF, 0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5}
        or (code < 0x20 and code not in {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x07, 0x1C, 0x1D, 0x1E, 0x1F})
        or 0x7F <= code <= 0x9F
    )


def folded(code: int) -> int:
    """The code point that rules read for ``code``; 0 when it is deleted.

    NFKC where it is one to one, then our tables. Circled signs stay themselves (NFKC would make ㊙ a plain 秘).
    """
    char = chr(code)
    if char in LINE_ENDS:
        return 0x0A
    if invisible(code):
        return 0
    if 0xD800 <= code <= 0xDFFF:  # a lone surrogate: no UTF-8, nothing to read
        return 0xFFFD
    if unicodedata.decomposition(char).startswith("<circle>"):  # ①机密★1年 is an option, not a 1 before a mark
        return code
    single = SINGLE.get(char)
    if single is None:
        normal = unicodedata.normalize("NFKC", char)
        single = normal if len(normal) == 1 else char
        single = SINGLE.get(single, single)
    return ord(single)


SINGLE: dict[str, str] = {
    **dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)),
    **{chr(code): char for code, char in RADICALS.items()},
    **dict.fromkeys(STARS, "★"),
    **dict.fromkeys(ASTERISKS, "*"),
    **dict.fromkeys(SPACES, " "),
    **dict.fromkeys(CELL_ENDS, "\t"),
    **LETTERS,
}
