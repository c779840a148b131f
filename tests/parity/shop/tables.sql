-- A shop with orphan keys, NULLs and odd characters. Made from arithmetic, so that it is the same everywhere.
CREATE TABLE regions AS
SELECT i AS id, ['North', 'South', 'Süd-West', 'O''Hara "x"', 'Empty'][i] AS name, i % 2 = 0 AS abroad
FROM range(1, 6) AS r (i);

CREATE TABLE customers AS
SELECT
    i AS id,
    CASE WHEN i % 13 = 0 THEN NULL ELSE ['Ann', 'Bob', '50% off', 'a_b', 'back\slash', 'qu''ote', '王芳'][1 + i % 7]
        || CASE WHEN i % 3 = 0 THEN '' ELSE ' ' || i END END AS name,
    CASE WHEN i % 11 = 0 THEN NULL WHEN i % 17 = 0 THEN 99 ELSE 1 + i % 4 END AS region_id,
    CASE WHEN i % 5 = 0 THEN NULL ELSE i % 2 = 0 END AS vip,
    DATE '2022-06-01' + ((i * 37) % 700)::INTEGER AS joined_on,
    48.0 + i % 10 AS lat,
    CASE WHEN i % 9 = 0 THEN NULL ELSE 11.0 + i % 7 END AS lon,
    (i * 7919) % 1000 AS score
FROM range(1, 61) AS r (i);

CREATE TABLE suppliers AS
SELECT i AS id, 'Supplier ' || i AS name, 1 + i % 5 AS region_id FROM range(1, 8) AS r (i);

CREATE TABLE products AS
SELECT
    i AS id, 'Product ' || i AS name, ['tea', 'cups', NULL, 'gift 100%'][1 + i % 4] AS category,
    CASE WHEN i % 6 = 0 THEN NULL ELSE 1 + i % 9 END AS supplier_id,
    ((i * 31) % 97 + 0.5)::DECIMAL(10, 2) AS price
FROM range(1, 25) AS r (i);

CREATE TABLE orders AS
SELECT
    i AS id,
    CASE WHEN i % 23 = 0 THEN NULL WHEN i % 29 = 0 THEN 999 ELSE 1 + (i * 7) % 60 END AS customer_id,
    ['new', 'paid', 'sent', NULL, 'back\slash', '50%'][1 + i % 6] AS status,
    CASE WHEN i % 19 = 0 THEN NULL ELSE ((i * 131) % 5000 / 100.0)::DECIMAL(12, 2) END AS amount,
    CASE WHEN i % 31 = 0 THEN NULL ELSE TIMESTAMP '2023-01-15 22:30:00' + INTERVAL (i * 29) HOUR END AS created_at,
    (TIMESTAMP '2023-01-15 22:30:00' + INTERVAL (i * 29 + 48) HOUR)::TIMESTAMPTZ AS shipped_at
FROM range(1, 401) AS r (i);

CREATE TABLE items AS
SELECT
    i AS id, CASE WHEN i % 37 = 0 THEN 7777 ELSE 1 + (i * 3) % 420 END AS order_id,
    CASE WHEN i % 41 = 0 THEN NULL ELSE 1 + i % 26 END AS product_id,
    CASE WHEN i % 43 = 0 THEN NULL ELSE 1 + i % 5 END AS quantity,
    ((i * 17) % 300 / 10.0)::DOUBLE AS price
FROM range(1, 1001) AS r (i);

CREATE TABLE payments AS
SELECT 'P' || i AS code, i % 3 AS part, 1 + (i * 11) % 400 AS order_id, (i * 13) % 200 AS paid
FROM range(1, 301) AS r (i);
