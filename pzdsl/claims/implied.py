"""What a claim says besides: twenty cigarettes a day are smoking, 39 °C is a fever, weight gained is not lost."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.claim import Claim, Span
from pzdsl.claims.units import convert

_SMOKES = frozenset({"current"})
_OPPOSITES = (("weight_loss", "weight_gain"), ("cold_intolerance", "heat_intolerance"))


def implied(claim: Claim) -> Iterator[Claim]:
    """The claims that follow from one."""
    value = claim.value
    if claim.kind == "number" and isinstance(value, Span) and len(claim.names) == 1 and not claim.given:
        yield from _of_number(claim, value)
    if claim.kind == "negation" and value is True:
        for one, other in _OPPOSITES:
            if claim.names in ((one,), (other,)):
                yield Claim("negation", (other if claim.names == (one,) else one,), False, claim.text)


def _of_number(claim: Claim, span: Span) -> Iterator[Claim]:
    (name,) = claim.names
    if name == "cigarettes" and span.low > 0:
        yield Claim("category", ("smoking",), _SMOKES, claim.text, given=("smoking",))
    elif name == "drinks":
        yield Claim("negation", ("alcohol_use",), span.low > 0, claim.text)
    elif name == "temperature":
        fahrenheit = span.unit == "[degF]" or (span.unit in (None, "degrees") and span.said > 60)
        degrees = convert(span.low, "[degF]", "Cel") if fahrenheit else span.low
        if degrees is not None and degrees >= 37.9:
            yield Claim("negation", ("fever",), True, claim.text)
