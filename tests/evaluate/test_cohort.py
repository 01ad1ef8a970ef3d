"""A cohort beside a table, how diverse it is, and which rules it breaks."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

from pzdsl.api import CompiledSpec
from pzdsl.errors import FileProblem, UsageError
from pzdsl.evaluate.cohort import entropy, evaluate_cohort
from pzdsl.evaluate.marginals import Expected, of_bins, of_categories, of_numbers
from pzdsl.evaluate.tables import read_shares
from tests.serve.ward import plan


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cohort") / "grippe.jsonl"
    found = CompiledSpec(plan()).records(300, seed=1)
    path.write_text("".join(json.dumps(record) + "\n" for record in found), encoding="utf-8")
    return path


def table(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_total_variation_is_half_of_all_gaps() -> None:
    found = of_categories({"a": 30, "b": 70}, Expected({"a": 0.5, "b": 0.3, "c": 0.2}))
    assert found["total_variation"] == 0.4
    assert found["largest"] == {"value": "b", "cohort": 0.7, "table": 0.3}
    assert of_categories({"a": 1}, Expected({"b": 1.0}))["total_variation"] == 1


def test_bins_hold_their_lower_end_and_what_is_outside_counts() -> None:
    expected = Expected({"0..10": 0.5, "10..20": 0.5}, {"0..10": (0, 10), "10..20": (10, 20)})
    found = of_bins([0, 5, 10, 25], expected)
    assert found["total_variation"] == 0.25
    assert of_bins([1, 2, 3, 4], expected)["ks"] == 0.5


def test_two_samples_are_compared_by_their_largest_gap() -> None:
    assert of_numbers([1, 2, 3], [1, 2, 3])["ks"] == 0
    assert of_numbers([1, 2], [3, 4])["ks"] == 1
    scipy_stats = pytest.importorskip("scipy.stats")
    chance = np.random.default_rng(3)
    a, b = chance.normal(size=200), chance.normal(0.3, size=300)
    assert of_numbers(a, b)["ks"] == pytest.approx(scipy_stats.ks_2samp(a, b).statistic, abs=1e-5)


def test_by_chance_is_passed_by_one_cohort_in_twenty() -> None:
    """1,000 cohorts of the table's own law: the number beyond lies in the 99.9 % interval of binomial(1000, 5 %)."""
    chance = np.random.default_rng(4)
    law = {"a": 0.2, "b": 0.3, "c": 0.5}
    bound = of_categories({"a": 40, "b": 60, "c": 100}, Expected(law))["by_chance"]
    drawn = chance.multinomial(200, list(law.values()), 1000) / 200
    beyond = int((np.abs(drawn - list(law.values())).sum(axis=1) / 2 > bound).sum())
    assert 20 <= beyond <= 85  # 28 to 74, and room for the bound itself, which comes of 400 draws


def test_a_cohort_beside_shares(records: Path, tmp_path: Path) -> None:
    against = table(
        tmp_path,
        "variable,value,share\nsex,female,50 %\nsex,male,50 %\nage,..50,0.5\nage,50..,0.5\ncough,yes,1\nother,x,1\n",
    )
    found = evaluate_cohort(plan(), [records], against)
    assert found["records"] == 300
    assert found["broken"]["records"] == 0
    sex, age, cough = (found["marginals"][name] for name in ("sex", "age", "cough"))
    assert sex["total_variation"] < 0.2
    assert age["n"] == 300
    assert cough["total_variation"] > 0.3 > cough["by_chance"]
    assert "other" not in found["marginals"]


def test_a_cohort_beside_people(records: Path) -> None:
    found = evaluate_cohort(plan(), [records], records)
    assert found["marginals"]["age"]["ks"] == 0
    assert all(one.get("total_variation", 0) == 0 for one in found["marginals"].values())


def test_diversity_counts_profiles_entities_and_phrases(records: Path) -> None:
    found = evaluate_cohort(plan(), [records])
    symptoms = found["diversity"]["symptoms"]
    assert symptoms["distinct"] == 2  # with and without a cough
    assert 1 < symptoms["effective"] <= 2
    entities = found["diversity"]["entities"]
    assert entities["seen"] == 5  # fever, cough, both sexes, never smokers
    assert entities["possible"] == 7
    text = found["text"]
    assert text["records"] == 300
    assert 0 < text["distinct_1"] < text["distinct_2"] < text["distinct_3"] < 1


def test_entropy_is_in_bits() -> None:
    assert entropy([1, 1, 1, 1]) == 2
    assert entropy([5]) == entropy([]) == 0
    assert entropy([1, 3]) == pytest.approx(-0.25 * math.log2(0.25) - 0.75 * math.log2(0.75))


def test_broken_rules_are_counted(records: Path, tmp_path: Path) -> None:
    record = json.loads(records.read_text(encoding="utf-8").splitlines()[0])
    for entry in record["background"]["biological"]:
        if entry["name"] == "age":
            entry["value"] = 130
    path = tmp_path / "broken.jsonl"
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    broken = evaluate_cohort(plan(), [path])["broken"]
    assert broken["records"] == 1
    assert broken["findings"][0]["name"] == "age"


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("variable,value,share\nsex,female,0.5\n", FileProblem, "add up to 0.5"),
        ("variable,value,share\nsex,female,half\n", FileProblem, ":2: `half`"),
        ("variable,value,share\nsex,other,1\n", FileProblem, "one of female, male"),
        ("variable,value,share\nsex,female,0.5\nsex,female,0.5\n", FileProblem, "twice"),
        ("variable,value,share\nage,young,1\n", FileProblem, "no bin"),
        ("variable,value,share\nage,20..50,0.5\nage,40..80,0.5\n", FileProblem, "overlap"),
        ("variable,value,share\ncough,perhaps,1\n", FileProblem, "true or false"),
        ("variable,value,share\nheight,1..2,1\n", UsageError, "names no variable"),
        ("variable,value,count\nsex,female,-3\n", FileProblem, "no share or count"),
        ("variable,value,count\nsex,female,0\n", FileProblem, "add up to 0"),
    ],
)
def test_a_table_that_makes_no_sense_says_where(tmp_path: Path, text: str, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        read_shares(table(tmp_path, text), plan())


def test_counts_are_shares_that_somebody_counted(tmp_path: Path) -> None:
    found = read_shares(table(tmp_path, "variable;value;count\nsex;female;30\nsex;male;10\n"), plan())
    assert found["sex"].shares == {"female": 0.75, "male": 0.25}
    assert found["sex"].counted == 40
