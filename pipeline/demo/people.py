"""The people of the demo company: departments, employees and their salary history.

Worth finding: a hiring freeze about three years ago, a raise of a quarter for the Data department
in the July of the year before last, high attrition in Customer Service.
"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from pipeline.demo import words
from pipeline.demo.sampling import (
    Array,
    blank,
    days,
    names,
    nullable_dates,
    only,
    pick,
    pick_by_row,
    stream,
    weekday_of,
)

YEAR = 365.25
RETIREMENT_AGE = 60
RAISED_DEPARTMENT = "Data"


def departments(start: np.datetime64, today: np.datetime64) -> pd.DataFrame:
    """One row per department that still exists."""
    rng = stream("departments")
    rows = [d for d in words.DEPARTMENTS if d[0] != words.DISSOLVED_DEPARTMENT]
    share, pay = np.array([d[2] for d in rows]), np.array([d[3] for d in rows])
    budget = np.round((share + 0.01) * pay * 3_000 * rng.uniform(0.9, 1.2, len(rows))) * 100_000
    opened = start + days(rng.uniform(0, 20, len(rows)))
    opened[share == 0] = today - np.timedelta64(25, "D")
    return pd.DataFrame(
        {
            "id": _department_ids([d[0] for d in rows]),
            "name": [d[0] for d in rows],
            "division": [d[1] for d in rows],
            "annual_budget": budget,
            "opened_on": opened,
        }
    )


def employees(n: int, start: np.datetime64, today: np.datetime64) -> pd.DataFrame:
    """``n`` people with the department as id, None or the id of the dissolved one."""
    rng = stream("employees")
    department = rng.choice(len(words.DEPARTMENTS), n, p=_shares())
    kind = pick(rng, ("Full-time", "Part-time", "Contractor", "Intern"), n, (0.84, 0.06, 0.06, 0.04))
    intern = kind == "Intern"

    hired = _hired(rng, n, start, today)
    age_at_hire = np.where(intern, rng.uniform(20, 24, n), 22 + 37 * rng.beta(1.5, 2.6, n))
    age_at_hire[: n // 8] = np.minimum(age_at_hire[: n // 8] + 8, 58)  # the founders were older
    birth = hired - days(age_at_hire * YEAR)
    service = np.array([d[0] == "Customer Service" for d in words.DEPARTMENTS])[department]
    stay = np.where(service, 5, 13) * YEAR * rng.exponential(1, n) + 60
    stay = np.where(intern, rng.uniform(90, 270, n), stay)
    retirement = birth + np.timedelta64(int(RETIREMENT_AGE * YEAR), "D")
    left = np.minimum(hired + days(stay), retirement)
    gone = left <= today

    until = np.where(gone, left, today).astype("datetime64[D]")
    tenure = (until - hired).astype(int)
    level = _level(rng, tenure / YEAR + (age_at_hire - 22) * 0.35)
    level[intern] = "Junior"
    title = np.array([rng.choice(words.DEPARTMENTS[d][5]) for d in department], dtype=object)
    _appoint_directors(department, hired, ~gone & (kind == "Full-time"), level, title)

    reason = pick(rng, ("Career move", "Personal", "Dismissal", "Contract ended"), n, (55, 28, 9, 8))
    reason[intern] = "Contract ended"
    reason[left == retirement] = "Retirement"

    women = np.array([d[4] for d in words.DEPARTMENTS])[department]
    rating = pick_by_row(rng, (1, 2, 3, 4, 5), np.tile((0.03, 0.1, 0.47, 0.3, 0.1), (n, 1)))
    department_id = np.asarray(_department_ids([d[0] for d in words.DEPARTMENTS]))[department]
    return pd.DataFrame(
        {
            "id": np.arange(1, n + 1),
            "full_name": names(rng, words.GIVEN, words.FAMILY, n),
            "gender": blank(rng, np.where(rng.random(n) < women, "F", "M"), 0.01),
            "birth_date": nullable_dates(birth, rng.random(n) >= 0.02),
            "department_id": blank(rng, department_id, 0.008),
            "job_title": title,
            "level": level,
            "employment_type": kind,
            "education": pick(
                rng,
                ("High school", "College", "Bachelor", "Master", "Doctorate"),
                n,
                (0.10, 0.18, 0.47, 0.21, 0.04),
            ),
            "office_city": pick(rng, tuple(words.OFFICES), n, tuple(words.OFFICES.values())),
            "hired_at": hired,
            "left_at": nullable_dates(left, gone),
            "leave_reason": only(reason, gone),
            "rating": only(rating, tenure >= 180),
            "as_of": np.full(n, today),
        }
    )


def salaries(people: pd.DataFrame, today: date) -> pd.DataFrame:
    """The salary history of ``people``: a first salary at hiring, raises in April, promotions in
    October; without gaps, and open-ended for those still employed."""
    rng = stream("salaries")
    factors = dict(zip(_department_ids([d[0] for d in words.DEPARTMENTS]), _pay_factors(), strict=True))
    raised = _department_ids([RAISED_DEPARTMENT])[0]
    jump = date(today.year - 2, 7, 1)
    hired_at, left_at = people["hired_at"].dt.date, people["left_at"].dt.date
    others = (people[c] for c in ("id", "department_id", "level", "employment_type"))
    rows: list[tuple[int, int, date, date | None]] = []
    for person, department, level, kind, hired, gone in zip(*others, hired_at, left_at, strict=True):
        left = None if pd.isna(gone) else gone
        until = left or today
        factor = 1.0 if department is None else factors[department]
        amount = words.LEVEL_PAY[level] * factor * rng.uniform(0.88, 1.14)
        amount /= 1.085 ** ((until - hired).days / YEAR)
        amount *= {"Part-time": 0.5, "Intern": 0.5}.get(kind, 1.0)
        steps = [(hired, amount)]
        for day, increase in _raises(rng, hired, until, jump if department == raised else None):
            amount *= increase
            steps.append((day, amount))
        ends = [day - timedelta(days=1) for day, _ in steps[1:]]
        for (day, gross), end in zip(steps, [*ends, left], strict=True):
            rows.append((person, round(gross / 50) * 50, day, end))
    history = pd.DataFrame(rows, columns=["employee_id", "amount", "from_date", "to_date"])
    history.insert(0, "id", np.arange(1, len(history) + 1))
    return history


def _department_ids(wanted: list[str]) -> list[int]:
    every = [d[0] for d in words.DEPARTMENTS]
    return [every.index(name) + 1 for name in wanted]


def _shares() -> Array:
    share: Array = np.array([d[2] for d in words.DEPARTMENTS])
    return np.asarray(share / share.sum())


def _pay_factors() -> list[float]:
    return [d[3] for d in words.DEPARTMENTS]


def _hired(rng: np.random.Generator, n: int, start: np.datetime64, today: np.datetime64) -> Array:
    """Working days: founders in the first weeks, then more each year but for the freeze."""
    span = int((today - start).astype(int))
    since = span * rng.random(n) ** 0.75
    founders = max(1, n // 8)
    since[:founders] = rng.uniform(0, 40, founders)
    freeze = (since > span - 1130) & (since < span - 1010)
    since[freeze] -= 200
    hired = start + days(np.sort(since))
    return np.maximum(hired - days(np.maximum(weekday_of(hired) - 4, 0)), start)


def _level(rng: np.random.Generator, experience: Array) -> Array:
    reached = experience + rng.normal(0, 1.2, len(experience))
    level = np.select(
        [reached < 2.5, reached < 6, (reached < 10) | (rng.random(len(reached)) < 0.6)],
        ["Junior", "Middle", "Senior"],
        "Lead",
    )
    return level.astype(object)


def _appoint_directors(department: Array, hired: Array, eligible: Array, level: Array, title: Array) -> None:
    """The longest-serving person of each department leads it."""
    for d, (name, *_) in enumerate(words.DEPARTMENTS):
        candidates = np.flatnonzero(eligible & (department == d))
        if len(candidates):
            first = candidates[np.argmin(hired[candidates])]
            level[first], title[first] = "Director", f"Director of {name}"


def _raises(
    rng: np.random.Generator, hired: date, until: date, jump: date | None
) -> list[tuple[date, float]]:
    """Days after hiring, in order, each with the factor on the salary before."""
    raises = []
    settled = hired + timedelta(days=120)
    for year in range(hired.year, until.year + 1):
        april, october = date(year, 4, 1), date(year, 10, 1)
        if rng.random() < 0.95 and settled < april <= until:
            raises.append((april, rng.uniform(1.02, 1.08)))
        if rng.random() < 0.35 and settled < october <= until:
            raises.append((october, rng.uniform(1.06, 1.15)))
    if jump is not None and hired < jump <= until:
        raises.append((jump, 1.25))
    return sorted(raises)
