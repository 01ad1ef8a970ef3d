"""Whether a text says nothing but what another has said: each of its claims borne out, and no word of content left."""

from __future__ import annotations

from pzdsl.claims.claim import DoseSaid, Relatives, Span
from pzdsl.claims.said import Said, Text, at_another_time, dated, narrowed, negations, occasion, of_another
from pzdsl.claims.words import Plain, stem, tokens_of

_FILLERS = frozenset(
    stem(word)
    for word in (
        "i i'm me my mine myself he she it its it's they his her him them we our us you the a an this that"
        " these those and or but so of in on at to for with from by as is am are was were be been being have"
        " has had having do does did got get gets getting feel feels feeling felt take takes taking took use"
        " uses using need say says said doc doctor well yeah yes yep no nope not never oh um uh like just"
        " really actually about around roughly some any right now still there here patient reports denies old"
        " year years day days week weeks month months hour hours time times every each per been going kind bit"
        " little lot too very quite pretty honestly sure i've i'd 's 'm 've 'd 're 'll , . ; : ? ! ( )"
        " diagnosed told called ma'am sir know mg milligrams milligram pounds kilos degrees n't don't haven't"
        " didn't hasn't isn't doesn't ain't can't ago since last past while most least over under more than"
        " less almost nearly"
    ).split()
)
_DOUBT = frozenset("think guess maybe probably perhaps might could if would".split())


def follows(premise: Text, hypothesis: Text, yours: Plain) -> tuple[Said, Said] | None:
    """A claim of each text that match, where all of the hypothesis is borne out; None where that is in doubt."""
    said = [one for one in hypothesis.claims if one.claim.kind != "sex" or not one.claim.given]
    if not said or any(_DOUBT & set(tokens) for tokens in yours.sentences):
        return None
    covered = {stem(w.lower()) for one in said for w in tokens_of(one.claim.text)}
    if any(stem(t) not in covered and stem(t) not in _FILLERS for s in yours.sentences for t in s):
        return None
    pairs: list[tuple[Said, Said]] = []
    for one in said:
        known = next((other for other in premise.claims if _bears_out(other, one)), None)
        if known is None:
            return None
        pairs.append((known, one))
    absent = sum(1 for one in said if one.claim.value is False or (one.claim.kind == "category" and one.led))
    turned = sum(negations(s) for s in yours.sentences)
    if turned > max(absent, 0) and not all(one.claim.kind == "category" for one in said):
        return None
    return pairs[0] if pairs else None


def _bears_out(known: Said, said: Said) -> bool:
    mine, yours = known.claim, said.claim
    if mine.kind != yours.kind or not set(mine.names) & set(yours.names):
        return False
    if narrowed(known) or narrowed(said) or dated(known) or dated(said) or of_another(known, said):
        return False
    one, other = mine.value, yours.value
    if isinstance(one, bool) and isinstance(other, bool):
        if one != other or at_another_time(said, known, denied_last=False):
            return False
        return set(mine.names) <= set(yours.names) if one else set(yours.names) <= set(mine.names)
    if mine.names != yours.names:
        return False
    if isinstance(one, Span) and isinstance(other, Span):
        if occasion(known.sentence) != occasion(said.sentence):
            return False
        return one.unit == other.unit and one.exact and other.low <= one.said <= other.high
    if isinstance(one, DoseSaid) and isinstance(other, DoseSaid):
        same = other.amount is None or (one.amount, one.unit) == (other.amount, other.unit)
        return same and other.per_day in (None, one.per_day) and one.a_day == other.a_day
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return one <= other and mine.given == yours.given
    if isinstance(one, Relatives) and isinstance(other, Relatives):
        return one == other
    return one == other
