"""Words by which the shape of a table is known."""

from __future__ import annotations

import re
from typing import Final

# Names of places that tables have columns or sheets for.
PROVINCES: Final = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西"
    " 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
)
CITIES: Final = (
    "北京 上海 广州 深圳 天津 重庆 成都 杭州 南京 武汉 西安 苏州 郑州 长沙 青岛 宁波 东莞 佛山 合肥 沈阳 大连 济南 厦门 福州 无锡 昆明"
    " 哈尔滨 长春 石家庄 南昌 贵阳 太原 南宁 温州 常州 珠海 海口 兰州 乌鲁木齐"
    "|Beijing|Shanghai|Guangzhou|Shenzhen|Chengdu|Hangzhou|Nanjing|Wuhan|Chongqing|Tianjin|New York|Los Angeles|Chicago|Houston|Boston"
    "|Seattle|San Francisco|San Diego|Dallas|Austin|Denver|Phoenix|Philadelphia|Miami|Atlanta|Washington|Detroit|Portland|Las Vegas"
    "|London|Manchester|Birmingham|Paris|Lyon|Berlin|Munich|Hamburg|Frankfurt|Madrid|Barcelona|Rome|Milan|Vienna|Zurich|Geneva|Amsterdam"
    "|Brussels|Copenhagen|Stockholm|Oslo|Helsinki|Dublin|Lisbon|Warsaw|Prague|Budapest|Athens|Istanbul|Moscow|Tokyo|Osaka|Kyoto|Seoul"
    "|Busan|Singapore|Bangkok|Jakarta|Manila|Hanoi|Kuala Lumpur|Mumbai|Delhi|Bangalore|Chennai|Kolkata|Dubai|Cairo|Nairobi|Lagos"
    "|Johannesburg|Cape Town|Sydney|Melbourne|Brisbane|Perth|Auckland|Toronto|Montreal|Vancouver|Mexico City|Sao Paulo|Rio de Janeiro"
    "|Buenos Aires|Santiago|Lima|Bogota"
)
STATES: Final = (
    "Alabama|Alaska|Arizona|Arkansas|California|Colorado|Connecticut|Delaware|Florida|Georgia|Hawaii|Idaho|Illinois|Indiana|Iowa|Kansas"
    "|Kentucky|Louisiana|Maine|Maryland|Massachusetts|Michigan|Minnesota|Mississippi|Missouri|Montana|Nebraska|Nevada|New Hampshire"
    "|New Jersey|New Mexico|New York|North Carolina|North Dakota|Ohio|Oklahoma|Oregon|Pennsylvania|Rhode Island|South Carolina"
    "|South Dakota|Tennessee|Texas|Utah|Vermont|Virginia|Washington|West Virginia|Wisconsin|Wyoming"
)
REGIONS: Final = (
    "North South East West Central Northeast Northwest Southeast Southwest Midwest NorthEast 华东 华南 华北 华中 西南 西北 东北 东部 西部"
    " 南部 北部 中部 EMEA APAC LATAM Europe Asia Africa Americas Oceania"
)

# Words of a file's name that say how it was made rather than what it is of.
SAYS_NOTHING: Final = frozenset((
    "data", "dataset", "table", "sheet", "file", "export", "report", "csv", "xls", "xlsx", "series", "wide", "long", "time", "timeseries",
    "yearly", "annual", "annually", "monthly", "quarterly", "weekly", "daily", "year", "month", "quarter", "date", "day", "number",
    "global", "world", "all", "total", "new", "old", "final", "raw", "clean", "copy", "list", "statistic", "stat", "summary", "overview",
    "book", "workbook", "page", "untitled", "document", "api", "download", "v", "ds", "en", "zh", "and", "the", "of", "in", "for", "per",
    "key", "pivot", "pivoted", "unpivoted", "aggregate", "aggregated", "main", "tmp", "temp", "temporary", "test", "sample", "example", "input", "output", "result", "value", "figure", "column", "row",
))  # fmt: skip
SAYS_NOTHING_ZH: Final = re.compile(
    r"(数据|统计|表格|报表|表|汇总|明细|导出|文件|历年|年度|月度|季度|每年|每月|各年|各月|各省|各地|各市|各国|全国|按年|按月|总?排名|排行榜?|\d+年?|分地区|分年度)"
)

# What rows are called that add up others; the second kind only where they do.
TOTAL: Final = re.compile(
    r"(grand |sub[ -]?|overall |row |column )?totals?|(grand )?total[ :].*|.*[ \-:](sub[ -]?)?totals?"
    r"|(.*[ _\-（(])?(合计|总计|小计|共计|总和|累计总数)[）):：]?|.*(合计|总计|小计)[）):：]?",
    re.IGNORECASE,
)
MAYBE_TOTAL: Final = re.compile(
    r"all( [a-z ]+)?|sum|overall|everything|全部|总数|总和|全国|全市|全省|全公司|总体|所有",
    re.IGNORECASE,
)
# Totals whose name says nothing but that.
ALL: Final = re.compile(r"all( .*)?|sum|overall|everything|全部|总数|总和|总体|所有", re.IGNORECASE)
# What names a total with more words, which may be the name of a film too.
TOTAL_OF: Final = re.compile(
    r"(?:grand )?total[ :]+(?P<of>.+)|(?P<for>.+?)[ \-:]+(?:sub[ -]?)?totals?", re.IGNORECASE
)
# What stands among countries and is none.
AGGREGATES: Final = re.compile(
    r"world|.*\b(income|dividend|IDA|IBRD|OECD|HIPC|fragile|small states|developed|developing|demographic"
    r"|euro(pean)? (area|union|zone)|eurozone|arab world|excluding|members|sub-saharan|union|territories|region)\b.*"
    r"|(.*[& ])?(africa|asia|europe|america|americas|oceania|pacific|caribbean|middle east)([ ,].*)?"
    r"|全球|世界|欧盟|欧元区|.*(收入国家|国家合计)|(非|亚|欧|北美|南美|大洋)洲.*",
    re.IGNORECASE,
)
COUNTRIES_WITH_SUCH_WORDS: Final = frozenset(
    (
        "south africa", "central african republic", "american samoa", "united states of america", "africa, south",
        "micronesia", "west bank and gaza", "palestinian territories", "soviet union", "french southern territories",
        "british indian ocean territory", "united states virgin islands", "occupied palestinian territory",
    )
)  # fmt: skip

# Columns that say what the figure of a row is of, what stands beside those, and the figure.
INDICATORS: Final = re.compile(
    r"(indicator|series|variable|metric|measure|statistic|parameter|subject descriptor)([ _]?(name|label|title|desc(ription)?))?"
    r"|指标(名称)?|统计指标|指标项|变量(名称?)?",
    re.IGNORECASE,
)
BESIDE: Final = re.compile(
    r"(indicator|series|variable|metric|measure|statistic|parameter|指标|变量)[ _]?(code|id|编码|代码|编号)?|units?|scale|单位",
    re.IGNORECASE,
)
VALUES: Final = re.compile(r"(obs[ _]?)?values?|amount|figure|数值|值|指标值|取值", re.IGNORECASE)
DIRECTIONS: Final = frozenset(
    (
        "north",
        "south",
        "east",
        "west",
        "central",
        "northeast",
        "华东",
        "华南",
        "华北",
        "华中",
        "西南",
        "西北",
        "东北",
        "东区",
        "西区",
        "南区",
        "北区",
    )
)
