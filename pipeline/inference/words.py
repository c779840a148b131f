"""Words that database people use in names, and what columns named so are."""

from __future__ import annotations

from typing import Any, Final

# Standard abbreviations of columns; what is missing here stays as it is.
ABBREVIATIONS: Final[dict[str, str]] = {
    "percap": "per capita", "dayof": "day of",
    "acc": "account", "acct": "account", "addr": "address", "adj": "adjusted", "amt": "amount", "app":
    "application", "appt": "appointment", "apt": "apartment", "arr": "arrival", "attr": "attribute",
    "auth": "authorised", "avail": "available", "avg": "average", "bal": "balance", "bday": "birthday",
    "bldg": "building", "cap": "capacity", "cat": "category", "catg": "category", "cd": "code", "chg":
    "change", "cmt": "comment", "cnt": "count", "co": "company", "comp": "company", "cont": "contact",
    "crs": "course", "ctr": "centre", "ctry": "country", "cty": "city", "curr": "currency", "cust":
    "customer", "dept": "department", "des": "description", "desc": "description", "descr":
    "description", "dest": "destination", "dev": "device", "dist": "district", "div": "division", "dob":
    "date of birth", "doc": "document", "dpt": "department", "dt": "date", "dur": "duration", "eff":
    "effective", "emp": "employee", "enr": "enrollment", "enrl": "enrollment", "equip": "equipment",
    "est": "estimated", "exp": "expiry", "expr": "expression", "fac": "faculty", "fname": "first name",
    "freq": "frequency", "grp": "group", "hosp": "hospital", "hr":
    "hour", "hrs": "hours", "id": "ID", "img": "image", "ins": "insurance", "inst": "institution",
    "inv": "invoice", "lang": "language", "lat": "latitude", "lbl": "label", "lic": "licence", "lname":
    "last name", "lng": "longitude", "loc": "location", "lon": "longitude", "long": "longitude", "lvl":
    "level", "maint": "maintenance", "max": "maximum", "med": "medical", "mfg": "manufacturing", "mfr":
    "manufacturer", "mgr": "manager", "min": "minimum", "mkt": "market", "mktg": "marketing", "mo":
    "month", "mpg": "miles per gallon", "mph": "miles per hour", "msg": "message", "mth": "month",
    "natl": "national", "nbr": "number", "nm": "name", "no": "number", "num": "number", "obj": "object",
    "ord": "order", "org": "organisation", "orig": "original", "pct": "percent", "perf": "performance",
    "pmt": "payment", "pop": "population", "pos": "position", "prc": "price", "prd": "product", "pref":
    "preference", "prev": "previous", "prod": "product", "prof": "professor", "proj": "project", "prov":
    "province", "pt": "point", "pub": "publication", "pur": "purchase", "pwd": "password", "pymt":
    "payment", "qtr": "quarter", "qty": "quantity", "rcpt": "receipt", "rec": "record", "ref":
    "reference", "reg": "region", "rel": "release", "req": "request", "rev": "revenue", "rm": "room",
    "rpm": "revolutions per minute", "sal": "salary", "sch": "school", "sched": "schedule", "sem":
    "semester", "seq": "sequence", "sess": "session", "spec": "specification", "sqft": "square feet",
    "src": "source", "std": "standard", "stmt": "statement", "stu": "student", "subj": "subject",
    "supp": "supplier", "supv": "supervisor", "svc": "service", "tech": "technology", "tel":
    "telephone", "temp": "temperature", "tot": "total", "trans": "transaction", "txn": "transaction",
    "typ": "type", "univ": "university", "usr": "user", "val": "value", "veh": "vehicle", "vend":
    "vendor", "vol": "volume", "whse": "warehouse", "wk": "week", "wt": "weight", "yr": "year",
}  # fmt: skip
# Abbreviations that mean something else behind another word.
ABBREVIATED_BEHIND: Final = {
    ("life", "exp"): "expectancy",
    ("life", "expect"): "expectancy",
    ("per", "cap"): "capita",
}
# Words that are written in capitals.
ACRONYMS: Final = frozenset(
    ("id", "gdp", "gni", "cpi", "kpi", "roi", "url", "sku", "isbn", "vip", "gmv", "imdb", "bmi", "api")
)
# Substances that are measured, however their names end: ``NO2(GT)`` is no number.
FORMULAS: Final = (
    "CO2",
    "CO",
    "NO2",
    "NOx",
    "NOX",
    "NO",
    "SO2",
    "O3",
    "PM2.5",
    "PM25",
    "PM10",
    "NH3",
    "CH4",
    "N2O",
    "NMHC",
    "C6H6",
)
# What some put in front of the name of a table.
TABLE_MARKS: Final = frozenset(("tbl", "tb", "dim", "fact", "fct", "stg", "vw", "t"))
YEARS: Final = ("year", "yr", "season", "年份", "年度", "年")
# What happens once to each thing: numbers of four digits say in which year.
YEARS_OF: Final = (
    "founded", "established", "built", "born", "since", "formed", "incorporated", "inaugurated", "constructed",
    "debut", "vintage", "opened", "created", "creation", "date", "创立", "成立", "建成", "始建", "创办",
)  # fmt: skip
# Digits that are a name.
KEPT_AS_TEXT: Final = frozenset((
    "fax", "mobile", "phone", "postal", "postcode", "ssn", "telephone", "zip", "zipcode", "手机", "手机号",
    "电话", "身份证", "邮编",
))  # fmt: skip
# Kinds of persons, whose numbers stand for words: 0 and 1 of a sex.
KINDS_OF_PERSONS: Final = frozenset(("sex", "gender", "marital", "性别", "婚否", "婚姻状况"))
# Words anywhere in a name that say that it is an average already.
AVERAGES: Final = frozenset(("capita", "expectancy", "average", "mean", "median", "avg"))
AVERAGES_ZH: Final = ("人均", "平均")
# Columns that hold how many there are of what a row stands for.
COUNTS_OF_ROWS: Final = frozenset(
    ("count", "frequency", "headcount", "number of people", "人数", "次数", "频数", "总人数")
)
# What a row is by the columns it has, where no name says it: a thing -> its name in Chinese, one of the columns
# that it must have (none: any), and those that tell it.
TOLD_BY_COLUMNS: Final[dict[str, tuple[str, frozenset[str], frozenset[str]]]] = {
    "movie": ("电影", frozenset(("title", "movie", "film", "name", "片名", "电影", "电影名", "电影名称")), frozenset((
        "director", "genre", "genres", "imdb", "rating", "runtime", "box", "actor", "cast", "studio", "导演", "主演", "片长", "票房", "上映",
    ))),
    "book": ("图书", frozenset(("title", "book", "书名", "name")), frozenset(("author", "isbn", "publisher", "pages", "作者", "出版社"))),
    "transaction": ("交易", frozenset(("amount", "debit", "credit", "金额", "收入", "支出", "交易金额", "金额(元)")), frozenset((
        "balance", "payee", "merchant", "counterparty", "transaction", "payment", "memo", "交易对方", "交易时间", "余额", "收/支", "商户", "账户",
    ))),
    "order": ("订单", frozenset(("quantity", "amount", "total", "price", "数量", "金额", "单价")), frozenset((
        "order", "customer", "product", "invoice", "ship", "订单", "订单号", "客户", "商品", "产品",
    ))),
    "employee": ("员工", frozenset(("salary", "department", "工资", "部门", "薪资")), frozenset(("hire", "position", "manager", "job", "职位", "岗位", "入职日期", "姓名", "name"))),
    "job": ("职位", frozenset(("position", "job", "title", "职位", "职位名称", "岗位", "岗位名称")), frozenset((
        "salary", "company", "qualification", "experience", "薪资", "薪水", "公司", "公司名称", "学历", "学历要求", "工作年限", "经验要求",
    ))),
    "student": ("学生", frozenset(("grade", "score", "class", "成绩", "班级")), frozenset(("student", "school", "学号", "姓名"))),
}  # fmt: skip
# Things that are persons, whose number is a 人数.
COUNTED_PERSONS: Final = frozenset((
    "birth", "death", "person", "people", "passenger", "visitor", "student", "employee", "patient", "user", "participant", "guest",
))  # fmt: skip
# What there is at a date, which does not add up over dates.
LEVELS: Final = frozenset((
    "population", "inventory", "balance", "headcount", "subscriber", "follower", "outstanding", "debt", "cumulative",
    "employed", "unemployed", "workforce", "employee", "labour force", "labor force", "aum", "backlog", "stock", "assets", "liability", "liabilities",
))  # fmt: skip
LEVELS_ZH: Final = (
    "人口",
    "人口数",
    "库存",
    "库存量",
    "余额",
    "存量",
    "在职人数",
    "员工数",
    "保有量",
    "粉丝数",
    "总资产",
    "负债",
)
COORDINATES: Final = frozenset(("latitude", "longitude", "经度", "纬度"))
RANKS: Final = ("rank", "ranking", "排名", "名次")
# Percentages and what else is a part of a whole: of several the sum says nothing.
SHARES: Final = frozenset(
    ("percent", "percentage", "ratio", "proportion", "probability", "百分比", "占比", "比例", "比率", "概率")
)
# What numbers of a part of dates are called, and the largest there is.
PARTS_OF_DATES: Final = {
    "month": 12, "quarter": 4, "hour": 23, "weekday": 7, "week": 53, "day": 31, "minute": 59, "dayofweek": 7, "dow": 7,
    "day of month": 31, "day of week": 7, "月": 12, "月份": 12, "季度": 4, "小时": 23, "星期": 7, "周": 53, "日": 31,
}  # fmt: skip
# Parts that one row of a table plays for another of the same table.
OWN_PARTS: Final = frozenset((
    "manager", "parent", "supervisor", "boss", "superior", "reports", "mentor", "referrer", "predecessor", "上级", "父级",
))  # fmt: skip
WEEKDAY: Final = (
    "weekday",
    "weekdays",
    "day of week",
    "day of the week",
    "days of the week",
    "星期几",
    "周几",
    "星期",
)
HOUR_OF_DAY: Final = (
    "hour of day",
    "hour of the day",
    "hours of the day",
    "time of day",
    "几点",
    "一天中的小时",
    "一天中各小时",
    "各小时",
    "时段",
    "小时段",
)
# By their number in SQL, which begins with Sunday.
WEEKDAYS: Final[dict[str, dict[str, Any]]] = {
    number: {
        "en": en,
        "zh": f"周{zh}",
        "synonyms": [f"星期{zh}", f"礼拜{zh}", *(("weekend", "weekends", "周末") if number in "06" else ("工作日", "workdays"))],
    }
    for number, en, zh in (
        ("0", "Sunday", "日"), ("1", "Monday", "一"), ("2", "Tuesday", "二"), ("3", "Wednesday", "三"),
        ("4", "Thursday", "四"), ("5", "Friday", "五"), ("6", "Saturday", "六"),
    )
}  # fmt: skip
# Names of what adds up even where it takes few values.
AMOUNTS: Final = (
    "quantity", "amount", "count", "total", "sum", "sales", "sale", "revenue", "units", "cost", "profit", "income", "fee",
    "payment", "orders", "visits", "clicks", "views", "goals", "points", "wins", "losses", "number", "num", "hours", "minutes",
    "days", "volume", "price", "salary", "size", "weight", "capacity", "attendance", "enrollment", "distance", "rent", "budget", "expense", "balance", "population", "votes", "passengers", "数量", "金额", "数", "量", "额",
    "次数", "人数", "件数", "费用", "成本", "利润", "收入",
)  # fmt: skip
# What nobody is to be asked about: left out of an inferred model.
SECRETS: Final = frozenset(("password", "passwd", "pwd", "passphrase", "salt", "密码", "口令"))
# What is told of persons and animals, whose weights are no load.
OF_BODIES: Final = frozenset((
    "age", "gender", "sex", "birth", "height", "breed", "species", "bmi", "年龄", "性别", "身高", "出生日期", "品种",
))  # fmt: skip
NAME_WORDS: Final = frozenset(("name", "title", "label", "名称", "姓名", "名字"))
COUNTRY: Final = ("country", "countries", "nation", "国家", "国别")
# What the parts of the world are called where no column is: by the largest parts that one tells.
REGION: Final = ("region", "regions", "area", "areas", "地区", "区域")
# The names of columns of places, the largest first.
PLACES: Final = (
    COUNTRY,
    ("state", "province", "prefecture", "省", "省份", "州"),
    ("county", "district", "区县", "县"),
    ("city", "town", "城市", "市"),
)
# Chinese names of keys that do not hold the word for what they identify.
KEYS_OF_PEOPLE: Final[dict[str, tuple[str, ...]]] = {
    "工号": ("员工", "职工", "人员"),
    "学号": ("学生", "同学"),
}
