"""`pzc new`: what it writes is whole, and what it can't write is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from pzdsl.errors import UsageError
from pzdsl.scaffold import spec_text
from tests.cli.running import pzc


def test_a_new_spec_is_clean_canonical_tested_and_has_patients(tmp_path: Path) -> None:
    path = tmp_path / "specs" / "knee_pain.pz"
    done = pzc("new", str(path), "--code", "ICD10CM#M25.561")
    assert done.returncode == 0, done.stderr
    assert "placeholders" in done.stdout
    text = path.read_text()
    assert 'disease knee_pain "Knee pain" {\n  code ICD10CM#M25.561\n' in text
    for command in (("check", "--strict"), ("fmt", "--check"), ("test",)):
        done = pzc(*command, str(path))
        assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed, 0 failed" in done.stdout
    assert "Knee pain" in pzc("show", str(path)).stdout


def test_a_file_that_exists_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.pz"
    path.write_text("mine")
    done = pzc("new", str(path))
    assert (done.returncode, path.read_text()) == (2, "mine")
    assert "exists" in done.stderr


@pytest.mark.parametrize(
    ("name", "label", "code", "said"),
    [
        ("Knee", "Knee", None, "no name"),
        ("knee-pain", "Knee", None, "no name"),
        ("knee", 'a "quoted" knee', None, "without quotes"),
        ("knee", "two\nlines", None, "one line"),
        ("knee", "", None, "one line"),
        ("knee", "Knee", "M25", "no code"),
        ("constraint", "Constraint", None, "cannot be written so"),
    ],
)
def test_what_cannot_stand_in_a_spec_is_said(name: str, label: str, code: str | None, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        spec_text(name, label, code)
