"""The wheel alone is enough: grammar and priors travel in it, and it needs only what it declares."""

from __future__ import annotations

import importlib.metadata as metadata
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent


def declared(distribution: str, extra: str = "") -> set[str]:
    """The names of everything that a distribution needs, directly or not, as installed here."""
    needed: set[str] = set()
    waiting = [distribution]
    while waiting:
        for text in metadata.requires(waiting.pop()) or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
                name = metadata.distribution(requirement.name).metadata["Name"]
                if name not in needed:
                    needed.add(name)
                    waiting.append(name)
    return needed


def link(distribution: str, into: Path) -> None:
    """Make what a distribution installed importable from a folder, without copying it."""
    found = metadata.distribution(distribution)
    for top in {file.parts[0] for file in found.files or [] if file.parts[0] not in ("..", "__pycache__")}:
        source = Path(str(found.locate_file(top)))
        if source.exists() and not (into / top).exists():
            (into / top).symlink_to(source)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def pzc(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`pzc` from the wheel in an environment that holds nothing but the wheel's declared needs."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home / "venv", with_pip=False, symlinks=True)
    site = next((home / "venv").glob("lib/python*/site-packages"))
    for name in declared("pzdsl"):
        link(name, site)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    script = home / "venv" / "bin" / "pzc"
    script.write_text(f"#!{home}/venv/bin/python\nfrom pzdsl.cli.main import main\nmain()\n")
    script.chmod(0o755)
    return script


def run(pzc: Path, *arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the installed `pzc` away from the checkout."""
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(
        [str(pzc), *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_wheel_checks_and_samples_away_from_the_checkout(pzc: Path, tmp_path: Path) -> None:
    """A spec that includes packaged priors works in an empty folder."""
    spec = tmp_path / "pneumonia.pz"
    spec.write_text((ROOT / "specs" / "pneumonia.pz").read_text("utf-8"), "utf-8")
    checked = run(pzc, "check", "pneumonia.pz", folder=tmp_path)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    sampled = run(pzc, "sample", "pneumonia.pz", "-n", "20", "--out", "patients.csv", folder=tmp_path)
    assert sampled.returncode == 0, sampled.stdout + sampled.stderr
    assert len((tmp_path / "patients.csv").read_text("utf-8").splitlines()) == 21


def test_the_wheel_says_its_version(pzc: Path, tmp_path: Path) -> None:
    """Nothing of the checkout is on the path of the installed `pzc`."""
    answer = run(pzc, "--version", folder=tmp_path)
    assert answer.stdout.strip() == f"pzdsl {metadata.version('pzdsl')}"


def test_the_wheel_holds_no_tests_and_no_specs(wheel: Path) -> None:
    """What users install is the package with its grammar and priors, and its licence."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "pzdsl/_data/grammar/pz.lark" in names
    assert "pzdsl/_data/priors/us/plausibility.pz" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "specs/", "bench/"))]
