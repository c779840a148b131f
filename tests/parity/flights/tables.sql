-- Flights: one table of airports in two parts, a diamond of carriers, moments with a zone, hidden members.
CREATE TABLE airports AS
SELECT
    code, city, country, CASE WHEN code = 'XXX' THEN NULL ELSE 40.5 + i END AS lat, 7.25 * i AS lon, i % 2 = 0 AS hub
FROM (VALUES
    (1, 'BER', 'Berlin', 'DE'), (2, 'MUC', 'München', 'DE'), (3, 'PEK', '北京', 'CN'), (4, 'PVG', '上海', 'CN'),
    (5, 'ORD', 'O''Hare "Chicago"', 'US'), (6, 'LIM', 'Lima_%', NULL), (7, 'XXX', NULL, NULL)
) AS t (i, code, city, country);

CREATE TABLE carriers AS
SELECT code, name, alliance FROM (VALUES
    ('LH', 'Lufthansa', 'Star'), ('CA', 'Air China', 'Star'), ('UA', 'United', 'Star'), ('BA', 'British 100%', 'One_World'),
    ('ZZ', 'Back\slash', NULL)
) AS t (code, name, alliance);

CREATE TABLE planes AS
SELECT
    'N' || i AS tail, ['LH', 'CA', 'UA', 'BA', NULL, 'QQ'][1 + i % 6] AS carrier,
    ['A320', 'B747', 'A350-900', NULL][1 + i % 4] AS model, 120 + (i * 37) % 200 AS seats, 1995 + i % 28 AS built
FROM range(1, 26) AS r (i);

CREATE TABLE flights AS
SELECT
    i AS id, ['LH', 'CA', 'UA', 'BA', 'ZZ'][1 + i % 5] AS carrier,
    CASE WHEN i % 31 = 0 THEN NULL ELSE 'N' || (1 + (i * 3) % 27) END AS tail,
    ['BER', 'MUC', 'PEK', 'PVG', 'ORD', 'LIM'][1 + i % 6] AS origin,
    CASE WHEN i % 37 = 0 THEN 'QQQ' ELSE ['MUC', 'PEK', 'PVG', 'ORD', 'BER', 'XXX', NULL][1 + (i * 5) % 7] END AS destination,
    TIMESTAMPTZ '2023-02-25 20:10:00+00' + INTERVAL (i * 1577) MINUTE AS departed_at,
    CASE WHEN i % 12 = 0 THEN NULL ELSE (i * 17) % 90 - 10 END AS delay,
    i % 25 = 0 AS cancelled, ((i * 999) % 80000 / 100.0)::DECIMAL(10, 2) AS fare
FROM range(1, 361) AS r (i);

CREATE TABLE bookings AS
SELECT
    i AS id, 1 + (i * 7) % 380 AS flight_id, ['web', 'app', 'desk', NULL, 'call ''n'' go'][1 + i % 5] AS channel,
    (i * 53) % 700 AS paid, DATE '2023-01-10' + ((i * 13) % 400)::INTEGER AS booked_on, i % 4 AS bags
FROM range(1, 901) AS r (i);

CREATE TABLE incidents AS
SELECT
    i AS id, 'N' || (1 + (i * 5) % 30) AS tail, 1 + i % 5 AS severity,
    TIMESTAMP '2023-03-01 00:00:00' + INTERVAL (i * 199) HOUR AS occurred_at
FROM range(1, 61) AS r (i);
