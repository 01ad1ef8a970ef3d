"""What can be asked of a patient, and which variables of a specification answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pzdsl.plan.kept import kept
from pzdsl.plan.plan import Plan, Variable
from pzdsl.stages.background import is_for_clinicians

_OF_A_SYMPTOM = (
    "onset",
    "duration",
    "site",
    "side",
    "character",
    "severity",
    "worse",
    "better",
    "trend",
    "episodes",
)
TOPICS = (
    "opening",
    "presence",
    *_OF_A_SYMPTOM,
    "associated",
    "progression",
    "previous",
    "past_history",
    "surgery",
    "drugs",
    "dose",
    "allergies",
    "family",
    "smoking",
    "alcohol",
    "substances",
    "occupation",
    "home",
    "education",
    "marital",
    "income_insurance",
    "activity",
    "diet",
    "sleep",
    "pregnancy",
    "children",
    "impact",
    "ideas",
    "worries",
    "expectations",
    "age",
    "sex",
    "name",
    "weight_height",
    "immunizations",
    "exposure",
    "result",
    "diagnosis",
    "anything_else",
    "greeting",
    "thanks",
    "unclear",
)
PARTS = (  # of a symptom, a drug or a condition: what is asked of it once it is there
    *_OF_A_SYMPTOM,
    "dose",
)


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked: its topic, and the variables it is about; none where the topic says it all."""

    topic: str
    about: tuple[str, ...] = ()


# Which attributes a topic is about, by their name and label; the words are those that specifications use for them.
_THEMES: dict[str, re.Pattern[str]] = {
    topic: re.compile(pattern, re.IGNORECASE)
    for topic, pattern in {
        "smoking": r"^smok|\bsmok(?:er|ing|es)\b(?!.*(?:household|home))|pack.years|tobacco|cigarette|vap(?:e|ing)\b",
        "alcohol": r"alcohol|\bdrinker\b|alcoholic",
        "substances": r"cannabis|marijuana|cocaine|opioid use|heroin|recreational drug|drug use|substance",
        "occupation": r"employ|\bwork\b|\bworks\b|\bjob\b|occupation|retired|profession",
        "home": r"household size|\blives?\b|living|nursing home|help at home|people at home|housing|homeless|\bpets?\b",
        "education": r"educat|schooling|\bgrade\b|literacy",
        "marital": r"marital|married|partner\b|spouse",
        "income_insurance": r"income|insur|\bcost\b|money|poverty|afford",
        "activity": r"physical activity|exercise(?! (?:toler|intoler))|\bsport|\bwalks\b|inactiv",
        "diet": r"\bdiet\b|\bfood\b|drinks a day|sweet.drinks|\bsalt\b|breastf|\bbottle\b|feeding|\bmeals?\b"
        r"|caffeine|coffee",
        "sleep": r"\bsleep|insomnia|snor",
        "pregnancy": r"pregnan|menopaus|gravid|parity|last period|contracepti",
        "children": r"\bchildren\b|\bkids\b|offspring",
        "weight_height": r"^weight$|^height|body weight|body mass|^bmi$|birth weight|height or length",
        "immunizations": r"vaccin|immuni[sz]",
        "exposure": r"sick.contact|infection in the household|day care|travel|contact with|\bcold\b.*(?:home|family)"
        r"|(?:home|family).*\bcold\b|household.smoke|smoke.*(?:home|household)|smoker.*(?:home|household)|animal",
        "previous": r"\bearlier\b|\bprevious\b|\bprior\b|\bbefore this visit|in the past\b|recurren",
    }.items()
}
_NOT_PREVIOUS = ("allergy", "medication", "procedure", "habit")
_AT_HOME = re.compile(r"household|at home|in the house", re.IGNORECASE)
_ADHERENCE = re.compile(
    r"\b(?:missed|skipp?(?:s|ed)?|forg[eo]t\w*|stopp?(?:s|ed)?)\b.*\b(?:dose|medicine|medication|pill|tablet)",
    re.IGNORECASE,
)


class Themes:
    """The variables of one plan by topic."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        shown = [v for v in plan.variables if not v.hidden and v.role in ("attribute", "symptom", "exam", "course")]
        self.variables: dict[str, Variable] = {v.name: v for v in shown}
        self.symptoms = tuple(v.name for v in shown if v.role == "symptom")
        self.exams = tuple(v.name for v in shown if v.role == "exam")
        attributes = [v for v in shown if v.role == "attribute"]
        self.conditions = tuple(v.name for v in attributes if v.kind == "condition")
        self.drugs = tuple(v.name for v in attributes if v.kind == "medication")
        self.allergies = tuple(v.name for v in attributes if v.kind == "allergy")
        self._by_topic: dict[str, tuple[str, ...]] = {
            topic: tuple(v.name for v in attributes if _is_about(v, topic, pattern))
            for topic, pattern in _THEMES.items()
        }
        self._by_topic["immunizations"] += tuple(
            v.name for v in attributes if v.name not in self._by_topic["immunizations"] and v.name.startswith("vaccin")
        )
        vaccines = self._by_topic["immunizations"]
        self._by_topic["surgery"] = tuple(
            v.name for v in attributes if v.kind == "procedure" and v.name not in vaccines
        )
        self._by_topic["family"] = tuple(
            v.name
            for v in attributes
            if v.dimension == "family" and not _AT_HOME.search(v.label) and v.name not in self._by_topic["exposure"]
        )
        self._by_topic["weight_height"] += tuple(
            v.name for v in shown if v.role == "exam" and _THEMES["weight_height"].search(v.label)
        )
        self._by_topic["past_history"] = self.conditions
        self.adherence = tuple(v.name for v in attributes if _ADHERENCE.search(v.label))
        self._by_topic["drugs"], self._by_topic["allergies"] = self.drugs + self.adherence, self.allergies
        self._by_topic["age"] = ("age",) if "age" in self.variables else ()
        self._by_topic["sex"] = ("sex",) if "sex" in self.variables else ()
        # the part that a question of a symptom asks for, by the symptoms that have it
        self.parts: dict[str, frozenset[str]] = {}
        for v in plan.variables:
            if v.part_of is not None and v.part is not None:
                self.parts[v.part] = self.parts.get(v.part, frozenset()) | {v.part_of}

    def of(self, topic: str) -> tuple[str, ...]:
        """The variables that answer a topic; none where it is no matter of the record."""
        return self._by_topic.get(topic, ())

    def topics_of(self, name: str) -> tuple[str, ...]:
        """The topics that a variable belongs to."""
        return tuple(topic for topic, names in self._by_topic.items() if name in names)


def _is_about(variable: Variable, topic: str, pattern: re.Pattern[str]) -> bool:
    if topic == "previous" and (variable.kind in _NOT_PREVIOUS or variable.dimension == "family"):
        return False
    if topic in ("smoking", "exposure") and _THEMES["exposure"].search(f"{variable.name} {variable.label}"):
        return topic == "exposure"
    if topic == "children" and variable.dimension == "family" and not _AT_HOME.search(variable.label):
        return False
    if topic != "weight_height" and is_for_clinicians(variable):
        return False
    if variable.kind in ("medication", "allergy"):
        return False
    if topic in ("home", "diet", "alcohol", "occupation") and variable.kind == "condition":
        return False
    return bool(pattern.search(variable.label) or pattern.search(variable.name.replace("_", " ")))


@kept()
def themes_of(plan: Plan) -> Themes:
    """The themes of a plan; built once for each."""
    return Themes(plan)
