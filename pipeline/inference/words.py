"""Words that database people use in names, and what columns named so are."""

from __future__ import annotations

from typing import Any, Final

# Standard abbreviations of columns; what is missing here stays as it is.
ABBREVIATIONS: Final[dict[str, str]] = {
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
    "freq": "frequency", "gdp": "gross domestic product", "grp": "group", "hosp": "hospital", "hr":
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
