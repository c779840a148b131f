"""Chinese."""

from pipeline.planner import adjectives
from pipeline.planner.languages.base import Language
from pipeline.planner.languages.zh.rules import RULES
from pipeline.planner.languages.zh.words import CHARTS, HARM, NOISE, REFUSED, SMALL, WORDS
from pipeline.planner.words import PROFITS, QUOTIENTS, VERBS

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
_SOLD = next(verbs for verbs in VERBS if "卖" in verbs)
_BEST_SOLD = (
    "卖得最好",
    "卖得最好的",
    "卖得最多",
    "卖得最多的",
    "最畅销",
    "最畅销的",
    "最热销",
    "最热销的",
    "畅销",
    "热销",
    "卖的最好",
    "卖的最多",
)
_WORST_SOLD = ("卖得最差", "卖得最差的", "卖得最少", "卖得最少的", "最滞销", "最滞销的", "卖的最差")
_LOSSES = ("亏损", "亏损的", "亏钱的", "亏本", "亏本的", "不赚钱的")
_GAINS = ("盈利的", "赚钱的")
_PROPERTIES |= dict.fromkeys(_LOSSES, ("sign_own", "lt", PROFITS))
_PROPERTIES |= dict.fromkeys(_GAINS, ("sign_own", "gt", PROFITS))
_PROPERTIES |= {
    verb: ("verb", "", names) for verbs, names in VERBS.items() for verb in verbs if not verb.isascii()
}
_PROPERTIES |= dict.fromkeys(_BEST_SOLD, ("s_own", "desc", VERBS[_SOLD]))
_PROPERTIES |= dict.fromkeys(_WORST_SOLD, ("s_own", "asc", VERBS[_SOLD]))
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
