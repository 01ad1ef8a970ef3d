"""What the typed claims of a sentence say of the facts: borne out, contradicted, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pzdsl.claims import claims_in
from pzdsl.claims.check import judge
from pzdsl.claims.claim import Claim
from pzdsl.claims.composed import add_composed
from pzdsl.claims.lexicon import Lexicon
from pzdsl.claims.reading import read
from pzdsl.facts import Fact, Facts
from pzdsl.memory.words import content_words

_PART_OF_KIND = {"duration": ("onset", "since", "duration"), "severity": ("severity",), "side": ("side", "site")}
_LEFT_OVER = 1  # content words beyond the claims that add nothing worth keeping


@dataclass(frozen=True, slots=True)
class Said:
    """What one sentence claims, and of which facts it speaks at all."""

    claims: tuple[Claim, ...]
    names: tuple[str, ...]


def said_in(sentence: str, lexicon: Lexicon) -> Said:
    """The claims of a sentence, but for pronouns, and the facts that it mentions."""
    claims = tuple(claim for claim in claims_in(sentence, lexicon) if claim.given != ("pronoun",))
    names = [name for claim in claims for name in claim.names]
    reading = read(sentence, lexicon)
    add_composed(reading)
    for item in reading.of("mention"):
        m = item.value
        names += [*m.truths, *m.allergies, *m.drugs, *m.numbers, *m.choices]
    for role in ("stated", "choice"):
        names += [item.value[0] for item in reading.of(role)]
    return Said(claims, tuple(dict.fromkeys(names)))


def is_borne_out(claim: Claim, facts: Facts, lexicon: Lexicon) -> bool:
    """Whether the facts say just that, and not merely nothing against it."""
    known = [fact for name in claim.names if (fact := facts.get(name)) is not None and fact.value is not None]
    if not known or judge(claim, facts, lexicon) is not None:
        return False
    if claim.kind in ("negation", "family"):
        present = claim.value if isinstance(claim.value, bool) else getattr(claim.value, "present", True)
        if present:
            return any(fact.value is True for fact in known)
        return len(known) == len(claim.names) and all(fact.value is False for fact in known)
    parts = _PART_OF_KIND.get(claim.kind)
    if parts is not None:
        return any(part in fact.parts for fact in known for part in parts)
    return True


def is_entailed(sentence: str, said: Said, facts: Facts, lexicon: Lexicon) -> bool:
    """Whether the sentence says what the record says, and next to nothing more."""
    if not said.claims or not all(is_borne_out(claim, facts, lexicon) for claim in said.claims):
        return False
    covered: set[str] = set()
    for claim in said.claims:
        covered |= content_words(claim.text)
        for name in claim.names:
            covered |= _words_for(facts.get(name))
    return len(content_words(sentence) - covered) <= _LEFT_OVER


def _words_for(fact: Fact | None) -> set[str]:
    if fact is None:
        return set()
    texts: Iterable[str] = (fact.label, *fact.lay, *(v for v in fact.parts.values() if isinstance(v, str)))
    return {word for text in texts for word in content_words(text)}


def part_of(kind: str) -> tuple[str, ...]:
    """The parts of a fact that a kind of claim is about."""
    return _PART_OF_KIND.get(kind, ())
