"""Chinese."""

from pipeline.planner import adjectives
from pipeline.planner.languages.base import Language
from pipeline.planner.languages.zh.rules import RULES
from pipeline.planner.languages.zh.words import CHARTS, HARM, NOISE, REFUSED, SMALL, WORDS
from pipeline.planner.words import QUOTIENTS

_PROPERTIES = {
    form: (kind, says, adjectives.PROPERTIES_OF[form])
    for forms, kind, says in (
        (adjectives.MOST, "s_own", "desc"),
        (adjectives.LEAST, "s_own", "asc"),
        (adjectives.MORE_THAN, "o_own", "gt"),
        (adjectives.LESS_THAN, "o_own", "lt"),
    )
    for form in forms
    if not form.isascii()
}
_QUOTIENTS = {form: parts for form, parts in QUOTIENTS.items() if not form.isascii()}
CHINESE = Language(
    "zh",
    {**WORDS, "chart": CHARTS, "refuse": REFUSED},
    NOISE,
    RULES,
    _PROPERTIES,
    harm=HARM,
    small=SMALL,
    quotients=_QUOTIENTS,
)
