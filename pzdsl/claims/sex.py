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
    "grandparents": "male",
    "men": "male",
    "women": "female",
}
_EITHER = frozenset(
    "doctor doc nurse partner spouse caregiver caretaker parent parents cousin sibling friend"
    " neighbor physician sitter"
    " babysitter teacher boss aide coworker roommate baby dr grandparent relative clinician"
    " surgeon".split()
)


def others_in(reading: Reading) -> frozenset[str]:
    """The sexes of people other than the patient that the sentence names."""
    return frozenset(sex for _, sexes in _others(reading) for sex in sexes)


def _others(reading: Reading) -> list[tuple[int, tuple[str, ...]]]:
    """Where each other person stands, and the sexes that the person may have."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for i, token in enumerate(reading.tokens):
        if token in _GENDERED:
            found.append((i, (_GENDERED[token],)))
        elif token in _EITHER and not (token == "baby" and _is_patient(reading, i)):
            found.append((i, ("female", "male")))
    return found


def _is_patient(reading: Reading, i: int) -> bool:
    """“This baby”, “a happy baby boy”: not somebody's."""
    tokens = reading.tokens
    owned = bool({"his", "her", "their"} & set(tokens[max(i - 3, 0) : i]))
    return not owned or tokens[i + 1 : i + 2] in (["boy"], ["girl"])


def told_of(reading: Reading) -> frozenset[str]:
    """The pronouns that may mean somebody other than the patient: those after that person was named."""
    others = _others(reading)
    return frozenset(
        f"{item.value} pronoun"
        for item in reading.of("pronoun")
        if any(i < item.i and item.value in sexes for i, sexes in others)
        and not any(
            p.value == item.value and p.i < others[0][0] and not _speaks_of(reading, p.j, others[0][0])
            for p in reading.of("pronoun")
        )
    )


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about the patient's sex; by pronoun they hold only if nobody else can be meant."""
    if reading.question or not {"noun", "anatomy", "pronoun", "kin", "family"} & reading.roles:
        return
    for item in reading.of("noun"):
        if _of_patient(reading, item):
            yield Claim("sex", ("sex",), str(item.value), reading.words(item.i, item.j))
    yield from _as_parent(reading)
    others = others_in(reading)
    if "anatomy" in reading.roles and not ({"family", "unsure"} & reading.roles) and not others:
        item = reading.of("anatomy")[0]
        yield Claim("sex", ("sex",), str(item.value), reading.words(item.i, item.j))
    first = min((i for i, sexes in _others(reading)), default=len(reading.tokens))
    for item in reading.of("pronoun"):
        if item.value not in others or (item.i < first and not _speaks_of(reading, item.j, first)):
            yield Claim("sex", ("sex",), str(item.value), reading.words(item.i, item.j), given=("pronoun",))
            break
    kin = reading.of("kin")
    if kin and kin[0].i <= 1 and not {"I", "me", "my"} & set(reading.tokens[kin[0].j :]):
        truths = tuple(
            n for s in seen if s.item.role == "mention" and s.status == "present" for n in s.item.value.truths
        )
        if truths and (kin[0].i == 0 or reading.tokens[kin[0].i - 1].lower() in ("my", "our")):
            yield Claim("sex", ("sex",), str(kin[0].value), reading.words(kin[0].i, kin[0].j), given=truths)
        elif _a_child_of(reading, kin[0]):
            yield Claim("sex", ("sex",), str(kin[0].value), reading.words(kin[0].i, kin[0].j), given=(_CHILD,))


_CHILD = "child"
_TOLD_BY = frozenset("mother mom father dad parent parents grandmother grandma grandfather grandpa".split())
_STATES = frozenset("divorced widowed married single separated retired working young elderly anxious tired".split())
_GOES_ON = frozenset("who with presenting presents here".split())


def _as_parent(reading: Reading) -> Iterator[Claim]:
    """“Divorced father who can't sleep”: the patient; “mother reports that her daughter …”: her child is."""
    tokens = reading.tokens
    for i, token in enumerate(tokens[:5]):
        if token in ("father", "dad", "mother", "mom") and i and tokens[i - 1] in _STATES:
            led = all(t in _STATES or t in ("a", "A", "an", "this") for t in tokens[:i])
            if led and tokens[i + 1 : i + 2] and tokens[i + 1] in _GOES_ON:
                yield Claim("sex", ("sex",), _GENDERED[token], reading.words(i, i + 1))
    if tokens[:1] and tokens[0] in _TOLD_BY:
        said = next((n for n in reading.of("informs") if n.i == 1), None)
        if said is not None and not _OTHERS_TOO & set(tokens):
            k = said.j + (tokens[said.j : said.j + 1] == ["that"])
            if tokens[k : k + 1] and tokens[k] in ("her", "his", "their") and k + 1 < len(tokens):
                if tokens[k + 1] in ("daughter", "son") and tokens[k + 2 : k + 3] != ["'s"]:
                    sex = _GENDERED[tokens[k + 1]]
                    yield Claim("sex", ("sex",), sex, reading.words(k, k + 2), given=(_CHILD,))


_OTHERS_TOO = frozenset("too also other older younger another oldest youngest contact like gave brought".split())


def _a_child_of(reading: Reading, kin: Item) -> bool:
    """“My daughter can't swallow”: a parent speaks of the patient, if that is a child."""
    tokens = reading.tokens
    led = kin.i == 1 and tokens[0].lower() in ("my", "our")
    child = tokens[kin.i] in ("daughter", "son") or tokens[kin.i : kin.i + 1] == ["little"]
    alone = len(reading.of("kin")) == 1 and not (_OTHERS_TOO & set(tokens))
    return led and child and alone and not any(n.role == "informs" and n.i - kin.j <= 1 for n in reading.items)


_BRINGS = frozenset("brought brings bring carried carries drove holds held cares lost buried worried cared".split())


def _speaks_of(reading: Reading, start: int, stop: int) -> bool:
    """“She says her son …”, “he brought his wife”: the one named first need not be the patient."""
    spoken = any(n.role == "informs" and start <= n.i < stop for n in reading.items)
    return spoken or bool(_BRINGS & set(reading.tokens[start:stop]))


def _of_patient(reading: Reading, item: Item) -> bool:
    tokens = reading.tokens
    word = tokens[item.i]
    if word in ("M", "F"):
        before = tokens[item.i - 1] if item.i else ""
        return item.i <= 9 and (before[:1].isdigit() or before in ("o", "yo", "y", "old", "yr"))
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
    return item.i <= 14 and not (
        item.j < len(tokens) and tokens[item.j] in ("doctor", "nurse", "clinician", "condom", "pattern")
    )


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Sex, expected and found where they differ and the sentence is about this patient."""
    fact = facts.get("sex")
    if fact is None or fact.value not in ("female", "male") or fact.value == claim.value:
        return None
    if claim.given == (_CHILD,):
        age = facts.get("age")
        young = age is not None and isinstance(age.value, (int, float)) and (age.unit != "years" or age.value < 16)
        return ("sex", str(fact.value), claim.text) if young else None
    for name in claim.given:
        if name != "pronoun" and ((other := facts.get(name)) is None or other.value is not True):
            return None
    return "sex", str(fact.value), claim.text
