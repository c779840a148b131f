"""The words a question is built from, beside the catalog's own: closed classes of two languages.

Nothing here names a thing of any data. Each cue maps to the phrases that say it; both languages
stand side by side so that what one can say the other can.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Cue(StrEnum):
    """What a function word does to its neighbours."""

    COUNT = "count"  # how many, number of
    DISTINCT = "distinct"  # different, unique
    SUM = "sum"
    AVG = "avg"
    MAX = "max"  # maximum: an aggregate
    MIN = "min"
    MEDIAN = "median"
    MOST = "most"  # highest: an aggregate or an order
    LEAST = "least"
    TOP = "top"  # an order with a limit
    BOTTOM = "bottom"
    BY = "by"  # what follows is grouped by
    PER = "per"  # each, every: grouped by, or one thing divided by another
    WHICH = "which"
    WHO = "who"
    LIST = "list"
    MORE = "more"  # more than: exclusive lower bound
    LESS = "less"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    OR_MORE = "or_more"  # stands behind its number
    OR_LESS = "or_less"
    EXACTLY = "exactly"
    BETWEEN = "between"
    TO = "to"
    NOT = "not"
    WITHOUT = "without"  # the thing is missing altogether
    ONLY = "only"
    AND = "and"
    OR = "or"
    VERSUS = "versus"
    DESCENDING = "descending"
    ASCENDING = "ascending"
    SORT = "sort"
    SHARE = "share"
    RATIO = "ratio"  # one measure divided by another
    TREND = "trend"
    ALL = "all"
    IN = "in"
    THAN = "than"
    LIKE = "like"
    STARTS = "starts"
    ENDS = "ends"
    OF = "of"  # 的, of: what stands before or behind belongs together
    WILL = "will"
    X_AXIS = "x_axis"
    Y_AXIS = "y_axis"
    FOLLOW = "follow"  # and what about: continues the question before
    ON_YEAR = "on_year"  # set against the same time a year before
    ON_PERIOD = "on_period"  # set against the time before
    GROWTH = "growth"  # set against either, whichever the question's time suggests
    SAME_TIME = "same_time"  # the same part of another year
    RUNNING = "running"  # summed up period by period


CUES: Final[dict[Cue, tuple[str, ...]]] = {
    Cue.COUNT: (
        "how many", "number of", "count of", "count", "total number of", "the number of", "quantity of",
        "headcount of", "num of", "amount of", "frequency of", "frequency",
        "total number",
        "多少个", "多少名", "多少位", "多少人", "多少家", "多少种", "多少条", "多少笔", "多少单", "多少件",
        "多少款", "几个", "几名", "几位", "几家", "几种", "几条", "几笔", "几款", "多少", "数量", "总数", "个数",
        "数目", "计数", "总数量", "有多少", "有几个", "数", "总人数", "人数", "一共有多少", "总共有多少", "共有多少",
    ),
    Cue.DISTINCT: ("different", "distinct", "unique", "不同", "不同的", "去重", "不重复"),
    Cue.SUM: (
        "total", "sum", "sum of", "overall", "combined", "total amount of", "altogether", "in total",
        "总", "总计", "合计", "总和", "总共", "一共", "累计", "总额", "求和", "之和", "总的", "加起来",
    ),
    Cue.AVG: (
        "average", "avg", "mean", "on average", "typical", "平均", "平均值", "均值", "平均数", "人均", "平均的",
        "平均每", "平均为",
    ),
    Cue.MAX: ("maximum", "max", "maximum of", "max of", "最大值", "最高值", "峰值"),
    Cue.MIN: ("minimum", "min", "minimum of", "min of", "最小值", "最低值"),
    Cue.MEDIAN: ("median", "median of", "中位数", "中位", "中位值"),
    Cue.MOST: (
        "highest", "most often", "most frequently", "most common", "most frequent", "busiest", "most", "largest", "biggest", "greatest", "best", "longest", "oldest", "latest", "newest",
        "most recent", "heaviest", "tallest", "the most", "the highest", "top ranked", "maximal", "strongest",
        "most commonly", "most expensive", "most powerful", "most profitable", "most populous", "most populated",
        "hottest", "warmest", "deepest", "widest", "最重", "最热", "最深", "最宽", "最富", "最赚钱", "最挣钱", "richest", "leading", "best performing", "fastest", "best selling", "top selling", "bestselling", "more", "最高", "最多", "最大", "最好",
        "最长", "最老", "最新", "最近的", "最贵", "最强", "最高的", "最多的", "最大的", "最好的", "最长的", "最贵的",
        "第一", "排第一", "排名第一", "最年长", "最晚", "最火", "最常", "最常见", "最频繁", "最繁忙", "最忙", "最普遍", "用得最多", "用的最多", "使用最多", "使用得最多", "最常用", "最受欢迎", "最畅销", "卖得最好", "买得最多", "买的最多", "消费最多", "花钱最多", "卖得最多", "卖的最好", "卖的最多", "做得最好", "居首", "领先", "最快",
    ),
    Cue.LEAST: (
        "lowest", "least often", "least common", "least frequent", "least frequently", "least", "smallest", "fewest", "worst", "shortest", "youngest", "earliest", "cheapest", "lightest",
        "coldest", "shallowest", "narrowest", "least powerful", "least profitable", "least populous", "最轻", "最冷", "最浅", "最窄", "最穷",
        "minimal", "the least", "the lowest", "weakest", "poorest", "slowest", "fewer", "worst performing", "worst selling", "卖得最差", "卖得最少", "最低", "最少", "最小", "最差",
        "最不常见", "最少见", "用得最少", "用的最少", "使用最少", "最不常用", "最短", "最年轻", "最早", "最便宜", "最弱", "最低的", "最少的", "最小的", "最差的", "最短的", "最便宜的", "垫底",
        "倒数第一", "最慢",
    ),
    Cue.TOP: ("top", "first", "前", "排名前", "排名最前", "前面", "排行前", "名列前"),
    Cue.BOTTOM: ("bottom", "last", "后", "倒数", "倒数前", "最后", "排名后", "末尾"),
    Cue.BY: (
        "by", "grouped by", "group by", "broken down by", "break down by", "split by", "across", "for each",
        "in each", "breakdown by", "for every", "by each", "among", "sliced by", "divided by", "segmented by",
        "based on", "according to", "for different", "for all", "of each", "of every", "of different", "within each", "other", "the other", "the remaining",
        "from each", "at each", "on each", "with each", "per each", "classified by", "in different", "from different",
        "colored by", "color by", "categorized by", "categorised by", "over", "along with", "in terms of",
        "按", "按照", "分", "依", "依照", "根据", "各", "各个", "每个", "每", "每一个", "每种", "每类", "每家", "每位",
        "每名", "各类", "各种", "各家", "不同", "不同的", "分别按", "以", "按不同", "各自", "其他", "其它", "其余", "每一", "每款", "各项", "各大",
    ),
    Cue.PER: ("per", "each", "every"),
    Cue.WHICH: (
        "which", "what", "whose", "哪", "哪个", "哪些", "哪一个", "哪家", "哪种", "哪位", "哪名", "哪几个", "哪类", "哪款",
        "什么", "哪里", "哪儿", "哪一", "哪几",
    ),
    Cue.WHO: ("who", "whom", "谁", "哪个人", "哪些人"),
    Cue.LIST: (
        "list", "listing", "list of", "list all", "show all", "names of", "details of", "enumerate", "列出", "列举", "名单", "清单",
        "明细", "列表", "罗列", "有哪些", "列一下",
    ),
    Cue.MORE: (
        "more than", "over", "above", "greater than", "exceeding", "exceed", "exceeds", "larger than",
        "higher than", "bigger than", "older than", "longer than", "in excess of", "north of", ">",
        "no fewer", "upwards of", "later than", "超过", "大于", "高于", "多于", "超出", "高过", "大过", "不止", "长于", 
        "突破",
    ),
    Cue.LESS: (
        "less than", "under", "below", "fewer than", "smaller than", "lower than", "younger than",
        "shorter than", "cheaper than", "short of", "<", "低于", "小于", "少于", "不足", "不到", "未满", "不满", "短于",
        "未达到",
    ),
    Cue.AT_LEAST: (
        "at least", "no less than", "not less than", "no fewer than", "minimum of", ">=", "a minimum of",
        "至少", "不少于", "不低于", "不小于", "起码", "达到", "大于等于", "大于或等于",
    ),
    Cue.AT_MOST: (
        "at most", "no more than", "not more than", "up to", "maximum of", "<=", "a maximum of", "至多", "不超过",
        "不高于", "不多于", "不大于", "小于等于", "小于或等于",
    ),
    Cue.OR_MORE: ("or more", "or above", "or over", "or higher", "and above", "and up", "plus", "+", "以上", "及以上", "或以上"),
    Cue.OR_LESS: ("or less", "or fewer", "or below", "or under", "or lower", "以下", "及以下", "或以下", "以内", "之内"),
    Cue.EXACTLY: (
        "exactly", "equal to", "equals", "equal", "is exactly", "=", "==", "等于", "正好", "恰好", "刚好",
    ),
    Cue.BETWEEN: ("between", "from", "ranging from", "介于", "在", "从"),
    Cue.TO: ("to", "through", "-", "~", "–", "—", "到", "至"),
    Cue.NOT: (
        "not", "except", "excluding", "exclude", "excludes", "other than", "but not", "apart from", "not in",
        "isn't", "aren't", "don't", "doesn't", "didn't", "outside", "outside of", "not including", "non", "!=", "<>",
        "besides", "leaving out", "ignore", "ignoring", "not from", "is not", "are not", "was not", "were not",
        "except for", "aside from", "minus", "no longer",
        "不是", "不包括", "不含", "不包含", "除了", "除", "排除", "剔除", "去掉", "非", "不在", "不属于", "不算", "以外的",
        "之外的", "不等于", "并非", "不", "没", "扣除", "除去",
    ),
    Cue.WITHOUT: (
        "without", "without any", "with no", "missing", "lacking", "no known", "unknown", "empty", "blank", "have no", "has no",
        "没有", "缺少", "缺失", "无", "未填", "为空", "空的", "未知", "尚未", "还没有", "没填",
    ),
    Cue.ONLY: ("only", "just", "solely", "limited to", "restricted to", "只看", "只", "仅", "仅看", "只要", "只有", "仅限", "限"),
    Cue.AND: ("and", "as well as", "together with", "plus", "&", "和", "与", "及", "以及", "还有", "并", "跟", "、", ","),
    Cue.OR: ("or", "either", "或", "或者", "或是"),
    Cue.VERSUS: (
        "versus", "vs", "vs.", "compared to", "compared with", "compare", "comparison", "against", "comparing",
        "comparison of", "difference between", "v/s", "respectively", "separately", "in comparison with",
        "对比", "比较", "相比", "分别", "比", "相较", "各自", "对照", "与比", "分别是多少", "pk",
    ),
    Cue.DESCENDING: (
        "descending", "desc", "from high to low", "from highest to lowest", "high to low", "highest to lowest", "largest to smallest", "most to least", "largest first",
        "highest first", "from most to least", "decreasing", "in descending order", "in desc", "from large to small",
        "reverse order", "from z to a", "z to a", "decreasing order", "biggest first", "most first",
        "从高到低", "从大到小", "从多到少", "降序", "倒序", "由高到低", "由大到小", "由多到少", "递减", "从长到短", "从新到旧",
    ),
    Cue.ASCENDING: (
        "ascending", "asc", "from low to high", "from lowest to highest", "low to high", "lowest to highest", "smallest to largest", "least to most", "smallest first",
        "lowest first", "from least to most", "increasing", "in ascending order", "in asc", "from small to large",
        "alphabetically", "alphabetical order", "in alphabetical order", "from a to z", "a to z", "increasing order",
        "从低到高", "从小到大", "从少到多", "升序", "正序", "由低到高", "由小到大", "由少到多", "递增", "从短到长", "从旧到新",
    ),
    Cue.SORT: (
        "sort", "sorted", "sort by", "sorted by", "order by", "ordered by", "ordered", "rank", "ranked",
        "ranked by", "ranking", "rank by", "in order of", "ordering", "ranking of", "arranged by", "sorting",
        "排序", "排名", "排行", "排列", "排行榜", "排个序", "排一下", "的顺序",
    ),
    Cue.SHARE: (
        "share", "proportion", "percentage", "percent", "distribution", "composition", "split", "ratio",
        "breakdown", "mix", "makeup", "what share", "share of", "proportion of", "percentage of", "distribution of",
        "占比", "比例", "百分比", "构成", "分布", "比重", "份额", "组成", "占", "占多少", "各占", "各占多少", "结构",
    ),
    Cue.RATIO: ("ratio", "ratio of", "ratios of", "ratio between", "divided by", "除以", "之比", "比值", "的比值", "比率", "的比率", "的比例"),
    Cue.TREND: (
        "trend", "over time", "across time", "by time", "with time", "trends", "evolution", "evolve", "evolved", "development", "develop", "developed",
        "change over time", "changed over time", "history", "through time", "time series", "trending", "over the years",
        "over the months", "progression", "fluctuation",
        "change", "changed", "changes", "趋势", "走势", "变化", "随时间", "变动", "历史", "时间序列", "发展", "演变",
        "变化趋势", "变化情况", "随时间变化", "波动",
    ),
    Cue.ALL: ("all", "all the", "every single", "any", "overall", "whole", "entire", "complete", "所有", "全部", "全体", "整体", "全公司", "全校", "全厂", "全院", "全店", "全行业", "任何"),
    Cue.IN: ("in", "at", "on", "for", "within", "with", "during", "inside", "located in", "based in", "belonging to",
             "in the", "for the", "where", "whose", "在", "位于", "属于", "来自", "中", "里", "内", "是", "为", "的话"),
    Cue.THAN: ("than", "比"),
    Cue.LIKE: ("contain", "contains", "containing", "including the word", "includes the word", "include letter", "contains the word", "contains the letter", "contain the letter", "包含", "含有", "含", "带有", "名字里有"),
    Cue.STARTS: ("start with", "starts with", "starting with", "begin with", "begins with", "beginning with", "start with the letter", "starts with the letter",
                 "开头", "以开头", "开头是"),
    Cue.ENDS: ("end with", "ends with", "ending with", "ending in", "ends with the letter", "ending with the letter", "结尾", "结尾是"),
    Cue.OF: ("of", "的", "之", "from", "made by", "their", "its", "其"),
    Cue.WILL: ("will", "going to", "shall", "would", "将", "会", "将要"),
    Cue.X_AXIS: ("x axis", "x-axis", "x", "horizontal axis", "横轴", "x轴", "横坐标"),
    Cue.Y_AXIS: ("y axis", "y-axis", "y", "vertical axis", "total number", "纵轴", "y轴", "纵坐标"),
    Cue.ON_YEAR: (
        "year over year", "year-over-year", "year on year", "year-on-year", "yoy", "y/y", "over the previous year",
        "over the prior year", "on the previous year", "against the year before", "over the year before", "on the year before",
        "than the year before", "compared with the year before", "compared to the year before", "同比", "同比增长", "同比增长率", "同比增速", "同比变化",
        "同比变化率", "年同比", "同比增幅", "同比涨幅", "较上年同期", "比上年同期",
    ),
    Cue.ON_PERIOD: (
        "month over month", "month-over-month", "month on month", "month-on-month", "mom", "m/m", "quarter over quarter",
        "quarter-over-quarter", "qoq", "q/q", "week over week", "week-over-week", "wow", "day over day", "period over period",
        "over the previous period", "over the previous month", "over the previous quarter", "against the previous period",
        "from the previous month", "from the previous period", "环比", "环比增长", "环比增长率", "环比增速", "环比变化", "环比变化率", "月环比", "季环比",
        "周环比", "环比增幅", "较上期", "比上期", "较上月", "与上期相比",
    ),
    Cue.GROWTH: (
        "growth", "growth rate", "growth rates", "rate of growth", "percent change", "percentage change", "% change",
        "rate of change", "percentage growth", "percentage increase", "percent increase", "growing", "grew", "grow", "grown",
        "增长", "增长率", "增速", "增幅", "涨幅", "增长幅度", "变化率", "变化幅度", "增长情况", "增长速度", "增长了多少", "增长多少", "增长百分比", "降幅",
    ),
    Cue.SAME_TIME: ("same period", "the same period", "same time", "the same time", "the same period of", "same period of", "same period in", "the same period in", "同期"),
    Cue.RUNNING: (
        "cumulative", "cumulatively", "running total", "running totals", "running sum", "running total of", "cumulative total", "accumulated", "accumulative",
        "累计", "累积", "逐月累计", "逐日累计", "累加",
    ),
    Cue.FOLLOW: (
        "what about", "how about", "and for", "the same for", "same for", "instead", "now", "and what about",
        "换成", "改成", "那", "呢", "再看", "同样", "那么", "改为",
    ),
}  # fmt: skip

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
    "stacked_bar": ("stacked bar", "stacked bar chart", "stacked bar charts", "stacked barchart", "stack bar chart", "stack bar charts", "stacked bars", "stack bar", "stacked column", "堆叠图", "堆积图",
                    "堆叠柱状图", "堆积柱状图", "堆叠条形图"),
    "grouped_bar": ("grouped bar", "grouped bar chart", "clustered bar", "分组柱状图", "簇状柱形图", "分组条形图"),
    "bar": ("bar", "bar chart", "barchart", "bar charts", "barcharts", "bar graphs", "bar graph", "bargraph", "bars", "column chart", "histogram", "bar plot", "柱状图", "条形图", "柱形图",
            "直方图"),
    "line": ("line", "line chart", "linechart", "line charts", "lines", "line graph", "linegraph", "line plot", "curve", "折线图", "线图", "曲线图", "曲线", "趋势图"),
    "area": ("area chart", "area graph", "面积图"),
    "scatter": ("scatter", "scatter plot", "scatter chart", "scatterplot", "point chart", "scatter graph", "散点图", "散点",
                "correlation", "correlations", "correlate", "correlated", "relationship", "relationships",
                "相关性", "相关系数", "相关关系", "的关系", "之间的关系"),
    "heatmap": ("heatmap", "heat map", "热力图"),
    "number": ("big number", "single number", "指标卡", "数字卡片"),
}  # fmt: skip

# An adjective ranks or compares by a property that it does not name: what that may be called.
ADJECTIVES: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("oldest", "older than", "youngest", "younger than", "最老", "最年长", "最年轻", "年长于"):
        ("age", "birth date", "年龄", "出生日期"),
    ("cheapest", "cheaper than", "most expensive", "最贵", "最贵的", "最便宜", "最便宜的"):
        ("price", "list price", "unit price", "cost", "价格", "单价", "售价", "标价"),
    ("longest", "longer than", "shortest", "shorter than", "最长", "最长的", "最短", "最短的", "长于", "短于"):
        ("duration", "length", "tenure", "时长", "长度", "司龄", "工龄"),
    ("heaviest", "lightest", "最重", "最轻"): ("weight", "重量", "体重"),
    ("tallest",): ("height", "身高", "高度"),
    ("fastest", "slowest", "最快", "最慢"): ("speed", "delivery time", "速度", "时长"),
    ("richest", "poorest", "最富", "最穷"): ("income", "wealth", "收入"),
    ("hottest", "warmest", "coldest", "最热", "最冷"): ("temperature", "温度", "气温"),
    ("deepest", "shallowest", "最深", "最浅"): ("depth", "深度"),
    ("widest", "narrowest", "最宽", "最窄"): ("width", "宽度"),
    ("most powerful", "least powerful"): ("horsepower", "power", "马力", "功率"),
    ("most profitable", "least profitable", "最赚钱", "最挣钱"): ("profit", "利润"),
    ("most populous", "least populous", "most populated"): ("population", "人口"),
}  # fmt: skip
# Verbs that compare by a property when a number stands behind them: "services that cost more than 100".
VERBS: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("cost", "costs", "costing", "priced", "priced at", "sell for", "sells for", "sold for"):
        ("price", "cost", "unit price", "list price"),
    ("weigh", "weighs", "weighing"): ("weight",),
    ("earn", "earns", "earning", "paid"): ("salary", "income", "wage", "pay"),
    ("last", "lasts", "lasting", "lasted"): ("duration", "length"),
    ("founded", "established", "built", "opened", "founded in", "created"):
        ("founded", "year founded", "founding year", "established", "year built", "opening year", "year opened"),
}  # fmt: skip
# These compare numbers where what they compare is a column of years.
LATER: Final[frozenset[str]] = frozenset(("after", "later than", "since", "晚于"))
EARLIER: Final[frozenset[str]] = frozenset(("before", "earlier than", "prior to", "早于"))
# Words that ask for a property without its name.
PROPERTIES: Final[dict[str, tuple[str, ...]]] = {
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
# These question words ask for a measure as well as for a thing; "which" asks for a thing.
WHAT: Final[frozenset[str]] = frozenset(("what", "whats", "什么"))
# These count people, never the different values of a dimension beside them: 性别人数.
COUNTS_PEOPLE: Final[frozenset[str]] = frozenset(("人数", "总人数", "多少人", "headcount of"))
# Words that stand between a number and what it counts.
CLASSIFIERS: Final[frozenset[str]] = frozenset("个名位家种条笔件款台只张支本套箱辆份门场所")
# Words for somebody whom the question does not name.
PEOPLE: Final[frozenset[str]] = frozenset(("people", "人", "个人"))

# What adds up to nothing: where nothing else is said its average is meant, of other amounts the sum.
AVERAGED: Final[tuple[str, ...]] = (
    "price", "rate", "ratio", "score", "rating", "age", "temperature", "duration", "weight", "height", "speed", "grade",
    "percentage", "salary", "tenure", "length", "percent", "index", "probability", "latitude", "longitude", "acceleration",
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
    "took", "taken", "effect", "become", "became", "occur", "occurred", "begin", "began", "started", "ended",
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
