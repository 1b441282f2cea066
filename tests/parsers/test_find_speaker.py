"""Who speaks and whether it is a report at all, over invented pages of all sorts: real places, made-up bodies and figures."""

from __future__ import annotations

import time

import pytest

from parsers.identity.heard.issuers import read_own_bodies
from parsers.identity.heard.speaker import find_speaker
from parsers.identity.heard.witnesses import describe_witnesses
from parsers.page import parse_page
from parsers.records import ParsedPage, RawPage
from parsers.seed import read_seed

BODY = """
一、主要举措和成效
（一）组织法治学习6次，受理行政复议申请3件，发放宣传资料500份。聘请法律顾问2名，化解矛盾纠纷12件。办理行政许可30件，行政处罚8件，公开政务信息200条。
（二）完善制度体系。修订内部工作规则，落实行政执法公示、执法全过程记录、重大执法决定法制审核制度，规范行政裁量权基准，健全重大行政决策程序，做到应审尽审、应评尽评。
（三）化解矛盾纠纷。坚持和发展新时代“枫桥经验”，畅通信访渠道，推动行政争议实质性化解，依法办理人大代表建议和政协提案，自觉接受各方面监督。
二、存在的问题
部分同志对法治政府建设的认识还不够深刻，学法用法的主动性不够强，运用法治思维和法治方式解决问题的能力有待进一步提高。一是行政执法人员能力有待提高；二是普法宣传形式不够丰富；三是规范性文件管理还需加强。
三、下一步安排
继续加强法治政府建设，规范行政执法，做好行政复议和人民调解工作，优化营商环境，落实第一责任人职责，推进依法行政。
"""
PLAN = """
一、总体要求
以法治思想为指导，深入推进依法行政，加快法治政府建设。
二、重点任务
（一）要健全依法决策机制，完善重大行政决策程序，开展合法性审查。（二）要规范行政执法，落实三项制度，评查案卷100份。（三）要推进行政复议，加强普法宣传，开展活动20场。
三、工作要求
各单位要加强组织领导，压实责任，按时报送，确保到年底完成全部任务。要强化督导检查，健全考核机制，推动法治政府建设各项工作落实。要加强宣传引导，营造氛围，总结经验，推进工作开展。要落实保障，完善制度，建立台账。
"""
SHARES = """一、提升政府履职能力
（一）深化“放管服”改革。持续推进行政审批制度改革，全面落实权责清单制度。（县行政审批局牵头）
（二）优化法治化营商环境。严格落实公平竞争审查制度，清理规范性文件。（县市场监管局牵头）
二、健全依法行政制度体系
（三）加强规范性文件管理。严格落实合法性审核制度。（县司法局牵头）
三、规范行政执法
（四）落实行政执法三项制度，开展行政执法监督，提升执法人员能力。（县司法局、各执法部门）
四、加强行政复议和应诉
（五）推进行政复议规范化建设，提高行政机关负责人出庭应诉率。
五、加强组织领导
（六）压实第一责任人职责，加强法治政府建设督察考核，确保各项任务落到实处。
"""
NEWS = """2023年，陵川县法治政府建设亮点纷呈。记者从县司法局获悉，全县各执法单位依法行政，行政复议案件35件，普法活动120场，行政处罚80件。
“法治政府建设让群众得实惠。”县司法局局长王五说。
走进礼义镇综合行政执法队，队员们正在整理案卷。据介绍，该镇今年办理行政处罚案件12件，没有一件被复议。
下一步，陵川县将继续推进法治政府建设，规范行政执法，优化营商环境，开展人民调解。（通讯员 李四）
"""


def read(text: str, url: str = "file:///page.txt") -> ParsedPage:
    return parse_page(RawPage(url, text.encode()))


