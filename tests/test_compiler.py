"""The chain of phases, what it loads, and who imports whom."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from pzdsl.compiler import check_file, check_source, compile_file, compile_source, project_root
from pzdsl.diagnostics import Source
from pzdsl.errors import FileProblem, SpecError
from pzdsl.semantics import Priors

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "pzdsl"
SPEC = ROOT / "specs" / "type2_diabetes.pz"

# what each room of the compiler may import; `errors` is open to all
MAY_IMPORT = {
    "errors": {"diagnostics"},  # for its types alone
    "diagnostics": {"errors", "version"},
    "syntax": {"diagnostics", "errors"},
    "semantics": {"syntax", "diagnostics", "errors"},
    "plan": {"semantics", "syntax", "diagnostics", "errors"},
    "rules": {"plan", "errors"},
    "samples": {"rules", "plan", "errors"},
    "claims": {"plan", "facts", "record", "errors"},
    "memory": {
        "claims",
        "entailment",
        "verify",
        "stages",
        "compiler",
        "semantics",
        "record",
        "plan",
        "facts",
        "errors",
    },
    "dialogue": {"memory", "claims", "llm", "stages", "verify", "output", "where", "record", "rules", "plan", "facts"}
    | {"errors", "version"},
    "serve": {"dialogue", "memory", "llm", "stages", "record", "plan", "api", "version", "errors"},
    "draft": {"llm", "compiler", "proofs", "semantics", "syntax", "diagnostics", "errors"},
}
DOORS = {"lark": {"syntax"}, "pydantic": {"plan", "record", "output", "verify"}, "onnxruntime": {"entailment"}}


def imported(room: str) -> dict[str, set[str]]:
    """Each module that the files of a room import, with the files."""
    folder = PACKAGE / room
    found: dict[str, set[str]] = {}
    for file in sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{room}.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = (
                    [f"{node.module}.{a.name}" for a in node.names] if node.module == "pzdsl" else [node.module or ""]
                )
            for name in names:
                found.setdefault(name, set()).add(file.relative_to(PACKAGE).as_posix())
    return found


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_earlier_ones(room: str) -> None:
    rooms = {name.split(".")[1]: files for name, files in imported(room).items() if name.startswith("pzdsl.")}
    assert {r: f for r, f in rooms.items() if r not in {*MAY_IMPORT[room], room}} == {}


def test_only_lowering_sees_both_sides_of_the_plan() -> None:
    seen = {f for name, files in imported("plan").items() for f in files if name.startswith("pzdsl.semantics")}
    assert seen == {"plan/lower.py", "plan/lower_laws.py", "plan/express.py"}


def test_the_check_of_a_text_is_plain_python() -> None:
    for room in ("diagnostics", "syntax", "semantics"):
        outside = {name.split(".")[0] for name in imported(room)} & {"numpy", "scipy", "pydantic", "orjson"}
        assert outside == set()


def loaded_after(program: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nprint(' '.join(sys.modules))"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


def test_the_package_loads_nothing_heavy() -> None:
    heavy = {"torch", "onnxruntime", "pyarrow", "scipy.stats", "transformers", "httpx"}
    assert loaded_after("import pzdsl") & heavy == set()


def test_a_check_loads_no_numbers_and_no_models() -> None:
    program = f"from pathlib import Path; from pzdsl.compiler import check_file; check_file(Path({str(SPEC)!r}))"
    assert loaded_after(program) & {"numpy", "scipy", "pydantic", "pzdsl.plan.plan"} == set()


def test_a_plan_needs_no_scipy() -> None:
    program = f"from pathlib import Path; from pzdsl.compiler import compile_file; compile_file(Path({str(SPEC)!r}))"
    assert loaded_after(program) & {"scipy", "pzdsl.samples"} == set()


def test_mistakes_are_raised_together() -> None:
    text = 'pz 1\ndisease d "D" { constraint a { require b } constraint c { require d } }'
    checked = check_source(Source("d.pz", text), Priors())
    assert checked.spec is None
    assert len(checked.report) == 2
    with pytest.raises(SpecError) as caught:
        compile_source(Source("d.pz", text), Priors())
    assert len(caught.value.report) == 2
    assert "d.pz:2:40" in str(caught.value)


def test_a_file_is_named_as_its_project_knows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pz.toml").write_text("", encoding="utf-8")
    path = tmp_path / "specs" / "mine.pz"
    path.parent.mkdir()
    path.write_text('pz 1\ndisease mine "Mine" { }\n', encoding="utf-8")
    assert project_root(path) == tmp_path.resolve()
    assert set(compile_file(path).files) == {"specs/mine.pz"}
    monkeypatch.chdir(path.parent)
    assert compile_file(Path("mine.pz")) == compile_file(path)


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    for name, data, said in (
        ("none.pz", None, "does not exist"),
        ("latin.pz", "pz 1\nµ".encode("latin-1"), r"not UTF-8 text \(byte 5, line 2\)"),
        ("large.pz", b" " * 2_000_001, "Is it the right file"),
    ):
        path = tmp_path / name
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(FileProblem, match=said):
            check_file(path)
    with pytest.raises(FileProblem, match="is a folder"):
        check_file(tmp_path)


def test_a_damaged_lock_says_so(tmp_path: Path) -> None:
    (tmp_path / "pz.lock").write_text("{", encoding="utf-8")
    path = tmp_path / "mine.pz"
    path.write_text('pz 1\ndisease mine "Mine" { }\n', encoding="utf-8")
    with pytest.raises(FileProblem, match="run `pzc lock`"):
        check_file(path)


def test_a_byte_order_mark_and_other_line_ends_are_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "mine.pz"
    path.write_bytes('\ufeffpz 1\r\ndisease mine "Mine" {\r\n  status draft\r\n}\r\n'.encode())
    assert list(check_file(path).report) == []
