"""A compiled artefact is data with a hash of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import orjson
import pytest

from pzdsl.atomic import write_atomically
from pzdsl.compiler import compile_file
from pzdsl.errors import ArtefactError, FileProblem
from pzdsl.plan import Plan
from pzdsl.plan.artifact import dump_plan, load_artefact, load_plan, plan_digest, read_artefact
from pzdsl.plan.solution import LeftOver, Solution
from tests.semantics.made import compiled

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "specs" / "type2_diabetes.pz"
EVERY_LAW = ROOT / "tests" / "reference" / "every_law.pz"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return compile_file(EVERY_LAW)


@pytest.fixture(scope="module")
def data(plan: Plan) -> bytes:
    return dump_plan(plan)


@pytest.mark.parametrize("path", [*sorted((ROOT / "specs").glob("*.pz")), EVERY_LAW], ids=lambda path: path.stem)
def test_comes_back_as_it_was(path: Path) -> None:
    made = compile_file(path)
    again = load_plan(dump_plan(made), "again")
    assert again == made
    assert dump_plan(again) == dump_plan(made)
    assert plan_digest(again) == plan_digest(made)


def test_same_bytes_from_another_folder_and_process(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from pzdsl.compiler import compile_file;"
        "from pzdsl.plan.artifact import dump_plan; sys.stdout.buffer.write(dump_plan(compile_file(Path(sys.argv[1]))))"
    )
    made = []
    for folder, name, seed in ((ROOT, "specs/type2_diabetes.pz", "1"), (tmp_path, str(SPEC), "2")):
        env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", program, name], cwd=folder, env=env, capture_output=True, check=True
        )
        made.append(done.stdout)
    assert made[0] == made[1] == dump_plan(compile_file(SPEC))


def test_no_path_of_this_machine_is_in_it(data: bytes) -> None:
    for made in (data, dump_plan(compile_file(SPEC))):
        assert str(ROOT).encode() not in made
        assert str(Path.home()).encode() not in made


def test_an_edited_number_is_refused(data: bytes) -> None:
    edited = data.replace(b'"p": 0.3', b'"p": 0.4', 1)
    assert edited != data
    with pytest.raises(ArtefactError, match=r"was edited or damaged.*pzc build"):
        load_plan(edited, "x.json")


def test_layout_of_the_json_does_not_matter(plan: Plan, data: bytes) -> None:
    assert load_plan(orjson.dumps(orjson.loads(data)), "x.json") == plan


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda d: d[: len(d) // 2], "no JSON"),
        (lambda d: b"", "no JSON"),
        (lambda d: b"\xff\xfe", "no JSON"),
        (lambda d: b"[1, 2]", "no artefact of pzc"),
        (lambda d: b'{"plan": {}}', "no artefact of pzc"),
        (lambda d: b'{"artefact": "pzdsl plan", "plan": []}', "another format"),
        (lambda d: d.replace(b'"format": 1', b'"format": 2'), "another format"),
        (lambda d: d.replace(b'"sha256": "', b'"sha256": "0'), "was edited"),
    ],
)
def test_what_is_no_artefact_is_refused(data: bytes, damage, said: str) -> None:
    with pytest.raises(ArtefactError, match=said) as caught:
        load_plan(damage(data), "x.json")
    assert str(caught.value).startswith("x.json")


def test_a_field_that_is_not_known_is_refused_though_the_hash_fits(data: bytes) -> None:
    from pzdsl.plan.artifact import _digest

    document = orjson.loads(data)
    for change in ({"surprise": 1}, {"variables": [{"name": "x"}]}, {"label": 3}):
        content = {**document["plan"], **change}
        forged = orjson.dumps({**document, "plan": content, "sha256": _digest(content)})
        with pytest.raises(ArtefactError, match="does not hold a plan"):
            load_plan(forged, "x.json")


def test_written_whole_or_not_at_all(tmp_path: Path, plan: Plan, data: bytes) -> None:
    path = tmp_path / "deep" / "x.plan.json"
    write_atomically(path, data)
    assert read_artefact(path) == compile_file(path) == plan
    with pytest.raises(FileProblem, match="cannot be written"):
        write_atomically(path / "below.json", data)
    assert [p.name for p in path.parent.iterdir()] == ["x.plan.json"]
    with pytest.raises(FileProblem, match="does not exist"):
        read_artefact(tmp_path / "nowhere.json")


BODY = 'dimension biological { attribute a : boolean prior 5 % assumed "made up" }'


def test_comments_and_layout_change_no_hash_and_numbers_do() -> None:
    def file_hash(body: str) -> str:
        return compiled(body).files["made.pz"]

    assert file_hash(BODY) == file_hash("# a comment\n" + BODY.replace("{ ", "{\n    # here too\n\t") + " # and more")
    assert file_hash(BODY) != file_hash(BODY.replace("5 %", "6 %"))
    assert file_hash(BODY) != file_hash(BODY.replace("made up", "made up."))


def test_each_library_that_went_in_is_named() -> None:
    files = compile_file(SPEC).files
    assert "specs/type2_diabetes.pz" in files
    assert {"priors/us/adult.pz", "priors/us/plausibility.pz", "priors/us/demography.pz"} <= files.keys()
    assert all(len(digest) == 64 for digest in files.values())


def test_how_a_plan_is_solved_is_kept_and_an_edit_of_it_is_found(plan: Plan) -> None:
    solution = Solution(exactness="corrected", acceptance=0.97, left=(LeftOver(rule="gap", why="panel"),))
    data = dump_plan(plan, solution)
    assert load_artefact(data, "x.json") == (plan, solution)
    assert load_artefact(dump_plan(plan), "x.json") == (plan, None)
    with pytest.raises(ArtefactError, match="solution was edited"):
        load_plan(data.replace(b'"acceptance": 0.97', b'"acceptance": 0.98'), "x.json")