@pytest.mark.parametrize(
    ("first", "code", "level"),
    [
        ("甘孜州藏语委办（编译局）2023年度法治政府建设工作报告", "513300", "department"),
        ("锡林郭勒盟行政公署2023年度法治政府建设情况报告", "152500", "prefecture"),
        ("阿里地区行署关于2023年度法治政府建设情况的报告", "542500", "prefecture"),
        ("阿拉善盟公署2022年法治政府建设工作报告", "152900", "prefecture"),
        ("苏州工业园区2023年度法治政府建设情况报告", None, "zone"),
        ("2023年，按照上级部署，市局党委带头履行推进法治建设职责，全市公安机关推进法治建设。", None, "department"),
        ("2023年，按照部省部署，厅党组、省厅机关带头学法，推进法治交通建设。", None, "department"),
        ("天长市公安局高新区分局2023年度法治政府建设报告", "341181", "department"),
        ("滕州市市场监督管理局经济开发区分局2022年法治政府建设工作报告", "370481", "department"),
        ("濮阳市生态环境局工业园区分局2021年法治政府建设情况报告", "410900", "department"),
        ("西咸新区2022年法治政府建设情况报告", None, "zone"),
        ("陕西省西咸新区管理委员会关于2022年法治政府建设情况的报告", None, "zone"),
        ("成都高新区2023年度法治政府建设工作情况报告", None, "zone"),
        ("濮阳经济技术开发区管委会2023年度法治政府建设报告", None, "zone"),
        ("昆明滇池国家旅游度假区2023年法治政府建设情况报告", None, "zone"),
        ("2023年，苏州工业园区坚持以法治为引领，扎实推进法治政府建设。", None, "zone"),
        ("2023年，高新区管委会认真落实法治政府建设要求。", None, "zone"),
        ("上海市浦东新区2023年法治政府建设情况报告", "310115", "county"),
        ("天津市滨海新区人民政府2023年法治政府建设情况报告", "120116", "county"),
        ("泽州县融媒体中心2023年度法治政府建设情况报告", "140525", "department"),
        ("泽州县总工会2023年度法治政府建设情况报告", "140525", "department"),
        ("高平市档案馆2023年度法治政府建设情况报告", "140581", "department"),
        ("高平市消防救援大队2023年度法治政府建设情况报告", "140581", "department"),
        ("陵川县红十字会2023年度法治政府建设情况报告", "140524", "department"),
        ("陵川县文联2023年度法治政府建设情况报告", "140524", "department"),
        ("陵川县委党校2023年度法治政府建设情况报告", "140524", "department"),
        ("晋城市烟草专卖局（公司）2023年度法治政府建设情况报告", "140500", "department"),
        ("山西省地方志研究院2023年度法治政府建设情况报告", "140000", "department"),
        ("临汾水利局2023年度法治政府建设情况报告", "141000", "department"),
        ("临汾市气象台2023年度法治政府建设情况报告", "141000", "department"),
        ("2023年以来，临汾应急管理局坚持安全发展，推进法治政府建设。", "141000", "department"),
        ("2023年，我局接收阳城县移送案件3件，扎实推进法治政府建设。", None, "department"),
        ("2023年，我局与阳城县、沁水县协作执法，推进法治政府建设。", None, "department"),
        ("2023年，我局借鉴阳城县经验，推进法治政府建设。", None, "department"),
        ("2023年，我县扎实推进法治政府建设，对口支援普兰县。", None, "county"),
        (
            "2023年，在陵川县委、县政府的坚强领导下，在市司法局的指导下，我局扎实推进法治政府建设。",
            "140524",
            "department",
        ),
        ("2023年，在县委、县政府的坚强领导下，陵川县统计局扎实推进法治政府建设。", "140524", "department"),
        ("2023年，崇文镇在陵川县委、县政府的坚强领导下，扎实推进法治政府建设。", "140524", "township"),
        ("2023年，我镇在泽州县委、县政府的坚强领导下，扎实推进法治政府建设。", "140525", "township"),
        ("2023年，我县制定《陵川县行政执法监督办法》，扎实推进法治政府建设。", "140524", "county"),
        (
            "根据《法治政府建设与责任落实督察工作规定》，现将陵川县林业局2023年度法治政府建设情况报告如下：",
            "140524",
            "department",
        ),
        ("中共陵川县委 陵川县人民政府关于2023年度法治政府建设情况的报告", "140524", "county"),
        ("关于报送《陵川县财政局2023年度法治政府建设情况报告》的报告", "140524", "department"),
        ("2023年度法治政府建设情况报告（陵川县财政局）", "140524", "department"),
        ("朝阳区某某地区办事处2023年度法治政府建设情况报告", None, "township"),
        ("太原市小店区平阳路街道办事处2023年法治政府建设情况报告", "140105", "township"),
        ("陵川县2023年度法治政府建设情况报告", "140524", "county"),
        ("陵川縣人民政府2023年度法治政府建設情況報告", "140524", "county"),
        ("2023年，省委、省政府坚持依法行政，法治山东建设、法治政府建设取得新成效。", "370000", "province"),
        ("司法部2023年度法治政府建设情况报告", None, "department"),
        ("水利部2023年法治政府建设年度报告", None, "department"),
        ("2023年，水利部坚持以法治为引领，全面推进法治政府建设。", None, "department"),
        ("乌鲁木齐市高新区（新市区）人民政府2023年法治政府建设情况报告", "650104", "county"),
        ("兴安盟2023年度法治政府建设情况报告", "152200", "prefecture"),
        ("国家税务总局陵川县税务局2023年法治政府建设情况报告", "140524", "department"),
        ("泽州县2023年度供销社法治政府建设情况报告", "140525", "department"),
        ("苏州工业园区公安分局2023年度法治政府建设情况报告", None, "department"),
        ("2023年，我局扎实推进法治政府建设，前往沁水县交流3次，赴阳城县观摩。", None, "department"),
        ("2023年，我局扎实推进法治政府建设，收到陵川县移送线索3条。", None, "department"),
        ("2023年，我局扎实推进法治政府建设，向沁水县移送案件5件。", None, "department"),
        ("2023年，我局扎实推进法治政府建设，学习借鉴沁水县先进做法。", None, "department"),
        ("2023年，我局扎实推进法治政府建设。沁水县司法局来我局考察2次。", None, "department"),
        (
            "2023年，我局扎实推进法治政府建设。与沁水县、阳城县建立跨区域执法协作机制，签订《沁水县阳城县协作协议》。",
            None,
            "department",
        ),
        ("2023年，我局扎实推进法治政府建设。协助沁水县人民法院执行案件。", None, "department"),
        ("2023年，我局扎实推进法治政府建设。对口帮扶普兰县3个村。", None, "department"),
        ("2023年，我县扎实推进法治政府建设。与沁水县对口协作。", None, "county"),
        ("2023年，我市扎实推进法治政府建设。与焦作市签订合作协议。", None, None),
        ("2023年，我镇扎实推进法治政府建设。赴沁水县郑庄镇学习。", None, "township"),
        ("2023年，我街道扎实推进法治政府建设。接收天河区移送案件。", None, "township"),
        ("2023年，我局扎实推进法治政府建设。学习浙江省杭州市“枫桥经验”。", None, "department"),
        (
            "2023年，在市委、市政府的正确领导下，在省交通运输厅的指导下，焦作市交通运输局扎实推进法治政府建设。",
            "410800",
            "department",
        ),
        ("2023年，在区委、区政府的坚强领导下，西乡街道扎实推进法治政府建设。", "440306", "township"),
        ("2023年，西乡街道在宝安区委、区政府的坚强领导下扎实推进法治政府建设。", "440306", "township"),
        ("2023年，在中原区委、区政府的坚强领导下，桐柏路街道坚持依法行政，推进法治政府建设。", "410102", "township"),
        ("2023年，在沁水县委、县政府的坚强领导下，县卫健局扎实推进法治政府建设。", "140521", "department"),
        ("2023年，在晋城市委、市政府的坚强领导下，市教育局扎实推进法治政府建设。", "140500", "department"),
        ("2023年度，焦作市场监督管理局坚持依法行政，推进法治政府建设。", "410800", "department"),
        ("2023年以来，安阳自然资源和规划局坚持依法行政，推进法治政府建设。", "410500", "department"),
        ("焦作生态环境局2023年度法治政府建设情况报告", "410800", "department"),
        ("济南文化和旅游局2023年法治政府建设报告", "370100", "department"),
        ("2023年，焦作市法治政府建设工作在市委、市政府的坚强领导下有序推进。", "410800", "prefecture"),
        ("2023年，我县印发《沁水县法治政府建设工作要点》，推进依法行政，加强法治政府建设。", "140521", "county"),
        ("2023年，我区印发《中原区法治政府建设工作要点》，推进依法行政，加强法治政府建设。", "410102", "county"),
        ("沁水县史志办2023年度法治政府建设情况报告", "140521", "department"),
        ("沁水县气象局2023年度法治政府建设情况报告", "140521", "department"),
        ("沁水县残联2023年度法治政府建设情况报告", "140521", "department"),
        ("沁水县妇联2023年度法治政府建设情况报告", "140521", "department"),
        ("沁水县地震监测中心2023年度法治政府建设情况报告", "140521", "department"),
        ("沁水县信访局2023年度法治政府建设情况报告", "140521", "department"),
        ("沁水县委编办2023年度法治政府建设情况报告", "140521", "department"),
        ("沁水县委宣传部2023年度法治政府建设情况报告", "140521", "department"),
        ("沁水县住房公积金管理中心2023年法治政府建设报告", "140521", "department"),
        ("沁水县政务服务和大数据局2023年法治政府建设报告", "140521", "department"),
        ("沁水县招商引资促进中心2023年法治政府建设报告", "140521", "department"),
        ("沁水县农机中心2023年法治政府建设报告", "140521", "department"),
        ("沁水县人防办2023年法治政府建设报告", "140521", "department"),
        ("沁水县交警大队2023年法治政府建设报告", "140521", "department"),
        ("沁水县图书馆2023年法治政府建设报告", "140521", "department"),
        ("沁水县林场2023年法治政府建设报告", "140521", "department"),
        ("沁水县贸促会2023年法治政府建设报告", "140521", "department"),
        ("沁水县老干部局2023年法治政府建设报告", "140521", "department"),
        ("沁水县国资委2023年法治政府建设报告", "140521", "department"),
        ("沁水县教体局2023年法治政府建设报告", "140521", "department"),
        ("沁水县文旅局法治政府建设2023年度报告", "140521", "department"),
        ("沁水县2023年度法治政府建设工作总结", "140521", "county"),
        ("沁水县委、县政府2023年度法治政府建设情况报告", "140521", "county"),
        ("沁水县委全面依法治县委员会办公室关于2023年法治政府建设情况的报告", "140521", "county"),
        ("沁水县人民政府办公室2023年度法治政府建设情况报告", "140521", "county"),
        ("兰州新区2023年度法治政府建设情况报告", None, "zone"),
        ("两江新区2023年度法治政府建设情况报告", None, "zone"),
        ("雄安新区管理委员会2023年度法治政府建设情况报告", None, "zone"),
        ("杭州钱塘新区2018年度法治政府建设情况报告", None, "zone"),
        ("武汉东湖新技术开发区2023年度法治政府建设情况报告", None, "zone"),
        ("长沙高新技术产业开发区2023年度法治政府建设情况报告", None, "zone"),
        ("青岛西海岸新区2023年度法治政府建设情况报告", None, "zone"),
        ("石家庄高新区管委会2023年度法治政府建设工作报告", None, "zone"),
        ("中新天津生态城管委会2023年度法治政府建设报告", None, "zone"),
        ("海南洋浦经济开发区管委会2023年法治政府建设报告", None, "zone"),
        ("合肥经开区2023年法治政府建设报告", None, "zone"),
        ("焦作市示范区2023年法治政府建设报告", None, "zone"),
        ("晋城经济技术开发区2023年法治政府建设报告", None, "zone"),
        ("2023年，晋城经济技术开发区坚持依法行政，推进法治政府建设。", None, "zone"),
        ("2023年，我区（高新区）坚持依法行政，推进法治政府建设。", None, None),
        ("高新区2023年度法治政府建设情况报告\n2023年，高新区党工委、管委会坚持依法行政。", None, "zone"),
        ("深圳市前海管理局2023年度法治政府建设情况报告", "440300", "department"),
        ("新疆生产建设兵团2023年法治政府建设情况报告", None, None),
        ("大兴安岭地区行政公署2023年度法治政府建设情况报告", "232700", "prefecture"),
        ("喀什地区行署2023年度法治政府建设情况报告", "653100", "prefecture"),
        ("海西蒙古族藏族自治州人民政府2023年法治政府建设情况报告", "632800", "prefecture"),
        ("2023年，市委、市政府坚持把法治政府建设摆在突出位置。", None, None),
        ("2023年，自治区党委、政府坚持把法治政府建设摆在突出位置，推进法治政府建设。", None, "province"),
        ("2023年，全省各级行政机关坚持依法行政，推进法治政府建设取得新成效。", None, "province"),
        ("2023年，内蒙古自治区坚持依法行政，法治政府建设取得新成效。", "150000", "province"),
        ("2023年，教育部坚持依法行政，全面推进法治政府建设。", None, "department"),
        ("国家税务总局2023年法治政府建设情况报告", None, "department"),
        ("应急管理部关于2023年法治政府建设情况的报告", None, "department"),
        ("中国证监会2023年法治政府建设情况报告", None, "department"),
        ("梅州市人民政府2023年度法治政府建设情况报告", "441400", "prefecture"),
        ("平安区2023年度法治政府建设情况报告", "630203", "county"),
        ("友好区2019年度法治政府建设情况报告", "230719", "county"),
        ("高平市人民政府国有资产监督管理委员会2023年法治政府建设情况报告", "140581", "department"),
        ("天津市北辰区城市管理委员会2023年度法治政府建设情况报告", "120113", "department"),
        ("宁波市住房公积金管理委员会2022年度法治政府建设情况报告", "330200", "department"),
        ("武汉市城市管理执法委员会2021年法治政府建设年度报告", "420100", "department"),
        ("高平市2023年度卫生系统法治政府建设情况报告", "140581", "department"),
        ("泰山景区2023年度法治政府建设情况报告", None, "zone"),
        ("五台山风景名胜区2022年度法治政府建设情况报告", None, "zone"),
        ("龙虎山旅游区管委会2023年法治政府建设情况报告", None, "zone"),
        ("中共高平市寺庄镇委员会 高平市寺庄镇人民政府关于2023年度法治政府建设情况的报告", "140581", "township"),
        ("泽州县柳口镇党委、政府2023年度法治建设工作报告", "140525", "township"),
        # the site's name over the title
        ("沁水县人民政府\n郑庄镇2023年法治政府建设情况报告", "140521", "township"),
        ("高平市人民政府 寺庄镇人民政府2023年法治政府建设情况报告", "140581", "township"),
        ("自2023年以来，泽州县民政局积极推进法治政府建设。", "140525", "department"),
        ("为落实《法治政府建设实施纲要（2021—2025年）》，泽州县民政局2023年认真推进法治政府建设。", "140525", "department"),
        ("2023年，团县委在泽州县委的领导下，深入推进法治政府建设。", "140525", "department"),
        ("泽州县2023年法治政府建设工作在市委、市政府的坚强领导下取得明显成效。", "140525", "county"),
        ("市委、市政府：\n2023年，泽州县坚持依法行政，全面推进法治政府建设。", "140525", "county"),
        ("泽州县坚持把法治政府建设作为重要保障，2023年扎实开展各项工作。", "140525", "county"),
        ("晋城市生态环境局泽州分局2023年度法治政府建设情况报告", "140525", "department"),
        ("晋城市规划和自然资源局高平市分局2022年度法治政府建设情况报告", "140581", "department"),
        ("晋城市公安局直属分局2023年度法治政府建设情况报告", "140500", "department"),
        ("晋城市沁水生态环境局2023年度法治政府建设情况报告", "140521", "department"),
        ("晋城市阳城自然资源局2023年度法治政府建设情况报告", "140522", "department"),
        ("广州市白云山管理局2023年度法治政府建设情况报告", "440100", "department"),
        ("濮阳县人民政府发布2022年法治政府建设情况报告", "410928", "county"),
        ("河南省人民政府公布2021年度法治政府建设情况", "410000", "province"),
        ("濮阳县司法局公开2023年法治政府建设年度报告", "410928", "department"),
        ("国家统计局晋城调查队2023年法治政府建设情况报告", "140500", "department"),
        ("按照《泽州县2023年法治政府建设工作要点》要求，现将我局2023年度法治政府建设工作情况报告如下：", "140525", "department"),
        # a county's bureau follows the city's plan too
        ("按照《晋城市2023年法治政府建设工作要点》要求，现将我局2023年度法治政府建设工作情况报告如下：", None, "department"),
        ("2023年，我局借鉴《泽州县执法工作方案》的部署，扎实推进法治政府建设。", None, "department"),
        ("2023年是泽州县法治政府建设全面提速之年，我县坚持依法行政。", "140525", "county"),
        ("2023年，是晋城市水务局深入推进依法行政的一年，法治政府建设取得新成效。", "140500", "department"),
        ("2023年是法治政府建设关键之年，泽州县坚持依法行政。", "140525", "county"),
        ("泽州县2023年度法治政府建设情况报告公示", "140525", "county"),
        ("泽州县关于2023年度法治政府建设情况的公示", "140525", "county"),
        ("泽州县民政局关于报送2023年度法治政府建设工作总结的函", "140525", "department"),
        # spread over a line, or typed with a letter
        ("泽州县　民政局　2023年度　法治政府建设情况报告", "140525", "department"),
        ("晋城市 水务局 2023年度 法治政府建设情况报告", "140500", "department"),
        ("泽州县民政局2O23年度法治政府建设情况报告", "140525", "department"),
        ("共青团泽州县委员会2023年法治政府建设工作报告", "140525", "department"),
        ("泽州县科学技术协会2023年法治政府建设工作报告", "140525", "department"),
        ("湘西自治州2023年度法治政府建设工作报告", "433100", "prefecture"),
        ("恩施自治州人民政府2023年度法治政府建设工作报告", "422800", "prefecture"),
        # a name that several bear, all of one level
        ("鼓楼区2023年法治政府建设情况报告\n2023年，我区扎实推进法治政府建设。", None, "county"),
        ("根据《纲要》提出的要求，以及市、县对法治建设工作的部署，2023年，泽州县民政局以深入学习为核心，推进依法行政。", "140525", "department"),
        ("根据有关要求，泽州县民政局对2023年度法治政府建设工作进行了总结，现将情况报告如下：", "140525", "department"),
        ("2023年，泽州县民政局（以下简称“县民政局”）深入推进法治政府建设。", "140525", "department"),
        ("2023年，甲东-乙西经济技术开发区（以下简称“甲乙经开区”）扎实推进法治政府建设。", None, "zone"),
        ("2023年，丁海综保区坚持依法行政，扎实推进法治政府建设。", None, "zone"),
        ("2023年是《纲要（2021—2025年）》承上启下之年，泽州县民政局坚持依法行政，推进法治政府建设。", "140525", "department"),
        ("2023年，在推进法治建设的新征程上，泽州县民政局坚持依法行政，推进法治政府建设。", "140525", "department"),
        ("2023年，泽州县丙镇领导班子始终把法治政府建设放在首位。", "140525", "township"),
        ("2023年度法治政府建设情况报告\n根据有关要求，我局对法治政府建设工作进行了总结，现报告如下。\n一、总体情况\n2023年，泽州县民政局以法治思想为指导，推进依法行政。", "140525", "department"),
        # townships of cities without counties, one of them of a name that a county's has too
        ("2023年，虎门镇坚持依法行政，扎实推进法治政府建设。", "441900", "township"),
        ("2023年，小榄镇坚持依法行政，扎实推进法治政府建设。", "442000", "township"),
        ("2023年，洪梅镇坚持依法行政，扎实推进法治政府建设。", None, "township"),
        ("2023年，在泽州县委、县政府及上级生态环境部门的正确领导下，我局坚持依法行政，推进法治政府建设。", "140525", "department"),
        ("2023年，在县委、县政府领导下，县水务局党组、县水务局坚持依法行政，推进法治政府建设。", None, "department"),
        ("2023年，县水务局委员会、县水务局坚持依法行政，推进法治政府建设。", None, "department"),
        ("2023年，全县公安机关坚持依法行政，推进法治政府建设。", None, "department"),
        # two that open paragraphs name nobody
        ("2023年度法治政府建设情况报告\n我局推进法治政府建设，现报告如下。\n2023年，泽州县民政局坚持依法行政。\n2023年，沁水县民政局坚持依法行政。", None, "department"),
    ],
)  # fmt: skip
def test_the_speaker_is_told_by_the_place_in_the_text(first: str, code: str | None, level: str | None) -> None:
    page = read(first + BODY)
    assert (page.refusal, page.metadata.region_code, page.metadata.level) == (None, code, level)


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("2024年法治政府建设工作要点", PLAN),
        ("陵川县法治政府建设示范创建实施方案", PLAN),
        ("陵川县2024年法治政府建设工作安排", PLAN),
        (None, "为深入推进2024年法治政府建设，现提出如下工作要点。" + PLAN),
        (
            "陵川县召开2023年法治政府建设工作推进会",
            "近日，陵川县召开法治政府建设推进会。会议强调，要推进依法行政。会议指出，法治政府建设是重点。" * 5,
        ),
        (
            "全县法治政府建设推进会召开",
            "1月5日，县政府召开法治政府建设推进会，会议强调要落实依法行政。会议要求加强行政执法、行政复议工作，审议了规范性文件。"
            * 5,
        ),
        ("陵川县2023年政府信息公开工作年度报告", BODY),
        (
            None,
            "根据《中华人民共和国政府信息公开条例》要求，编制本报告。一、总体情况 2023年，法治政府建设持续推进。主动公开政府信息300条。"
            + BODY,
        ),
        ("陵川县人民政府工作报告", BODY),
        (None, "各位代表：现在，我代表县人民政府向大会报告工作。2023年，我们推进法治政府建设，依法行政。" + BODY),
        ("《陵川县2023年度法治政府建设情况报告》解读", BODY),
        ("2023年述职述法报告", BODY),
        (
            None,
            "2023年，本人认真履行推进法治政府建设第一责任人职责，现将本人述法情况报告如下：本人坚持学法，依法行政。"
            + BODY,
        ),
        (
            "陵川县第一中学2023年法治建设工作总结",
            "2023年，我校坚持依法治校，推进法治建设。我校开展法治教育20次。" + BODY,
        ),
        (
            "陵川县实验小学法治政府建设工作总结",
            "2023年，我校坚持依法治校，推进法治政府建设。我校开展法治教育20次。" + BODY,
        ),
        (
            "陵川县城市建设投资集团有限公司2023年法治建设工作情况报告",
            "2023年，集团公司坚持合规经营，推进法治建设。" + BODY,
        ),
        ("晋城建投集团2023年度法治政府建设情况报告", "2023年，公司坚持合规经营，推进法治建设。" + BODY),
        ("陵川县2023年普法工作总结", BODY),
        ("陵川县“八五”普法中期总结", BODY),
        ("2023年普法依法治理工作情况报告", BODY),
        ("法治政府建设年度报告制度研究", BODY),
        (
            "论县域法治政府建设的路径",
            "摘要：本文以年度报告为样本。关键词：法治政府。笔者认为，依法行政。本文指出。" + BODY,
        ),
        (None, "摘要：本文考察2023年法治政府建设报告。笔者认为，依法行政应当加强。本文提出建议。" + BODY),
        ("2023年法治政府建设工作报告范文三篇", BODY),
        (
            "关于××县2023年度法治政府建设情况的报告",
            "2023年，××县坚持依法行政。××县政府组织学习。××局开展执法。现将情况报告如下：\n××县司法局牵头。" + BODY,
        ),
        ("公文范本：法治政府建设情况报告", BODY),
        ("法治政府建设情况报告（范本）", BODY),
        ("关于做好2023年度法治政府建设年度报告工作的通知", PLAN),
        ("陵川县2023年度法治政府建设督察情况通报", BODY),
        ("关于陵川县2023年法治政府建设情况报告的审议意见", "县人大常委会审议了县政府报告。" + BODY),
        ("2023年度行政执法工作总结", BODY),
        ("陵川县2023年行政复议工作报告", BODY),
        ("法治政府建设实施纲要（2021—2025年）", PLAN),
        ("2023年平安建设工作总结", "2023年，我县推进平安建设。" + BODY.replace("法治政府", "平安")),
        (
            "陵川县司法局2023年工作总结和2024年工作计划",
            "2023年，县司法局推进司法行政工作。社区矫正对象30人，公证200件，法律援助50件，人民调解400件。" * 4,
        ),
        (
            "专家谈法治政府建设",
            "记者：请谈谈法治政府建设。\n答：法治政府建设是重点任务，依法行政是关键。\n问：行政执法如何？\n答：行政执法要规范，行政复议要公正。\n"
            * 6,
        ),
        ("陵川县人大常委会调研法治政府建设情况", BODY),
        ("2024年法治建设工作计划", PLAN),
        ("陵川县法治政府建设三年行动计划", PLAN),
        ("陵川县人民法院2023年工作报告", "2023年，县法院审结案件3000件，支持监督依法行政。" * 8),
        (None, "2024年全县法治政府建设工作的总体要求是：深入推进依法行政。\n" + SHARES * 2),
        (None, "为贯彻落实纲要，扎实推进2024年法治政府建设，制定本要点。\n" + SHARES * 2),
        ("陵川县2024年度法治政府建设重点工作安排", SHARES * 2),
        (None, NEWS * 3),
        ("陵川县扎实推进法治政府建设", NEWS * 3),
        ("陵川县“四个聚焦”推进法治政府建设", NEWS * 3),
        ("陵川县中医院2023年法治建设工作总结", "2023年，我院坚持依法执业，推进法治建设，开展普法20场。" + BODY),
        ("陵川县农商银行2023年法治建设工作报告", "2023年，我行坚持合规经营。" + BODY),
        ("2023年度述法报告", BODY),
        (None, "根据安排，现就本人2023年履行推进法治建设第一责任人职责情况述职如下：一是本人带头学法。" + BODY),
        ("关于陵川县法治政府建设情况的调研报告", BODY),
        ("法治政府建设示范创建迎检工作推进情况", BODY),
        ("2023年国民经济和社会发展计划执行情况报告", "2023年，全县经济稳中向好。" + BODY),
        ("关于法治政府建设的几点体会", BODY),
        ("陵川县法治政府建设白皮书发布会实录", BODY),
        ("如何写好法治政府建设年度报告", BODY),
        ("法治政府建设年度报告撰写指引", SHARES * 2),
        ("陵川县2023年法治宣传教育工作情况报告", BODY),
    ],
)
def test_what_only_looks_like_a_report_is_refused_by_its_form(title: str | None, body: str) -> None:
    page = read(f"{title}\n{body}" if title else body)
    assert page.refusal is not None
    assert page.refusal.reason == "not_a_report"


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ("高平市教育局2023年法治政府建设年度报告\n2023年，我局深入推进依法行政。", "组织校长培训8期，排查校车120辆，资助学生900人，新建幼儿园3所，改造操场5处。"),
        ("陵川县文化和旅游局2023年度法治政府建设情况报告\n2023年，我局深入推进依法行政。", "举办演出60场，修缮古建筑4处，接待游客90万人次，培训导游80人，检查网吧30家次。"),
        ("泽州县气象局2023年度法治政府建设情况报告\n现将我局2023年度法治政府建设情况报告如下：", "发布预警信号70次，新建观测站5个，防雷检查90家次，人工增雨作业12次，服务农户3000户。"),
    ],
)  # fmt: skip
def test_a_report_over_the_words_of_its_own_field_is_one(first: str, words: str) -> None:
    assert read(f"{first}\n{words * 8}\n").refusal is None


