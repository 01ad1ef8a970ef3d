"""`Lexicon`: which words speak of which facts; built once for a plan, or for one set of facts."""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pzdsl.claims.claim import Claim
from pzdsl.claims.cues import FAMILY, RELATIVES, phrases
from pzdsl.claims.persons import AGES, ANATOMY, KIN, PRONOUNS, SEX_NOUNS, STATUS_NAMES, STATUSES
from pzdsl.claims.terms import (
    ALLERGENS,
    ANTONYMS,
    COMPLAINTS,
    DRUGS,
    FINDINGS,
    MEASURES,
    SITE_COMPLAINTS,
    SITES,
    table_of,
)
from pzdsl.claims.tokens import words_of
from pzdsl.facts import Fact, Facts
from pzdsl.plan.plan import Plan

Words = tuple[str, ...]
_CACHED_SENTENCES = 100_000


@dataclass(frozen=True, slots=True)
class Known:
    """What the lexicon keeps of a variable: enough to find words for it."""

    name: str
    label: str
    stage: str
    type: str
    kind: str | None = None
    lay: tuple[str, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()  # name, label
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """What a term stands for: concepts, and the names of facts by type."""

    concepts: frozenset[str]
    numbers: tuple[str, ...] = ()
    truths: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()  # category variables
    measure: bool = False


@dataclass
class Lexicon:
    """Phrases as a tree of words, and what is known of each fact's place in it."""

    known: dict[str, Known]
    tree: dict[Any, Any] = field(default_factory=dict)
    concepts: dict[str, frozenset[str]] = field(default_factory=dict)  # fact -> concepts
    by_concept: dict[str, tuple[str, ...]] = field(default_factory=dict)
    relatives: dict[str, tuple[tuple[str, frozenset[str]], ...]] = field(default_factory=dict)  # concept -> (fact, who)
    composed: dict[tuple[str, str], Mention] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)  # concept of a category -> fact
    who: dict[str, frozenset[str]] = field(default_factory=dict)  # fact about relatives -> who
    claims: dict[str, tuple[tuple[Claim, ...], frozenset[str]]] = field(default_factory=dict)

    def remember(self, sentence: str, claims: tuple[tuple[Claim, ...], frozenset[str]]) -> None:
        """Keep what a sentence says; many sentences recur from patient to patient."""
        if len(self.claims) >= _CACHED_SENTENCES:
            self.claims.clear()
        self.claims[sentence] = claims


def lexicon_of(plan: Plan) -> Lexicon:
    """The lexicon of a plan, with its narrative phrases; built once for each plan."""
    key = ("plan", plan.name, id(plan))
    if (found := _built.get(key)) is not None and found[0] is plan:
        return found[1]
    known = [
        Known(
            v.name,
            v.label,
            v.stage,
            v.type,
            v.kind,
            v.lay,
            tuple((c.name, c.label) for c in v.categories),
            v.unit,
        )
        for v in plan.variables
        if v.role not in ("part", "case") and not v.hidden
    ]
    lexicon = _build(known)
    for phrase in plan.narrative:
        if phrase.value is not None and phrase.key in lexicon.known:
            about = frozenset({f"={phrase.key}"})
            own = _mention(lexicon, about, about, False)
            for text in phrase.texts:
                if "{" not in text:
                    _plant(lexicon.tree, words_of(text), ("stated", (phrase.key, phrase.value)))
                    _plant(lexicon.tree, words_of(text), ("mention", own))
                    if phrase.value in ("true", "false") and (noun := _THING.match(text)):
                        if len(words := words_of(noun[1])) > 1 and None not in _node(lexicon.tree, words):
                            _plant(lexicon.tree, words, ("mention", own))
    _keep(key, plan, lexicon)
    return lexicon


def lexicon_of_facts(facts: Facts) -> Lexicon:
    """The lexicon of these facts alone; built once for each set of names, labels and lay phrases."""
    known = tuple(known_from(f) for f in facts)
    if (found := _built.get(known)) is not None:
        return found[1]
    lexicon = _build(known)
    _keep(known, None, lexicon)
    return lexicon


def known_from(fact: Fact) -> Known:
    """What the lexicon needs of a fact; of its categories only its own can be known."""
    own = ((str(fact.value), fact.category_label or str(fact.value)),) if fact.type == "category" else ()
    return Known(fact.name, fact.label, fact.stage, fact.type, fact.kind, fact.lay, own, fact.unit)


_THING = re.compile(
    r"(?:has|takes|reports|uses|is on|had|gets|is known to have|has had|does not take|does not use"
    r"|is not on|has not had|is not known to have|has known|is under treatment for)"
    r"(?: not)? (?:(?:no|a|an|any|known) )*(?!been |to )([a-z].*)$"
)


def _node(tree: dict[Any, Any], words: Words) -> dict[Any, Any]:
    node = tree
    for word in words:
        node = node.get(word, {})
    return node


_built: OrderedDict[Any, tuple[Any, Lexicon]] = OrderedDict()


def _keep(key: Any, owner: Any, lexicon: Lexicon) -> None:
    _built[key] = (owner, lexicon)
    if len(_built) > 256:
        _built.popitem(last=False)


