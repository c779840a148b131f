"""Function words and what they do to their neighbours. Each cue maps to the phrases that say it, of both
languages side by side, so that what one can say the other can."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pipeline.planner import adjectives, words


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
    QUOTIENT = "quotient"  # a figure that is one measure divided by another: profit margin
    RUNNING = "running"  # summed up period by period


CUES: Final[dict[Cue, tuple[str, ...]]] = {
    Cue.COUNT: (
        "how many", "number of", "count of", "count", "total number of", "the number of", "quantity of",
        "headcount of", "num of", "amount of", "frequency of", "frequency", "number of times", "the number of times", "how many times", "how often",
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
        "highest", "most often", "most frequently", "most common", "most frequent", "busiest", "most", "largest", "biggest", "greatest", "best", "latest", "newest",
        "most recent", "the most", "the highest", "top ranked", "maximal", "strongest",
        "most commonly", 
        "leading", "best performing", "best selling", "top selling", "bestselling", "more", "最高", "最多", "最大", "最好",
        "最新", "最近的", "最强", "最高的", "最多的", "最大的", "最好的", 
        "第一", "排第一", "排名第一", "最晚", "最火", "最常", "最常见", "最频繁", "最繁忙", "最忙", "最普遍", "用得最多", "用的最多", "使用最多", "使用得最多", "最常用", "最受欢迎", "最畅销", "卖得最好", "买得最多", "买的最多", "消费最多", "花钱最多", "卖得最多", "卖的最好", "卖的最多", "做得最好", "居首", "领先", 
        *adjectives.MOST,
    ),
    Cue.LEAST: (
        "lowest", "least often", "least common", "least frequent", "least frequently", "least", "smallest", "fewest", "worst", "earliest", 
        
        "minimal", "the least", "the lowest", "weakest", "fewer", "worst performing", "worst selling", "卖得最差", "卖得最少", "最低", "最少", "最小", "最差",
        "最不常见", "最少见", "用得最少", "用的最少", "使用最少", "最不常用", "最早", "最弱", "最低的", "最少的", "最小的", "最差的", "垫底",
        "倒数第一", 
        *adjectives.LEAST,
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
        "higher than", "bigger than", "in excess of", "north of", ">",
        "no fewer", "upwards of", "later than", "超过", "大于", "高于", "多于", "超出", "高过", "大过", "不止", 
        "突破",
        *adjectives.MORE_THAN,
    ),
    Cue.LESS: (
        "less than", "under", "below", "fewer than", "smaller than", "lower than", 
        "short of", "<", "低于", "小于", "少于", "不足", "不到", "未满", "不满", 
        "未达到",
        *adjectives.LESS_THAN,
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
        "without", "without any", "with no", "never", "missing", "lacking", "no known", "unknown", "empty", "blank", "have no", "has no",
        "没有", "从未", "从没", "从没有", "从来没有", "未曾", "缺少", "缺失", "无", "未填", "为空", "空的", "未知", "尚未", "还没有", "没填",
    ),
    Cue.ONLY: ("only", "just", "solely", "limited to", "restricted to", "只看", "只", "仅", "仅看", "只要", "只有", "仅限", "限"),
    Cue.AND: ("and", "as well as", "together with", "plus", "&", "且", "并且", "而且", "和", "与", "及", "以及", "还有", "并", "跟", "、", ","),
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
    Cue.QUOTIENT: tuple(words.QUOTIENTS),
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
    Cue.LIKE: ("contain", "contains", "containing", "including the word", "includes the word", "include letter", "contains the word", "contains the letter", "contain the letter", "包含", "含有", "含", "带有", "名字里有", "里有", "中有", "里含", "中含", "里含有", "中含有", "里面有", "里包含", "中包含"),
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
        "from the previous month", "from the previous period", "the month before", "the quarter before", "the week before",
        "the day before", "the period before", "the month prior", "the quarter prior", "环比", "环比增长", "环比增长率", "环比增速", "环比变化", "环比变化率", "月环比", "季环比",
        "周环比", "环比增幅", "较上期", "比上期", "较上月", "与上期相比",
    ),
    Cue.GROWTH: (
        "growth", "growth rate", "growth rates", "rate of growth", "percent change", "percentage change", "% change",
        "rate of change", "percentage growth", "percentage increase", "percent increase", "growing", "grew", "grow", "grown",
        "increase", "increased", "increasing", "decrease", "decreased", "decreasing", "rose", "declined", "declining", "dropped",
        "增长", "增长率", "增速", "增幅", "涨幅", "增长幅度", "变化率", "变化幅度", "增长情况", "增长速度", "增长了多少", "增长多少", "增长百分比", "降幅", "下降", "上升", "减少", "上涨", "下跌", "下滑",
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
