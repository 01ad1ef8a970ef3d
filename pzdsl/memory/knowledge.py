"""What a patient cannot know: results of tests, scores, and what only those around the patient have noticed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pzdsl.claims.claim import Claim, DoseSaid, Span
from pzdsl.memory.statements import Knower, knowers_of
from pzdsl.plan.plan import Plan, Variable

# what people measure at home, or read from the monitor and are told while it is measured
_VITAL = frozenset(("Cel", "[degF]", "kg", "g", "[lb_av]", "cm", "m", "[in_i]", "kg/m2", "mm[Hg]", "/min"))
_ANALYTE = re.compile(
    r"\b(?:sodium|potassium|chloride|bicarbonate|creatinine|urea|bun|egfr|crp|c-reactive protein|procalcitonin|"
    r"ha?emoglobin|ha?ematocrit|white (?:blood )?(?:cell )?count|white cells|wbc|neutrophils|platelets?|platelet count|"
    r"troponin|nt-?probnp|bnp|d-?dimer|lactate|bilirubin|alt|ast|inr|ferritin|tsh|albumin|curb-?65|"
    r"ejection fraction|anion gap|osmolality|ph|pco2|po2|lymphocytes|eosinophils)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"\d|\b(?:hundred|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b", re.IGNORECASE)


class Knowledge:
    """Who knows what, of one plan."""

    def __init__(self, plan: Plan) -> None:
        # symptoms are left out: whoever has one may speak of it, and the facts say whether it is so
        self._who = {v.name: _by_themselves(v) for v in plan.variables if not v.hidden and v.role != "symptom"}
        self._variables: Mapping[str, Variable] = {v.name: v for v in plan.variables}

    def beyond(self, sentence: str, claims: Sequence[Claim], teller: Knower, told: str) -> str | None:
        """What the teller states and cannot know, by its label; `told` is what the doctor has said."""
        for claim in claims:
            names = [name for name in claim.names if name in self._who]
            if not names or len(names) < len(claim.names) or any(self._knows(name, teller, claim) for name in names):
                continue
            label = self._variables[names[0]].label
            if not _was_told(claim.text, told):
                return label
        found = _ANALYTE.search(sentence)
        if found is not None and _FIGURE.search(sentence) and not claims and not _was_told(found[0], told):
            return found[0]
        return None

    def _knows(self, name: str, teller: Knower, claim: Claim) -> bool:
        if teller in self._who[name]:
            return True
        if self._variables[name].role == "exam":
            return False
        # of an illness that nobody has told them of, people say with good faith that they do not have it
        return claim.value is False or not isinstance(claim.value, bool | Span | DoseSaid | frozenset)


def _by_themselves(variable: Variable) -> frozenset[Knower]:
    measured = variable.type in ("number", "count") and variable.role in ("exam", "attribute")
    if measured and (variable.unit in _VITAL or "saturation" in variable.label.lower()):
        return frozenset(("patient", "caregiver", "clinician"))
    who = knowers_of(variable)
    return who | {"caregiver"} if "patient" in who else who


def _was_told(text: str, told: str) -> bool:
    """Whether the doctor has named it, so that the patient only says it after him."""
    words = [word for word in re.findall(r"[a-z0-9.]+", text.lower()) if len(word) > 1 or word.isdigit()]
    return bool(words) and all(re.search(rf"\b{re.escape(word)}\b", told) for word in words)
