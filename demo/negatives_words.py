"""Harmless specimens II: figures of speech, history, papers of past examinations, stars, formats and forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from demo.content import Line, Table
from demo.negative import (
    CULTURE,
    EXAMS,
    FORMS,
    HISTORY,
    LAW,
    NEWS,
    PAPERS,
    POLICY,
    QUESTIONS,
    SCHOOL_NEWS,
    SECRECY,
    TENDER,
    WELFARE_FORMS,
    WELFARE_NEWS,
    Specimen,
)

if TYPE_CHECKING:
    from random import Random


def specimens(_rng: Random) -> tuple[Specimen, ...]:
    """All of them."""
    return (*_SPEECH, *_HISTORY, *_PAPERS, *_STARS)


_SPEECH = (
    Specimen("figurative", CULTURE, "百岁老人的养生秘密", ("问起长寿的秘密，老人笑着说：“早睡早起，粗茶淡饭，心宽就行。”",)),
    Specimen("figurative", CULTURE, "走进望溪湿地，揭秘大自然的秘密", ("候鸟为什么年年来这里？专家为您揭秘。湿地就像一座会呼吸的宝库，藏着许多大自然的秘密。",)),
    Specimen("figurative", SCHOOL_NEWS, "学霸的秘密武器：一本错题本", ("要说成功的秘密，同学们异口同声：坚持整理错题。错题本就是他们的“秘密武器”。",)),
    Specimen("figurative", CULTURE, "《秘密花园》亲子阅读会", (Line("秘密花园", "center", "bold"), "本期共读书目为《秘密花园》，请家长带孩子提前到场。"), "docx"),
    Specimen("vote", NEWS, "村（居）民委员会换届选举有序进行", ("投票站设立秘密写票处，选民凭选民证领票，采取无记名投票、公开计票的方式进行。",)),
    Specimen("vote", WELFARE_NEWS, "社区居民代表推选办法", ("推选采取秘密投票方式，当场公布结果。",), "docx"),
    Specimen("entertainment", CULTURE, "周末观影：谍战片《绝密使命》", ("影片讲述中央红色交通线上的绝密任务，文化馆周六晚免费放映。",)),
    Specimen("entertainment", CULTURE, "密室逃脱活动报名开始", (Line("绝密任务：寻找失落的印章", "center", "bold"), "市图书馆青少年密室解谜活动，扮演特工完成机密档案解读。")),
    Specimen("company_news", CULTURE, "老字号酱园的百年配方", ("据说老汤配方绝密，只传一人；如今第五代传人把工艺整理成书，向社会公开。",)),
    Specimen("company_news", NEWS, "走访企业：一瓶饮料背后的创新", ("企业负责人打趣说，就像可乐的配方绝密一样，他们的发酵工艺也是看家本领。",)),
    Specimen("privacy_policy", QUESTIONS, "网站隐私声明", ("本站对用户注册信息予以保密，未经用户同意不向第三方提供。",)),
    Specimen("privacy_policy", QUESTIONS, "群众举报奖励办法问答", ("受理部门依法为举报人保密，不得泄露举报人姓名、住址等信息；病历资料由医疗机构保密保存。",)),
    Specimen("internal_adjective", NEWS, "市财政局加强内部控制建设", ("健全内部控制、内部审计、内部监督制度，优化内设机构职能，完善内部管理流程。",)),
    Specimen("internal_adjective", POLICY, "行政事业单位内部控制规范（节选）", ("第三条　本规范所称内部控制，是指单位为实现控制目标，通过制定制度、实施措施和执行程序，对经济活动的风险进行防范和管控。",), "docx"),
    Specimen("internal_adjective", SCHOOL_NEWS, "学校内部设施改造完成", ("教学楼内部走廊重新粉刷，内部道路硬化，内部管理系统同步升级，内部资料室对师生开放。",)),
    Specimen("press_permit", CULTURE, "《云溪文史》第12期出版", ("内部资料性出版物准印证号：（溪）字第2026-018号；内部资料　免费交流。",)),
    Specimen("press_permit", SCHOOL_NEWS, "校刊《清泉》征稿", (Line("内部资料性出版物　准印证（溪）L第098号", "center"), "校刊每学期两期，内部交流，免费赠阅，欢迎师生投稿。"), "pdf"),
    Specimen("urgency_words", CULTURE, "“特急！”爱心献血招募令", ("A型血库存告急，特急！欢迎符合条件的市民到献血屋献血。",)),
    Specimen("urgency_words", NEWS, "证照加急办理服务上线", ("因出行需要加急办理的，可选择“加急”选项，2个工作日内出证。",)),
    Specimen("urgency_words", WELFARE_NEWS, "暴雨特急预警科普", ("收到预警信息后，“特急”“加急”都请立即行动，向高处转移。",)),
)  # fmt: skip
_HISTORY = (
    Specimen("declassified", HISTORY, "市档案馆公布第三批开放档案目录", (Table((("档号", "题名", "原密级", "解密时间"), ("J12-3-45", "1956年水利工程规划", "机密", "1998年"), ("J12-3-61", "1962年粮食调运计划", "秘密", "2001年"))), "以上均为已解密档案，市民可持有效证件查阅。")),
    Specimen("declassified", HISTORY, "解密公告", ("根据国家秘密解密有关规定，下列文件自本公告发布之日起解密：云政〔1986〕32号等17份文件。",)),
    Specimen("declassified", HISTORY, "已解密档案清单", (), "xlsx", (("档号", "原标密级", "解密日期"), ("J5-1-12", "秘密", "2010-05-01"), ("J5-1-19", "机密", "2012-07-01"))),
    Specimen("history", HISTORY, "抗战时期的“绝密”电报首次展出", ("展柜里，一封泛黄的电报右上角盖着“绝密”红戳，落款为民国三十二年。它见证了敌后情报战线的惊心动魄。",)),
    Specimen("history", HISTORY, "馆藏珍品：一份1949年的作战命令", ("文件首页写有“机密”二字，是解放云溪战役的珍贵史料。",)),
    Specimen("history", HISTORY, "展品说明牌文字", (Line("展品17：川江交通线密写信（1941年）", "left", "bold"), "信封上标“极机密”，由地下交通员缝在衣角带出。"), "docx"),
    Specimen("martyrs", HISTORY, "红色故事：澄水河畔的交通站", ("地下党在茶馆设立秘密联络点，交通员把情报藏在扁担里，多次躲过搜查。",)),
    Specimen("martyrs", HISTORY, "烈士日记中的初心", ("日记扉页写着“机密勿阅”四个字，里面记录的却是对母亲的思念和对胜利的渴望。",)),
    Specimen("martyrs", HISTORY, "红色家书诵读稿", ("“此信看后即焚，切勿示人。”革命年代，他们以秘密方式传递着信仰。",), "pdf"),
    Specimen("maps", POLICY, "地图管理条例宣传", ("公开地图应当经过审核并载明审图号。涉密测绘成果的提供和使用按照国家有关规定执行。",)),
    Specimen("maps", NEWS, "云溪市标准地图服务上线", (Line("审图号：溪S（2026）018号", "center"), "市民可免费下载标准地图，用于新闻宣传、书刊插图。")),
)  # fmt: skip
_EXAM = (Line("绝密★启用前", "left", "bold"), Line("云溪市{year}年初中学业水平考试", "center", "title"), Line("数　学", "center", "title"))  # fmt: skip
_BODY = ("考试时间：{year}年6月21日上午8:30—10:30。本试卷满分120分，考试时间120分钟。", "一、选择题（每小题3分，共30分）1.−5的相反数是（　　）A.5　B.−5　C.0.2　D.−0.2", "二、填空题（每小题3分，共15分）11.因式分解：x²−9＝________。", "三、解答题（共75分）17.（6分）计算题略。")  # fmt: skip


def _paper(year: str) -> tuple[Line | str, ...]:
    lines = tuple(Line(one.text.format(year=year), one.align, one.style) for one in _EXAM)
    return (*lines, *(text.format(year=year) for text in _BODY))


_PAPERS = (
    Specimen("past_exam", PAPERS, "云溪市2025年中考数学试题", _paper("2025")),
    Specimen("past_exam", PAPERS, "2025年初中学业水平考试数学试卷", _paper("2025"), "docx"),
    Specimen("past_exam", PAPERS, "2024年初中学业水平考试数学试卷", _paper("2024"), "pdf"),
    Specimen("past_exam", EXAMS, "历年真题：2023年普通高校招生考试（文科综合）", (Line("绝密★考试结束前"), Line("2023年普通高等学校招生全国统一考试模拟卷", "center", "title"), "本试题卷分选择题和非选择题两部分，考试日期：2023年4月18日。考生必须将答案写在答题卡上。")),
    Specimen("past_exam", EXAMS, "关于考试安全保密工作的通知", ("国家教育考试试题、答案在启用之前属于绝密级事项，各考点要严格执行试卷保管制度，双人双锁、24小时值守。",)),
    Specimen("thesis_cover", SCHOOL_NEWS, "研究生学位论文封面模板", (Line("分类号：________　　　密级：________"), Line("学校代码：10998　　学号：________"), Line("硕士学位论文", "center", "title")), "docx"),
    Specimen("thesis_cover", PAPERS, "课题结题报告封面样式", (Line("密级：　　　　　　编号："), Line("云溪市教育科学规划课题结题报告", "center", "title"))),
    Specimen("level_negative", TENDER, "项目建议书（公开版）", (Line("密级：无"), Line("智慧停车管理平台建设项目建议书", "center", "title"))),
    Specimen("level_negative", POLICY, "标准文本：公共服务场所标识规范", (Line("密级：公开"), "本标准规定了公共服务场所标识的设置要求。"), "docx"),
    Specimen("level_negative", TENDER, "可行性研究报告摘要", (Line("文件密级：非密　　版本：V1.2"), "本报告供公开评审使用。"), "pdf"),
    Specimen("level_negative", FORMS, "文件登记簿示例", (), "xlsx", (("序号", "文件名称", "密级", "份数"), ("1", "年度工作要点", "普通", "20"), ("2", "会议通知", "公开", "15"), ("3", "学习资料", "无", "30"))),
    Specimen("format_tutorial", NEWS, "党政机关公文格式讲解", ("公文首页版心左上角依次标注份号、密级和保密期限、紧急程度。示例如下：", Line("000001"), Line("机密★1年"), Line("特急"), Line("×××人民政府文件", "center", "red"), Line("×××〔2012〕10号", "center"), "图1　公文首页版式（样式）")),
    Specimen("format_tutorial", SCHOOL_NEWS, "公文格式样张", (Line("公文首页版式示例（样张）", "center", "bold"), Line("000001"), Line("机密★1年"), Line("特急"), Line("×××××文件", "center", "red"), Line("×××〔20××〕×号", "center"), Line("×××××关于××××××的通知", "center", "title"), "注：版心实线框仅为示意，在印制公文时并不印出。"), "docx"),
    Specimen("format_tutorial", FORMS, "公文格式国家标准培训手册", ("密级和保密期限：如需标注密级和保密期限，一般用3号黑体字，顶格编排在版心左上角第二行；如“机密★1年”。",), "pdf"),
    Specimen("writing_course", SCHOOL_NEWS, "公文写作课件（第三讲）", ("涉密公文应当根据涉密程度分别标注“绝密”“机密”“秘密”和保密期限，紧急公文标注“特急”“加急”。",)),
    Specimen("writing_course", EXAMS, "申论备考：材料与题目", ("给定材料3：某单位将一份标有“秘密”字样的会议纪要误发至工作群……请概括问题并提出对策（20分）。",), "docx"),
)  # fmt: skip
_STARS = (
    Specimen("star_bullets", CULTURE, "A级旅游景区名单", ("★★★★★ 望溪湿地公园", "★★★★ 白石坳古镇", "★★★ 清溪漂流景区；游客评分：★★★★☆，五星级民宿3家。")),
    Specimen("star_bullets", TENDER, "采购需求及实质性条款", ("★1. 投标人须提供原厂售后服务承诺；★2. 交货期不超过30日。", "说明：★号条款为实质性要求，不满足的按无效投标处理。")),
    Specimen("star_bullets", TENDER, "技术参数表", (), "xlsx", (("序号", "参数", "重要性"), ("1", "处理器主频不低于2.6GHz", "★"), ("2", "内存不低于16GB", "▲"), ("3", "数据加密与保密功能", "★★"))),
    Specimen("star_bullets", WELFARE_NEWS, "养老机构等级评定结果", ("★★★★：云溪市社会福利院；★★★：临泉区夕阳红养护院；好评五星★★★★★，老人们说住得安心。",)),
    Specimen("footnote_star", LAW, "第三方信息处理说明", ("申请内容涉及商业秘密*的，应当书面征求第三方意见。", "*商业秘密：指不为公众所知悉、具有商业价值并经权利人采取相应保密措施的技术信息、经营信息。")),
    Specimen("footnote_star", TENDER, "成交结果公告附注", ("价格明细属商业秘密*，不予展示。", "* 详见采购文件第二章。"), "pdf"),
    Specimen("footnote_star", SECRECY, "学习笔记：什么是工作秘密", ("工作秘密*与国家秘密不同，不得标注国家秘密标志。", "*参见保密法第六十四条。")),
    Specimen("blank_fields", WELFARE_FORMS, "最低生活保障申请书", (Table((("申请人姓名", "", "身份证号", ""), ("联系电话", "", "家庭住址", ""), ("家庭人口", "", "开户行及账号", ""))), "身份证号：□□□□□□□□□□□□□□□□□□")),
    Specimen("blank_fields", WELFARE_FORMS, "高龄津贴申请表", (Line("姓名：________　身份证号：__________________　手机：___________"),), "docx"),
)  # fmt: skip