def test_strong_witnesses_that_contradict_each_other_leave_the_region_open_and_say_so() -> None:
    page = read(f"陵川县水务局2023年度法治政府建设情况报告{BODY}\n沁水县水务局\n2024年1月8日\n")
    assert page.metadata.region_code is None
    told = {row[0]: row[-1] for row in describe_witnesses(page.metadata.region_evidence)}
    assert told["标题中年份或“关于”之前"] == told["落款"] == "相左"


def test_a_zone_keeps_its_name_and_the_place_that_it_lies_in() -> None:
    metadata = read(f"苏州工业园区2023年度法治政府建设情况报告{BODY}").metadata
    assert (metadata.region_code, metadata.parent_code) == (None, "320500")
    assert metadata.region_name == "江苏省苏州市苏州工业园区"
    metadata = read(f"2023年，西咸新区坚持依法行政，扎实推进法治政府建设。{BODY}").metadata
    assert (metadata.level, metadata.parent_code) == ("zone", "610000")


def test_a_host_speaks_where_the_text_is_silent_and_is_only_noted_where_it_contradicts() -> None:
    silent = f"2023年，我县扎实推进法治政府建设。{BODY}"
    assert read(silent).metadata.region_code is None
    assert read(silent, "https://www.jiashan.gov.cn/art/1.html").metadata.region_code == "330421"
    told = read(f"陵川县水务局2023年度法治政府建设情况报告{BODY}", "https://www.jiashan.gov.cn/art/1.html").metadata
    assert told.region_code == "140524"
    assert {w.position: w.verdict for w in told.region_evidence}["host"] == "contradicts"