@dataclass(frozen=True)
class _Tables:
    """The term tables turned around: words to concepts, for each kind of concept."""

    measures: dict[Words, frozenset[str]]
    findings: dict[Words, frozenset[str]]
    drugs: dict[Words, frozenset[str]]
    allergens: dict[Words, frozenset[str]]


def _turned(text: str) -> dict[Words, frozenset[str]]:
    found: dict[Words, set[str]] = defaultdict(set)
    for concept, terms in table_of(text).items():
        for term in (concept.replace("_", " "), *terms):
            found[words_of(term)].add(concept)
    return {words: frozenset(concepts) for words, concepts in found.items()}


@cache
def _tables() -> _Tables:
    return _Tables(_turned(MEASURES), _turned(FINDINGS), _turned(DRUGS), _turned(ALLERGENS))


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
    for concept, values in STATUSES.items():
        for value, text in values.items():
            entries += [(words_of(t), ("status", (concept, frozenset(value.split("|"))))) for t in text.split(", ")]
    for role, text in (("site", SITES), ("complaint", COMPLAINTS)):
        for value, terms in table_of(text).items():
            entries += [(words_of(t), (role, value)) for t in terms]
    return tuple(entries)


def _plant(tree: dict[Any, Any], words: Words, payload: tuple[str, Any]) -> None:
    if not words:
        return
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    old = node.get(None, ())
    if payload not in old:
        node[None] = (*old, payload)


_STANDS_FOR = {"glucose": "fasting_glucose", "bun": "urea", "urea": "bun"}
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
    for lay in known.lay:
        yield words_of(lay)
        if lay.lower().startswith(("a ", "an ", "the ", "my ", "being ", "having ")):
            yield words_of(lay)[1:]


def _build(known: Iterable[Known]) -> Lexicon:
    tables = _tables()
    lexicon = Lexicon({k.name: k for k in known})
    terms: dict[Words, set[str]] = defaultdict(set)  # words -> concepts
    sorts: dict[Words, set[str]] = defaultdict(set)
    alone: dict[Words, set[str]] = defaultdict(set)
    by_concept: dict[str, list[str]] = defaultdict(list)
    kin: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for sort, table in (("measure", tables.measures), ("finding", tables.findings), ("drug", tables.drugs)):
        for words, found in table.items():
            terms[words] |= found
            sorts[words].add(sort)
    for k in lexicon.known.values():
        if k.name in ("age", "sex"):
            continue
        if k.kind == "allergy" and (allergen := _ALLERGY.sub("", k.label).strip(" ,")):
            _add_allergy(terms, by_concept, k, words_of(allergen), tables)
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
        concepts = _concepts(k, tables) if k.type != "category" else frozenset()
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
    for general, special in _STANDS_FOR.items():  # “glucose” means the fasting one where there is no other
        if not by_concept.get(general) and by_concept.get(special):
            by_concept[general] = by_concept[special]
    lexicon.by_concept = {c: tuple(names) for c, names in by_concept.items()}
    lexicon.who = dict(pair for pairs in kin.values() for pair in pairs)
    lexicon.relatives = {c: tuple(pairs) for c, pairs in kin.items()}
    for words, payload in _cue_entries():
        _plant(lexicon.tree, words, payload)
    made: dict[tuple[frozenset[str], frozenset[str], bool], Mention] = {}
    for words, concepts_ in terms.items():
        # a fact's own label is not also a synonym of its neighbor
        named = frozenset(alone.get(words) or concepts_)
        key = (named, frozenset(concepts_), "measure" in sorts[words])
        if (mention := made.get(key)) is None:
            mention = made[key] = _mention(lexicon, *key)
        _plant(lexicon.tree, words, ("mention", mention))
        if len(words[-1]) > 3 and words[-1].isalpha() and words[-1][-1] != "s":
            if (*words[:-1], words[-1] + "s") not in terms:
                _plant(lexicon.tree, (*words[:-1], words[-1] + "s"), ("mention", mention))
    for pair, concept in SITE_COMPLAINTS.items():
        if lexicon.by_concept.get(concept):
            lexicon.composed[pair] = _mention(lexicon, frozenset({concept}), frozenset({concept}), False)
    for concept, phrases_ in table_of(ANTONYMS).items():
        if lexicon.by_concept.get(concept):
            mention = _mention(lexicon, frozenset({concept}), frozenset({concept}), False)
            for phrase in phrases_:
                _plant(lexicon.tree, words_of(phrase), ("antonym", mention))
    _plant_choices(lexicon)
    return lexicon


def _add_allergy(
    terms: dict[Words, set[str]], by_concept: dict[str, list[str]], k: Known, allergen: Words, tables: _Tables
) -> None:
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


def _status_of(k: Known) -> str | None:
    spelled = {k.name.replace("_", " ").lower(), k.label.lower()}
    for concept, names in STATUS_NAMES.items():
        if spelled & set(names.split(", ")):
            return concept
    return None


def _mention(lexicon: Lexicon, named: frozenset[str], concepts: frozenset[str], measure: bool) -> Mention:
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
                    _plant(lexicon.tree, words, ("choice", (k.name, name)))
