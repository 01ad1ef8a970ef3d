"""Libraries: what comes along with an include, and what is said where it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Source
from pzdsl.semantics import Priors, Spec, text_hash
from tests.semantics.made import HERE, check, libraries, said

PEOPLE = (HERE / "priors" / "small" / "people.pz").read_text(encoding="utf-8")


def spec_of(body: str, before: str = "") -> Spec:
    checked = check(body, before)
    assert [d.one_line() for d in checked.report] == []
    assert checked.spec is not None
    return checked.spec


def rules(spec: Spec) -> set[str]:
    return {rule.name for rule in spec.constraints}


def test_a_rule_comes_along_when_all_it_reads_is_here() -> None:
    assert rules(spec_of("include small.people { age, sex }")) == {"one_sex"}
    assert rules(spec_of("include small.people { age, weight }")) == {"adults_weigh_30"}
    assert rules(spec_of("include small.people { age, sex, weight }")) == {"one_sex", "adults_weigh_30"}


def test_a_rule_also_binds_to_an_attribute_of_the_spec() -> None:
    own = "dimension biological { attribute weight : number 'kg' 0 to 200 prior exactly 70 }"
    assert "adults_weigh_30" in rules(spec_of(own + "include small.people { age }"))


def test_without_leaves_a_rule_out() -> None:
    without = 'without one_sex because assumed "made up"'
    assert rules(spec_of(f"include small.people {{ age, sex }} {without}")) == set()
    assert said(f"include small.people {{ age, sex }} {without.replace('one_sex', 'one_sexx')}") == [
        "PZ2001 unknown-name"
    ]


def test_what_is_reached_by_two_ways_is_one() -> None:
    spec = spec_of("include small.left { age, sex, left_handed }  include small.right { age, sex, right_handed }")
    assert list(spec.variables) == ["age", "sex", "left_handed", "right_handed"]
    assert rules(spec) == {"one_sex"}
    assert set(spec.texts) == {"", "small.left", "small.right", "small.people"}


def test_two_of_one_name_are_two() -> None:
    own = "dimension biological { attribute age : count years 0 to 99 prior exactly 40 }"
    assert said("include small.people { age }" + own) == ["PZ2002 duplicate-name"]


def test_types_of_one_name_must_be_the_same() -> None:
    assert said("type sex = male | female  include small.people { age, sex }") == ["PZ2002 duplicate-name"]
    assert said("type sex = female | male  include small.people { age, sex }") == []


def test_a_law_keeps_the_sources_of_its_library() -> None:
    spec = spec_of(
        "include small.people { age, sex } "
        "dimension behavioural { attribute habit : boolean prior from people.smoker }",
        "use small.people as people",
    )
    habit = spec.variables["habit"]
    assert habit.law_home is not None
    assert (habit.home.name, habit.law_home.name) == ("", "small.people")


def test_a_library_must_be_called_as_it_is_found() -> None:
    assert said("include small.misnamed { one }") == ["PZ7108 library-has-errors", "PZ7101 unknown-library"]


@pytest.mark.parametrize("name", ["small.nobody", "..people", "small/people", "SMALL.PEOPLE"])
def test_no_library_is_found_outside(name: str) -> None:
    assert libraries().find(name) is None or name == "SMALL.PEOPLE"  # some file systems do not tell case


def test_a_ring_is_told_once_wherever_one_enters() -> None:
    for name in ("ring_a", "ring_b"):
        path = HERE / "priors" / "small" / f"{name}.pz"
        found = list(check_source(Source(str(path), path.read_text("utf-8")), libraries()).report)
        assert sorted(str(d.code) for d in found) == ["PZ7102", "PZ7108"]


def test_a_lock_names_texts_whatever_their_layout() -> None:
    include = "include small.people { age }"
    locked = {"small.people": text_hash(PEOPLE)}
    assert said(include, priors=libraries(locked=locked, frozen=True)) == []
    moved = "# another comment\n" + PEOPLE.replace("  ", "    ").replace("\n\n", "\n")
    assert text_hash(moved) == text_hash(PEOPLE)
    assert text_hash(PEOPLE.replace("53 %", "54 %")) != text_hash(PEOPLE)
    assert said(include, priors=libraries(locked={"small.people": "0" * 64})) == ["PZ7106 lock-mismatch"]


def test_frozen_refuses_what_is_not_locked() -> None:
    assert said("include small.people { age }", priors=libraries(frozen=True)) == ["PZ7106 lock-mismatch"]
    assert said("include small.people { age }", priors=libraries(locked={"other": "0"})) == []


def test_a_stale_lock_of_an_inner_library_is_no_mistake_of_the_outer() -> None:
    locked = {"small.people": "0" * 64, "small.left": text_hash((HERE / "priors/small/left.pz").read_text("utf-8"))}
    assert said("include small.left { age, sex }", priors=libraries(locked=locked)) == ["PZ7106 lock-mismatch"]


def test_a_project_comes_before_the_package(tmp_path: Path) -> None:
    (tmp_path / "priors" / "us").mkdir(parents=True)
    (tmp_path / "specs").mkdir()
    (tmp_path / "priors" / "us" / "demography.pz").write_text("pz 1\nlibrary us.demography {\n}\n", encoding="utf-8")
    priors = Priors.beside(tmp_path / "specs" / "x.pz")
    assert priors.find("us.demography") == tmp_path / "priors" / "us" / "demography.pz"
    found = priors.find("us.adult")
    assert found is not None
    assert not found.is_relative_to(tmp_path)
    assert "us.adult" in priors.known()


SAME = [
    ('attribute a : boolean prior 0 % # "no text"', "attribute a:boolean\n\n prior 0%"),
    ("code LOINC#4548-4 # really", "code LOINC#4548-4"),
    ('x: ["a", # first\n "b"]', 'x: ["a", "b",]'),
    ("@who [Table 3 # 2]", "@who   [Table 3 # 2]"),
]
OTHER = [
    ('"a # b"', '"a # c"'),
    ('"a  b"', '"a b"'),
    ("@who [Table 3 # 2]", "@who [Table 3 # 3]"),
    ("code LOINC#4548-4", "code LOINC#4548-5"),
    ("1 2", "12"),
    ("< = 3", "<= 3"),
    (r'"a \" # b" c', r'"a \" # b" d'),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_comments_and_layout_do_not_change_a_hash(one: str, other: str) -> None:
    assert text_hash(one) == text_hash(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_all_else_does(one: str, other: str) -> None:
    assert text_hash(one) != text_hash(other)
