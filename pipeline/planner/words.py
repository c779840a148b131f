"""The words a question is built from, beside the catalog's own and the cues: sizes of buckets, charts,
properties and their adjectives, and words that carry no meaning here.

Nothing here names a thing of any data. Both languages stand side by side so that what one can say the
other can.
"""

from __future__ import annotations

from typing import Final, NamedTuple

GRAINS: Final[dict[str, tuple[str, ...]]] = {
    "hour": ("hour", "hourly", "by hour", "per hour", "小时", "每小时", "按小时"),
    "day": (
        "day", "days", "daily", "by day", "per day", "each day", "every day", "by date", "per date", "date", "day by day",
        "日", "天", "每天", "每日", "按天", "按日", "逐日", "日期", "按日期", "各天", "当天", "日均",
    ),
    "week": ("week", "weeks", "weekly", "by week", "per week", "each week", "every week", "week by week",
             "周", "每周", "按周", "各周", "逐周", "星期", "每星期", "每个星期"),
    "month": (
        "month", "months", "monthly", "by month", "per month", "each month", "every month", "month by month", "by months",
        "月", "每月", "每个月", "按月", "各月", "各个月", "逐月", "月份", "按月份", "月度", "分月", "各月份", "每个月份",
    ),
    "quarter": (
        "quarter", "quarters", "quarterly", "by quarter", "per quarter", "each quarter", "every quarter", "quarter by quarter",
        "季度", "季", "每季度", "每个季度", "按季度", "按季", "各季度", "各个季度", "逐季", "逐季度", "分季度", "每季",
    ),
    "year": (
        "year", "years", "yearly", "annually", "annual", "by year", "per year", "each year", "every year", "year by year",
        "over the years", "by years",
        "年", "每年", "按年", "各年", "逐年", "年度", "年份", "按年份", "各年度", "分年", "每一年", "各个年份", "历年", "每年度", "各年份",
    ),
}  # fmt: skip

CHARTS: Final[dict[str, tuple[str, ...]]] = {
    "pie": ("pie", "pie chart", "piechart", "pie graph", "donut", "doughnut", "donut chart", "饼图", "饼状图", "圆饼图", "环形图", "扇形图"),
    "stacked_bar": ("stacked bar", "stacked bar chart", "stacked bar charts", "stacked barchart", "stack bar chart", "stack bar charts", "stacked bars", "stack bar", "stacked column", "stacked", "堆叠图", "堆积图",
                    "堆叠柱状图", "堆积柱状图", "堆叠条形图"),
    "grouped_bar": ("grouped bar", "grouped bar chart", "clustered bar", "分组柱状图", "簇状柱形图", "分组条形图"),
    "bar": ("bar", "bar chart", "barchart", "bar charts", "barcharts", "bar graphs", "bar graph", "bargraph", "bars", "column chart", "histogram", "bar plot", "柱状图", "条形图", "柱形图",
            "直方图"),
    "line": ("line", "line chart", "linechart", "line charts", "lines", "line graph", "linegraph", "line plot", "curve", "折线图", "线图", "曲线图", "曲线", "趋势图"),
    "area": ("area chart", "area graph", "面积图"),
    "scatter": ("scatter", "scatter plot", "scatter chart", "scatterplot", "point chart", "scatter graph", "散点图", "散点",
                "correlation", "correlations", "correlate", "correlates", "correlated", "relate", "relates", "related to", "relationship", "relationships",
                "相关性", "相关系数", "相关关系", "的关系", "之间的关系"),
    "heatmap": ("heatmap", "heat map", "热力图"),
    "none": ("as a table", "as table", "in a table", "table view", "data table", "表格", "表格形式", "用表格", "用表格展示"),
    "number": ("big number", "single number", "指标卡", "数字卡片"),
}  # fmt: skip

