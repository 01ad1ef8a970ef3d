"""The lexicon of a plan, or of one patient's facts; each built once."""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Any

from pzdsl.claims.building import build
from pzdsl.claims.lexicon import Known, Lexicon, Words
from pzdsl.claims.planting import mention_of, plant
from pzdsl.claims.tokens import words_of
from pzdsl.facts import Fact, Facts
from pzdsl.plan.plan import Plan


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
    lexicon = build(known)
    for phrase in plan.narrative:
        if phrase.value is not None and phrase.key in lexicon.known:
            about = frozenset({f"={phrase.key}"})
            own = mention_of(lexicon, about, about, False)
            for text in phrase.texts:
                if "{" not in text:
                    plant(lexicon.tree, words_of(text), ("stated", (phrase.key, phrase.value)))
                    plant(lexicon.tree, words_of(text), ("mention", own))
                    if phrase.value in ("true", "false") and (noun := _THING.match(text)):
                        if len(words := words_of(noun[1])) > 1 and None not in _node(lexicon.tree, words):
                            plant(lexicon.tree, words, ("mention", own))
    _keep(key, plan, lexicon)
    return lexicon


def lexicon_of_facts(facts: Facts) -> Lexicon:
    """The lexicon of these facts alone; built once for each set of names, labels and lay phrases."""
    known = tuple(known_from(f) for f in facts)
    if (found := _built.get(known)) is not None:
        return found[1]
    lexicon = build(known)
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
