"""Four made-up organisations as files that nobody prepared: the data of the gold questions beside the demo.

``retail.csv`` a shop's export with Chinese headers in GB18030, titles above them and amounts with thousands
separators; ``people.xlsx`` a personnel list; ``bank.sqlite`` four tables with keys; ``shipments.csv`` a
carrier's export with days before months and costs in dollars.
"""

from __future__ import annotations

import random
import sqlite3
from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

TODAY = date(2025, 6, 30)
FILES = ("retail.csv", "people.xlsx", "bank.sqlite", "shipments.csv")


def write_all(folder: Path) -> None:
    """Writes the four files."""
    _retail(folder / "retail.csv")
    _people(folder / "people.xlsx")
    _bank(folder / "bank.sqlite")
    _shipments(folder / "shipments.csv")


def _days(pick: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=pick.randrange((last - first).days + 1))


def _retail(path: Path) -> None:
    pick = random.Random(11)
    cities = {
        "华东": ["上海", "杭州", "南京"],
        "华北": ["北京", "天津"],
        "华南": ["广州", "深圳"],
        "西南": ["成都", "重庆"],
    }
    goods = {
        "办公用品": [("订书机", 28), ("文件夹", 12), ("打印纸", 25)],
        "家具": [("书桌", 880), ("办公椅", 560), ("书架", 430)],
        "数码": [("显示器", 1290), ("键盘", 199), ("耳机", 349), ("路由器", 259)],
    }
    lines = ["门店销售明细,,,,,,,,,,,", "导出时间：2025-06-30,,,,,,,,,,,"]
    lines.append("订单编号,下单日期,客户名称,地区,城市,产品类别,产品名称,数量,单价,金额,利润,支付方式")
    customers = [f"{a}{b}" for a in "王李张刘陈杨" for b in ("伟", "芳", "敏", "静", "磊")]
    for number in range(1, 1501):
        region = pick.choices(list(cities), [5, 3, 4, 2])[0]
        kind = pick.choices(list(goods), [5, 2, 4])[0]
        product, price = pick.choice(goods[kind])
        quantity = pick.randint(1, 8)
        amount = quantity * price
        day = _days(pick, date(2023, 1, 1), TODAY)
        cells = [
            f"DD{number:06d}", f"{day.year}年{day.month}月{day.day}日", pick.choice(customers), region,
            pick.choice(cities[region]), kind, product, str(quantity), f"{price}", f"{amount:,}",
            f"{amount * pick.uniform(-0.05, 0.4):.2f}", pick.choice(["微信", "支付宝", "银行卡"]),
        ]  # fmt: skip
        lines.append(",".join(f'"{c}"' if "," in c else c for c in cells))
    path.write_bytes("\n".join(lines).encode("gb18030"))


def _people(path: Path) -> None:
    pick = random.Random(12)
    book = Workbook()
    sheet = book.active
    sheet.title = "员工花名册"
    sheet.append(
        ["工号", "姓名", "性别", "部门", "职位", "入职日期", "年龄", "月薪", "绩效评分", "学历", "城市"]
    )
    jobs = {
        "研发部": ["工程师", "架构师", "测试"],
        "市场部": ["策划", "推广"],
        "销售部": ["销售代表", "大客户经理"],
        "财务部": ["会计", "出纳"],
        "人事部": ["招聘专员", "薪酬专员"],
    }
    for number in range(1, 321):
        department = pick.choices(list(jobs), [6, 2, 4, 1, 1])[0]
        sheet.append(
            [
                f"{number:05d}", f"{pick.choice('赵钱孙李周吴郑王冯陈')}{pick.choice('子一小文建国')}{pick.choice('明华丽强军涵')}",
                pick.choice("男女"), department, pick.choice(jobs[department]), _days(pick, date(2015, 1, 1), TODAY),
                pick.randint(22, 58), pick.randint(60, 400) * 100, round(pick.uniform(1, 5), 1),
                pick.choices(["大专", "本科", "硕士", "博士"], [2, 5, 3, 1])[0], pick.choice(["上海", "北京", "深圳", "武汉"]),
            ]
        )  # fmt: skip
    book.save(path)


def _bank(path: Path) -> None:
    pick = random.Random(13)
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE branches (branch_id INTEGER PRIMARY KEY, branch_name TEXT, city TEXT, opened_year INTEGER);"
            "CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, customer_name TEXT, gender TEXT, age INTEGER,"
            " country TEXT, joined_on DATE);"
            "CREATE TABLE accounts (account_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers,"
            " branch_id INTEGER REFERENCES branches, account_type TEXT, balance REAL, opened_on DATE);"
            "CREATE TABLE transactions (transaction_id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES accounts,"
            " channel TEXT, amount REAL, made_at TIMESTAMP);"
        )
        names = ["Harbour", "Old Town", "Station", "Riverside", "Airport", "Market"]
        towns = ["Leeds", "Bristol", "Leeds", "York", "Bristol", "York"]
        for i, (name, town) in enumerate(zip(names, towns, strict=True), 1):
            connection.execute("INSERT INTO branches VALUES (?, ?, ?, ?)", (i, name, town, 1990 + 5 * i))
        for i in range(1, 201):
            name = f"{pick.choice(['Ada', 'Bea', 'Carl', 'Dora', 'Emil', 'Fay'])} {pick.choice(['Hill', 'Stone', 'Brook', 'Field'])} {i}"
            row = (i, name, pick.choice("FM"), pick.randint(18, 80), pick.choice(["Ireland", "France", "Spain", "Poland"]), _days(pick, date(2018, 1, 1), TODAY).isoformat())  # fmt: skip
            connection.execute("INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?)", row)
        for i in range(1, 301):
            row = (i, pick.randint(1, 190), pick.randint(1, 6), pick.choice(["Savings", "Checking", "Credit"]), round(pick.uniform(-500, 20_000), 2), _days(pick, date(2019, 1, 1), TODAY).isoformat())  # fmt: skip
            connection.execute("INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?)", row)
        for i in range(1, 4001):
            day = _days(pick, date(2023, 1, 1), TODAY)
            row = (i, pick.randint(1, 300), pick.choices(["Online", "ATM", "Branch desk"], [6, 3, 1])[0], round(pick.uniform(1, 900), 2), f"{day} {pick.randint(0, 23):02d}:15:00")  # fmt: skip
            connection.execute("INSERT INTO transactions VALUES (?, ?, ?, ?, ?)", row)


def _shipments(path: Path) -> None:
    pick = random.Random(14)
    lines = ["Shipment No;Ship Date;Carrier;Origin;Destination;WeightKg;Cost;Delay Days;Status"]
    for number in range(1, 1201):
        day = _days(pick, date(2024, 1, 1), TODAY)
        status = pick.choices(["Delivered", "In transit", "Lost", "Returned"], [80, 12, 3, 5])[0]
        lines.append(
            f"{number:07d};{day:%d/%m/%Y};{pick.choice(['NorthStar', 'BlueLine', 'Quickway'])};"
            f"{pick.choice(['Oslo', 'Hamburg', 'Lyon'])};{pick.choice(['Madrid', 'Vienna', 'Prague', 'Turin', 'Porto'])};"
            f'{pick.uniform(1, 900):.1f};"${pick.uniform(20, 4000):,.2f}";{pick.choice([0, 0, 0, 1, 2, 3, 5])};{status}'
        )
    path.write_text("\n".join(lines), encoding="utf-8")