# Verbs that compare by a property when a number stands behind them: "services that cost more than 100".
VERBS: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("cost", "costs", "costing", "priced", "priced at", "sell for", "sells for", "sold for"):
        ("price", "cost", "unit price", "list price", "amount"),
    ("weigh", "weighs", "weighing"): ("weight",),
    ("spend", "spends", "spent"): ("sales", "revenue", "amount", "total amount", "spending"),
    ("sold", "sell", "sells", "selling"):
        ("units sold", "quantity sold", "units", "quantity", "portions", "sales volume", "sales", "revenue", "销量"),
    ("paid out", "pay out", "pays out", "paying out"): ("paid", "paid amount", "amount paid", "payout", "payments"),
    ("produced", "produce", "produces"): ("output", "quantity produced", "units produced", "good units", "production"),
    ("consumed", "consume", "consumes"): ("consumption", "usage"),
    ("卖", "卖了", "卖出", "卖出了", "售出", "售出了", "卖掉", "卖掉了"):
        ("销量", "销售数量", "销售件数", "份数", "销售额", "units sold", "quantity sold", "quantity", "portions", "sales"),
    ("赔", "赔了", "赔付", "赔付了", "赔出"): ("赔付金额", "赔款", "赔付额", "paid", "payout", "paid amount"),
    ("花", "花了", "花费", "花费了", "花掉"): ("花费", "支出", "费用", "成本", "金额", "cost", "spend"),
    ("赚", "赚了", "挣", "挣了", "赚到"): ("利润", "毛利", "profit", "gross profit", "margin"),
    ("付", "付了", "支付", "支付了"): ("支付金额", "付款金额", "已付金额", "paid", "amount paid"),
    ("生产", "生产了", "产出", "产出了"): ("产量", "产出", "output", "units produced"),
    ("消耗", "消耗了", "用掉"): ("消耗量", "用量", "用电量", "consumption", "usage"),
    ("earn", "earns", "earning", "paid"): ("salary", "income", "wage", "pay"),
    ("last", "lasts", "lasting", "lasted"): ("duration", "length"),
    ("founded", "established", "built", "opened", "founded in", "created"):
        ("founded", "year founded", "founding year", "established", "year built", "opening year", "year opened"),
}  # fmt: skip
# What a course of time may be said to do.
MOVING: Final[frozenset[str]] = frozenset((
    "increase", "increased", "increasing", "decrease", "decreased", "decreasing", "rise", "rises", "rose",
    "risen", "fall", "falls", "fell", "fallen", "grow", "grows", "grew", "grown", "drop", "drops",
    "dropped", "decline", "declines", "declined", "improve", "improves", "improved", "worsen", "worsened",
    "vary", "varies", "varied", "shift", "move", "moved", "go", "gone", "went", "look", "looks", "looked",
))  # fmt: skip
MONEY: Final = frozenset(("dollars", "usd", "euros", "元", "美元"))
# Units that are said behind a number, and mean no more than it does.
UNITS_SAID: Final[frozenset[str]] = frozenset((
    "minute", "minutes", "hour", "hours", "second", "seconds", "min", "mins", "hrs", "kg", "kgs",
    "kilograms", "kilos", "lb", "lbs", "pounds", "km", "kilometers", "kilometres", "miles", "mph",
    "meters", "metres", "feet", "inches", "cm", "dollars", "usd", "euros", "points", "stars", "units",
    "times", "people", "分钟", "小时", "秒", "公斤", "千克", "公里", "米", "厘米", "元", "美元", "分",
))  # fmt: skip
# These compare numbers where what they compare is a column of years.
LATER: Final[frozenset[str]] = frozenset(("after", "later than", "since", "晚于"))
EARLIER: Final[frozenset[str]] = frozenset(("before", "earlier than", "prior to", "早于"))
# Words that ask for a property without its name.
PROPERTIES: Final[dict[str, tuple[str, ...]]] = {
    **dict.fromkeys(("多少单", "几单", "下单数", "下单量", "下单次数", "购买次数", "下单多少次", "下单几次", "购买多少次", "买了多少次"), ("订单数", "订单量")),
    "purchases": ("number of orders", "orders"),
    "money": ("revenue", "sales", "gross", "income", "earnings"),
    "how old": ("age",), "多大年纪": ("年龄",), "年纪": ("年龄",), "how expensive": ("price",), "how long": ("duration", "tenure"),
}  # fmt: skip
# These rank by the time axis.
BY_TIME: Final[frozenset[str]] = frozenset(
    ("latest", "newest", "most recent", "earliest", "最新", "最近的", "最早", "最晚")
)

