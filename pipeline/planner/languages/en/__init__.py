"""English."""

from pipeline.planner import adjectives
from pipeline.planner.languages.base import Language
from pipeline.planner.languages.en.rules import RULES
from pipeline.planner.languages.en.words import CHARTS, HARM, NOISE, REFUSED, SMALL, WORDS
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
    if form.isascii()
}
_PROPERTIES |= {
    verb: ("verb", "", names) for verbs, names in VERBS.items() for verb in verbs if verb.isascii()
}
_LOSSES = (
    "loss-making",
    "loss making",
    "at a loss",
    "unprofitable",
    "lost money",
    "made a loss",
    "in the red",
)
_GAINS = ("profitable", "at a profit", "made a profit")
_PROPERTIES |= dict.fromkeys(_LOSSES, ("sign_own", "lt", PROFITS))
_PROPERTIES |= dict.fromkeys(_GAINS, ("sign_own", "gt", PROFITS))
_SOLD = next(names for verbs, names in VERBS.items() if "sold" in verbs)
_PROPERTIES |= dict.fromkeys(
    ("best-selling", "best selling", "bestselling", "top-selling", "top selling"), ("s_own", "desc", _SOLD)
)
_PROPERTIES |= dict.fromkeys(("worst-selling", "worst selling", "slowest-selling"), ("s_own", "asc", _SOLD))
_QUOTIENTS = {form: parts for form, parts in QUOTIENTS.items() if form.isascii()}
ENGLISH = Language(
    "en",
    {**WORDS, "chart": CHARTS, "refuse": REFUSED},
    NOISE,
    RULES,
    _PROPERTIES,
    harm=HARM,
    small=SMALL,
    quotients=_QUOTIENTS,
)