def test_a_host_does_not_tell_who_of_its_place_speaks() -> None:
    text = f"2023年，各项任务扎实推进，全县法治政府建设取得新成效。{BODY}"
    told = read(text, "https://www.jiashan.gov.cn/art/1.html").metadata
    assert (told.region_code, told.level) == ("330421", None)


def test_a_citys_host_does_not_make_a_bureau_of_an_unknown_district_the_citys() -> None:
    text = f"2023年，我局扎实推进法治政府建设，落实区委、区政府部署。{BODY}"
    assert read(text, "https://www.wuhan.gov.cn/a.html").metadata.region_code is None


def test_evidence_for_and_against_is_kept() -> None:
    page = read(f"2023年，本人认真履职，推进法治政府建设。本人学法12次。{BODY}")
    assert {item.side for item in page.kind_evidence} == {"for", "against"}
    assert page.refusal is not None
    assert "一人述职述法" in page.refusal.detail


@pytest.mark.parametrize(
    ("title", "head", "issuer"),
    [
        ("市水务局2023年度法治政府建设情况报告", "晋城市水务局", "晋城市水务局"),
        ("沁水县政府2023年度法治政府建设情况报告", "发布机构：沁水县人民政府", "沁水县人民政府"),
    ],
)
def test_an_issuer_is_given_by_its_full_name_where_the_page_tells_it(title: str, head: str, issuer: str) -> None:
    page = read(f"{head}\n\n{title}\n\n2023年，扎实推进法治政府建设。{BODY}")
    assert page.metadata.issuer == issuer


