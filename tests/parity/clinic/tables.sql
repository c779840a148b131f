-- A hospital: a snowflake around admissions, a composite key, keys that are NULL, dates without end.
CREATE TABLE departments AS
SELECT
    i AS id, ['Surgery', 'Kids'' ward', '100% care', 'A_B', 'Closed', NULL][i] AS name,
    (i * 125000.25)::DECIMAL(14, 2) AS budget, i % 2 = 1 AS acute
FROM range(1, 7) AS r (i);

CREATE TABLE doctors AS
SELECT
    i AS id, CASE WHEN i % 7 = 0 THEN NULL WHEN i % 11 = 0 THEN 77 ELSE 1 + i % 4 END AS department_id,
    'Dr. ' || ['Li', 'O''Brien', 'Müller', '50%', 'x_y', 'c:\d'][1 + i % 6] || ' ' || i AS name,
    CASE WHEN i % 5 = 0 THEN NULL ELSE 40000 + (i * 7919) % 60000 END AS salary,
    DATE '2010-01-01' + ((i * 331) % 5000)::INTEGER AS hired_on
FROM range(1, 31) AS r (i);

CREATE TABLE patients AS
SELECT
    i AS id, CASE WHEN i % 9 = 0 THEN NULL ELSE ['f', 'm', 'x'][1 + i % 3] END AS sex,
    CASE WHEN i % 17 = 0 THEN 'infinity'::DATE ELSE DATE '1930-01-01' + ((i * 997) % 33000)::INTEGER END AS born_on,
    ['Bonn', 'Köln', '上海', '', 'N/A'][1 + i % 5] AS city
FROM range(1, 121) AS r (i);

CREATE TABLE admissions AS
SELECT
    i AS id, CASE WHEN i % 29 = 0 THEN 999 ELSE 1 + (i * 13) % 120 END AS patient_id,
    CASE WHEN i % 19 = 0 THEN NULL ELSE 1 + (i * 7) % 30 END AS doctor_id,
    ['emergency', 'planned', 'transfer', NULL][1 + i % 4] AS kind,
    TIMESTAMP '2022-11-03 04:15:00' + INTERVAL (i * 37) HOUR AS admitted_at,
    CASE WHEN i % 6 = 0 THEN NULL
        ELSE TIMESTAMP '2022-11-03 04:15:00' + INTERVAL (i * 37 + (i * 53) % 400) HOUR END AS discharged_at,
    CASE WHEN i % 13 = 0 THEN NULL ELSE ((i * 7717) % 900000 / 100.0)::DECIMAL(12, 2) END AS cost
FROM range(1, 351) AS r (i);

CREATE TABLE treatments AS
SELECT
    a AS admission_id, l AS line, ['scan', 'surgery', 'x-ray 10%', NULL][1 + (a * l) % 4] AS code,
    (a * 31 + l * 17) % 180 AS minutes, ((a * 13 + l * 7) % 500 / 4.0)::DOUBLE AS price
FROM range(1, 341) AS r (a), range(1, 5) AS s (l) WHERE (a + l) % 3 > 0;

CREATE TABLE readings AS
SELECT
    CASE WHEN i % 10 = 0 THEN NULL ELSE i END AS id, 1 + (i * 3) % 360 AS admission_id,
    (i * 71) % 100 / 10.0 AS pulse
FROM range(1, 401) AS r (i);
