"""Builds a lexicon: the tables of terms, the facts' own names, and what follows from both."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pzdsl.claims import everyday
from pzdsl.claims.bodies import (
    COMPLAINTS,
    FUNCTION_ILL,
    FUNCTION_WELL,
    FUNCTIONS,
    SITES,
)
from pzdsl.claims.colloquial import COLLOQUIAL, DENIALS
from pzdsl.claims.drugs import ALLERGENS, CLASSES, DRUGS
from pzdsl.claims.findings import ANTONYMS, FINDINGS
from pzdsl.claims.inherited import family_of
from pzdsl.claims.lexicon import Known, Lexicon, Mention, Words
from pzdsl.claims.pairing import pair_up
from pzdsl.claims.persons import AGES, ANATOMY, JOB_PAIRS, JOBS, KIN, PRONOUNS, SEX_NOUNS, STATUS_NAMES, STATUSES
from pzdsl.claims.phrases import phrases
from pzdsl.claims.planting import mention_of, plant
from pzdsl.claims.terms import MEASURES, table_of
from pzdsl.claims.tokens import words_of
from pzdsl.claims.turns import own_terms, without_tail


@dataclass(frozen=True)
class _Tables:
    """The term tables turned around: words to concepts, for each kind of concept."""

    measures: dict[Words, frozenset[str]]
    findings: dict[Words, frozenset[str]]
    drugs: dict[Words, frozenset[str]]
    allergens: dict[Words, frozenset[str]]


def _turned(*texts: str) -> dict[Words, frozenset[str]]:
    found: dict[Words, set[str]] = defaultdict(set)
    for text in texts:
        for concept, terms in table_of(text).items():
            for term in (concept.replace("_", " "), *terms):
                found[words_of(term)].add(concept)
    if DRUGS in texts:
        for called, members in CLASSES.items():
            for term in called.split(", "):
                found[words_of(term)].update(members.split())
    return {words: frozenset(concepts) for words, concepts in found.items()}


@cache
def _tables() -> _Tables:
    known = _turned(FINDINGS, COLLOQUIAL)
    said: dict[Words, set[str]] = {words: set(concepts) for words, concepts in known.items()}
    for words in list(said):
        for other in everyday.forms(words):
            said.setdefault(other, set(said[words]))
    measures = dict(_turned(MEASURES))
    for words in list(measures):
        for other in everyday.one_of(words):
            if len(words) > 1:
                measures.setdefault(other, measures[words])
    found = {words: frozenset(concepts) for words, concepts in said.items()}
    return _Tables(measures, found, _turned(DRUGS), _turned(ALLERGENS))


@cache
def _cue_entries() -> tuple[tuple[Words, tuple[str, Any]], ...]:
    entries = [(words_of(phrase), (role, value)) for role, value, phrase in phrases()]
    for role, table in (
        ("age", AGES),
        ("noun", SEX_NOUNS),
        ("anatomy", ANATOMY),
        ("pronoun", PRONOUNS),
        ("kin", KIN),
    ):
        for value, text in table.items():
            entries += [(words_of(t), (role, value)) for t in text.split(", ")]
    nouns = {words_of(t): sex for sex, text in SEX_NOUNS.items() for t in text.split(", ")}
    for text in AGES.values():  # “old man” says both how old and which sex
        for words in map(words_of, text.split(", ")):
            if len(words) > 1 and words[-1:] in nouns and words not in nouns:
                entries.append((words, ("noun", nouns[words[-1:]])))
    for concept, values in STATUSES.items():
        for value, text in values.items():
            entries += [(words_of(t), ("status", (concept, frozenset(value.split("|"))))) for t in text.split(", ")]
    for job in (*JOBS, *JOB_PAIRS):
        entries.append((words_of(job), ("status", ("occupation", frozenset({job})))))
    for role, text in (
        ("site", SITES),
        ("complaint", COMPLAINTS),
        ("well", FUNCTION_WELL),
        ("ill", FUNCTION_ILL),
        ("kept", everyday.KEPT),
    ):
        for value, terms in table_of(text).items():
            entries += [(words_of(t), (role, value)) for t in terms]
    return tuple(entries)


_STANDS_FOR = {  # a word means the nearest measurement that there is
    "glucose": ("fasting_glucose", "random_glucose"),
    "random_glucose": ("glucose", "fasting_glucose"),
    "fasting_glucose": ("glucose",),
    "bun": ("urea",),
    "urea": ("bun",),
}
_ALLERGY = re.compile(r"\b(?:allergy|allergies|allergic)\b", re.I)


def _concepts(known: Known, tables: _Tables) -> frozenset[str]:
    """The concepts that a fact belongs to, by its name and label, else by a lay phrase."""
    if known.kind == "medication":
        table = tables.drugs
    elif known.type in ("number", "count"):
        table = tables.measures
    else:
        table = tables.findings
    for spelled in (known.name.replace("_", " "), known.label, without_tail(known.label)):
        if spelled and (found := table.get(words_of(spelled))):
            return _narrowed(found, known)
    for spelled in known.lay:
        if (found := table.get(words_of(spelled))) and len(found) == 1:
            return found
    return frozenset()


def _narrowed(found: frozenset[str], known: Known) -> frozenset[str]:
    return frozenset({known.name}) if known.name in found else found


@cache
def _patterned() -> tuple[tuple[Words, str], ...]:
    """Phrases of `everyday` with the finding that they tell of."""
    said = [(words_of(phrase), concept) for concept, phrase in everyday.findings()]
    return tuple(said + [(other, concept) for words, concept in said for other in everyday.forms(words)])


@cache
def _spoken() -> tuple[tuple[str, dict[str, tuple[Words, ...]]], ...]:
    """Phrases that deny a finding, functions, and organs, as words."""
    said: dict[str, list[str]] = defaultdict(list)
    for text in (ANTONYMS, DENIALS):
        for concept, terms in table_of(text).items():
            said[concept] += terms
    for concept, phrase in everyday.denials():
        said[concept].append(phrase)
    tables = (("antonym", said), ("function", table_of(FUNCTIONS)), ("organ", table_of(everyday.ORGANS)))
    return tuple((role, {c: tuple(words_of(p) for p in ps) for c, ps in table.items()}) for role, table in tables)


def build(known: Iterable[Known]) -> Lexicon:
    """The lexicon of these variables."""
    tables = _tables()
    lexicon = Lexicon({k.name: k for k in known})
    terms: dict[Words, set[str]] = defaultdict(set)  # words -> concepts
    sorts: dict[Words, set[str]] = defaultdict(set)
    alone: dict[Words, set[str]] = defaultdict(set)
    by_concept: dict[str, list[str]] = defaultdict(list)
    kin: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    eaten: dict[str, set[Words]] = {}  # allergy -> words for what brings it on
    for sort, table in (("measure", tables.measures), ("finding", tables.findings), ("drug", tables.drugs)):
        for words, found in table.items():
            terms[words] |= found
            sorts[words].add(sort)
    for k in lexicon.known.values():
        if k.name in ("age", "sex"):
            continue
        if k.kind == "allergy" and (allergen := _ALLERGY.sub("", k.label).strip(" ,")):
            eaten[k.name] = _add_allergy(terms, by_concept, k, words_of(allergen), tables)
            continue
        if k.type == "boolean" and k.kind != "medication" and (inherited := family_of(k.label, k.name)):
            what, who = inherited
            for concept in tables.findings.get(words_of(what), frozenset({f"={what}"})):
                kin[concept].append((k.name, who))
                terms[words_of(what)].add(concept)
            by_concept[f"={k.name}"].append(k.name)  # for its narrative phrases alone
            continue
        if k.type == "category" and (status := _status_of(k)):
            lexicon.statuses[status] = k.name
        concepts = (_concepts(k, tables) or frozenset({k.name})) if k.type != "category" else frozenset()
        own = frozenset({f"={k.name}"})
        lexicon.concepts[k.name] = concepts | own
        for concept in concepts | own:
            by_concept[concept].append(k.name)
        for words in own_terms(k):
            if words:
                terms[words] |= own
                for other in everyday.one_of(words):
                    if len(words) > 1 or k.type != "count":
                        terms[other] |= own
        for words in (words_of(k.label), words_of(k.name.replace("_", " "))):
            alone[words] |= own
    for words in list(terms):
        if words[0] in ("a", "an") and words[1:] in terms and "measure" in sorts[words[1:]]:
            terms[words] |= terms[words[1:]]
            sorts[words].add("measure")
    for words, concept in _patterned():
        if by_concept.get(concept):
            terms[words].add(concept)
    own_names = {c: list(names) for c, names in by_concept.items()}
    for general, others in _STANDS_FOR.items():  # “glucose” means the fasting one where there is no other
        if not own_names.get(general) and (stand_in := next((o for o in others if own_names.get(o)), None)):
            by_concept[general] = own_names[stand_in]
    lexicon.by_concept = {c: tuple(names) for c, names in by_concept.items()}
    lexicon.who = dict(pair for pairs in kin.values() for pair in pairs)
    lexicon.relatives = {c: tuple(pairs) for c, pairs in kin.items()}
    for words, payload in _cue_entries():
        plant(lexicon.tree, words, payload)
    made: dict[tuple[frozenset[str], frozenset[str], bool], Mention] = {}
    for words, concepts_ in terms.items():
        # a fact's own label is not also a synonym of its neighbor
        named = frozenset(alone.get(words) or concepts_)
        key = (named, frozenset(concepts_), "measure" in sorts[words])
        if (mention := made.get(key)) is None:
            mention = made[key] = mention_of(lexicon, *key)
        plant(lexicon.tree, words, ("mention", mention))
        if len(words[-1]) > 3 and words[-1].isalpha() and words[-1][-1] != "s":
            if (*words[:-1], words[-1] + "s") not in terms:
                plant(lexicon.tree, (*words[:-1], words[-1] + "s"), ("mention", mention))
    pair_up(lexicon)
    for name, spelled in eaten.items():
        about = frozenset({f"={name}"})
        allergy = mention_of(lexicon, about, about, False)
        for words in spelled:
            plant(lexicon.tree, words, ("allergen", allergy))
    for role, spoken in _spoken():
        for concept, phrases_ in spoken.items():
            if lexicon.by_concept.get(concept):
                mention = mention_of(lexicon, frozenset({concept}), frozenset({concept}), False)
                if mention.truths:
                    for told in phrases_:
                        plant(lexicon.tree, told, (role, mention))
    _plant_choices(lexicon)
    return lexicon


def _add_allergy(
    terms: dict[Words, set[str]], by_concept: dict[str, list[str]], k: Known, allergen: Words, tables: _Tables
) -> set[Words]:
    """Words for an allergy into `terms`; the words for what brings it on."""
    allergens = tables.allergens.get(allergen) or tables.allergens.get(words_of(k.name.removesuffix("_allergy")))
    spelled = {allergen} | {w for w, found in tables.allergens.items() if allergens and found & allergens}
    concept = f"={k.name}"
    by_concept[concept].append(k.name)
    for name in spelled:
        for pattern in (
            "{} allergy",
            "{} allergies",
            "allergy to {}",
            "allergic to {}",
            "allergies to {}",
            "reacts to {}",
            "reaction to {}",
            "intolerance to {}",
            "allergic reaction to {}",
            "reacted to {}",
            "react to {}",
            "{} allergic",
            "hives from {}",
            "hives with {}",
            "allergies {}",
            "allergies : {}",
            "allergy : {}",
            "allergies to any {}",
            "allergic to any {}",
            "allergy to any {}",
            "allergies include {}",
            "anaphylaxis to {}",
            "hives to {}",
        ):
            terms[words_of(pattern.format(" ".join(name)))].add(concept)
    if allergens and "latex" in allergens:
        terms[words_of("non latex gloves")].add(concept)
    for lay in k.lay:
        if len(words_of(lay)) > 1:
            terms[words_of(lay)].add(concept)
    return spelled


def _status_of(k: Known) -> str | None:
    spelled = {k.name.replace("_", " ").lower(), k.label.lower()}
    for concept, names in STATUS_NAMES.items():
        if spelled & set(names.split(", ")):
            return concept
    return None


_FLAT = frozenset("normal none other yes no any all present absent unknown".split())


def _plant_choices(lexicon: Lexicon) -> None:
    """Labels of categories, for variables that no table of ours describes."""
    described = set(lexicon.statuses.values())
    for k in lexicon.known.values():
        if k.type != "category" or k.name in described or k.name == "sex":
            continue
        for name, label in k.categories:
            for words in {words_of(label), words_of(name.replace("_", " "))}:
                if words and not (len(words) == 1 and (words[0] in _FLAT or len(words[0]) < 3)):
                    plant(lexicon.tree, words, ("choice", (k.name, name)))