# These superlatives and comparatives count what follows: "the most orders"; "the best product" is one of them.
HOW_MANY_MOST: Final[frozenset[str]] = frozenset(
    ("most", "the most", "more", "least", "the least", "fewest", "fewer")
)
# These rank by how many there are.
OFTEN: Final[frozenset[str]] = frozenset((
    "most often", "most frequently", "most common", "most commonly", "most frequent", "busiest", "least often",
    "least common", "least frequent", "least frequently", "最常", "最常见", "最频繁", "最繁忙", "最忙", "最普遍", "最不常见", "最少见",
    "用得最多", "用的最多", "使用最多", "使用得最多", "最常用", "用得最少", "用的最少", "使用最少", "最不常用",
))  # fmt: skip
# These count how often something is the case, not the different ones of what follows.
TIMES: Final[frozenset[str]] = frozenset(
    ("number of times", "the number of times", "how many times", "how often")
)
# These question words ask for a measure as well as for a thing; "which" asks for a thing.
WHAT: Final[frozenset[str]] = frozenset(("what", "whats", "什么"))
# These count people, never the different values of a dimension beside them: 性别人数.
COUNTS_PEOPLE: Final[frozenset[str]] = frozenset(("人数", "总人数", "多少人", "headcount of"))
# Words that stand between a number and what it counts.
CLASSIFIERS: Final[frozenset[str]] = frozenset("个名位家种条笔件款台只张支本套箱辆份门场所部首幅间瓶架艘座届")
# These ask for something beside what was asked for before.
BESIDES: Final[frozenset[str]] = frozenset(
    ("too", "also", "as well", "additionally", "in addition", "也", "同时", "另外", "还要")
)
# Words for somebody whom the question does not name.
PEOPLE: Final[frozenset[str]] = frozenset(("people", "persons", "人", "个人"))
# Words for somebody by what they are to whom keeps the data.
PERSONS: Final[frozenset[str]] = frozenset(
    (
        "client", "customer", "buyer", "shopper", "guest", "visitor", "passenger", "traveller", "traveler", "tourist", "tenant", "resident",
        "member", "subscriber", "user", "participant", "attendee", "patient", "student", "pupil", "learner", "employee", "worker",
        "colleague", "applicant", "candidate", "donor", "voter", "driver", "rider",
        "teacher", "professor", "instructor", "staff", "doctor", "physician", "nurse", "player", "actor", "author", "artist", "manager",
        "客户", "顾客", "买家", "客人", "访客", "旅客", "乘客", "游客", "租客", "住户", "居民", "会员", "用户", "参与者", "患者", "病人", "学生", "同学",
        "员工", "职工", "人员", "申请人", "候选人", "司机", "教师", "老师", "教授",
        "医生", "护士", "球员", "演员", "作者", "经理",
    )
)  # fmt: skip

# What adds up to nothing: where nothing else is said its average is meant, of other amounts the sum.
AVERAGED: Final[tuple[str, ...]] = (
    "price", "rate", "ratio", "score", "rating", "age", "temperature", "duration", "weight", "height", "speed", "grade",
    "percentage", "time", "salary", "tenure", "length", "percent", "index", "probability", "latitude", "longitude", "acceleration",
    "efficiency", "capacity", "horsepower", "mpg", "humidity", "pressure", "density", "margin", "discount", "level", "rank",
    "gpa", "bmi", "altitude", "elevation", "mean", "gallon", "displacement", "折扣", "湿度", "占比", "均价", "价格", "单价", "率", "比例", "分数", "评分", "成绩", "年龄", "温度", "时长", "重量",
    "身高", "体重", "速度", "工资", "薪资", "月薪", "年薪", "薪酬",
)  # fmt: skip
# What people call the values of a column of two sexes, however it spells them.
GENDERS: Final[dict[str, tuple[str, ...]]] = {
    "female": ("f", "female", "woman", "women", "females", "女", "女性", "女生", "女士"),
    "male": ("m", "male", "man", "men", "males", "男", "男性", "男生", "男士"),
}  # fmt: skip
# The two values of a column that says whether something is so.
YES: Final = frozenset(("y", "yes", "true", "t", "是", "有"))
NO: Final = frozenset(("n", "no", "false", "f", "否", "无", "没有"))
BOTH_GENDERS: Final[tuple[str, ...]] = ("gender", "sex", "性别", "男女", "男女生", "sexes", "both sexes")
# What "best" and "top" rank by when nothing else is said.
MAIN_MEASURES: Final[tuple[str, ...]] = (
    "revenue", "sales", "total sales", "amount", "turnover", "销售额", "收入", "营收", "金额",
)  # fmt: skip
PROFITS: Final = ("profit", "gross profit", "net profit", "margin amount", "利润", "毛利", "净利润")
_ORDERS = ("order", "orders", "purchase", "sale", "transaction", "invoice", "订单", "交易", "单")
_CUSTOMERS = ("customer", "client", "buyer", "user", "member", "顾客", "客户", "买家", "用户", "会员")


class Quotient(NamedTuple):
    """One measure divided by another, or by how many things there are: what each may be called."""

    over: tuple[str, ...]
    under: tuple[str, ...]
    counts: bool