@pytest.mark.parametrize(
    ("first", "issuer"),
    [
        ("市委、市政府：\n2023年，柳树街道坚持党建引领，扎实推进法治政府建设。", "柳树街道"),
        ("2023年，在县委、县政府的坚强领导下，丙镇扎实推进法治政府建设。", "丙镇"),
        ("2023年，丙乡党委、政府坚持依法行政，扎实推进法治政府建设。", "丙乡党委、政府"),
        ("2023年，在区委依法治区办的领导下，区农业农村局扎实推进法治政府建设。", "区农业农村局"),
        ("泽州县丙镇2023年法治政府建设情况报告\n现将丙镇2023年法治政府建设情况报告如下：", "泽州县丙镇"),
        ("2023年，在市委、市政府的领导下，省水利厅的指导下，晋城市水务局扎实推进法治政府建设。", "晋城市水务局"),
        ("2022年，在黨中央領導下，交通運輸部堅持依法行政，扎實推進法治政府建設。", "交通運輸部"),
        ("泽州县经济技术开发区管理委员会关于 2022年法治政府建设情况报告\n现将情况报告如下：", "泽州县经济技术开发区管理委员会"),
        (
            "——2024年4月29日在泽州县第十七届人大常委会第十七次会议上\n泽州县人民政府\n主任、各位副主任、各位委员：\n"
            "2023年，我县扎实推进法治政府建设。",
            "泽州县人民政府",
        ),
        ("2023年，丁海综保区坚持依法行政，扎实推进法治政府建设。", "丁海综保区"),
        ("2023年，甲东-乙西经济技术开发区（简称经开区）扎实推进法治政府建设。", "甲东-乙西经济技术开发区"),
        ("2023年，丁海开发区管理委员会（简称管委会）坚持依法行政，推进法治政府建设。", "丁海开发区管理委员会"),
        ("泽州县　民政局　2023年度法治政府建设情况报告", "泽州县民政局"),
        ("2023年，我镇扎实推进法治政府建设。", None),
        ("2023年，县政府坚持依法行政，扎实推进法治政府建设。", "县政府"),
        ("2023年，泽州县坚持依法行政，扎实推进法治政府建设。", None),
    ],
)  # fmt: skip
def test_the_speaker_is_named_as_the_text_calls_it(first: str, issuer: str | None) -> None:
    assert read(first + BODY).metadata.issuer == issuer


