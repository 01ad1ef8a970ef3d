"""Labelled pairs: read, refused, kept apart."""

import gzip
import json
from pathlib import Path

import pytest

from pzdsl.entailment.pairs import Pair, digest, read_pairs, split, without
from pzdsl.errors import FileProblem


def line(**changes: object) -> str:
    return json.dumps({"premise": "He smokes.", "hypothesis": "I smoke.", "label": "entailment"} | changes) + "\n"


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "b.jsonl").write_text(line(kind="habit", id=4))
    with gzip.open(tmp_path / "a.jsonl.gz", "wt") as handle:
        handle.write(line(label="neutral") + "\n")
    (tmp_path / "README.md").write_text("not pairs")
    first, second = read_pairs(tmp_path)
    assert (first.source, first.label) == ("a", "neutral")
    assert (second.source, second.kind, second.group) == ("b", "habit", "b#4")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (line(label="maybe"), "line 1.*label must be one of"),
        (line() + "{", "line 2.*not a labelled pair"),
        ('{"premise": "x", "label": "neutral"}', "hypothesis"),
        (line(premise=["x"]), "must be text"),
        (line(premise="x" * 200_000), "longer than"),
    ],
)
def test_a_line_that_is_no_pair_is_named(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "p.jsonl").write_text(text)
    with pytest.raises(FileProblem, match=said):
        read_pairs(tmp_path / "p.jsonl")


def test_what_is_not_there_or_not_compressed_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="cannot be read"):
        read_pairs(tmp_path / "none.jsonl")
    with pytest.raises(FileProblem, match=r"holds no \.jsonl"):
        read_pairs(tmp_path)
    (tmp_path / "x.jsonl.gz").write_bytes(b"\x00" * 40)
    with pytest.raises(FileProblem, match="cannot be read"):
        read_pairs(tmp_path / "x.jsonl.gz")


def test_test_pairs_leave_training_whatever_their_punctuation() -> None:
    ours = [Pair("He smokes.", "I smoke!", "entailment"), Pair("A b", "C", "neutral"), Pair("a, b", "c", "neutral")]
    assert without(ours, [Pair("he smokes", "I smoke", "neutral")]) == [ours[1]]


def test_a_group_is_never_torn_and_the_share_is_met() -> None:
    pairs = [Pair(f"p{i}", f"h{j}", "neutral", group=f"g{i}") for i in range(2000) for j in range(3)]
    larger, smaller = split(pairs, 0.2)
    assert {p.group for p in larger}.isdisjoint({p.group for p in smaller})
    assert len(larger) + len(smaller) == 6000
    assert abs(len(smaller) / 3 - 400) < 6 * (2000 * 0.2 * 0.8) ** 0.5  # six deviations: false alarms 2e-9
    assert split(pairs, 0.2) == (larger, smaller)


def test_the_digest_sees_labels_and_order() -> None:
    a, b = Pair("p", "h", "neutral"), Pair("p", "h", "entailment")
    assert len({digest([a, b]), digest([b, a]), digest([a, a])}) == 3
