"""Text back to claims, and claims against facts: agree, contradicted, missing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pzdsl.claims import (
    age,
    agreement,
    category,
    doses,
    durations,
    family,
    levels,
    measures,
    negation,
    severity,
    sex,
    side,
)
from pzdsl.claims.claim import Claim, Problem
from pzdsl.claims.composed import add_composed
from pzdsl.claims.lexicon import Lexicon, Remembered
from pzdsl.claims.reading import Reading, read
from pzdsl.claims.scope import Seen, scan
from pzdsl.claims.sentences import sentences_of
from pzdsl.facts import Fact, Facts

_READERS = (
    age.read,
    sex.read,
    measures.read,
    levels.read,
    durations.read,
    doses.read,
    severity.read,
    side.read,
    negation.read,
    family.read,
    category.read,
)
_JUDGES = {
    "age": age.judge,
    "sex": sex.judge,
    "number": agreement.judge,
    "unit": agreement.judge,
    "duration": durations.judge,
    "dose": doses.judge,
    "severity": severity.judge,
    "side": side.judge,
    "negation": negation.judge,
    "category": category.judge,
}


def claims_in(sentence: str, lexicon: Lexicon) -> tuple[Claim, ...]:
    """What one sentence claims; remembered, since it depends on the lexicon alone."""
    return _read(sentence, lexicon).claims


def spoken_of(sentence: str, lexicon: Lexicon) -> frozenset[str]:
    """The facts that a sentence speaks of, by name, whether or not it claims anything of them."""
    return _read(sentence, lexicon).spoken


def _read(sentence: str, lexicon: Lexicon) -> Remembered:
    found = lexicon.remembered(sentence)
    if found is not None:
        return found
    reading, seen = read_and_scan(sentence, lexicon)
    claims = claims_of(reading, seen)
    others = sex.others_in(reading)
    told_of = sex.told_of(reading)
    return lexicon.remember(sentence, Remembered(claims, others | told_of, _spoken(reading, claims)))


def _spoken(reading: Reading, claims: tuple[Claim, ...]) -> frozenset[str]:
    told: set[str] = set()
    for item in reading.of("mention"):
        m = item.value
        told.update(m.numbers, m.truths, m.allergies, m.drugs, m.choices)
        for concept in m.concepts:
            told.update(name for name, _ in reading.lexicon.relatives.get(concept, ()))
    told.update(item.value[0] for role in ("stated", "choice") for item in reading.of(role))
    for claim in claims:
        told.update(claim.names)
    return frozenset(told)


def read_and_scan(sentence: str, lexicon: Lexicon) -> tuple[Reading, list[Seen]]:
    """The sentence with its mentions put together, and what it says of each."""
    reading = read(sentence, lexicon)
    add_composed(reading)
    return reading, scan(reading)


def claims_of(reading: Reading, seen: list[Seen]) -> tuple[Claim, ...]:
    """Every claim of a sentence that was read."""
    return tuple(claim for reader in _READERS for claim in reader(reading, seen))


def check_text(text: str, facts: Facts, lexicon: Lexicon) -> list[Problem]:
    """Every claim of the text that the facts contradict, in the order of the text."""
    problems: list[Problem] = []
    others: frozenset[str] = frozenset()  # people named in the sentence before, whom a pronoun may mean
    sex_fact = facts.get("sex")
    stranger = "male pronoun" if sex_fact is not None and sex_fact.value == "female" else "female pronoun"
    for said in sentences_of(text):
        sentence = as_patient(said, facts, lexicon)
        found = _read(sentence, lexicon)
        claims, named = found.claims, found.others
        if stranger in named and not any(
            c.kind == "sex" and len(c.given) > 0 and c.given != ("pronoun",) for c in claims
        ):  # “her husband says he has a fever”
            others = named
            continue
        for claim in claims:
            if claim.given == ("pronoun",) and claim.value in others:
                continue
            problem = judge(claim, facts, lexicon, said)
            if problem is not None and not any(p.fact == problem.fact and p.sentence == said for p in problems):
                problems.append(problem)
        others = named or (others if not claims else frozenset())
    return problems


_CALLED = re.compile(r"(?<![\w'’])(Mom|Mama|Grandma|Granny|Nana|Dad|Papa|Grandpa|Pop)(?![\w-])")
_OWNED = re.compile(r"(?:\b[Hh]is|\b[Hh]er|\b[Mm]y|\b[Oo]ur|[a-z]['’]s|\bto|\bper|\bby|\bwith|\bfrom|\band) $")
_TOO = frozenset(("too", "also", "either", "herself", "himself", "contact", "contacts"))
_GROWN_CHILDREN = 35.0  # years: from here on the speaker may be the patient's child


def as_patient(sentence: str, facts: Facts, lexicon: Lexicon) -> str:
    """“Mama's been slurring”: the patient, as her child calls her; not where it may tell of an inherited illness."""
    match = _CALLED.search(sentence)
    if match is None or _OWNED.search(sentence, 0, match.start()):
        return sentence
    years, sex_fact = facts.get("age"), facts.get("sex")
    if years is None or not isinstance(years.value, (int, float)) or sex_fact is None:
        return sentence
    if years.unit not in (None, "years", "a") or years.value < _GROWN_CHILDREN:
        return sentence
    if sex_fact.value != ("male" if match[1] in ("Dad", "Papa", "Grandpa", "Pop") else "female"):
        return sentence
    reading = read(sentence, lexicon)
    add_composed(reading)
    mentions = [item.value for item in reading.of("mention")]
    inherited = any(c in lexicon.relatives for m in mentions for c in m.concepts)
    conditions = any(lexicon.known[n].kind in ("condition", "procedure") for m in mentions for n in m.truths)
    if inherited or conditions or _TOO & set(reading.tokens):
        return sentence
    return _CALLED.sub("The patient", sentence)


def judge(claim: Claim, facts: Facts, lexicon: Lexicon, sentence: str = "") -> Problem | None:
    """The problem with one claim, or None where it agrees or nothing can be said."""
    if claim.kind == "family":
        clash = family.judge(claim, facts, lexicon.who)
    else:
        clash = _JUDGES[claim.kind](claim, facts)
    if clash is None:
        return None
    fact, expected, found = clash
    kind = "unit" if claim.kind == "number" and agreement.is_unit_lie(claim, facts) else claim.kind
    return Problem(kind, "contradicted", sentence or claim.text, claim.text, fact, expected, found)


def omitted(text: str, facts: Facts, required: Iterable[str]) -> list[Problem]:
    """The required facts that no sentence of the text mentions; facts without a value need no mention."""
    from pzdsl.claims.lexicons import lexicon_of_facts

    lexicon = lexicon_of_facts(facts)
    return missing(text, facts, required, lexicon)


def missing(text: str, facts: Facts, required: Iterable[str], lexicon: Lexicon) -> list[Problem]:
    """As `omitted`, with a lexicon at hand."""
    told: set[str] = set()
    for sentence in sentences_of(text):
        told |= spoken_of(sentence, lexicon)
    return [
        Problem("omission", "missing", "", "", name, _expected(fact), "")
        for name in required
        if name not in told and (fact := facts.get(name)) is not None and fact.value is not None
    ]


def _expected(fact: Fact) -> str:
    value = fact.category_label or ("present" if fact.value is True else "absent" if fact.value is False else "")
    return f"{fact.label}: {value or agreement.shown(fact)}"
