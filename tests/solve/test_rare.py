"""Rare cohorts under the exact engine cost what the whole costs; what cannot be drawn is told, and by which rule."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest

from bench.figures.network import LEVELS, SPEC
from bench.specs import compiled
from pzdsl.errors import AcceptanceTooLow, NotExact, Unsatisfiable
from pzdsl.output.batches import Cohort
from pzdsl.plan.law import Bernoulli
from pzdsl.plan.plan import Correlation, Panel, Plan
from pzdsl.rules import evaluate, is_true
from pzdsl.samples import Samples, draw
from pzdsl.samples.reject import LEAST_ACCEPTANCE
from pzdsl.solve import Solved
from pzdsl.solve.draw import Solved as Engine
from pzdsl.where import parse_where
from tests.plans import categorical, compare, family, member, plan, rule, variable

NETWORK = compiled(SPEC).plan
RARE = parse_where(LEVELS["0.1 %"].where, NETWORK)
FALSE_ALARM = 1e-9


def test_a_cohort_of_one_in_a_thousand_wastes_no_draw_either() -> None:
    """Draws are counted, not timed: each patient is its first draw, in the whole and in the rare cohort."""
    whole, rare = Cohort(NETWORK, 5_000), Cohort(NETWORK, 5_000, where=RARE)
    assert isinstance(rare._finder, Engine)
    assert isinstance(whole._finder, Engine)
    assert 0.0005 < rare._finder.folded.probability < 0.002
    for cohort in (whole, rare):
        assert cohort.solution is not None
        assert cohort.solution.exactness == "exact"
        assert cohort.solution.acceptance == 1.0
        assert not cohort.draw(cohort.patients).attempts.any()
    assert rare.solution is not None
    assert whole.solution is not None
    assert set(rare.solution.folded) == {*whole.solution.folded, "where"}


def test_a_rare_cohort_follows_the_law_of_rejection() -> None:
    """Hoeffding for each value of a category, Dvoretzky-Kiefer-Wolfowitz for each number; all: 1e-9 at most."""
    exact = draw(NETWORK, 40_000, seed=3, where=RARE, engine=Solved)
    rejected = draw(NETWORK, 1_500, seed=4, where=RARE)
    assert rejected.attempts.mean() > 200  # rejection pays for what is rare
    assert is_true(evaluate(RARE, exact)).all()
    for r in NETWORK.constraints:
        values, known = evaluate(r.expr, exact)
        assert (values if known is None else values | ~known).all()
    count = sum(max(len(v.categories), 1) for v in NETWORK.variables)
    band = sum(sqrt(log(4 * count / FALSE_ALARM) / (2 * n)) for n in (len(exact), len(rejected)))
    for v in NETWORK.variables:
        assert distance(exact, rejected, v.name) <= band, v.name
    # the same test tells the cohort from one that only nearly meets its condition
    near = draw(NETWORK, 1_500, seed=5, where=parse_where("age >= 65 and sex is female", NETWORK), engine=Solved)
    assert max(distance(exact, near, v.name) for v in NETWORK.variables) > band


def distance(a: Samples, b: Samples, name: str) -> float:
    """The largest difference between two samples' distribution functions, or between shares of a category."""
    x, y = (np.asarray(s.columns[name], np.float64) for s in (a, b))
    values = np.unique(np.concatenate([x, y]))
    if a.plan.variable(name).type in ("category", "boolean"):
        return max(abs(float(np.mean(x == v)) - float(np.mean(y == v))) for v in values)
    below = [np.searchsorted(np.sort(s), values, side="right") / len(s) for s in (x, y)]
    return float(np.abs(below[0] - below[1]).max())


