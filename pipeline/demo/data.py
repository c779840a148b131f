"""The data of the demo company as a DuckDB file.

The same ``today`` and ``scale`` give the same rows. All dates move with ``today``: the data cover the
eight years before it, and nothing lies after it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from pipeline.demo import people, shop

YEARS = 8

# Foreign keys are declared where they hold. Orders, their items and employees may point to a customer,
# product or department that was deleted, as in life.
SCHEMA = """
CREATE TABLE departments (
    id INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    division VARCHAR NOT NULL,
    annual_budget DECIMAL(14, 2) NOT NULL,
    opened_on DATE NOT NULL
);
CREATE TABLE employees (
    id INTEGER PRIMARY KEY,
    full_name VARCHAR NOT NULL,
    gender VARCHAR,
    birth_date DATE,
    department_id INTEGER,
    job_title VARCHAR NOT NULL,
    level VARCHAR NOT NULL,
    employment_type VARCHAR NOT NULL,
    education VARCHAR NOT NULL,
    office_city VARCHAR NOT NULL,
    hired_at DATE NOT NULL,
    left_at DATE,
    leave_reason VARCHAR,
    rating INTEGER,
    as_of DATE NOT NULL
);
CREATE TABLE salaries (
    id INTEGER PRIMARY KEY,
    employee_id INTEGER NOT NULL REFERENCES employees (id),
    amount DECIMAL(10, 2) NOT NULL,
    from_date DATE NOT NULL,
    to_date DATE
);
CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    segment VARCHAR NOT NULL,
    city VARCHAR,
    region VARCHAR,
    acquisition_channel VARCHAR NOT NULL,
    tier VARCHAR,
    created_at TIMESTAMP NOT NULL
);
CREATE TABLE products (
    id INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    category VARCHAR NOT NULL,
    brand VARCHAR,
    supplier VARCHAR NOT NULL,
    list_price DECIMAL(10, 2) NOT NULL,
    launched_on DATE NOT NULL,
    discontinued BOOLEAN NOT NULL
);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    order_number VARCHAR NOT NULL,
    customer_id INTEGER NOT NULL,
    created_at TIMESTAMP NOT NULL,
    delivered_at TIMESTAMP,
    status VARCHAR NOT NULL,
    channel VARCHAR NOT NULL,
    payment_method VARCHAR,
    shipping_fee DECIMAL(8, 2) NOT NULL,
    item_count INTEGER NOT NULL
);
CREATE TABLE order_items (
    id INTEGER PRIMARY KEY,
    order_id INTEGER NOT NULL REFERENCES orders (id),
    product_id INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    unit_price DECIMAL(10, 2) NOT NULL,
    unit_cost DECIMAL(10, 2) NOT NULL,
    discount DECIMAL(3, 2) NOT NULL,
    net_quantity INTEGER NOT NULL
);
"""


def build(path: Path, today: date, scale: float = 1.0) -> None:
    """Writes the demo data to the new DuckDB file ``path``.

    ``scale`` 1 is a company of a thousand people and 60,000 orders; 300 products do not scale.
    """
    if not scale > 0:
        raise ValueError(f"scale must be positive, not {scale}")
    with duckdb.connect(str(path)) as connection:
        connection.execute(SCHEMA)
        for table, rows in _tables(today, scale):
            connection.append(table, rows, by_name=True)


def ensure(folder: Path, today: date, scale: float = 1.0) -> Path:
    """The demo data for ``today`` and ``scale``, built into ``folder`` unless they are there.

    The file's name says what it was built from, the generator's own source included, so a file that
    exists is right. Processes that start together each build their own and one file remains.
    """
    path = folder / f"demo-{today}-{scale:g}-{_source_hash()}.duckdb"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix="building-") as scratch:
            built = Path(scratch) / path.name
            build(built, today, scale)
            os.replace(built, path)
    return path


def _tables(today: date, scale: float) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each table with its rows, those referred to before those that refer."""
    end = np.datetime64(today, "D")
    start = np.datetime64(f"{today.year - YEARS}-{today.month:02d}-01", "D")

    yield "departments", people.departments(start, end)
    staff = people.employees(_count(1_000, scale, 60), start, end)
    yield "employees", staff
    yield "salaries", people.salaries(staff, today)

    customers = shop.customers(_count(5_000, scale, 100), start, end)
    products = shop.products(300, start, end)
    orders = shop.orders(_count(60_000, scale, 600), customers, start, end)
    items = shop.order_items(orders, customers, products, end, scale)
    orders["item_count"] = items.groupby("order_id")["quantity"].sum().to_numpy()
    yield "customers", _without_some(customers)
    yield "products", _without_some(products.drop(columns=["cost", "discontinued_on"]))
    yield "orders", orders
    yield "order_items", items


def _count(at_scale_one: int, scale: float, least: int) -> int:
    return max(least, round(at_scale_one * scale))


def _without_some(rows: pd.DataFrame) -> pd.DataFrame:
    """``rows`` as they are after a few were deleted while others still point to them."""
    return rows[rows["id"] % 149 != 148]


def _source_hash() -> str:
    source = b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))
    return hashlib.sha256(source).hexdigest()[:12]
