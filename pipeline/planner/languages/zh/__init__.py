"""Chinese."""

from pipeline.planner import adjectives
from pipeline.planner.languages.base import Language
from pipeline.planner.languages.zh.rules import RULES
from pipeline.planner.languages.zh.words import CHARTS, HARM, NOISE, REFUSED, SMALL, WORDS
from pipeline.planner.words import PROFITS, QUOTIENTS

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
_LOSSES = ("亏损", "亏损的", "亏钱的", "亏本", "亏本的", "不赚钱的")
_GAINS = ("盈利的", "赚钱的")
_PROPERTIES |= dict.fromkeys(_LOSSES, ("sign_own", "lt", PROFITS))
_PROPERTIES |= dict.fromkeys(_GAINS, ("sign_own", "gt", PROFITS))
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