def test_where_only_bounds_are_known_a_rare_cohort_costs_much_the_same() -> None:
    """A shipped spec is corrected, not exact: some draws are taken back, in a rare cohort not many more."""
    pneumonia = compiled(SPEC.parents[1] / "specs" / "pneumonia.pz").plan
    where = parse_where("age between 18 and 19 and sex is male and smoking is current", pneumonia)
    whole, rare = Cohort(pneumonia, 2_000), Cohort(pneumonia, 2_000, where=where)
    assert isinstance(rare._finder, Engine)
    assert isinstance(whole._finder, Engine)
    assert rare._finder.folded.probability / whole._finder.folded.probability < 0.005
    draws = [1 + cohort.draw(cohort.patients).attempts.mean() for cohort in (whole, rare)]
    assert draws[1] < 2 * draws[0]


# --- what cannot be drawn


def panel(**options: object) -> Plan:
    """Exams with a correlation, which have no tables: a rule on one of them is left to rejection."""
    exams = [variable(n, "number", family("lognormal", median=3, gsd=1.5), stage="exam", role="exam") for n in "ab"]
    lipids = Panel(
        name="lipids", label="Lipids", exams=("a", "b"), correlations=(Correlation(left="a", right="b", value=0.5),)
    )
    return plan(*exams, panels=(lipids,), **options)


def test_a_rule_that_is_left_and_nearly_never_holds_is_named() -> None:
    """P(a >= 30) is 7e-9: after two million draws the engine ends, with the rule that rejects the most."""
    strict = panel(constraints=(rule("often", compare("b", ">=", 2)), rule("hardly", compare("a", ">=", 30))))
    cohort = Cohort(strict, 10)
    assert cohort.solution is not None
    assert cohort.solution.exactness == "conditional rejection"
    with pytest.raises(AcceptanceTooLow, match="`hardly` rejects the most") as caught:
        cohort.draw(cohort.patients)
    assert caught.value.strictest == "hardly"
    assert caught.value.accepted < LEAST_ACCEPTANCE * caught.value.drawn


def test_require_exact_names_each_rule_that_was_not_folded_and_why() -> None:
    sex = variable("sex", "category", categorical(f=0.5, m=0.5), categories=("f", "m"))
    made = panel(constraints=(rule("more", compare("a", "<", "b")), rule("women", member("sex", "f"))))
    made = made.model_copy(update={"variables": (sex, *made.variables)})
    made.__dict__.pop("_by_name", None)
    assert len(Cohort(made, 5).draw(range(5))) == 5
    with pytest.raises(NotExact) as caught:
        Cohort(made, 5, require_exact=True)
    told = str(caught.value)
    assert "drawn by conditional rejection" in told
    assert "`more`: `a` is drawn together with its panel" in told
    assert "`women`" not in told
    assert "help: " in told


def people(*rules: object) -> Plan:
    return plan(
        variable("sex", "category", categorical(f=0.5, m=0.5), categories=("f", "m")),
        variable("pregnant", "boolean", Bernoulli(p=0.1)),
        variable("tall", "boolean", Bernoulli(p=0.4)),
        constraints=rules,
    )


MEN, WOMEN = rule("men", member("sex", "m")), rule("women", member("sex", "f"))


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ((MEN, WOMEN), "; without any one of `men`, `women` some would"),
        ((MEN, rule("nobody", member("sex"))), "; without `nobody` there would be some"),
        ((MEN, WOMEN, rule("nobody", member("sex"))), "; more than one rule would have to go"),
    ],
)
def test_a_contradiction_is_told_before_a_draw_with_the_rules_to_blame(rules: tuple[object, ...], says: str) -> None:
    with pytest.raises(Unsatisfiable) as caught:
        Cohort(people(*rules), 5)
    assert str(caught.value).startswith("no patient meets all rules of ")
    assert str(caught.value).endswith(says)


def test_a_condition_that_contradicts_the_rules_is_told_apart_from_rules_that_do() -> None:
    with pytest.raises(Unsatisfiable, match="it contradicts the rules, or the ranges of variables"):
        Cohort(people(MEN), 5, where=member("sex", "f"))
    with pytest.raises(Unsatisfiable, match="with or without the condition; without any one of `men`, `women`"):
        Cohort(people(MEN, WOMEN), 5, where=member("sex", "f"))
