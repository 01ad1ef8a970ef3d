"""Which facts a body part and a complaint speak of together, and which the complaint alone."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from pzdsl.claims.bodies import COMPLAINTS, NEIGHBORLY, NEIGHBORS, ONES_OWN_TROUBLE, SITE_COMPLAINTS, SITES
from pzdsl.claims.inherited import family_of
from pzdsl.claims.lexicon import Lexicon, Words
from pzdsl.claims.planting import mention_of
from pzdsl.claims.terms import table_of
from pzdsl.claims.tokens import words_of


@cache
def _words_for(text: str) -> dict[Words, str]:
    return {words_of(term): key for key, terms in table_of(text).items() for term in (key, *terms)}


def pair_up(lexicon: Lexicon) -> None:
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
