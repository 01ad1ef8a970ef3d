"""What was proved is kept as data: found again, never believed blindly, and never in the way."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Source
from pzdsl.proofs import cache
from pzdsl.semantics import Priors
from pzdsl.semantics.spec import Spec

ROOT = Path(__file__).parents[2]
TEXT = (Path(__file__).parent / "bad" / "4102-by-another-rule.pz").read_text("utf-8")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache"


def spec_of(text: str = TEXT) -> Spec:
    found = check_source(Source("example.pz", text), Priors()).spec
    assert found is not None
    return found


def one(**wrong: object) -> bytes:
    """A cache file whose only diagnostic has something wrong."""
    plain = {"code": 4102, "message": "x", "hint": None, "span": ["", 0, 1], "related": []}
    return json.dumps({"format": 1, "diagnostics": [{**plain, **wrong}]}).encode()


def files(home: Path) -> list[Path]:
    return sorted(home.rglob("*.json"))


def test_what_was_proved_is_found_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = cache.proofs_of(spec_of())
    monkeypatch.setattr("pzdsl.proofs.prove.prove", lambda spec: pytest.fail("proved twice"))
    again = cache.proofs_of(spec_of())
    assert [d.one_line() for d in again] == [d.one_line() for d in first] != []
    assert [[r.message for r in d.related] for d in again] == [[r.message for r in d.related] for d in first]
    assert len(files(home)) == 1


def test_another_text_is_proved_anew(home: Path) -> None:
    cache.proofs_of(spec_of())
    assert not cache.proofs_of(spec_of(TEXT.replace("age >= 21", "age >= 19")))
    assert len(files(home)) == 2


def test_another_engine_proves_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.proofs_of(spec_of())
    monkeypatch.setattr(cache, "engine", lambda: "another")
    cache.proofs_of(spec_of())
    assert len(files(home)) == 2


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"format": 1, "diagnostics": [{"code": 1}]}',
        one(code=4102, message=3),
        one(span=["", 0, 1e9]),
        one(code=9),
        one(span=["q", 0, 1]),
        b"[" * 100_000,
    ],
)
def test_damage_is_mended(damage: bytes, home: Path) -> None:
    first = cache.proofs_of(spec_of())
    (path,) = files(home)
    path.write_bytes(damage)
    assert [d.one_line() for d in cache.proofs_of(spec_of())] == [d.one_line() for d in first]
    assert json.loads(path.read_text("utf-8"))["format"] == cache.FORMAT


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert cache.proofs_of(spec_of())


def test_the_folder_is_bounded(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_FILES", 10)
    cache.folder().mkdir(parents=True)
    for i in range(40):
        (cache.folder() / f"{i}.json").write_text("{}")
    cache.proofs_of(spec_of())
    assert len(files(home)) <= 10


def test_a_relative_cache_home_is_ignored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert cache.folder().is_absolute()


def check(*arguments: str | Path) -> tuple[str, bool]:
    """What `pzc check` says, and whether it loaded NumPy."""
    code = (
        "import sys; sys.argv[0] = 'pzc'\n"
        "from pzdsl.cli.main import main\n"
        "try:\n    main()\nfinally:\n    print('numpy' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.stdout, done.stderr.split()[-1] == "True"


def test_check_proves_once_and_loads_nothing_then(tmp_path: Path) -> None:
    path = tmp_path / "example.pz"
    path.write_text(TEXT, "utf-8")
    said, loaded = check(path)
    assert "PZ4102" in said
    assert loaded
    assert check(path) == (said, False)
    unproved, loaded = check("--no-prove", path)
    assert "PZ4102" not in unproved
    assert not loaded


def test_mistakes_come_before_proofs(tmp_path: Path) -> None:
    path = tmp_path / "example.pz"
    path.write_text(TEXT.replace("age >= 21", "ages >= 21"), "utf-8")
    said, loaded = check(path)
    assert "PZ2001" in said
    assert "PZ4102" not in said
    assert not loaded


def test_a_clean_text_is_not_even_read_again(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Until it changes, or a library does, or a day has passed: an allowance may have ended."""
    from datetime import date

    from pzdsl.cli import checking

    (tmp_path / "priors" / "small").mkdir(parents=True)
    library = tmp_path / "priors" / "small" / "people.pz"
    library.write_text("pz 1\nlibrary small.people {\n}\n", "utf-8")
    path = tmp_path / "example.pz"
    path.write_text(TEXT.replace("age >= 21", "age >= 19"), "utf-8")
    read = []
    real = checking.check_source
    monkeypatch.setattr(checking, "check_source", lambda *a, **k: read.append(1) or real(*a, **k))
    today, tomorrow = date(2026, 1, 1), date(2026, 1, 2)
    for expected, when in [(1, today), (1, today), (2, tomorrow), (2, tomorrow)]:
        assert checking.run_check([path], quiet=True, today=when) == 0
        assert len(read) == expected
    library.write_text("pz 1\nlibrary small.people {\n  # more\n}\n", "utf-8")
    checking.run_check([path], quiet=True, today=today)
    assert len(read) == 3
    path.write_text(TEXT, "utf-8")
    for expected in (4, 5):  # what has something to say is said again
        checking.run_check([path], quiet=True, today=today)
        assert len(read) == expected