_MARGIN = Quotient(PROFITS, MAIN_MEASURES, counts=False)
_PER_ORDER = Quotient(MAIN_MEASURES, _ORDERS, counts=True)
_PER_CUSTOMER = Quotient(MAIN_MEASURES, _CUSTOMERS, counts=True)
QUOTIENTS: Final[dict[str, Quotient]] = {
    **dict.fromkeys(("profit margin", "profit margins", "margin", "利润率", "毛利率", "净利率"), _MARGIN),
    **dict.fromkeys(
        ("average order value", "aov", "average basket", "average basket value", "basket size"), _PER_ORDER
    ),
    **dict.fromkeys(("average order size", "笔单价", "单均价", "平均订单金额", "平均订单额"), _PER_ORDER),
    **dict.fromkeys(
        ("客单价", "average spend per customer", "arpu", "人均消费", "人均消费额", "人均花费", "人均支出"),
        _PER_CUSTOMER,
    ),
}
# Dates of a thing's end or of another life are not when it happened.
SECONDARY_DATES: Final[tuple[str, ...]] = (
    "birth", "birthday", "born", "updated", "modified", "deleted", "end", "ended", "left", "leave", "leaving",
    "expiry", "expired", "closed", "delivered", "delivery", "shipped", "due", "cancelled", "returned", "last", "to",
    "until", "termination",
)  # fmt: skip
SECONDARY_DATES_ZH: Final[tuple[str, ...]] = (
    "出生", "生日", "更新", "修改", "删除", "结束", "离职", "到期", "关闭", "送达", "发货", "截止", "终止", "签收",
)  # fmt: skip
# Words of titles that say nothing about what two members have in common.
GENERIC: Final[tuple[str, ...]] = (
    "date", "time", "number", "count", "total", "of", "at", "日", "期", "时", "间", "数", "量", "的", "总",
)  # fmt: skip

# What no Cube query can say; naming it honestly beats answering something else.
UNSUPPORTED: Final[dict[str, tuple[str, ...]]] = {
    "forecast": ("forecast", "predict", "prediction", "projected", "projection", "estimate next", "预测", "预计",
                 "预估", "将会"),
    "percentile": ("percentile", "quartile", "分位数", "百分位", "四分位"),
    "deviation": ("standard deviation", "variance", "stddev", "std dev", "标准差", "方差"),
    "cause": ("why", "reason", "reasons", "cause of", "为什么", "为何", "原因"),
    "regression": ("regression", "回归"),
    "weekday": ("day of week", "day of the week", "weekday", "weekdays", "weekend", "weekends", "hour of day",
                "hour of the day", "time of day", "星期几", "周几", "周末", "工作日", "几点"),
    "change_data": ("delete", "update", "insert", "drop table", "drop", "alter", "truncate", "delete from", "删除", "修改",
                    "更新", "清空", "写入", "删掉"),
}  # fmt: skip

