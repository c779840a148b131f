"""What a query covers, in words: its time ranges, filters and segments."""

from __future__ import annotations

from datetime import date

from pipeline import format as fmt
from pipeline.analysis import periods
from pipeline.analysis.result import Result
from pipeline.analysis.speech import inline, label_text
from pipeline.catalog import Member
from pipeline.language import Language, Text
from pipeline.markdown import escape
from pipeline.query import And, Condition, Filter

_VALUES = 3  # values of one filter that are named; the rest are counted

_OPERATORS: dict[str, Text] = {
    "equals": Text("{title} is {values}", "{title}为{values}"),
    "notEquals": Text("{title} is not {values}", "{title}不为{values}"),
    "contains": Text("{title} contains {values}", "{title}包含{values}"),
    "notContains": Text("{title} does not contain {values}", "{title}不包含{values}"),
    "startsWith": Text("{title} starts with {values}", "{title}以{values}开头"),
    "notStartsWith": Text("{title} does not start with {values}", "{title}不以{values}开头"),
    "endsWith": Text("{title} ends with {values}", "{title}以{values}结尾"),
    "notEndsWith": Text("{title} does not end with {values}", "{title}不以{values}结尾"),
    "gt": Text("{title} is above {values}", "{title}大于{values}"),
    "gte": Text("{title} is at least {values}", "{title}不低于{values}"),
    "lt": Text("{title} is below {values}", "{title}小于{values}"),
    "lte": Text("{title} is at most {values}", "{title}不高于{values}"),
    "set": Text("{title} is known", "{title}不为空"),
    "notSet": Text("{title} is missing", "{title}为空"),
    "measureFilter": Text("the filters of {title}", "{title}的筛选条件"),
    "inDateRange": Text("{title} is in {range}", "{title}在{range}"),
    "notInDateRange": Text("{title} is not in {range}", "{title}不在{range}"),
    "onTheDate": Text("{title} is on {range}", "{title}为{range}"),
    "beforeDate": Text("{title} is before {range}", "{title}早于{range}"),
    "beforeOrOnDate": Text("{title} is not after {range}", "{title}不晚于{range}"),
    "afterDate": Text("{title} is after {range}", "{title}晚于{range}"),
    "afterOrOnDate": Text("{title} is not before {range}", "{title}不早于{range}"),
}


def ranges(result: Result, language: Language) -> list[str]:
    """Each time range with what it is a range of: ``2024 (order date)``."""
    found = []
    for time in result.query.time_dimensions:
        if time.date_range is None:
            continue
        title = _title(result.catalog.member(time.dimension), language)
        words = escape(periods.range_words(time.date_range, result.today, language))
        if language == "zh":
            found.append(f"{title}在{words}")
            continue
        phrase, days = (
            periods.phrase_words(time.date_range, language),
            periods.days_of(time.date_range, result.today),
        )
        inside = f"{title}, {periods.days_words(*days, language)}" if phrase and days else title
        found.append(f"{phrase or words} ({inside})")
    return found


def conditions(result: Result, language: Language) -> list[str]:
    """Each filter and segment as a clause: ``department is Engineering``."""
    clauses = [_clause(result, condition, language) for condition in result.query.filters]
    for name in result.query.segments:
        title = escape(result.catalog.member(name).title(language))
        clauses.append(f"限于“{title}”" if language == "zh" else f"limited to “{title}”")
    return [clause for clause in clauses if clause]


def ends_open(result: Result) -> bool:
    """Whether a time range asked for is not over."""
    for time in result.query.time_dimensions:
        days = time.date_range and periods.days_of(time.date_range, result.today)
        if days and days[0] <= result.today <= days[1]:
            return True
    return False


def _title(member: Member, language: Language) -> str:
    title = escape(member.title(language))
    return title if language == "zh" else inline(title)


def _clause(result: Result, condition: Condition, language: Language) -> str:
    if isinstance(condition, Filter):
        return _one(result, condition, language)
    parts = condition.and_ if isinstance(condition, And) else condition.or_
    clauses = [clause for part in parts if (clause := _clause(result, part, language))]
    if len(clauses) < 2:
        return "".join(clauses)
    joint = Text(" and ", "且") if isinstance(condition, And) else Text(" or ", "或")
    joined = joint.said(language).join(clauses)
    return f"（{joined}）" if language == "zh" else f"({joined})"


def _one(result: Result, condition: Filter, language: Language) -> str:
    template = _OPERATORS.get(condition.operator)
    if template is None:
        return ""
    member, granularity = result.catalog.column(condition.member)
    title = _title(member, language)
    values = [value for value in condition.values if value is not None]
    return template.said(language).format(
        title=title,
        values=_values(values, len(condition.values) > len(values), member, granularity, language),
        range=escape(periods.range_words(values[:2], result.today, language)) if values else "",
    )


def _values(
    values: list[str], null: bool, member: Member, granularity: str | None, language: Language
) -> str:
    named = [_value(value, member, granularity, language) for value in values[:_VALUES]]
    if null:
        named.append(fmt.NONE.said(language))
    rest = len(values) - _VALUES
    if rest > 0:
        named.append(f"其他 {rest} 个值" if language == "zh" else f"{rest} more")
    if len(named) < 2:
        return "".join(named)
    last = "或" if language == "zh" else " or "
    return ("、" if language == "zh" else ", ").join(named[:-1]) + last + named[-1]


def _value(value: str, member: Member, granularity: str | None, language: Language) -> str:
    if member.type == "number":
        try:
            return fmt.number(float(value) if "." in value else int(value), member, language)
        except ValueError:
            pass
    if member.type == "time":
        return escape(periods.range_words(value, date.max, language))
    text = escape(label_text(value, member, granularity, language))
    return f"“{text}”"
