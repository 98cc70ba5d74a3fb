"""Every benign pattern that naive rules flag (secrecy law, teaching, forms, history …), as whole pages: nothing at 关注."""

from __future__ import annotations

from typing import Any

import pytest

from inspection.model import Severity

# row → documents; a document is body, title and what else a page takes.
CASES: dict[str, list[dict[str, Any]]] = {
    "law text": [
        {"title": "中华人民共和国保守国家秘密法", "body": "第十四条　国家秘密的密级分为绝密、机密、秘密三级。绝密级国家秘密是最重要的国家秘密，泄露会使国家安全和利益遭受特别严重的损害；机密级国家秘密是重要的国家秘密。\n第二十二条　机关、单位对承载国家秘密的纸介质、光介质、电磁介质等载体以及属于国家秘密的设备、产品，应当作出国家秘密标志。"},
        {"title": "国家秘密定密管理规定", "body": "第三十条　国家秘密标志形式为“密级★保密期限”“密级★解密时间”或者“密级★解密条件”。\n在纸介质和电子文件国家秘密载体上作出国家秘密标志的，应当符合有关国家标准。"},
        {"title": "", "body": "根据《中华人民共和国保守国家秘密法》第二十条，国家秘密的保密期限，除另有规定外，绝密级不超过三十年，机密级不超过二十年，秘密级不超过十年。"},
    ],
    "enumeration of the levels": [
        {"title": "保密知识", "body": "国家秘密的密级分为绝密、机密、秘密三级。"},
        {"title": "市保密局开展培训", "body": "讲解了绝密级、机密级和秘密级文件的管理要求，绝密★30年、机密★20年、秘密★10年的含义。"},
        {"title": "什么是定密", "body": "密级分为：\n（一）绝密级\n（二）机密级\n（三）秘密级"},
    ],
    "training text with a mark in quotes": [
        {"title": "定密工作问答", "body": "国家秘密标志形式为“密级★保密期限”，例如“机密★5年”“秘密★1年”。"},
        {"title": "关于规范国家秘密标志的提示", "body": "标注时应写明密级和期限，如：机密★10年；仅标注密级的按最长期限计算。"},
        {"title": "如何标注密级", "body": "正确标注示例：\n机密★10年\n错误标注示例：\n机密（10年）"},
        {"title": "办公室业务交流", "body": "国家秘密标志由三部分组成，比如\n秘密★3年\n其中★为国家秘密标识符号。"},
    ],
    "quiz answers": [
        {"title": "保密知识测试题及答案", "body": "12．一份机密级文件，保密期限为10年，应标注：机密★10年\n13．下列标注正确的是（ ）\nA．机密★10年\nB．机密10年★\nC．★机密10年\n答案：A"},
        {"title": "2024年保密知识竞赛", "body": "问：保密期限10年的机密级文件怎样标注？\n答：机密★10年"},
        {"title": "线上答题活动", "body": "单选题\n1. 保密期限为1年的秘密级文件标注为（  ）\nA. 秘密★1年\nB. 秘密1年\nC. 秘密☆1年"},
    ],
    "publicity": [
        {"title": "我市启动保密宣传教育月活动", "body": "活动期间将开展保密知识竞赛，播放保密公益宣传片《机密边缘》，提高干部职工的保密意识。"},
        {"title": "保密公益宣传片展播", "body": "保守国家秘密，人人有责。本片讲述一份绝密文件的故事。"},
    ],
    "test bank": [
        {"title": "保密题库", "body": "机密级国家秘密的保密期限，除另有规定外，不超过(    )年。\nA．10  B．20  C．30"},
        {"title": "保密法知识试题", "body": "判断题：绝密级文件可以通过普通邮政传递。（×）\n密级：机密 应当由谁确定？（  ）"},
    ],
    "case reporting": [
        {"title": "典型泄密案例通报", "body": "2019年，某市某单位工作人员将一份秘密级文件上传至互联网，造成泄密。该文件标有“秘密★1年”字样。"},
        {"title": "以案释法", "body": "某县办公室干部王某违规使用微信传递标注机密★5年的会议纪要，受到党内严重警告处分。"},
        {"title": "警钟长鸣", "body": "经鉴定，涉案资料中有机密级文件3份、秘密级文件7份，法院以非法获取国家秘密罪判处李某有期徒刑。"},
    ],
    "job notice": [
        {"title": "2024年公开招聘公告", "body": "本岗位为涉密岗位，须通过保密审查，签订保密承诺书，离岗实行脱密期管理。"},
        {"title": "招聘启事", "body": "涉密人员岗位，接触机密级事项，需政审合格。", "table": "岗位\t人数\t要求\n机要员\t1\t涉密岗位，机密级，需政审\n会计\t2\t会计专业"},
    ],
    "qualification lists": [
        {"title": "涉密信息系统集成资质单位名录", "body": "资质等级：甲级。业务种类：总体集成。", "table": "单位名称\t资质等级\t业务种类\n云溪信息公司\t甲级\t总体集成\n云溪软件公司\t乙级\t软件开发"},
        {"title": "国家秘密载体印制资质单位公示", "body": "具有机密级以下国家秘密载体印制资质，证书有效期三年。"},
    ],
    "confidentiality in procurement": [
        {"title": "政务云服务采购公告", "body": "供应商须签订保密协议，履行保密义务，对采购人提供的资料予以保密。\n★3.1 投标人须承诺不泄露采购人的商业秘密。"},
        {"title": "竞争性磋商文件", "body": "第二章 保密条款\n评标过程严格保密，投标文件的密封应符合要求，商业秘密除外。\n★号条款为实质性要求，不满足的按无效投标处理。\n涉及采购人秘密★号条款不得偏离。"},
    ],
    "explicit negation": [
        {"title": "项目招标公告", "body": "本项目不涉密。\n涉密状态：非涉密\n本文件不含国家秘密，非机密文件。"},
        {"title": "关于文件公开的说明", "body": "经审查，该文件不属于机密，可以公开。密级：非密", "table": "索引号\tYX-2024-1\n涉密状态\t非涉密\n公开属性\t主动公开"},
    ],
    "prohibition": [
        {"title": "网络安全提示", "body": "不得将涉密信息上网，做到涉密不上网、上网不涉密。严禁在互联网上存储、处理机密、秘密级文件。"},
        {"title": "微信使用须知", "body": "禁止通过微信传输标有“机密★1年”的文件，不准谈论国家秘密。"},
    ],
    "blank review form": [
        {"title": "信息公开保密审查表", "body": "信息名称：____\n密级：□绝密 □机密 □秘密 □非密\n公开属性：□主动公开 □依申请公开 □不予公开"},
        {"title": "信息发布保密审查表", "body": "", "table": "拟公开信息名称\t\n密级\t绝密□ 机密□ 秘密□ 非密□\n公开方式\t主动公开□ 依申请公开□ 不予公开□\n审查意见\t"},
        {"title": "政府信息公开属性审批表", "body": "", "table": "文件标题\t\n公开属性\t□主动公开\t□依申请公开\t□不予公开\n密级\t□绝密\t□机密\t□秘密\t□普通"},
    ],
    "option list": [
        {"title": "办公系统", "body": "请选择密级\n公开\n内部\n秘密\n机密\n绝密\n紧急程度\n普通\n加急\n特急"},
        {"title": "收文登记", "body": "密级：公开/内部/秘密/机密\n缓急：普通/加急/特急"},
        {"title": "发文", "body": "密级 普通 秘密 机密 绝密 缓急 一般 急 特急"},
    ],
    "figurative secrets": [
        {"title": "成功的秘密", "body": "成功的秘密在于坚持。大自然的秘密\n养生秘密大公开，揭秘长寿村。新能源汽车的秘密武器是什么？"},
        {"title": "秘密花园对外开放", "body": "秘密花园\n每一朵花都有自己的秘密\n秘密\n——献给春天的诗"},
    ],
    "legal terms": [
        {"title": "民法典知识", "body": "公民的通信自由和通信秘密受法律保护，不得泄露个人隐私和商业秘密。"},
        {"title": "隐私权保护", "body": "涉及商业秘密、个人隐私的信息不得公开。商业秘密★保护工作成效明显。"},
    ],
    "ballot": [
        {"title": "村委会换届选举", "body": "会场设秘密写票处，采取无记名投票、秘密投票的方式。\n秘密写票处"},
        {"title": "工会代表大会", "body": "大会以秘密投票方式选举产生新一届委员会。"},
    ],
    "penal terms": [
        {"title": "刑事判决书", "body": "被告人以秘密窃取的手段，盗窃他人财物，数额较大。"},
        {"title": "监察法释义", "body": "第二十八条　监察机关可以依法采取秘密侦查、秘密调查等技术调查措施。"},
    ],
    "declassified": [
        {"title": "已解密档案开放目录", "body": "", "table": "档号\t题名\t原密级\t解密时间\n1-1\t关于粮食统购的报告\t机密\t2010年\n1-2\t关于水利建设的请示\t秘密\t2012年"},
        {"title": "解密公告", "body": "以下文件已解密，予以公告：\n1. 原密级：机密★10年，关于工业布局的报告，解密时间：2015年1月1日。"},
    ],
    "history exhibition": [
        {"title": "抗战电报展开展", "body": "展厅陈列着1938年的“绝密”电报原件。\n图为1941年八路军总部发出的电报\n绝密\n现藏于市档案馆"},
        {"title": "档案馆珍藏品", "body": "一份盖有“机密”印章的1949年文件是馆藏珍品。"},
    ],
    "red stories": [
        {"title": "烈士日记", "body": "日记扉页上写着“机密”二字，记录了地下党秘密联络点的情况。"},
        {"title": "红色故事：秘密交通线", "body": "1935年，他在秘密联络点传递绝密情报，直到牺牲。"},
    ],
    "organisation": [
        {"title": "市国家保密局职责", "body": "保密局\n保密办\n保密科\n保密委员会办公室职责：负责国家秘密定密管理、机密文件印制监督。"},
        {"title": "内设机构", "body": "机要保密科。负责机密文件收发、密码管理、保密工作。"},
    ],
    "work report": [
        {"title": "2023年工作总结", "body": "将保密工作列入年度考核，签订保密承诺书，全年未发生泄密事件。"},
        {"title": "述职报告", "body": "严格管理秘密级文件，落实保密责任制。"},
    ],
    "cryptography": [
        {"title": "商用密码应用", "body": "商用密码用于保护不属于国家秘密的信息，密钥管理系统符合要求。"},
        {"title": "密码法知识", "body": "核心密码、普通密码用于保护国家秘密信息，核心密码保护信息的最高密级为绝密级，普通密码保护信息的最高密级为机密级。"},
    ],
    "内部 as an adjective": [
        {"title": "内部控制制度", "body": "加强内部控制\n内部审计\n内部监督\n内设机构\n单位内部管理事务由办公室负责。"},
        {"title": "内部机构设置", "body": "内部机构\n内部管理\n本公司内部文件管理办法另行制定。"},
    ],
    "press category": [
        {"title": "云溪文艺电子版", "body": "云溪文艺\n内部资料 免费交流\n准印证号：浙内准字第A001号"},
        {"title": "云溪史志", "body": "内部资料性出版物\n（浙）内资准字第3号　印数：1000册"},
    ],
    "statute on internal matters": [
        {"title": "中华人民共和国政府信息公开条例", "body": "第十六条　行政机关的内部事务信息，包括人事管理、后勤管理、内部工作流程等方面的信息，可以不予公开。"},
        {"title": "条例解读", "body": "过程性信息以及行政执法案卷信息，可以不予公开，法律、法规、规章规定应当公开的，从其规定。"},
    ],
    "disclosure service": [
        {"title": "政府信息公开指南", "body": "依申请公开\n公开方式：依申请公开\n不予公开的情形：（一）属于国家秘密；（二）内部事务信息。"},
        {"title": "2023年政府信息公开工作年度报告", "body": "", "table": "（一）予以公开\t12\n（三）不予公开\t3\n1.属于国家秘密\t1\n不予公开\t3"},
        {"title": "政府信息公开申请表", "body": "申请人\n所需信息内容\n依申请公开"},
    ],
    "guide to what is withheld": [
        {"title": "不予公开的范围", "body": "不予公开的范围\n不予公开目录\n一、依法确定为国家秘密的政府信息不予公开。"},
        {"title": "基层政务公开标准目录", "body": "", "table": "序号\t公开事项\t公开方式\n1\t社会救助\t主动公开\n2\t申请材料\t依申请公开\n3\t审核信息\t依申请公开"},
    ],
    "positive attribute": [
        {"title": "关于印发方案的通知", "body": "2024年3月5日\n（此件公开发布）"},
        {"title": "通知", "body": "公开属性：主动公开\n（此件主动公开）"},
    ],
    "urgency words": [
        {"title": "特急！招聘", "body": "特急！招聘保安若干名，联系人：王先生。"},
        {"title": "气象预警", "body": "特急预警\n加急\n台风将于今晚登陆。"},
    ],
    "stars": [
        {"title": "游客点评", "body": "服务很好★★★★★\n五星级酒店\n老板的秘密★★★★★好评\n★ 一、活动时间\n★ 二、活动地点"},
        {"title": "招标文件技术要求", "body": "★号条款为实质性要求。\n★1. 设备须满足10年质保\n采购人商业秘密★10年内不得泄露"},
        {"title": "考核表", "body": "实有项目标注★的为必查项\n保密工作机密\n★\n检查机密、秘密载体管理情况"},
    ],
    "asterisk notes": [
        {"title": "名词解释", "body": "商业秘密*\n个人隐私*\n* 见附注。司机 密切注意路况*"},
        {"title": "说明", "body": "涉及商业机密*请注意保护，机密 *请注意"},
    ],
    "document template": [
        {"title": "党政机关公文格式", "body": "公文首页版式\n000001\n机密★1年\n特急\n×××人民政府文件\n×政发〔2024〕1号\n关于×××的通知"},
        {"title": "资料下载", "body": "样式\n000001\n秘密★1年\n特急\nXX市人民政府文件\nXX发〔20XX〕X号"},
        {"title": "GB/T 9704 学习", "body": "份号、密级和保密期限、紧急程度顶格编排在版心左上角第一行，用3号黑体字，如\n000001\n机密★1年\n特急"},
    ],
    "writing course": [
        {"title": "公文写作课件", "body": "公文版头举例\n机密★5年\n加急\n云溪市人民政府办公室文件\n云政办发〔2020〕5号"},
        {"title": "申论真题", "body": "材料一：该文件左上角标注秘密★1年，请指出格式错误。"},
    ],
    "negative value": [
        {"title": "文件信息", "body": "密级：无\n密级：公开\n密级：非密\n密级：普通"},
        {"title": "科技成果登记", "body": "", "table": "成果名称\t智慧农业\n密级\t公开\n保密期限\t无"},
    ],
    "blank thesis cover": [
        {"title": "硕士学位论文", "body": "密级：________\n分类号：____\n学号：20210001"},
        {"title": "毕业论文封面", "body": "密级：（空）\n学校代码：10335\n密级：    编号："},
    ],
    "surveying rules": [
        {"title": "测绘成果管理", "body": "审图号：浙S（2024）12号\n涉密测绘成果按机密级、秘密级分类管理，不得擅自提供。"},
        {"title": "测绘地理信息管理工作国家秘密范围的规定", "body": "", "table": "序号\t国家秘密事项名称\t密级\t保密期限\n1\t军事禁区测绘成果\t绝密\t30年\n2\t重力数据\t机密\t20年\n3\t地形图\t秘密\t10年"},
    ],
    "warning signs": [
        {"title": "设置警示牌", "body": "在涉密场所门口设置警示牌，军事禁区 严禁拍照。"},
        {"title": "军事设施保护", "body": "军事禁区\n禁止入内\n严禁泄露军事秘密"},
    ],
    "contract clause": [
        {"title": "采购合同公示", "body": "保密期限：项目完成后3年\n保密义务在合同终止后继续有效。"},
        {"title": "服务合同", "body": "第八条 保密\n保密期限：合同终止后5年，乙方不得泄露甲方商业秘密。"},
    ],
    "past examination papers": [
        {"title": "2019年高考语文试题", "body": "绝密★启用前\n2019年普通高等学校招生全国统一考试\n语文\n注意事项：1．答卷前，考生务必将自己的姓名、准考证号填写在答题卡上。"},
        {"title": "八年级期末试卷", "body": "机密★启用前\n2022—2023学年度第一学期期末考试\n八年级数学试卷"},
        {"title": "资料下载", "body": "考试真题启封前属绝密级事项。", "link": "绝密★启用前2020年中考数学\n绝密★考试结束前 高三联考英语"},
    ],
    "entertainment": [
        {"title": "电影《绝密任务》上映", "body": "绝密任务\n影片讲述特工的故事。\n【绝密】预告片发布\n绝密\n本周五上映"},
        {"title": "密室逃脱活动", "body": "主题：绝密档案\n秘密\n玩家需破解机密文件★难度四星"},
    ],
    "company news": [
        {"title": "饮料配方的故事", "body": "可口可乐配方绝密，全球只有少数人知道。\n【绝密】百年配方"},
        {"title": "企业动态", "body": "公司核心商密★5年，普通商密▲3年，员工应遵守商业机密管理制度。"},
    ],
    "privacy policy": [
        {"title": "隐私声明", "body": "本站对用户信息保密。医院对病历保密，为举报人保密。"},
        {"title": "举报须知", "body": "我们将为举报人严格保密，举报电话：12345。"},
    ],
    "meetings about secrecy": [
        {"title": "市委保密委员会召开全体会议", "body": "市委保密委员会全体会议召开，学习《保密法》，部署保密形势报告会。"},
        {"title": "召开保密工作会议", "body": "会议通报了保密检查情况，要求加强机密、秘密级载体管理。"},
    ],
    "destruction centre": [
        {"title": "国家秘密载体销毁中心", "body": "国家秘密载体销毁中心\n地址：云溪市建设路1号\n电话：0571-88005678"},
        {"title": "服务指南", "body": "涉密载体销毁预约电话：88005678，机密级以上载体须专车运送。"},
    ],
    "footer with a hotline": [
        {"title": "新闻", "body": "正文内容。\n本站涉密举报电话：0571-88001111"},
        {"title": "公告", "body": "公告内容。\n违反保密规定举报：12339"},
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "document"),
    [(row, doc) for row, docs in CASES.items() for doc in docs],
    ids=lambda v: v if isinstance(v, str) else v["title"] or "untitled",
)
def test_a_benign_page_gives_nothing_at_attention(row: str, document: dict[str, Any], look: Any) -> None:
    found = look.live(look.page(**document))
    assert [f"{f.rule} {f.severity} {f.score} {f.evidence}" for f in found if f.severity >= Severity.ATTENTION] == [], (
        row
    )


@pytest.mark.parametrize(
    ("row", "document"),
    [(row, doc) for row, docs in CASES.items() for doc in docs],
    ids=lambda v: v if isinstance(v, str) else v["title"] or "untitled",
)
def test_the_same_text_as_an_attachment_gives_nothing_at_attention(
    row: str, document: dict[str, Any], look: Any
) -> None:
    text = "\n".join(document[key] for key in ("title", "body", "table") if document.get(key))
    found = look.live(look.attachment(text, title=document["title"]))
    assert [f"{f.rule} {f.severity} {f.score} {f.evidence}" for f in found if f.severity >= Severity.ATTENTION] == [], (
        row
    )


def test_every_row_has_two_variants() -> None:
    assert all(len(documents) >= 2 for documents in CASES.values())