@pytest.mark.parametrize(
    ("first", "code", "level"),
    [
        ("中共东莞市委、东莞市人民政府：\n2023年，东坡街道扎实推进法治政府建设。", "441900", "township"),
        ("泽州县委、县政府：\n2023年，丙乡扎实推进法治政府建设。", "140525", "township"),
        ("泽州县人民政府：\n2023年，县水务局扎实推进法治政府建设。", "140525", "department"),
        # a bureau of the county may report to the city, and the other way round
        ("晋城市人民政府：\n2023年，县水务局扎实推进法治政府建设。", None, "department"),
        ("晋城市人民政府：\n2023年，丙镇扎实推进法治政府建设。", None, "township"),
        ("晋城市人民政府：\n2023年，我局扎实推进法治政府建设。", None, "department"),
    ],
)
def test_whom_a_report_is_addressed_to_tells_the_place_of_its_townships_and_bureaus(
    first: str, code: str | None, level: str
) -> None:
    metadata = read(first + BODY).metadata
    assert (metadata.region_code, metadata.level) == (code, level)


def test_a_bureau_is_named_by_what_it_says_of_its_own_doing() -> None:
    text = f"2023年，我局扎实推进法治政府建设。我局成立晋城市水务局法治建设工作领导小组。{BODY}"
    assert (read(text).metadata.issuer, read(text).metadata.region_code) == ("晋城市水务局", "140500")
    two = f"2023年，我局推进法治政府建设。印发《晋城市水务局办法》，印发《高平市水务局办法》。{BODY}"
    assert read(two).metadata.issuer is None


