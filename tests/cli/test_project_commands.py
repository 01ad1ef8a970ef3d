"""`pzc check`, `fmt`, `build`, `lock`, `test` and `show` on a small project, as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.test_bad_input import SMALL, fails, pzc

LIBRARY = """pz 1

library town {
  dimension socioeconomic {
    attribute housing : boolean prior 90 % assumed "a test"
  }
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with one library and one disease that includes it."""
    (tmp_path / "priors").mkdir()
    (tmp_path / "priors" / "town.pz").write_text(LIBRARY)
    (tmp_path / "specs").mkdir()
    spec = (
        SMALL % '  include town { housing }\n\n  test "anybody" {\n    given age = 30 years\n    expect accepted\n  }'
    )
    (tmp_path / "specs" / "cold.pz").write_text(spec)
    return tmp_path


def test_check_takes_folders_and_says_what_it_checked(project: Path) -> None:
    done = pzc("check", "specs", "priors", folder=project)
    assert (done.returncode, done.stdout) == (0, "2 files checked, nothing to mend\n")
    assert pzc("check", "--quiet", "specs", folder=project).stdout == ""


def test_check_gives_the_same_with_and_without_an_option(project: Path) -> None:
    """The plain call skips the argument parser, and must not differ from the other."""
    (project / "specs" / "cold.pz").write_text(SMALL % "  include twon { housing }")
    plain, parsed = pzc("check", "specs", folder=project), pzc("check", "specs", "--format", "text", folder=project)
    assert (plain.returncode, plain.stdout, plain.stderr) == (parsed.returncode, parsed.stdout, parsed.stderr)
    assert plain.returncode == 1


def test_a_warning_fails_only_a_strict_check(project: Path) -> None:
    (project / "specs" / "cold.pz").write_text(SMALL % '  source spare { title: "Never cited" }')
    assert pzc("check", "specs", folder=project).returncode == 0
    fails(pzc("check", "--strict", "specs", folder=project), 1, "PZ7003")


def test_json_and_annotations_name_the_same_mistake(project: Path) -> None:
    (project / "specs" / "cold.pz").write_text(SMALL % "  include twon { housing }")
    found = json.loads(pzc("check", "--format", "json", "specs", folder=project).stdout)["diagnostics"]
    assert [d["code"] for d in found] == ["PZ7101"]
    line = found[0]["start"]["line"]
    said = pzc("check", "--format", "annotations", "specs", folder=project).stdout
    assert said.startswith("::error file=specs/cold.pz,line=" + str(line))


def test_fmt_lays_out_once_and_then_leaves_alone(project: Path) -> None:
    spec = project / "specs" / "cold.pz"
    spec.write_text(spec.read_text().replace("  status draft", "status    draft # as it is"))
    assert pzc("fmt", "--check", "specs", folder=project).returncode == 1
    assert "status    draft" in pzc("fmt", "--diff", "specs", folder=project).stdout
    assert pzc("fmt", "specs", folder=project).returncode == 0
    assert "  status draft  # as it is\n" in spec.read_text()
    assert pzc("fmt", "--check", "specs", folder=project).returncode == 0


def test_build_knows_when_an_artefact_is_stale(project: Path) -> None:
    fails(pzc("build", "--check", "specs", folder=project), 3, "does not exist")
    assert pzc("build", "specs", folder=project).returncode == 0
    assert pzc("build", "--check", "specs", folder=project).returncode == 0
    library = project / "priors" / "town.pz"
    library.write_text(library.read_text().replace("90 %", "80 %"))
    fails(pzc("build", "--check", "specs", folder=project), 3, "stale")


def test_an_artefact_gives_what_its_source_gives(project: Path) -> None:
    pzc("build", "specs", folder=project)
    for origin, out in (("specs/cold.pz", "a.csv"), ("compiled/cold.json", "b.csv")):
        assert pzc("sample", origin, "-n", "50", "--out", out, folder=project).returncode == 0
    assert (project / "a.csv").read_bytes() == (project / "b.csv").read_bytes()


def test_a_lock_holds_libraries_to_their_text(project: Path) -> None:
    fails(pzc("check", "--frozen", "specs", folder=project), 1, "PZ7106", "pzc lock")
    assert pzc("lock", "specs", folder=project).returncode == 0
    assert pzc("check", "--frozen", "specs", folder=project).returncode == 0
    library = project / "priors" / "town.pz"
    library.write_text("# a remark changes nothing\n" + library.read_text())
    assert pzc("check", "specs", folder=project).returncode == 0
    library.write_text(library.read_text().replace("90 %", "80 %"))
    fails(pzc("check", "specs", folder=project), 1, "PZ7106")
    fails(pzc("lock", "--check", "specs", folder=project), 3, "stale")


def test_a_failing_test_of_a_spec_is_named_with_its_place(project: Path) -> None:
    assert "1 passed" in pzc("test", "specs", folder=project).stdout
    wrong = SMALL % '  test "nobody" {\n    given age = 30 years\n    expect rejected by age\n  }'
    (project / "specs" / "cold.pz").write_text(wrong)
    fails(pzc("test", "specs", folder=project), 1, "specs/cold.pz:12", "nobody")


def test_show_prints_a_page_and_why(project: Path) -> None:
    page = pzc("show", "specs/cold.pz", "--why", folder=project)
    assert page.returncode == 0, page.stderr
    assert "Chief complaint" in page.stdout
    assert "specs/cold.pz:6" in page.stdout
    record = json.loads(pzc("show", "specs/cold.pz", "--json", folder=project).stdout)
    assert record["spec"]["name"] == "cold"
