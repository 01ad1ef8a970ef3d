from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_example_of_the_manual_runs_and_the_other_is_python() -> None:
    page = (ROOT / "docs" / "dialogue.md").read_text("utf-8")
    first, second = re.findall(r"```python\n(.*?)```", page, re.S)
    done = subprocess.run([sys.executable, "-c", first], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "How long have you had the cough?" in done.stdout
    compile(second, "dialogue.md", "exec")