@pytest.mark.parametrize(
    "around",
    [
        ("陵川县人民政府 / 乡镇 / 法治政府建设\n\n", ""),
        ("", "\n地址：山西省晋城市陵川县古陵路 邮编：048300\n"),
        ("", "\n晋公网安备 14052402000099号\n"),
    ],
    ids=["trail", "address", "number of the site"],
)
def test_the_sites_own_lines_tell_whose_it_is(around: tuple[str, str]) -> None:
    text = f"{around[0]}2023年度法治政府建设情况报告\n\n2023年，我县扎实推进法治政府建设。{BODY}{around[1]}"
    assert read(text).metadata.region_code == "140524"


def test_a_township_says_where_it_lies() -> None:
    text = f"崇文镇2023年法治政府建设工作总结\n崇文镇位于陵川县中部，辖60个村。一年来，我镇推进法治政府建设。{BODY}"
    assert (read(text).metadata.region_code, read(text).metadata.level) == ("140524", "township")


TITLE = "沁水县水务局2023年度法治政府建设情况报告"


@pytest.mark.parametrize(
    "head",
    [
        f"法治政府建设年度报告 {TITLE}",
        f"您好，请问有什么可以帮您？\n{TITLE}",
        f"繁体版 | 无障碍 | 长者模式\n{TITLE}",
        f"通知公告{TITLE}",
        f"主题分类 :政府工作\n标       题 :{TITLE}",
        f"• SS0909/2024-00003\n• 沁水县水务局\n• 通知公告\n• 2024-02-05\n{TITLE}",
        f"政务公开 | 规划计划 | 年度总结 |\n{TITLE}",
        f"[ 发布机构 ] 沁水县水务局 [ 发文字号 ] 沁水务〔2024〕4号\n[ 标 题 ] {TITLE}\n[ 成文日期 ] 2024-01-05 [ 发布日期 ] 2024-01-08",
        f"2023年法治政府建设情况报告公开\n{TITLE}",
        f"【{TITLE}】",
        f"智能问答 政务微博 {TITLE}",
        f"信息公开元数据\n{TITLE}",
        f"沁水县水务局\n{TITLE}",
        f"年度报告：{TITLE}",
        f"政策文件 | {TITLE} | 2024-01-05",
        f"{TITLE}-沁水县人民政府门户网站",
        f"{TITLE}_法治政府建设_沁水县人民政府",
        f"{TITLE}-某某服务平台",
        f"2023年法治政府建设年度报告\n{TITLE}",
        f"2023年度法治政府建设工作情况报告\n{TITLE}",
    ],
)
def test_a_title_is_told_from_what_a_site_puts_around_it(head: str) -> None:
    metadata = read(f"{head}\n2024-01-05\n\n2023年，我局推进法治政府建设。{BODY}").metadata
    assert (metadata.title, metadata.region_code, metadata.level) == (TITLE, "140521", "department")


@pytest.mark.parametrize("label", ["发文字号：", "文号 :", "索 引 号："])
def test_an_empty_label_takes_no_line_of_the_title_below_it(label: str) -> None:
    metadata = read(
        f"{label}\n沁水县水务局\n2023年度法治政府建设情况报告\n\n2023年，我局推进法治政府建设。{BODY}"
    ).metadata
    assert ((metadata.title or "").replace(" ", ""), metadata.issuer) == (TITLE, "沁水县水务局")


@pytest.mark.parametrize(
    "text", ["《沁水县办法》" * 4000, "《" * 40000, "与沁水县、" * 6000, "我局成立沁水县水务局" * 3000]
)
def test_long_rows_of_names_take_time_in_proportion(text: str) -> None:
    def measure(part: str) -> float:
        begun = time.process_time()
        find_speaker(None, read_own_bodies(None, part), part, year=2023)
        return time.process_time() - begun

    assert measure(text) < 30 * measure(text[: len(text) // 8]) + 0.5


@pytest.mark.parametrize(
    ("first", "level"),
    [
        ("泽州县人民政府办公室2023年法治政府建设工作报告\n2023年，我办扎实推进法治政府建设。", "department"),
        ("山西省人民政府办公厅\n2023年度法治政府建设情况报告\n\n2023年，我厅扎实推进法治政府建设。", "department"),
        ("县委、县政府：\n2023年，泽州县人民政府办公室坚持依法行政，推进法治政府建设。", "department"),
        ("区政府办2023年度法治政府建设工作报告\n2023年，区政府办推进法治政府建设。", "department"),
        # it signs for its government
        ("泽州县人民政府办公室关于2023年法治政府建设情况的报告\n2023年，我县扎实推进法治政府建设。", "county"),
        ("泽州县人民政府办公室关于2023年法治政府建设情况的报告\n2023年，全县扎实推进法治政府建设。", "county"),
    ],
)
def test_a_governments_office_speaks_for_itself_or_for_its_government(first: str, level: str) -> None:
    assert read(first + BODY).metadata.level == level


def test_a_short_name_on_its_own_site_is_the_place() -> None:
    text = f"2023年，山西坚持依法行政，扎实推进法治政府建设，取得积极成效。现将有关情况报告如下。{BODY}"
    own = parse_page(RawPage("https://www.shanxi.gov.cn/a.html", text.encode())).metadata
    assert (own.region_code, own.level) == ("140000", "province")
    other = parse_page(RawPage("https://www.sc.gov.cn/a.html", text.encode())).metadata
    assert other.region_code is None


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("中共泽州县委、泽州县人民政府：\n2023年，我局扎实推进法治政府建设。", "140525"),
        ("泽州县人民政府：\n2023年，我单位坚持依法行政，推进法治政府建设。我单位学法6次。", "140525"),
        # the city's bureaus and its counties' both report to it
        ("晋城市人民政府：\n2023年，我局扎实推进法治政府建设。", None),
        ("泽州县人民政府：\n2023年，高平市水务局扎实推进法治政府建设。", "140581"),
    ],
)
def test_my_bureau_belongs_to_the_county_that_it_reports_to(first: str, code: str | None) -> None:
    assert read(first + BODY).metadata.region_code == code


