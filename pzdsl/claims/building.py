"""Builds a lexicon: the tables of terms, the facts' own names, and what follows from both."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pzdsl.claims.bodies import (
    COMPLAINTS,
    FUNCTION_WELL,
    FUNCTIONS,
    NEIGHBORLY,
    NEIGHBORS,
    ONES_OWN_TROUBLE,
    SITE_COMPLAINTS,
    SITES,
)
from pzdsl.claims.colloquial import COLLOQUIAL, DENIALS
from pzdsl.claims.cues import FAMILY, RELATIVES
from pzdsl.claims.drugs import ALLERGENS, CLASSES, DRUGS
from pzdsl.claims.findings import ANTONYMS, FINDINGS
from pzdsl.claims.lexicon import Known, Lexicon, Mention, Words
from pzdsl.claims.persons import AGES, ANATOMY, JOB_PAIRS, JOBS, KIN, PRONOUNS, SEX_NOUNS, STATUS_NAMES, STATUSES
from pzdsl.claims.phrases import phrases
from pzdsl.claims.terms import MEASURES, table_of
from pzdsl.claims.tokens import words_of


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
    return _Tables(_turned(MEASURES), _turned(FINDINGS, COLLOQUIAL), _turned(DRUGS), _turned(ALLERGENS))


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
    for role, text in (("site", SITES), ("complaint", COMPLAINTS), ("well", FUNCTION_WELL)):
        for value, terms in table_of(text).items():
            entries += [(words_of(t), (role, value)) for t in terms]
    return tuple(entries)


def plant(tree: dict[Any, Any], words: Words, payload: tuple[str, Any]) -> None:
    """Put a phrase into a tree of words."""
    if not words:
        return
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    old = node.get(None, ())
    if payload not in old:
        node[None] = (*old, payload)
    if len(words) > 1 and any(len(w) == 1 and w.islower() and w != "a" for w in words):  # “T max”, “A fib”
        upper = tuple(w.upper() if len(w) == 1 else w for w in words)
        plant(tree, upper, payload)


_STANDS_FOR = {  # a word means the nearest measurement that there is
    "glucose": ("fasting_glucose", "random_glucose"),
    "random_glucose": ("glucose", "fasting_glucose"),
    "fasting_glucose": ("glucose",),
    "bun": ("urea",),
    "urea": ("bun",),
}
_FAMILY_LABEL = re.compile(
    r"^(?P<what>.+?) in (?:the |a |his |her |their )?(?P<who>[a-z ]+)$"
    r"|^(?:family history of|familial) (?P<of>.+)$"
    r"|^(?:first[ -]degree relatives|relatives) with (?P<count>.+)$",
    re.I,
)
_TAILS = re.compile(r"(?:, | on | over | at an? | before | this | past ).*$| (?:inhaler|injection|tablets?)$", re.I)
_ALLERGY = re.compile(r"\b(?:allergy|allergies|allergic)\b", re.I)


def family_of(label: str, name: str) -> tuple[str, frozenset[str]] | None:
    """What runs in the family and in whom, if the label says that."""
    match = _FAMILY_LABEL.match(label.replace("_", " "))
    if match is None:
        head, _, rest = name.partition("_")
        return (rest.replace("_", " "), RELATIVES[head]) if rest and head in RELATIVES else None
    if match["of"]:
        return match["of"], FAMILY
    if match["count"]:
        return None
    who: frozenset[str] = frozenset()
    for word in re.findall(r"[a-z]+", match["who"].lower()):
        if word == "family":
            return match["what"], FAMILY
        who |= RELATIVES.get(word, frozenset()) | RELATIVES.get(word.removesuffix("s"), frozenset())
    return (match["what"], who) if who else None


def _concepts(known: Known, tables: _Tables) -> frozenset[str]:
    """The concepts that a fact belongs to, by its name and label, else by a lay phrase."""
    if known.kind == "medication":
        table = tables.drugs
    elif known.type in ("number", "count"):
        table = tables.measures
    else:
        table = tables.findings
    for spelled in (known.name.replace("_", " "), known.label, _TAILS.sub("", known.label)):
        if spelled and (found := table.get(words_of(spelled))):
            return _narrowed(found, known)
    for spelled in known.lay:
        if (found := table.get(words_of(spelled))) and len(found) == 1:
            return found
    return frozenset()


def _narrowed(found: frozenset[str], known: Known) -> frozenset[str]:
    return frozenset({known.name}) if known.name in found else found


def _own_terms(known: Known) -> Iterator[Words]:
    yield words_of(known.label)
    yield words_of(known.name.replace("_", " "))
    if len(short := words_of(_TAILS.sub("", known.label))) > 1 or (short and len(short[0]) > 5):
        yield short
    for label in (known.label, *known.lay):
        yield from _turns(label.lower())
    for lay in known.lay:
        yield words_of(lay)
        if lay.lower().startswith(("a ", "an ", "the ", "my ", "being ", "having ")):
            yield words_of(lay)[1:]


_OWN = ("", "the ", "his ", "her ", "my ")
_TURNS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (  # a label, and other ways of putting it
    (
        re.compile(r"^(?:loss of (?P<x>\w+)|(?P<y>\w+) loss)$"),
        (
            "losing {o}{x}",
            "lost {o}{x}",
            "loses {o}{x}",
            "loss of {o}{x}",
            "{x} loss",
            "loss of all {x}",
            "{x} is gone",
        ),
    ),
    (
        re.compile(r"^(?:bloody (?P<x>\w+)|blood in (?:the )?(?P<y>\w+))$"),
        ("blood in {o}{x}", "bloody {x}", "blood on {o}{x}", "{x} with blood", "{x} is bloody", "bloody {x}s"),
    ),
    (
        re.compile(r"^(?:difficulty|trouble|problems) (?P<x>\w+ing)$"),
        ("difficulty {x}", "trouble {x}", "problems {x}", "hard time {x}", "difficulty with {x}", "difficult {x}"),
    ),
    (
        re.compile(r"^(?:painful (?P<x>\w+)|pain (?:on|with|when) (?P<y>\w+))$"),
        ("painful {x}", "pain on {x}", "pain with {x}", "pain when {x}", "pain while {x}", "hurts when {x}"),
    ),
    (re.compile(r"^(?P<x>\w+ed) speech$"), ("{x} speech", "speech is {x}", "speech was {x}", "{x} words")),
    (re.compile(r"^(?P<x>\w+) (?:surgery|operation)$"), ("{x} surgery", "{x} operation", "{o}{x} operated on")),
    (
        re.compile(r"^(?P<x>\w+) replacement$"),
        ("{x} replaced", "{x}s replaced", "artificial {x}", "new {x}", "prosthetic {x}", "{x} prosthesis"),
    ),
    (
        re.compile(r"^dry (?P<x>\w+)$"),
        ("{x} are dry", "{x} is dry", "{x} feel dry", "{x} dryness", "dryness of {o}{x}"),
    ),
)


def _turns(label: str) -> Iterator[Words]:
    """“Hair loss” is also “losing hair”, “blood in stool” also “bloody stool”."""
    for pattern, turns in _TURNS:
        if (match := pattern.match(label)) is not None:
            what = match["x"] or match.groupdict().get("y") or ""
            for turn in turns:
                for own in _OWN if "{o}" in turn else ("",):
                    yield words_of(turn.format(x=what, o=own))


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
        for words in _own_terms(k):
            if words:
                terms[words] |= own
        for words in (words_of(k.label), words_of(k.name.replace("_", " "))):
            alone[words] |= own
    for words in list(terms):
        if words[0] in ("a", "an") and words[1:] in terms and "measure" in sorts[words[1:]]:
            terms[words] |= terms[words[1:]]
            sorts[words].add("measure")
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
    _compose(lexicon)
    for name, spelled in eaten.items():
        about = frozenset({f"={name}"})
        allergy = mention_of(lexicon, about, about, False)
        for words in spelled:
            plant(lexicon.tree, words, ("allergen", allergy))
    for role, text in (("antonym", ANTONYMS), ("antonym", DENIALS), ("function", FUNCTIONS)):
        for concept, phrases_ in table_of(text).items():
            if lexicon.by_concept.get(concept):
                mention = mention_of(lexicon, frozenset({concept}), frozenset({concept}), False)
                if mention.truths:
                    for phrase in phrases_:
                        plant(lexicon.tree, words_of(phrase), (role, mention))
    _plant_choices(lexicon)
    return lexicon


@cache
def _words_for(text: str) -> dict[Words, str]:
    return {words_of(term): key for key, terms in table_of(text).items() for term in (key, *terms)}


def _compose(lexicon: Lexicon) -> None:
    """Which facts a body part and a complaint speak of together, and which the complaint alone."""
    pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
    for pair, concept in SITE_COMPLAINTS.items():
        pairs[pair].update(n for n in lexicon.by_concept.get(concept, ()) if lexicon.known[n].type == "boolean")
    alone: dict[str, set[str]] = defaultdict(set)
    sites, complaints = _words_for(SITES), _words_for(COMPLAINTS)
    for k in lexicon.known.values():
        if k.type != "boolean" or k.kind is not None or family_of(k.label, k.name) is not None:
            continue
        for spelled in (k.label, k.name.replace("_", " ")):
            words = words_of(spelled)
            if len(words) > 5:
                continue
            said = {sites[w] for w in zip(words, strict=True) if w in sites}
            wrong = {complaints[w] for w in zip(words, strict=True) if w in complaints}
            if not said and k.stage == "symptom":
                for complaint in wrong:  # “morning stiffness”
                    alone[complaint].add(k.name)
            for site in said:
                for complaint in wrong:
                    pairs[site, complaint].add(k.name)
    for (site, complaint), names in list(pairs.items()):
        if complaint in NEIGHBORLY and names:
            for other in NEIGHBORS.get(site, ()):
                if not pairs.get((other, complaint)):
                    pairs[other, complaint] |= names
    for (site, complaint), names in list(pairs.items()):
        if names and (complaint == "pain" or not pairs.get((site, "pain"))):
            pairs.setdefault((site, ONES_OWN_TROUBLE), names)
    for (site, complaint), names in pairs.items():
        if names:
            about = frozenset(f"={n}" for n in names)
            lexicon.composed[site, complaint] = mention_of(lexicon, about, about, False)
            if complaint != ONES_OWN_TROUBLE:
                alone[complaint] |= names
                lexicon.sites[complaint] = lexicon.sites.get(complaint, frozenset()) | {site}
    for complaint, names in alone.items():
        about = frozenset(f"={n}" for n in names)
        lexicon.bare[complaint] = mention_of(lexicon, about, about, False)


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


def mention_of(lexicon: Lexicon, named: frozenset[str], concepts: frozenset[str], measure: bool) -> Mention:
    """What a term stands for that names these concepts."""
    names = list(dict.fromkeys(n for c in sorted(named) for n in lexicon.by_concept.get(c, ())))
    known = [lexicon.known[n] for n in names]
    return Mention(
        concepts,
        numbers=tuple(k.name for k in known if k.type in ("number", "count")),
        truths=tuple(k.name for k in known if k.type == "boolean" and k.kind not in ("medication", "allergy")),
        allergies=tuple(k.name for k in known if k.kind == "allergy"),
        drugs=tuple(k.name for k in known if k.kind == "medication"),
        choices=tuple(k.name for k in known if k.type == "category"),
        measure=measure or any(k.type in ("number", "count") for k in known),
    )


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
