"""The row of a table, by lookup, against the row that a search through the patterns finds."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pzdsl.plan.law import AnyOf, Bernoulli, CategoriesIn, Interval
from pzdsl.rules import RecordColumns
from pzdsl.samples.rows import NO_ROW, RowFinder
from tests.plans import ANY, at_least, below, between, categorical, family, plan, table, variable

PLAN = plan(
    variable("age", "number", family("normal", mean=4, sd=2), low=0.0, high=9.0),
    variable("sex", "category", categorical(a=0.5, b=0.3, c=0.2), categories=("a", "b", "c")),
    variable("ill", "boolean", Bernoulli(p=0.5)),
)
ends = st.none() | st.integers(0, 4).map(float)
intervals = st.builds(Interval, low=ends, high=ends, low_open=st.booleans(), high_open=st.booleans())
anything = st.builds(AnyOf)
sexes = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map(lambda c: CategoriesIn(categories=tuple(c)))
truths = st.sampled_from(["true", "false"]).map(lambda c: CategoriesIn(categories=(c,)))
patterns = st.tuples(intervals | anything, sexes | anything, truths | anything)
records = st.fixed_dictionaries(
    {
        "age": st.none() | st.sampled_from([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 3.5, 4.0, 9.0]),
        "sex": st.none() | st.sampled_from("abc"),
        "ill": st.none() | st.booleans(),
    }
)


def fits(pattern: Any, value: Any) -> bool:
    if isinstance(pattern, AnyOf):
        return True
    if value is None:
        return False
    if isinstance(pattern, CategoriesIn):
        return str(value).lower() in pattern.categories
    low, high = pattern.low, pattern.high
    above = low is None or (value > low if pattern.low_open else value >= low)
    return above and (high is None or (value < high if pattern.high_open else value <= high))


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(patterns, min_size=1, max_size=5),
    otherwise=st.booleans(),
    people=st.lists(records, min_size=1, max_size=8),
)
def test_the_lookup_finds_the_row_that_fits(rows: list[Any], otherwise: bool, people: list[dict[str, Any]]) -> None:
    written = [(row, Bernoulli(p=0.5)) for row in rows]
    law = table(("age", "sex", "ill"), *written, *([(None, Bernoulli(p=0.5))] if otherwise else []))
    finder = RowFinder(law, PLAN)
    found = finder.rows(RecordColumns(PLAN, people)).tolist()
    for row, person in zip(found, people, strict=True):
        values = (person["age"], person["sex"], person["ill"])
        fitting = [i for i, row_ in enumerate(rows) if all(map(fits, row_, values))]
        assert row == (fitting[0] if fitting else len(rows) if otherwise else NO_ROW)
        if finder.complete and None not in values:
            assert row != NO_ROW


def test_a_table_is_complete_over_the_declared_range_alone() -> None:
    def finder(*intervals: Interval) -> RowFinder:
        law = table(("age", "sex"), *(((interval, ANY), Bernoulli(p=0.5)) for interval in intervals))
        return RowFinder(law, PLAN)

    assert finder(between(0, 4), Interval(low=4.0, high=9.0)).complete
    assert finder(below(4), at_least(4)).complete
    assert not finder(between(0, 4), between(4, 9)).complete
    assert not finder(below(4), Interval(low=4.0, low_open=True)).complete
