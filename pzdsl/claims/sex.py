"""Sex: by noun (“54 y/o F”, “lady”) or by pronoun where nobody else of that sex was named."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.claim import Claim
from pzdsl.claims.reading import Item, Reading
from pzdsl.claims.scope import Seen
from pzdsl.facts import Facts

_GENDERED = {
    "mother": "female",
    "mom": "female",
    "mum": "female",
    "mama": "female",
    "mommy": "female",
    "wife": "female",
    "sister": "female",
    "daughter": "female",
    "aunt": "female",
    "grandmother": "female",
    "grandma": "female",
    "girlfriend": "female",
    "niece": "female",
    "granddaughter": "female",
    "sisters": "female",
    "daughters": "female",
    "father": "male",
    "dad": "male",
    "daddy": "male",
    "husband": "male",
    "brother": "male",
    "son": "male",
    "uncle": "male",
    "grandfather": "male",
    "grandpa": "male",
    "boyfriend": "male",
    "nephew": "male",
    "grandson": "male",
    "brothers": "male",
    "sons": "male",
    "papa": "male",
}
_EITHER = frozenset(
    "doctor doc nurse partner spouse caregiver caretaker parent parents cousin sibling friend"
    " neighbor physician sitter"
    " babysitter teacher boss aide coworker roommate baby infant dr grandparent relative clinician"
    " surgeon".split()
)


def others_in(reading: Reading) -> frozenset[str]:
    """The sexes of people other than the patient that the sentence names."""
    found = {_GENDERED[t] for t in reading.tokens if t in _GENDERED}
    if _EITHER & set(reading.tokens):
        found |= {"female", "male"}
    return frozenset(found)


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about the patient's sex; by pronoun they hold only if nobody else can be meant."""
    if reading.question or not {"noun", "anatomy", "pronoun", "kin"} & reading.roles:
        return
    for item in reading.of("noun"):
        if _of_patient(reading, item):
            yield Claim("sex", ("sex",), str(item.value), reading.words(item.i, item.j))
    others = others_in(reading)
    if "anatomy" in reading.roles and not ({"family", "unsure"} & reading.roles) and not others:
        item = reading.of("anatomy")[0]
        yield Claim("sex", ("sex",), str(item.value), reading.words(item.i, item.j))
    for item in reading.of("pronoun"):
        if item.value not in others:
            yield Claim("sex", ("sex",), str(item.value), reading.words(item.i, item.j), given=("pronoun",))
            break
    kin = reading.of("kin")
    if kin and kin[0].i <= 1 and not {"I", "me", "my"} & set(reading.tokens[kin[0].j :]):
        truths = tuple(
            n for s in seen if s.item.role == "mention" and s.status == "present" for n in s.item.value.truths
        )
        if truths and (kin[0].i == 0 or reading.tokens[kin[0].i - 1].lower() in ("my", "our")):
            yield Claim("sex", ("sex",), str(kin[0].value), reading.words(kin[0].i, kin[0].j), given=truths)


def _of_patient(reading: Reading, item: Item) -> bool:
    tokens = reading.tokens
    word = tokens[item.i]
    if word in ("M", "F"):
        before = tokens[item.i - 1] if item.i else ""
        return item.i <= 4 and (before[:1].isdigit() or before in ("o", "yo", "y", "old", "yr"))
    if word in ("widow", "widower", "housewife") and item.i > 6:
        return False
    # an opening noun phrase, or a complement: “elderly lady with”, “he is a 54-year-old man”
    if any(k.role in ("family", "kin", "unsure") and k.j <= item.i for k in reading.items):
        return False
    near = set(tokens[max(item.i - 4, 0) : item.i])
    if near & {
        "another",
        "other",
        "like",
        "old-fashioned",
        "no",
        "every",
        "any",
        "first",
        "other's",
        "by",
        "from",
    }:
        return False
    return item.i <= 7 and not (
        item.j < len(tokens) and tokens[item.j] in ("doctor", "nurse", "clinician", "condom", "pattern")
    )


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Sex, expected and found where they differ and the sentence is about this patient."""
    fact = facts.get("sex")
    if fact is None or fact.value not in ("female", "male") or fact.value == claim.value:
        return None
    for name in claim.given:
        if name != "pronoun" and ((other := facts.get(name)) is None or other.value is not True):
            return None
    return "sex", str(fact.value), claim.text