@pytest.mark.parametrize(
    "first",
    [
        "2024年是深入实施规划之年，是攻坚克难之年，也是丙街道发展的重要一年。丙街道始终坚持依法行政，推进法治政府建设。",
        "2024年是全面贯彻党的二十大精神的关键之年。丙街道始终坚持依法行政，推进法治政府建设。",
    ],
)
def test_the_subject_may_stand_behind_what_the_year_is_called(first: str) -> None:
    assert (read(first + BODY).metadata.issuer, read(first + BODY).metadata.level) == ("丙街道", "township")


def test_a_title_at_the_head_of_the_first_line_is_the_title() -> None:
    title = "中共丙镇委员会丙镇人民政府关于报送2024年度法治政府建设的报告"
    first = f"{title} 中共高平市委、高平市人民政府： 2024年，在市委市政府的坚强领导下，丙镇扎实开展法治政府建设，将法治理念融入工作的每一个环节。"
    metadata = read(first + "全镇上下以扎实的作风推进依法行政，持续夯实法治根基。" * 3 + BODY).metadata
    assert (metadata.title, metadata.region_code, metadata.level) == (title, "140581", "township")


def test_an_openness_is_no_title() -> None:
    assert (
        read(f"区府办\n2023-03-07\n主动公开\n发布时间：2023-03-07\n\n2022年，泽州县坚持依法行政。{BODY}").metadata.title
        is None
    )


def read_at(url: str, text: str) -> tuple[str | None, str | None, list[str]]:
    metadata = parse_page(RawPage(url, text.encode())).metadata
    return metadata.region_code, metadata.level, [witness.position for witness in metadata.region_evidence]


@pytest.mark.parametrize(
    ("host", "first", "code", "level"),
    [
        ("slj.changde.gov.cn", "2023年，我局扎实推进法治政府建设，落实市委、市政府部署。", "430700", "department"),
        ("www.neixiangxian.gov.cn", "2023年，我县坚持依法行政，推进法治政府建设。", "411325", "county"),
        ("www.changsha.gov.cn", "2023年，我市坚持依法行政，推进法治政府建设。", "430100", "prefecture"),
        # several are spelt so, and what spells a name elsewhere than before .gov.cn tells nothing
        ("www.lingling-suzhou.gov.cn", "2023年，我市坚持依法行政，推进法治政府建设。", None, None),
        ("changde.example.com", "2023年，我局扎实推进法治政府建设，落实市委、市政府部署。", None, "department"),
    ],
)
def test_a_host_that_nobody_has_seen_spells_its_place(
    host: str, first: str, code: str | None, level: str | None
) -> None:
    told = read_at(f"https://{host}/a/1.html", first + BODY)
    assert told[:2] == (code, level)
    assert ("spelt" in told[2]) == (code is not None)


def test_what_a_text_says_outweighs_how_its_host_is_spelt() -> None:
    code, _, positions = read_at("https://www.changde.gov.cn/a.html", f"{TITLE}\n2023年，我局推进法治政府建设。{BODY}")
    assert code == "140521"
    assert "spelt" in positions


def test_hosts_that_are_known_are_spelt_as_the_list_of_spelt_names_says() -> None:
    spelt = {row["host"]: row["region_code"] for row in read_seed("spelt_names.csv")}
    known = [(row["host"].split("."), row["region_code"]) for row in read_seed("hosts.csv")]
    told = [(spelt[labels[-3]], code) for labels, code in known if len(labels) > 2 and labels[-3] in spelt]
    assert len(told) > 150
    assert [pair for pair in told if pair[0] != pair[1]] == []


@pytest.mark.parametrize(
    ("first", "code", "level"),
    [
        ("现将晋城市2024年度法治政府建设情况报告如下。", "140500", "prefecture"),
        ("根据有关规定，现将沁水县二〇二四年法治政府建设情况报告如下：", "140521", "county"),
        ("2012年12月25日在高平市十六届人大常委会第七次会议上\n市人民政府\n主任、各位委员：\n现报告我市依法行政情况。", "140581", "county"),
        ("甲委〔2023〕20号\n2022年，晋城市委、市政府深入推进法治政府建设。", "140500", "prefecture"),
        ("2025年，市数据局（市营商环境局、市行政审批局）在市委的领导下，推进法治政府建设。", None, "department"),
    ],
)  # fmt: skip
def test_the_place_whose_report_it_is_said_to_be(first: str, code: str | None, level: str) -> None:
    metadata = read(first + BODY).metadata
    assert (metadata.region_code, metadata.level) == (code, level)


def test_the_government_over_a_townships_title_is_the_sites() -> None:
    title = "丙乡2025年度法治政府建设报告"
    metadata = read(
        f"{title}\n\n沁水县人民政府 发布时间：2026-03-03\n\n{title}\n\n2025年，丙乡坚持依法行政。{BODY}"
    ).metadata
    assert (metadata.issuer, metadata.level, metadata.region_code) == ("丙乡", "township", "140521")


def test_a_label_without_its_colon_is_no_part_of_the_title() -> None:
    text = f"发文机关沁水县水务局 主题词\n标题{TITLE}\n\n{TITLE}\n\n2023年，我局推进法治政府建设。{BODY}"
    assert (read(text).metadata.title, read(text).metadata.issuer) == (TITLE, "沁水县水务局")
