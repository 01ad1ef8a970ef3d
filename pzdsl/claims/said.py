"""What one text says, read without facts: its claims, with the words around them that narrow or date them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pzdsl.claims.check import claims_of, read_and_scan
from pzdsl.claims.claim import Claim
from pzdsl.claims.general import general_lexicon
from pzdsl.claims.implied import implied
from pzdsl.claims.reading import Reading
from pzdsl.claims.scope import Seen
from pzdsl.claims.sentences import sentences_of


@dataclass(frozen=True, slots=True)
class Said:
    """A claim and its place in its sentence; `gap` lies between a denial and what it denies."""

    claim: Claim
    sentence: tuple[str, ...]
    after: tuple[str, ...]
    gap: tuple[str, ...] = ()
    led: tuple[str, ...] = ()  # the denial itself


@dataclass(frozen=True, slots=True)
class Text:
    """A text as read."""

    claims: tuple[Said, ...]
    readings: tuple[tuple[Reading, list[Seen]], ...]


@lru_cache(maxsize=4_000)
def text_of(text: str) -> Text:
    """A text with its claims in order; remembered, since a premise is asked about again and again."""
    lexicon = general_lexicon()
    read = tuple(read_and_scan(sentence, lexicon) for sentence in sentences_of(text))
    return Text(tuple(said for reading, seen in read for said in _said(reading, seen)), read)


def _said(reading: Reading, seen: list[Seen]) -> Iterator[Said]:
    low = tuple(t.lower() for t in reading.tokens)
    claims = claims_of(reading, seen)
    for claim in (*claims, *(more for one in claims for more in implied(one))):
        if not claim.names:
            continue
        place = _seen_of(claim, reading, seen) if claim.kind in ("negation", "family") else None
        if place is not None:
            start = place.negation.j if place.negation is not None else place.item.i
            led = low[place.negation.i : start] if place.negation is not None else ()
            yield Said(claim, low, low[place.item.j :], low[start : place.item.i], led)
        else:
            stop = reading.sentence.find(claim.text) + len(claim.text)
            yield Said(claim, low, tuple(t for t, i in zip(low, reading.starts, strict=True) if i >= stop))


def _seen_of(claim: Claim, reading: Reading, seen: list[Seen]) -> Seen | None:
    for one in seen:
        start = one.negation.i if one.negation else one.item.i
        if reading.words(start, one.item.j) == claim.text:
            return one
    return None


# between a denial and what it denies: anything else may take the denial elsewhere (“don't throw up with headaches”)
_GAP = frozenset(
    "any a an the have has had having got get gets getting been of my his her this that these those much single"
    " bit sort kind type no known ever even really felt feel feels feeling experience experienced experiencing"
    " noticed suffer suffered suffering from taking take takes taken on use uses using used allergic allergy to"
    " diagnosed such history or and , nor real actual at all more problem problems trouble issues issue with seen"
    " find found is are was were be being there it for new recent significant one anything like do does did i he"
    " she we they 's 've not never without denies denied deny none neither free reports report complains complaint"
    " complaints sign signs evidence episodes episode bouts prior past previous current currently other associated"
    " lately actually personally nothing i'm who nobody me him us : ( ) drink touch touched him him so far ,".split()
)
_CLOSES = frozenset(
    ", ; ) : but and or nor at whatsoever either now these ever in though anywhere so to myself lately today"
    " thank as no doctor doc alcohol yet never that".split()
)
_CLOSED_BY = frozenset("all my present his her speak far life any well the".split())
_NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without cannot denies denied hardly free unfamiliar unlike".split()
)
_DATED = frozenset(
    "used formerly once previously until till before cleared resolved gone stopped quit ago longer subsided"
    " originally begin outgrew outgrown disappeared settled anymore childhood".split()
)
_NARROWED = frozenset(
    "when whenever otherwise if unless only except than because till until before after during while yet enough else"
    " instead rather supposed hope hopes want wants wish trying afraid worried thought think might maybe perhaps"
    " could would should badly poorly sold removed little hardly barely rarely seldom longer missed misses"
    " forget forgets forgot ran declines refuses avoids better although though despite birthday most mostly"
    " nearly".split()
)


_NOW = frozenset("now today currently tonight moment yesterday presently right current this acute acutely".split())
_PAST = frozenset(
    "had was were history hx prior previous past once twice times child childhood infancy teen teens hospitalized"
    " admitted treated status post s/p survivor recovered underwent yesterday episode episodes as h/o intermittent"
    " occasional occasionally sometimes prn".split()
)


def at_another_time(denial: Said, other: Said, denied_last: bool) -> bool:
    """Whether a denial and what stands against it speak of different moments.

    Args:
        denial: what is denied.
        other: where it is affirmed.
        denied_last: whether the denial is the answer; what was denied before and had after all is a clash.
    """
    if _NOW & set(denial.sentence) != _NOW & set(other.sentence):
        return True
    if not denied_last:
        return bool(_LONG_PAST & set(other.sentence)) or _with_year(other.sentence)
    return "never" not in denial.sentence and (_is_past(other.sentence) or _with_year(other.sentence))


_LONG_PAST = frozenset("child childhood infancy teen teens kid boy girl once ago younger growing history".split())


def _is_past(words: tuple[str, ...]) -> bool:
    """Whether a sentence tells of what was, or of what comes and goes; “has had” goes on."""
    going_on = any(a in ("has", "have", "'ve", "been") and b == "had" for a, b in pairwise(words))
    return bool((_PAST - {"had"} if going_on else _PAST) & set(words))


def _with_year(words: tuple[str, ...]) -> bool:
    return any(w.isdigit() and len(w) == 4 and w[:2] in ("19", "20") for w in words)


def denied_outright(said: Said) -> bool:
    """Whether a denial means the thing at any time and in any way."""
    if any(w in ("can't", "cannot", "couldn't", "not") for w in said.led) and said.gap[:1] == ("feel",):
        return False
    if said.gap[:1] == ("the",) and said.led[-1:] in (("not",), ("isn't",), ("wasn't",)):
        return False  # “it isn't the thyroid”: which one, not whether
    if "for" in said.gap or "one" in said.gap[1:]:
        return False
    if any(w not in _GAP for w in said.gap):
        return False
    if not said.after:
        return True
    first, second = said.after[0], said.after[1:2]
    if first not in _CLOSES:
        return False
    if first in ("at", "in", "to", "so", "as"):
        return bool(second) and second[0] in _CLOSED_BY
    return not _NARROWED & set(said.sentence)


def negations(words: tuple[str, ...]) -> int:
    """How many words deny."""
    return sum(w in _NEGATIONS or w.endswith("n't") for w in words)


def dated(said: Said) -> bool:
    """Whether the sentence speaks of another time as well."""
    return bool(_DATED & set(said.sentence))


def narrowed(said: Said) -> bool:
    """Whether the sentence binds the claim to a condition, or to a part of what it speaks of."""
    words = said.sentence
    if said.claim.kind == "category":
        return bool((_NARROWED - {"longer", "until"}) & set(words))
    if (_NARROWED if said.claim.kind == "negation" else _NARROWED - {"only", "longer", "since"}) & set(
        words
    ) or negations(words) > 1:
        return True
    pairs = set(pairwise(words))
    return bool(_PARTS & pairs) or any("not" in pair and pair[0] in ("but", "and") for pair in pairs)


_PARTS = frozenset(
    (first, second)
    for first in ("half", "one", "two", "three", "some", "most", "either", "neither", "none", "both")
    for second in ("of", "my", "his", "her", "the")
) | frozenset((("other", "one"), ("the", "one"), ("the", "other"), ("one", "without"), ("does", "neither")))


_OTHERS = frozenset(
    "wife husband son daughter brother sister mother father mom mum dad friend boyfriend girlfriend partner aunt"
    " uncle cousin grandmother grandfather gran grandma grandpa neighbor neighbour nobody everybody".split()
)


def other_side(known: Said, said: Said) -> bool:
    """Whether one speaks of a side that the other does not name: “my left foot's never had the gout”."""
    return _SIDES & set(said.sentence) != _SIDES & set(known.sentence)


def one_side(said: Said) -> bool:
    """Whether a sentence names one side alone, and nothing that is well or not so."""
    words = set(said.sentence)
    return len(words & _SIDES) < 2 and not words & _WELL and negations(said.sentence) == 0


_WELL = frozenset("fine ok okay good normal well other unaffected handed spared clear switches either".split())


_SIDES = frozenset(("left", "right", "both"))


def of_another(known: Said, said: Said) -> bool:
    """Whether one of the two may speak of somebody whom the other does not name."""
    if said.claim.kind == "family":
        return False
    return bool(_OTHERS & set(said.sentence) ^ _OTHERS & set(known.sentence))


_OCCASIONS = frozenset(
    "home clinic today yesterday morning night evening now lunch breakfast noon first second last hospital er"
    " arrival admission birth best worst usually normally before after this week weeks month months year"
    " years ago gym walking rest exercise pharmacy nurse".split()
)


def occasion(words: tuple[str, ...]) -> frozenset[str]:
    """Words for when and where something was measured."""
    return _OCCASIONS & frozenset(words)
