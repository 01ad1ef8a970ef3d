"""What a new detail implies, held against the spec's own rules, and against what holds of everybody."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pzdsl.claims import claims_in, lexicon_of
from pzdsl.claims.claim import Claim, Span
from pzdsl.claims.lexicon import Lexicon
from pzdsl.facts import Facts, Measure
from pzdsl.plan.kept import kept
from pzdsl.plan.plan import Plan
from pzdsl.verify.check import Verifier
from pzdsl.verify.findings import Row
from pzdsl.verify.supports import Supports

_YEARS = {"years": 1.0, "months": 12.0, "weeks": 52.1786, "days": 365.25}
# what plausibility has to say that a spec about another illness need not: read only where a sentence speaks of it
_OF_EVERYBODY = re.compile(r"\bpregnant\b|\bexpecting a\b|\bwith child\b|menopaus|change of life", re.IGNORECASE)


class Implied:
    """Rules over what a reply adds to the record of one plan's patients."""

    def __init__(self, plan: Plan, lexicon: Lexicon) -> None:
        self._plan, self._lexicon = plan, lexicon
        self._types = {v.name: v.type for v in plan.variables if v.role != "part" and not v.hidden}

    def broken(self, sentence: str, claims: Sequence[Claim], facts: Facts) -> str | None:
        """The rule that the sentence would break, in its own words; None where it breaks none."""
        new = _values(claims, facts, self._types)
        if new and (message := _finding(self._plan, facts, new)) is not None:
            return message
        if _OF_EVERYBODY.search(sentence) is None:
            return None
        plan = _plausible()
        types = {v.name: v.type for v in plan.variables}
        new = _values(claims_in(sentence, lexicon_of(plan)), facts, types)
        return _finding(plan, facts, {k: v for k, v in new.items() if k not in self._types}) if new else None


def _values(claims: Sequence[Claim], facts: Facts, types: Mapping[str, str]) -> dict[str, Any]:
    """What claims say of variables that the record is silent about."""
    found: dict[str, Any] = {}
    for claim in claims:
        names = [name for name in claim.names if name in types]
        if len(names) != 1:
            continue  # which of them is meant, nobody can tell
        name = names[0]
        fact = facts.get(name)
        if fact is not None and fact.value is not None:
            continue
        value, kind = claim.value, types[name]
        if claim.kind == "negation" and kind == "boolean" and isinstance(value, bool):
            found[name] = value
        elif claim.kind == "category" and kind == "category" and isinstance(value, frozenset) and len(value) == 1:
            if not claim.given:
                found[name] = next(iter(value))
        elif claim.kind == "number" and isinstance(value, Span) and value.exact and value.unit in (None, "1"):
            if kind in ("number", "count"):
                found[name] = value.said
    return found


def _finding(plan: Plan, facts: Facts, new: Mapping[str, Any]) -> str | None:
    if not new:
        return None
    verifier = Verifier(plan, supports=False)
    verifier.supports = _supports(plan)
    own = {v.name: v for v in plan.variables}
    values: dict[str, Any] = {}
    for fact in facts:
        variable = own.get(fact.name)
        if variable is None or fact.value is None or variable.type != fact.type:
            continue
        value: Any = fact.value
        if fact.unit != variable.unit:
            if fact.name != "age" or fact.unit not in _YEARS or variable.unit != "years":
                continue
            value = float(value) / _YEARS[fact.unit]
        values[fact.name] = value
        for part, given in fact.parts.items():
            name = f"{fact.name}.{part}"
            if name in own and isinstance(given, Measure) and own[name].unit == given.unit:
                values[name] = given.value
    values.update(new)
    verifier.add([Row("reply", None, values)])
    for finding in verifier.verification.findings:
        if finding.kind in ("rule", "support", "range") and set(finding.values) & set(new):
            return finding.message.replace("`", "")
    return None


@kept()
def _supports(plan: Plan) -> Supports:
    return Supports(plan)


@cache
def _plausible() -> Plan:
    """The rules that hold of everybody, compiled when first needed."""
    from pzdsl.compiler import compile_file
    from pzdsl.semantics.priors import packaged_priors

    return compile_file(packaged_priors() / "us" / "plausibility.pz")
