"""A small plan and its samples, made by hand: what stages and records are tested with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from pzdsl.plan.expression import Arith, Compare, Member, Num, Var
from pzdsl.plan.law import (
    AnyOf,
    Bernoulli,
    Categorical,
    CategoriesIn,
    Cite,
    Interval,
    Place,
    Point,
    Row,
    Table,
)
from pzdsl.plan.plan import (
    AlsoIn,
    Category,
    CodeRef,
    Dose,
    OutlineEntry,
    Phrases,
    Plan,
    Proxy,
    Reference,
    SourceInfo,
    Variable,
)
from pzdsl.rules import Column


def at(line: int) -> Place:
    return Place(file="specs/made.pz", line=line, column=5)


def variable(name: str, line: int, **given: Any) -> Variable:
    given.setdefault("label", name.replace("_", " ").capitalize())
    given.setdefault("stage", "attribute")
    given.setdefault("role", given["stage"])
    given.setdefault("law", Bernoulli(p=0.5) if given["type"] == "boolean" else Point(value=1.0))
    return Variable(name=name, at=at(line), written=f"law of {name}", **given)


def part(owner: str, name: str, line: int, **given: Any) -> Variable:
    given.setdefault("stage", "symptom")
    return variable(f"{owner}.{name}", line, role="part", part_of=owner, part=name, **given)


def categories(*names: str) -> tuple[Category, ...]:
    return tuple(Category(name=name, label=name.replace("_", " ")) for name in names)


def by_sex(female: float, male: float, line: int) -> Table:
    def row(sex: str, p: float, where: int) -> Row:
        return Row(
            patterns=(CategoriesIn(categories=(sex,)), AnyOf()),
            law=Bernoulli(p=p),
            at=at(where),
            written=f"{sex}, any => {p * 100:g} %",
            cites=(Cite(source="survey", locator="Table 7"),),
        )

    return Table(given=("sex", "age"), rows=(row("female", female, line + 1), row("male", male, line + 2)))


PLAN = Plan(
    compiler="pzdsl test",
    name="made",
    label="Imaginary fever",
    also_called=("IMF", "phantom ague"),
    codes=(CodeRef(system="ICD10CM", value="R69"),),
    files={"specs/made.pz": "0" * 64},
    variables=(
        variable("age", 1, type="count", unit="years", precision=1.0),
        variable("sex", 2, type="category", categories=categories("female", "male")),
        variable(
            "smoking",
            3,
            type="category",
            dimension="behavioural",
            categories=(
                Category(name="never", label="never smoker"),
                Category(name="current", label="current smoker"),
            ),
            law=Categorical(categories=("never", "current"), shares=(0.5, 0.5)),
            cites=(Cite(source="survey", locator="Table 2"),),
        ),
        variable("bmi", 4, label="Body mass index", type="number", unit="kg/m2", precision=0.1, dimension="biological"),
        variable("hypertension", 5, type="boolean", kind="condition", dimension="biological"),
        part("hypertension", "since", 6, stage="attribute", type="number", unit="days"),
        variable("asthma", 7, type="boolean", kind="condition", dimension="biological"),
        variable("pregnant", 8, label="Pregnancy", type="boolean", kind="condition", dimension="biological",
                 law=by_sex(0.03, 0, 8)),
        variable(
            "metformin", 11, type="boolean", kind="medication", dimension="behavioural",
            dose=Dose(amount=500, unit="mg", frequency="twice daily"),
        ),
        part("metformin", "since", 12, stage="attribute", type="number", unit="days"),
        variable("penicillin_allergy", 13, type="boolean", kind="allergy", dimension="biological"),
        variable("family_fever", 14, label="Family history of fevers", type="boolean", dimension="family"),
        variable(
            "phase", 15, stage="course", type="category", categories=categories("early", "late"),
        ),
        variable("course_time", 16, stage="course", type="number", unit="days"),
        variable("cough", 20, stage="symptom", type="boolean", lay=("a bad cough", "my cough")),
        part("cough", "severity", 21, type="category", categories=categories("mild", "moderate", "severe")),
        part("cough", "onset", 22, type="number", unit="days"),
        part("cough", "worse", 23, type="category", categories=categories("lying_down", "nothing")),
        part("cough", "duration", 20, type="number", unit="days"),
        part("cough", "active", 20, type="boolean"),
        variable("chest_pain", 25, stage="symptom", type="boolean"),
        part("chest_pain", "onset", 26, type="number", unit="days"),
        part("chest_pain", "side", 27, type="category", categories=categories("left", "right", "both")),
        part("chest_pain", "character", 28, type="category", categories=categories("stabbing", "dull")),
        part("chest_pain", "lasts", 29, type="number", unit="days"),
        part("chest_pain", "duration", 25, type="number", unit="days"),
        part("chest_pain", "active", 25, type="boolean"),
        variable("thirst", 30, label="Excessive thirst", stage="symptom", type="boolean"),
        variable("night_urine", 31, label="Getting up at night to pass urine", stage="symptom", type="boolean"),
        variable(
            "erections", 32, label="Difficulty with erections", stage="symptom", type="boolean", law=by_sex(0, 0.3, 32)
        ),
        variable("temperature", 40, label="Body temperature", stage="exam", type="number", unit="Cel", precision=0.1,
                 references=(Reference(band=Interval(low=36.0, high=37.9)),),
                 criticals=(Reference(band=Interval(low=40.5, low_open=True)),),
                 also=(AlsoIn(unit="[degF]", expr=Arith(
                     op="+", a=Arith(op="*", a=Num(value=1.8), b=Var(name="temperature")), b=Num(value=32.0))),)),
        variable("haemoglobin", 41, label="Hemoglobin", stage="exam", type="number", unit="g/dL", precision=0.1,
                 references=(
                     Reference(band=Interval(low=12.0, high=16.0), when=Member(name="sex", categories=("female",))),
                     Reference(band=Interval(low=13.0, high=18.0), when=Member(name="sex", categories=("male",))),
                 ),
                 criticals=(Reference(band=Interval(high=5.0, high_open=True)),)),
        variable("white_cells", 42, label="White blood cell count", stage="exam", type="number", unit="10*3/uL",
                 precision=0.1, missing=Bernoulli(p=0.1)),
        variable("d_dimer", 43, label="D-dimer", stage="exam", type="number", unit="ng/mL", precision=1.0,
                 ordered_when=Compare(op=">=", a=Var(name="temperature"), b=Num(value=38.0))),
        variable("crackles", 44, label="Crackles over the lungs", stage="exam", type="boolean",
                 references=(Reference(band="negative"),)),
        variable("film", 45, label="Chest radiograph", stage="exam", type="category",
                 categories=categories("clear", "infiltrate"), references=(Reference(band="clear"),)),
        variable("secret", 46, type="boolean", hidden=True),
    ),
    proxies=(Proxy(speaker="parent", when=Compare(op="<", a=Var(name="age"), b=Num(value=10.0))),),
    outline=(OutlineEntry(name="definition", texts=("An imaginary fever of no consequence",)),),
    narrative=(
        Phrases(key="opening", texts=("presents with {complaint}", "comes in because of {complaint}")),
        Phrases(key="smoking", value="current", texts=("smokes cigarettes", "is a current smoker")),
        Phrases(key="bmi", texts=("has a BMI of {bmi}", "has a body mass index of {bmi}")),
        Phrases(key="penicillin_allergy", value="true", texts=("is allergic to penicillin",)),
        Phrases(key="penicillin_allergy", value="false", texts=("reports no penicillin allergy",)),
    ),
    sources={"survey": SourceInfo(fields={"title": "A survey of nobody", "year": "2020"})},
)  # fmt: skip

# A woman of 54 who coughs; her chest pain came and went. Ben is 4, and a parent speaks for him.
ANNA: dict[str, Any] = {
    "age": 54, "sex": "female", "smoking": "current", "bmi": 31.2, "hypertension": True,
    "hypertension.since": 2922.0, "asthma": False, "pregnant": False, "metformin": True, "metformin.since": 730.5,
    "penicillin_allergy": False, "family_fever": True, "phase": "late", "course_time": 21.0, "cough": True,
    "cough.severity": "severe", "cough.onset": 20.6, "cough.worse": "lying_down", "cough.duration": 20.6,
    "cough.active": True, "chest_pain": True, "chest_pain.onset": 10.0, "chest_pain.side": "left",
    "chest_pain.character": "stabbing", "chest_pain.lasts": 3.0, "chest_pain.duration": 3.0,
    "chest_pain.active": False, "thirst": False, "night_urine": False, "erections": False, "temperature": 38.4,
    "haemoglobin": 11.5, "white_cells": 13.2, "d_dimer": 250.0, "crackles": True, "film": "infiltrate",
    "secret": True,
}  # fmt: skip
BEN = ANNA | {
    "age": 4, "sex": "male", "smoking": "never", "hypertension": False, "hypertension.since": None,
    "metformin": False, "metformin.since": None, "temperature": 36.6, "haemoglobin": 4.1, "crackles": False,
    "film": "clear", "chest_pain": False, "chest_pain.onset": None, "chest_pain.side": None,
    "chest_pain.character": None, "chest_pain.lasts": None, "chest_pain.duration": None, "chest_pain.active": None,
    "thirst": True, "penicillin_allergy": True,
}  # fmt: skip


@dataclass
class FakeSamples:
    """What `Samples` promises, and no more."""

    plan: Plan
    ids: Any
    attempts: Any
    columns: dict[str, Any]
    defined: dict[str, Any]
    recorded: dict[str, Any] = field(default_factory=dict)
    seed: int = 7

    @property
    def size(self) -> int:
        return len(self.ids)

    def column(self, name: str) -> Column:
        return Column(self.columns[name], self.defined.get(name))


def samples_of(
    rows: Sequence[dict[str, Any]], plan: Plan = PLAN, unrecorded: dict[str, Sequence[int]] | None = None,
    numbers: Sequence[int] | None = None,
) -> FakeSamples:  # fmt: skip
    """Rows as samples; `unrecorded` lists the rows in which a variable was not recorded."""
    columns, defined = {}, {}
    for v in plan.variables:
        values = [row[v.name] for row in rows]
        names = [c.name for c in v.categories]
        if v.type == "category":
            columns[v.name] = np.array([names.index(x) if x is not None else 0 for x in values], np.int8)
        elif v.type == "boolean":
            columns[v.name] = np.array([bool(x) for x in values])
        else:
            columns[v.name] = np.array([0.0 if x is None else float(x) for x in values])
        if v.part_of is not None:
            defined[v.name] = np.array([x is not None for x in values])
    recorded = {}
    for name, missing in (unrecorded or {}).items():
        recorded[name] = np.array([i not in missing for i in range(len(rows))])
    ids = np.array(numbers if numbers is not None else range(len(rows)), np.int64)
    return FakeSamples(plan, ids, np.zeros(len(rows), np.int64), columns, defined, recorded)