# Words that carry no meaning of their own in a question about data.
FILLERS: Final[tuple[str, ...]] = (
    "too", "also", "as well", "additionally", "in addition", "也", "同时", "另外", "还要",
    "a", "an", "the", "is", "are", "was", "were", "be", "been", "being", "do", "does", "did", "done", "have", "has",
    "had", "having", "can", "could", "should", "may", "might", "must", "i", "me", "my", "we",
    "us", "our", "ours", "you", "your", "it", "they", "them", "there", "here", "this", "that", "these", "those", "please",
    "pls", "show", "shows", "shown", "displayed", "plotted", "display", "give", "tell", "find", "get", "fetch", "return", "see", "look", "let", "want",
    "need", "like", "know", "present", "draw", "plot", "visualize", "visualise", "chart", "graph", "diagram", "figure",
    "table", "report", "query", "calculate", "compute", "determine", "provide", "retrieve", "select", "take",
    "as", "so", "if", "then", "also", "very", "really", "actually", "currently", "current", "right", "ever", "still",
    "already", "about", "into", "out", "off", "up", "down", "use", "using", "used", "make", "made", "go", "going", "come",
    "comes", "happen", "happened", "exist", "exists", "existing", "available", "respective", "corresponding", "various",
    "he", "she", "him", "him or her", "he or she", "thing", "things", "kind", "kinds", "type of", "data", "dataset", "information", "info", "details", "detail",
    "number", "numbers", "value", "values", "amount", "level", "levels", "figures", "stats", "statistics", "statistic",
    "question", "answer", "result", "results", "overview", "summary", "view", "hi", "hello", "hey", "thanks", "thank",
    "ok", "okay", "well", "much", "many", "lot", "lots", "some", "few", "how", "what", "when", "where",
    "place", "placed", "perform", "performed", "performance", "doing", "record", "records", "recorded", "row", "rows",
    "entry", "entries", "item", "items", "set", "group", "groups", "grouping", "grouped", "category of", "work", "works",
    "working", "each other", "one", "ones", "both", "same", "who", "whose", "which", "its", "their", "his", "her",
    "attribute", "attributes", "render", "bin", "bins", "binned", "interval", "intervals", "series", "multiple", "multiples",
    "separate", "panel", "panels", "color", "colour", "colored", "coloured", "stack", "column", "columns", "charts", "graphs",
    "plots", "vertical", "horizontal", "simple", "clustered", "scale", "represent", "represents",
    "we've", "i'd", "i'm", "what's", "how's", "who's", "let's", "with", "by", "in", "on", "at", "for", "to", "from",
    "and", "of", "axis", "x", "y", "y axis", "x axis", "axes", "order", "name", "names", "rate of", "total", "than",
    "company", "business", "people", "person", "across", "between", "vs", "but", "or", "yet", "just", "good",
    "took", "taken", "effect", "become", "became", "becoming", "gotten", "getting", "money", "occur", "occurred", "begin", "began", "started", "ended",
    "bring", "brought", "contribute", "contributed", "contribution", "generated", "earned", "received", "receive",
    "achieve", "achieved", "reach", "reached", "stand", "stood", "remain", "remained", "belong", "belongs", "come from",
    "member", "members", "own", "owns", "small multiples", "along", "together", "respectively", "amongst", "regarding", "concerning", "associated", "correspond",
    "update me on", "update on", "an update on", "great", "best", "bad", "nice", "quick", "quickly", "generate", "create", "build", "produce", "turn", "turned", "got",
    "average", "during", "while", "per", "sum", "end", "start", "all time", "so far", "until", "till", "ago", "only",
    "请", "请问", "帮", "帮我", "帮忙", "我", "我们", "你", "您", "你们", "他", "她", "它", "他们", "咱们", "想", "想要", "想知道",
    "想看", "要", "需要", "能", "能否", "可以", "可否", "能不能", "麻烦", "给", "给我", "告诉", "告诉我", "查", "查询", "查一下",
    "查看", "看", "看看", "看一下", "看下", "显示", "展示", "统计", "计算", "分析", "求", "算", "算一下", "汇总", "了解",
    "一下", "下", "的", "地", "得", "了", "着", "过", "吗", "呢", "吧", "啊", "呀", "嘛", "么", "是", "有", "在", "和",
    "与", "及", "或", "也", "都", "就", "还", "又", "很", "太", "更", "最", "这", "那", "这个", "那个", "这些", "那些", "其",
    "其中", "之", "于", "以", "为", "被", "把", "将", "对", "对于", "关于", "从", "到", "向", "由", "中", "里", "上", "内",
    "外", "间", "之间", "个", "名", "位", "家", "种", "条", "笔", "件", "款", "只", "次", "单", "项", "类", "级", "元", "块", "人",
    "情况", "怎么样", "怎样", "如何", "什么", "多少", "几", "哪", "谁", "数据", "信息", "结果", "表", "图", "图表", "表格",
    "报表", "报告", "数字", "值", "量", "用", "使用", "做", "做成", "画", "画出", "画一个", "画个", "生成", "绘制", "呈现", "以及", "目前", "现在", "当前", "现有",
    "已有", "一共", "总共", "共", "共有", "大概", "大约", "左右", "具体", "详细", "相关", "各", "每", "按", "分", "来", "去",
    "公司", "我司", "咱", "前", "后", "高", "低", "多", "少", "大", "小", "好", "差", "所", "该", "等", "等等", "方面",
    "进行", "属于", "存在", "包括", "水平", "表现", "业绩情况", "概况", "总览", "概览", "整体情况", "是多少", "多大", "多高", "多长",
    "本", "台", "张", "支", "套", "箱", "辆", "份", "门", "场", "名称", "名字", "里面", "当中", "比", "较", "一个", "一些", "一", "两", "第", "不", "没", "时", "时候", "时间", "期间", "发生", "产生", "出现",
    "贡献", "带来", "创造", "实现", "达成", "产出", "总的", "钱", "岁", "生效", "位于", "说", "问", "知道", "帮看", "怎么", "啥", "咋样", "咋", "起来", "出来", "出", "按照", "根据",
)  # fmt: skip
