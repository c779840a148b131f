"""What a query means, said to the person who asked: one phrase for each part."""

from __future__ import annotations

from pipeline.catalog import Catalog, Member
from pipeline.language import Language, Text
from pipeline.query import And, Condition, Or, Query

_GRAINS = {
    "hour": Text("hour", "小时"),
    "day": Text("day", "日"),
    "week": Text("week", "周"),
    "month": Text("month", "月"),
    "quarter": Text("quarter", "季度"),
    "year": Text("year", "年"),
}
_OPERATORS = {
    "equals": Text("is", "为"),
    "notEquals": Text("is not", "不为"),
    "contains": Text("contains", "包含"),
    "notContains": Text("does not contain", "不包含"),
    "notStartsWith": Text("does not start with", "开头不是"),
    "notEndsWith": Text("does not end with", "结尾不是"),
    "startsWith": Text("starts with", "开头为"),
    "endsWith": Text("ends with", "结尾为"),
    "gt": Text("more than", "大于"),
    "gte": Text("at least", "不小于"),
    "lt": Text("less than", "小于"),
    "lte": Text("at most", "不大于"),
    "set": Text("is known", "不为空"),
    "notSet": Text("is missing", "为空"),
    "inDateRange": Text("from", "在"),
    "notInDateRange": Text("not from", "不在"),
    "measureFilter": Text("with its own filters", "按其自身的筛选条件"),
    "onTheDate": Text("on", "在"),
    "beforeDate": Text("before", "早于"),
    "beforeOrOnDate": Text("until", "截至"),
    "afterDate": Text("after", "晚于"),
    "afterOrOnDate": Text("since", "自"),
}
_TO = Text(" to ", " 至 ")


def understood(query: Query, catalog: Catalog, language: Language) -> list[str]:
    """The parts of ``query`` in business words, such as "Measure: Average salary"."""

    def line(en: str, zh: str, what: str) -> str:
        return f"{zh}:{what}" if language == "zh" else f"{en}: {what}"

    join = "、" if language == "zh" else ", "
    lines = []
    if query.measures:
        titles = [catalog.member(m).title(language) for m in query.measures]
        lines.append(line("Measure", "指标", join.join(titles)))
    groups = [catalog.column(d)[0].title(language) for d in query.dimensions]
    for time in query.time_dimensions:
        if time.granularity:
            grain = _GRAINS.get(time.granularity, Text(time.granularity, time.granularity)).said(language)
            title = catalog.member(time.dimension).title(language)
            groups.append(f"{title}({grain})" if language == "zh" else f"{title} by {grain}")
    if groups:
        en, zh = ("Grouped by", "分组") if query.measures else ("Listed", "列出")
        lines.append(line(en, zh, join.join(groups)))
    for time in query.time_dimensions:
        if time.date_range:
            title = catalog.member(time.dimension).title(language)
            dates = [time.date_range] if isinstance(time.date_range, str) else time.date_range
            lines.append(line("Time", "时间", f"{title} {_TO.said(language).join(dates)}"))
    for condition in query.filters:
        lines.append(line("Filter", "筛选", condition_text(condition, catalog, language)))
    for segment in query.segments:
        lines.append(line("Filter", "筛选", catalog.member(segment).title(language)))
    for name, direction in query.order:
        member = catalog.column(name)[0]
        how = {"asc": Text("ascending", "升序"), "desc": Text("descending", "降序")}[direction].said(language)
        lines.append(line("Sorted by", "排序", f"{member.title(language)} {how}"))
    if query.limit is not None:
        lines.append(line("Rows", "行数", f"{query.limit}"))
    return lines


def condition_text(condition: Condition, catalog: Catalog, language: Language) -> str:
    """One filter in words: "Gender is Female"."""
    if isinstance(condition, And | Or):
        parts = condition.and_ if isinstance(condition, And) else condition.or_
        word = Text(" and ", " 且 ") if isinstance(condition, And) else Text(" or ", " 或 ")
        return word.said(language).join(condition_text(c, catalog, language) for c in parts)
    member = catalog.member(condition.member)
    text = f"{member.title(language)} {_OPERATORS[condition.operator].said(language)}"
    if condition.operator in ("set", "notSet"):
        return text
    joint = _TO if condition.operator.endswith("DateRange") else Text(", ", "、")
    values = joint.said(language).join(_value(v, member, language) for v in condition.values)
    return f"{text} {values}"


def _value(value: str | None, member: Member, language: Language) -> str:
    if value is None:
        return Text("(none)", "(空)").said(language)
    words = member.values.get(value)
    return words.titles.said(language) if words else value


def restate(query: Query, catalog: Catalog, language: Language) -> str | None:
    """A plain question for a query of measures by groups; None for one that says more."""
    if not query.measures or query.filters or query.segments or query.limit is not None:
        return None
    if any(t.date_range or t.compare_date_range for t in query.time_dimensions):
        return None
    measures = [catalog.member(m).title(language) for m in query.measures]
    groups = [catalog.member(d).title(language) for d in query.dimensions]
    groups += [
        _GRAINS[t.granularity].said(language) for t in query.time_dimensions if t.granularity in _GRAINS
    ]
    if language == "zh":
        return f"按{'和'.join(groups)}统计{'和'.join(measures)}" if groups else "和".join(measures)
    what = " and ".join(measures)
    return f"{what} by {' and '.join(groups)}" if groups else what
