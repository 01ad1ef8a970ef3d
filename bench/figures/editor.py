"""How long an author waits for diagnostics after a keystroke: a real server process, through the protocol."""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.lsp_client import Client
from bench.specs import ROOT

TITLE = "Editing: from a keystroke to the diagnostics"
LIMIT_S = 0.05  # for a spec of 200 lines, in the median
FILES = {
    "200 lines": (ROOT / "tests" / "reference" / "every_law.pz", 200),
    "type 2 diabetes": (ROOT / "specs" / "type2_diabetes.pz", None),
}


def measure(full: bool) -> dict[str, Any]:
    """Seconds from sending an edit to receiving the diagnostics of that version.

    The edits type a new declaration letter by letter and a mistake into a number, and take them back: about
    half of the versions cannot be parsed.
    """
    rounds = 4 if full else 1
    found: dict[str, Any] = {}
    for name, (path, lines) in FILES.items():
        if not full and name != "200 lines":
            continue
        text = spec_of(path, lines)
        with Client(ROOT) as client:
            shown = path.with_name("edited.pz")
            client.open(shown, text)
            version, clean, torn = 1, list[float](), list[float]()
            used = processor_seconds(client.process.pid)
            for _ in range(rounds):
                for edited in edits(text):
                    version += 1
                    started = time.perf_counter()
                    said = client.change(shown, edited, version)
                    seconds = time.perf_counter() - started
                    (torn if any(d["code"].startswith("PZ1") for d in said) else clean).append(seconds)
            used = processor_seconds(client.process.pid) - used
        every = clean + torn
        found[name] = {
            "lines": text.count("\n"),
            "edits": len(every),
            "torn": len(torn),
            "processor_s": used / len(every),
            "median_s": median(every),
            "p90_s": quantiles(every, n=10)[8],
            "median_clean_s": median(clean) if clean else None,
            "median_torn_s": median(torn) if torn else None,
        }
    return {"limit_s": LIMIT_S, "specs": found}


def processor_seconds(pid: int) -> float:
    """What a process has used so far; nan where the system does not tell."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def spec_of(path: Path, lines: int | None) -> str:
    """The text of a spec, grown to a number of lines by tests that mean something."""
    text = path.read_text("utf-8").rstrip()
    assert text.endswith("}")
    body, i = text[:-1].rstrip(), 0
    while lines is not None and body.count("\n") + 2 < lines:
        i += 1
        room = lines - body.count("\n") - 2
        body += f'\n  test "made {i}" {{\n    expect accepted\n  }}' if room >= 3 else "\n  # and one more line"
    return body + "\n}\n"


def edits(text: str) -> list[str]:
    """Versions of a text as typing makes them."""
    typed = '  test "typed" { expect accepted }'
    end = text.rstrip().rfind("}")
    found = [text[:end] + typed[:n] + "\n" + text[end:] for n in range(3, len(typed) + 1)]
    at = text.find("prior ", len(text) // 2) + len("prior ")
    found += [text[:at] + "x" * n + text[at:] for n in range(1, 6)]
    label = text.find('"', len(text) // 3) + 1
    found += [text[:label] + "more " * n + text[label:] for n in range(1, 16)]
    return found


def table(result: dict[str, Any]) -> str:
    """One row a spec."""
    lines = [
        "A client sends each version of a text as an author types it, and waits for the diagnostics of that version."
        "\nVersions that cannot be parsed (torn) are counted with the others. The limit that was set is"
        f" {result['limit_s'] * 1000:.0f} ms in the median for 200 lines.\n",
        "| spec | lines | edits | of them torn | median, ms | median torn, ms | 9 of 10 within | processor, ms |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, one in result["specs"].items():
        torn = "" if one["median_torn_s"] is None else f"{one['median_torn_s'] * 1000:.0f}"
        lines.append(
            f"| {name} | {one['lines']} | {one['edits']} | {one['torn']} | {one['median_s'] * 1000:.0f} | {torn} |"
            f" {one['p90_s'] * 1000:.0f} | {one['processor_s'] * 1000:.0f} |"
        )
    return "\n".join(lines)
