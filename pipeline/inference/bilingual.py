"""Names of tables and columns in the other language: "customer name" is 客户名称, and the other way round.

The words are those that databases of businesses, schools and hospitals name things by. A name is
translated when every word of it is known; else it keeps the language it has.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from pipeline.inference.names import singular

# English word or words -> what a title says in Chinese, then what people say too.
WORDS: Final[dict[str, tuple[str, ...]]] = {
    "capita": ("人均",), "death": ("死亡",), "expectancy": ("预期",), "gdp": ("GDP", "国内生产总值", "生产总值"), "life": ("生命",),
    "academic": ("学术",), "acceleration": ("加速度",), "accident": ("事故",), "account": ("账户", "账号"),
    "action": ("操作",), "active": ("活跃",), "activity": ("活动",), "actor": ("演员",), "actual": ("实际",),
    "address": ("地址",), "admission": ("入院",), "advisor": ("导师", "顾问"), "affiliation": ("隶属",),
    "age": ("年龄",), "agent": ("代理",), "agreement": ("协议",), "aircraft": ("飞机",), "airline": ("航空公司",),
    "airport": ("机场",), "album": ("专辑",), "allergy": ("过敏",), "altitude": ("海拔",), "amount": ("金额",),
    "annual": ("年度",), "apartment": ("公寓",), "app": ("应用",), "appointment": ("预约",), "area": ("面积", "区域"),
    "arrival": ("到达",), "article": ("文章",), "artist": ("艺术家", "艺人"), "assessment": ("评估",),
    "asset": ("资产",), "assignment": ("任务分配",), "attendance": ("出勤",), "attraction": ("景点",),
    "attribute": ("属性",), "auction": ("拍卖",), "author": ("作者",), "availability": ("可用性",),
    "available": ("可用",), "average": ("平均",), "award": ("奖项",), "balance": ("余额",), "bank": ("银行",),
    "base": ("基本",), "bed": ("床位",), "bedroom": ("卧室",), "bicycle": ("自行车",), "bike": ("自行车",),
    "bill": ("账单",), "birth": ("出生",), "birthday": ("生日",), "blood": ("血",), "body": ("车身",),
    "bonus": ("奖金",), "book": ("图书", "书"), "booking": ("预订",), "borrower": ("借款人",), "bounce": ("跳出",),
    "branch": ("分店", "分行", "支行", "网点"), "brand": ("品牌",), "broker": ("经纪人",), "budget": ("预算",),
    "building": ("楼栋", "建筑"), "built": ("建成",), "business": ("业务",), "buyer": ("买家",), "campaign": ("活动",),
    "cancellation": ("取消",), "candidate": ("候选人",), "capacity": ("容量",), "captain": ("队长",),
    "car": ("汽车", "车"), "card": ("卡",), "cargo": ("货物",), "carrier": ("承运商",), "case": ("案件",),
    "cash": ("现金",), "catalog": ("目录",), "category": ("类别", "品类", "分类"), "ceremony": ("典礼",),
    "channel": ("渠道",), "charge": ("收费",), "churn": ("流失",), "city": ("城市",), "claim": ("理赔",),
    "class": ("班级",), "click": ("点击",), "client": ("客户",), "close": ("关闭",), "club": ("俱乐部",),
    "coach": ("教练",), "code": ("代码", "编码"), "college": ("学院",), "color": ("颜色",), "colour": ("颜色",),
    "comment": ("评论",), "commission": ("佣金", "提成"), "committee": ("委员会",), "company": ("公司",),
    "competition": ("比赛",), "complaint": ("投诉",), "conference": ("会议",), "consumption": ("消耗量",),
    "contact": ("联系人",), "content": ("内容",), "contract": ("合同",), "conversion": ("转化",),
    "cost": ("成本", "费用", "花费"), "country": ("国家",), "county": ("县",), "coupon": ("优惠券",),
    "courier": ("快递员",), "course": ("课程",), "created": ("创建",), "creator": ("创作者",), "credit": ("学分", "信用"),
    "crop": ("作物",), "currency": ("币种",), "customer": ("客户", "顾客"), "cylinder": ("气缸",), "date": ("日期",),
    "day": ("天",), "defect": ("缺陷",), "defective": ("不良品",), "degree": ("学位",), "delay": ("延误",),
    "delivery": ("送货", "配送"), "demand": ("需求",), "density": ("密度",), "department": ("部门",),
    "departure": ("出发",), "deposit": ("存款",), "depot": ("站点", "仓库"), "depth": ("深度",), "description": ("描述",),
    "destination": ("目的地",), "detail": ("详情", "明细"), "device": ("设备",), "diagnosis": ("诊断",),
    "director": ("导演",), "discharge": ("出院",), "discount": ("折扣",), "dish": ("菜品",),
    "displacement": ("排量",), "distance": ("距离",), "district": ("区", "地区"), "division": ("事业部",),
    "dock": ("车位",), "doctor": ("医生",), "document": ("文档", "文件"), "donation": ("捐款",), "donor": ("捐赠人",),
    "dorm": ("宿舍",), "dormitory": ("宿舍",), "dose": ("剂量",), "download": ("下载",), "downtime": ("停机时间",),
    "driver": ("司机",), "duration": ("时长",), "editor": ("编辑",), "education": ("学历",), "efficiency": ("效率",),
    "election": ("选举",), "email": ("邮箱",), "emission": ("排放量",), "employee": ("员工", "雇员", "职员"),
    "end": ("结束",), "energy": ("能耗",), "engine": ("发动机",), "engineer": ("工程师",), "enrollment": ("注册",),
    "enrolment": ("注册",), "entry": ("条目",), "episode": ("剧集",), "equipment": ("设备",), "equity": ("股权",),
    "error": ("错误",), "event": ("事件", "活动"), "exam": ("考试",), "expense": ("支出", "费用"),
    "experience": ("经验",), "export": ("出口",), "facility": ("设施",), "faculty": ("教职工",), "failure": ("故障",),
    "family": ("家庭",), "fare": ("票价",), "farm": ("农场",), "fault": ("故障",), "feature": ("特征",),
    "fee": ("费用",), "feedback": ("反馈",), "festival": ("节日",), "file": ("文件",), "film": ("电影",),
    "finance": ("财务",), "financial": ("财务",), "first": ("首",), "fleet": ("车队",), "flight": ("航班",),
    "floor": ("楼层",), "follower": ("粉丝",), "football": ("足球",), "format": ("格式",), "founded": ("成立",),
    "freight": ("运费",), "fuel": ("燃料",), "full name": ("姓名",), "fund": ("基金",), "game": ("比赛",),
    "gender": ("性别",), "genre": ("类型",), "goal": ("进球",), "grade": ("年级", "等级"), "grant": ("资助",),
    "grape": ("葡萄",), "gross": ("总",), "gross domestic product": ("国内生产总值",), "group": ("组",),
    "guest": ("客人",), "harvest": ("收成",), "head": ("负责人",), "headcount": ("人数",), "headquarter": ("总部",),
    "headquarters": ("总部",), "height": ("身高", "高度"), "hire": ("入职",), "hired": ("入职",), "history": ("历史",),
    "home": ("主页",), "hometown": ("籍贯", "家乡"), "homework": ("作业",), "horse": ("马匹",), "horsepower": ("马力",),
    "hospital": ("医院",), "host": ("主持人",), "hotel": ("酒店",), "hour": ("小时",), "humidity": ("湿度",),
    "id": ("编号", "ID"), "image": ("图片",), "import": ("进口",), "impression": ("曝光",), "incident": ("事件",),
    "income": ("收入",), "industry": ("行业",), "injury": ("受伤",), "install": ("安装量",), "instructor": ("讲师",),
    "insurance": ("保险",), "interest": ("利息",), "inventory": ("库存",), "investment": ("投资",),
    "investor": ("投资人", "投资者"), "invoice": ("发票",), "item": ("明细", "商品"), "job": ("职位", "岗位"),
    "join": ("加入",), "joined": ("加入",), "journal": ("期刊",), "journalist": ("记者",), "lab": ("实验室",),
    "label": ("标签",), "landlord": ("房东",), "language": ("语言",), "last": ("末",), "launch": ("上线",),
    "lead": ("线索",), "league": ("联赛",), "lease": ("租约",), "length": ("长度",), "lesson": ("课时",),
    "level": ("级别", "等级"), "library": ("图书馆",), "like": ("点赞数",), "list": ("标",), "loan": ("贷款",),
    "location": ("地点", "位置"), "login": ("登录",), "loss": ("亏损",), "made": ("发生",), "machine": ("机器",), "main": ("主",),
    "major": ("专业",), "manager": ("经理",), "manufacturer": ("制造商", "厂商"), "margin": ("毛利",), "mark": ("成绩",),
    "market": ("市场",), "marketing": ("营销",), "match": ("比赛",), "material": ("材料",), "maximum": ("最高", "最大"),
    "meal": ("餐食",), "medication": ("药物",), "member": ("会员",), "merchant": ("商户",), "method": ("方式",),
    "mile": ("英里",), "mileage": ("里程",), "miles per gallon": ("每加仑英里数", "油耗"), "minimum": ("最低", "最小"),
    "minute": ("分钟",), "mobile": ("手机",), "mode": ("方式",), "model": ("型号", "车型"), "month": ("月份",),
    "movie": ("电影",), "museum": ("博物馆",), "music": ("音乐",), "name": ("名称", "名字", "姓名"), "nationality": ("国籍",),
    "net": ("净",), "news": ("新闻",), "nickname": ("昵称",), "note": ("备注",), "number": ("编号", "号"),
    "nurse": ("护士",), "occupation": ("职业",), "office": ("办公室",), "officer": ("官员",), "official": ("官方",),
    "open": ("开业",), "opened": ("开户",), "opening": ("开业",), "opportunity": ("商机",), "order": ("订单",),
    "organisation": ("机构",), "organization": ("组织", "机构"), "origin": ("产地", "来源", "始发地", "出发地", "原产地"), "outcome": ("结果",),
    "output": ("产量",), "overdue": ("逾期",), "owner": ("所有者",), "package": ("套餐",), "pageview": ("浏览量",),
    "parcel": ("包裹",), "parent": ("上级",), "park": ("公园",), "part": ("零件", "部件"),
    "participant": ("参与者", "参加者"), "party": ("政党",), "passenger": ("乘客",), "password": ("密码",),
    "patient": ("患者", "病人"), "pay": ("薪酬", "工资", "月薪"), "payment": ("付款", "支付"), "penalty": ("罚款",),
    "performance": ("绩效",), "performer": ("表演者",), "person": ("人员",), "phone": ("电话",), "photo": ("照片",),
    "physician": ("医师", "医生"), "pilot": ("飞行员",), "pipeline": ("管道",), "placed": ("下单",), "plan": ("计划",),
    "planned": ("计划",), "platform": ("平台",), "player": ("球员", "选手"), "playlist": ("播放列表",),
    "point": ("积分",), "policy": ("保单",), "pollution": ("污染",), "population": ("人口",),
    "portfolio": ("投资组合",), "position": ("职位", "位置"), "post": ("岗位",), "power": ("功率",),
    "precipitation": ("降水量",), "premise": ("场所",), "premium": ("保费",), "prescription": ("处方",),
    "president": ("总统",), "pressure": ("压力",), "price": ("价格", "单价"), "primary": ("主要",),
    "priority": ("优先级",), "procedure": ("手术",), "product": ("产品", "商品"), "production": ("生产",),
    "profession": ("职业",), "professor": ("教授",), "profit": ("利润",), "project": ("项目",), "property": ("房产",),
    "province": ("省份", "省"), "publisher": ("出版社",), "purchase": ("采购", "购买"), "quality": ("质量",),
    "quantity": ("数量", "件数"), "quarter": ("季度",), "race": ("比赛",), "rainfall": ("降雨量",), "range": ("范围",),
    "rank": ("排名",), "ranking": ("排名",), "rate": ("率",), "rating": ("评分",), "ratio": ("比率",),
    "reader": ("读者",), "reason": ("原因",), "record": ("记录",), "reference": ("参考",), "refund": ("退款",),
    "region": ("地区", "区域", "大区"), "registered": ("注册",), "registration": ("注册",), "release": ("上映",),
    "renewal": ("续约",), "rent": ("租金",), "rental": ("租赁",), "repair": ("维修",), "repayment": ("还款",),
    "report": ("报告",), "reservation": ("预订",), "resident": ("居民",), "resolution": ("解决",),
    "respondent": ("受访者",), "response": ("回复",), "restaurant": ("餐厅",), "result": ("结果",),
    "return": ("退货",), "revenue": ("收入", "营收", "销售额"), "review": ("评论",), "rider": ("乘客",), "risk": ("风险",),
    "role": ("角色",), "room": ("房间",), "round": ("轮次",), "route": ("路线",),
    "salary": ("薪资", "工资", "薪水", "月薪"), "sale": ("销售额",), "satisfaction": ("满意度",), "school": ("学校",),
    "scientist": ("科学家",), "score": ("分数", "得分", "成绩", "评分"), "season": ("赛季", "季节"), "seat": ("座位",),
    "secretary": ("秘书",), "section": ("章节",), "segment": ("客户类型", "细分"), "seller": ("卖家",),
    "semester": ("学期",), "sender": ("发件人",), "sensor": ("传感器",), "sequence": ("顺序",), "series": ("系列",),
    "service": ("服务",), "session": ("会话",), "settlement": ("结算",), "severity": ("严重程度",), "sex": ("性别",),
    "shift": ("班次",), "ship": ("发货",), "shipment": ("货运", "运单"), "shipping": ("运输",), "shop": ("店铺", "门店"),
    "size": ("尺寸", "大小"), "skill": ("技能",), "song": ("歌曲",), "source": ("来源",), "specialty": ("科室", "专科"),
    "speed": ("速度",), "sport": ("运动", "体育"), "stadium": ("体育场",), "staff": ("员工", "职员"), "star": ("星级",),
    "start": ("开始",), "state": ("州", "省"), "statement": ("对账单",), "station": ("车站",), "status": ("状态",),
    "stock": ("库存",), "store": ("门店", "店铺"), "storm": ("风暴",), "street": ("街道",), "structure": ("结构",),
    "student": ("学生",), "studio": ("工作室",), "sub": ("子",), "subject": ("科目", "学科"), "subscriber": ("订阅者",),
    "subscription": ("订阅",), "supplier": ("供应商",), "support": ("支持",), "surgery": ("手术",),
    "survey": ("调查",), "table": ("桌",), "target": ("目标",), "task": ("任务",), "tax": ("税",), "taxi": ("出租车",),
    "teacher": ("教师", "老师"), "team": ("团队", "球队"), "technician": ("技术员",), "temperature": ("温度",),
    "tenant": ("租户",), "tenure": ("司龄", "工龄"), "term": ("期限",), "test": ("测试",), "theme": ("主题",),
    "ticket": ("工单", "票"), "time": ("时间",), "title": ("标题", "职称"), "total": ("总",), "tourist": ("游客",),
    "town": ("城镇",), "track": ("曲目",), "trade": ("交易",), "train": ("列车",), "transaction": ("交易",),
    "treatment": ("治疗",), "trip": ("行程",), "truck": ("卡车",), "tuition": ("学费",), "tutor": ("辅导老师",),
    "type": ("类型",), "unit": ("单位",), "university": ("大学",), "user": ("用户",), "vaccine": ("疫苗",),
    "value": ("值",), "vehicle": ("车辆",), "vendor": ("供应商",), "venue": ("场馆",), "video": ("视频",),
    "view": ("浏览",), "visit": ("访问", "就诊"), "visitor": ("访客",), "voltage": ("电压",), "volume": ("销量", "体积"),
    "volunteer": ("志愿者",), "vote": ("票数",), "wage": ("工资", "月薪"), "waiter": ("服务员",), "ward": ("病区",),
    "warehouse": ("仓库",), "warranty": ("保修",), "weather": ("天气",), "web": ("网站",), "week": ("周",),
    "weekday": ("星期",), "weight": ("重量",), "width": ("宽度",), "wind": ("风",), "wine": ("葡萄酒",),
    "winner": ("获胜者",), "worldwide": ("全球",), "year": ("年份", "年"), "yield": ("产量",), "zone": ("区域",),
}  # fmt: skip
# Several words that are one in Chinese, and words that read otherwise beside others.
TOGETHER: Final[dict[tuple[str, ...], str]] = {
    ("life", "expectancy"): "预期寿命", ("gdp", "per", "capita"): "人均GDP", ("per", "capita"): "人均",
    ("first", "name"): "名", ("last", "name"): "姓", ("full", "name"): "姓名", ("family", "name"): "姓", ("unit", "price"): "单价",
    ("list", "price"): "标价", ("date", "of", "birth"): "出生日期", ("birth", "date"): "出生日期", ("order", "number"): "订单号",
    ("phone", "number"): "电话号码", ("zip", "code"): "邮编", ("customer", "name"): "客户名称", ("employee", "name"): "员工姓名",
    ("student", "name"): "学生姓名", ("hire", "date"): "入职日期", ("ship", "date"): "发货日期", ("ship", "mode"): "发货方式",
    ("gross", "profit"): "毛利", ("net", "profit"): "净利润", ("job", "title"): "职位", ("years", "of", "experience"): "工作年限",
    ("sub", "category"): "子类别", ("credit", "card"): "信用卡", ("credit", "score"): "信用评分", ("interest", "rate"): "利率",
    ("delay", "days"): "延误天数", ("length", "of", "stay"): "住院天数", ("start", "date"): "开始日期", ("end", "date"): "结束日期",
    ("order", "item"): "订单明细", ("marital", "status"): "婚姻状况", ("release", "year"): "上映年份", ("release", "date"): "上映日期",
    ("production", "budget"): "制作预算", ("worldwide", "gross"): "全球票房", ("box", "office"): "票房", ("content", "rating"): "内容分级", ("running", "time"): "片长",
}  # fmt: skip
_JOINTS = frozenset(("of", "the", "in", "at", "for"))
_DATED = {"on": "日期", "at": "时间"}  # the day that something was opened on


# English words that mean nearly the same and are not said in one word of Chinese.
_ALSO: Final[dict[str, tuple[str, ...]]] = {
    "rating": ("score",),
    "score": ("rating",),
    "quantity": ("units",),
    "gdp": ("gross domestic product",),
}
_NEARLY_THE_SAME = 4  # words of an entry of the list that may stand for one another
_SAYS_OF_WHAT = frozenset(("name", "title", "id", "number", "no", "code"))
# They are said in one word of Chinese, and mean different things, or are common in questions.
_NO_SYNONYMS = frozenset(
    (
        "gross", "total", "number", "id", "plan", "planned", "trade", "mode", "method", "type", "genre", "result", "outcome",
        "enrollment", "enrolment", "registered", "registration", "event", "incident", "activity", "campaign",
    )
)  # fmt: skip


def chinese(words: Sequence[str]) -> str | None:
    """What a name is called in Chinese; None where a word of it is not known."""
    found, i = "", 0
    words = [w.lower() for w in words]
    if len(words) > 1 and words[-1] in _DATED and (named := chinese(words[:-1])):
        return named + _DATED[words[-1]]
    while i < len(words):
        for length in range(min(3, len(words) - i), 0, -1):
            piece = words[i : i + length]
            said = _said(piece)
            if said is not None:
                found, i = found + said, i + length
                break
        else:
            return None
    return "总额" if found == "总" else found or None


def called(words: Sequence[str]) -> list[str]:
    """What else a name of one or two words may be called in Chinese."""
    if len(words) == 1:
        return list(WORDS.get(_one(words), ())[1:])
    first, rest = chinese(words[:-1]), WORDS.get(_one(words[-1:]), ())
    return [first + other for other in rest[1:]] if first else []


def also_english(name: str) -> list[list[str]]:
    """What else a Chinese name may be called in English, by its last word: 绩效评分 is a score or a rating."""
    first = english(name)
    lengths = (n for n in range(min(6, len(name)), 0, -1) if name[-n:] in _by_chinese())
    tail = next((name[-n:] for n in lengths), "")
    front = english(name[: -len(tail)]) if name != tail else []
    if first is None or not tail or front is None:
        return []
    words = (word.split() for word, said in WORDS.items() if tail in said)
    return [[*front, *other] for other in words if [*front, *other] != first]


def other_english(words: Sequence[str]) -> list[list[str]]:
    """What else an English name may be called: a customer is a client, a film's title that of a movie.

    Its last word is said in another way, or the one before a "name" or a number.
    """
    if not words:
        return []
    at = len(words) - 1
    if at and words[at] in _SAYS_OF_WHAT:
        at -= 1
    last = _one(words[at : at + 1])
    said = WORDS.get(last, ())
    if not said or last in _NO_SYNONYMS:
        return []
    others = [word for word, also in WORDS.items() if also[0] == said[0] and word != last]
    others += _ALSO.get(last, ())
    return [[*words[:at], *other.split(), *words[at + 1 :]] for other in others if other not in _NO_SYNONYMS]


def heads_in_chinese(words: Sequence[str]) -> list[str]:
    """The Chinese words for the noun that an English name ends in, where the name itself has none: an IMDb
    rating is a 评分. Numbers that tell things apart and dates are too many to be called so."""
    last = _one(words[-1:]) if len(words) > 1 else ""
    if last in _SAYS_OF_WHAT or last in _NO_SYNONYMS or chinese(words) is not None:
        return []
    return list(WORDS.get(last, ()))


def also_chinese(name: str) -> list[str]:
    """What else a Chinese name may be called, by its last word or by the one before it: 品类 is 类别, 月薪 is
    工资, 商品名称 is 产品名称."""
    lengths = (n for n in range(min(6, len(name)), 0, -1) if name[-n:] in _by_chinese())
    tail = next((name[-n:] for n in lengths), "")
    said = [
        also
        for word, also in WORDS.items()
        if tail and tail in also[:_NEARLY_THE_SAME] and word not in _NO_SYNONYMS
    ]
    front = name.removesuffix(tail)
    found = [front + other for also in said for other in also if other != tail]
    tails = (name[-n:] for n in range(min(6, len(name) - 1), 0, -1) if name[-n:] in _by_chinese())
    whose = next((other for tail in tails if (other := _fronts(name.removesuffix(tail), tail))), [])
    return list(dict.fromkeys(found + whose))


def _fronts(front: str, tail: str) -> list[str]:
    """A name with what stands in front said in other ways."""
    return [other + tail for other in also_chinese(front)]


def english(name: str) -> list[str] | None:
    """The English words of a Chinese name; None where a part of it is not known."""
    found: list[str] = []
    i = 0
    while i < len(name):
        for length in range(min(6, len(name) - i), 0, -1):
            words = _by_chinese().get(name[i : i + length])
            if words:
                found, i = [*found, *words], i + length
                break
        else:
            return None
    return found or None


def _said(piece: Sequence[str]) -> str | None:
    if len(piece) > 1:
        return TOGETHER.get(tuple(piece)) or TOGETHER.get((*piece[:-1], *singular(piece[-1:])))
    if piece[0] in _JOINTS:
        return ""
    known = WORDS.get(_one(piece))
    return known[0] if known else None


def _one(words: Sequence[str]) -> str:
    word = words[-1].lower()
    return word if word in WORDS else singular([word])[0]


@cache
def _by_chinese() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    firsts = ((word, text) for word, said in WORDS.items() for text in said[:1])
    others = ((word, text) for word, said in WORDS.items() for text in said[1:])
    for word, text in (*firsts, *others):  # a warehouse before a depot that is called one too
        found.setdefault(text, tuple(word.split()))
    for words, text in TOGETHER.items():
        found[text] = words
    found |= {"额": ("amount",), "销售额": ("revenue",), "工资": ("salary",), "岗位": ("job",), "区域": ("area",), "销售": ("sales",), "商品": ("product",), "入职": ("hire",), "籍贯": ("hometown",), "姓名": ("name",),
              "编号": ("ID",), "号": ("number",), "表": (), "信息": (), "月薪": ("monthly", "salary"), "工号": ("employee", "ID"), "学号": ("student", "ID"), "下单": ("order",), "名单": (),
              "花名册": (), "记录": ("record",), "数": ("count",)}  # fmt: skip
    return found
