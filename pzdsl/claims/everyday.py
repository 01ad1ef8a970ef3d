"""Everyday ways of putting things that go by a pattern: verbs with their objects, organs still in place, old sayings.

Each table is spelled out once for every combination: “hurts to pee” and “stings when she urinates” are one thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

_PEE = "pee, pees, peeing, urinate, urinates, urinating, urination, voiding"
_BURN = "burn, burns, burned, burning, sting, stings, stinging, hurt, hurts"
_WHEN = "when i, when he, when she, when, to, with, on"
_SMOKERS = "nobody, no one, nobody else, no one else, none of them"
_ROUND = (
    "around him, around her, in the family, in his home, in her home, living there, he lives with, she lives with,"
    " under that roof, in the home, inside, indoors"
)
_DRINK_VERBS = "drinks, has, enjoys, likes, sips, nurses, orders, pours himself, pours herself"
_DRINKS = (
    "a glass of wine, wine, a beer, beer, beers, a cocktail, cocktails, whiskey, vodka, a martini, a nightcap, liquor,"
    " bourbon, hard liquor, a few beers, a couple of beers, a drink, a few drinks, a couple of drinks, the odd beer"
)
_NEVER_TROUBLE = (
    "has never been a problem, has never been an issue, has never been a concern, has never been high,"
    " has always been fine, has always been good, has always been normal, has been fine all along,"
    " was never a problem, was never an issue, is under no threat, never gave him trouble, never gave her trouble"
)
_WHOSE = ("his", "her", "the", "all his", "all her", "any of his", "any of her")


def _all(*parts: str) -> Iterator[str]:
    for words in product(*(part.split(", ") for part in parts)):
        yield " ".join(words)


def findings() -> Iterator[tuple[str, str]]:
    """Concept and phrase: the finding is there."""
    for phrase in _all(_BURN, _WHEN, _PEE):
        yield "burning_urination", phrase
    for phrase in _all(_DRINK_VERBS, _DRINKS):
        yield "alcohol_use", phrase


def denials() -> Iterator[tuple[str, str]]:
    """Concept and phrase: the finding is not there."""
    for phrase in _all(_SMOKERS, _ROUND, "smokes, smoke, is a smoker"):
        yield "secondhand_smoke", phrase
    for phrase in _all(_SMOKERS, "smokes, smoke", _ROUND):
        yield "secondhand_smoke", phrase
    for concept, called in (
        ("hypertension", "blood pressure, bp, pressure"),
        ("high_cholesterol", "cholesterol, lipids"),
        ("type_2_diabetes", "sugar, blood sugar, sugars"),
        ("depression", "mood"),
    ):
        for phrase in _all(called, _NEVER_TROUBLE):
            yield concept, phrase
    for whose in _WHOSE:
        for shots in ("shots", "vaccines", "immunizations"):
            for verb in ("had", "gotten"):
                for aux in ("hasn't", "has not", "has never"):
                    yield "vaccinations_current", f"{aux} {verb} {whose} {shots}"
    for whose in _WHOSE:
        for food in ("food", "meals", "fluids", "feeds"):
            for verb in ("keeping", "keeps", "kept", "holding", "holds", "held"):
                yield "vomiting", f"{verb} {whose} {food} down"
                yield "vomiting", f"{verb} down {whose} {food}"


# organ -> what takes it out; with a word of `KEPT` the operation never happened
ORGANS = """
hysterectomy: uterus, womb
gallbladder_removal: gallbladder
appendectomy: appendix
tonsillectomy: tonsils
mastectomy: breasts, breast
colectomy: colon, bowel
hip_replacement: hip, hips, hip joint, hip joints
knee_replacement: knee, knees, knee joint, knee joints
cataract_surgery: cataracts, natural lens, natural lenses
"""
KEPT = """
kept: still has, still have, still got, kept, keeps, has kept, never lost, his own, her own, my own, still in place,
  in place, is still in, are still in, still there, still in, never came out, never removed, never taken out,
  was never removed, were never removed, was never taken out, were never taken out, never been removed,
  never been taken out, hasn't come out, haven't come out, original, originals, born with, are natural, both natural,
  never been replaced, never replaced, not been replaced, hasn't been replaced, haven't been replaced, not replaced,
  were never replaced, was never replaced, wasn't removed, weren't removed, never been operated on, has all of,
  he's got his, she's got her, intact, never had surgery on, never operated on, untouched, never been touched,
  remains in place, remain in place, hasn't had his, hasn't had her, haven't been done, never been done, 's got his,
  's got her, still has both, still has all
"""

# third person -> other forms of a verb that opens a finding: “works out”, “doesn't work out”, “working out”
_FORMS = {
    "works": ("work", "working", "worked"),
    "exercises": ("exercise", "exercising", "exercised"),
    "walks": ("walk", "walking", "walked"),
    "goes": ("go", "going", "went"),
    "hits": ("hit", "hitting"),
    "runs": ("run", "running"),
    "jogs": ("jog", "jogging", "jogged"),
    "swims": ("swim", "swimming"),
    "drinks": ("drink", "drinking", "drank"),
    "smokes": ("smoke", "smoking", "smoked"),
    "wakes": ("wake", "waking", "woke", "waken"),
    "sleeps": ("sleep", "sleeping", "slept"),
    "gets": ("get", "getting", "gotten"),
    "brings": ("bring", "bringing", "brought"),
    "coughs": ("cough", "coughing", "coughed"),
    "spits": ("spit", "spitting", "spat"),
    "loses": ("lose", "losing", "lost"),
    "bruises": ("bruise", "bruising"),
    "leaks": ("leak", "leaking", "leaked"),
    "wets": ("wet", "wetting"),
    "passes": ("pass", "passing", "passed"),
    "throws": ("throw", "throwing", "threw", "thrown"),
    "uses": ("use", "using", "used"),
    "attends": ("attend", "attending", "attended"),
    "feels": ("feel", "feeling", "felt"),
    "tires": ("tire", "tiring"),
    "soaks": ("soak", "soaking", "soaked"),
    "sweats": ("sweat", "sweating"),
    "forgets": ("forget", "forgetting", "forgot"),
    "enjoys": ("enjoy", "enjoying"),
    "likes": ("like",),
    "has": ("have", "having", "had"),
    "sips": ("sip", "sipping"),
    "vapes": ("vape", "vaping", "vaped"),
    "slurs": ("slur", "slurring", "slurred"),
    "stops": ("stop", "stopping", "stopped"),
    "pulls": ("pull", "pulling", "pulled"),
    "tugs": ("tug", "tugging", "tugged"),
    "vomits": ("vomit",),
    "worries": ("worry", "worrying"),
    "hurts": ("hurt", "hurting"),
    "itches": ("itch", "itching"),
    "aches": ("ache", "aching", "ached"),
}


def forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A phrase with its opening verb in its other forms."""
    if len(words) > 1:
        for other in _FORMS.get(words[0], ()):
            yield (other, *words[1:])


def one_of(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A phrase with a plural word of it made singular: “drinks a day”, “1 drink a day”."""
    for i, word in enumerate(words):
        if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            single = word[:-3] + "y" if word.endswith("ies") else word[:-2] if word.endswith("shes") else word[:-1]
            yield (*words[:i], single, *words[i + 1 :])
