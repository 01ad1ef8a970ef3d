"""Patients over HTTP: 32 interviews at once with one server; replies a second, latency, memory, and mix-ups."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx

from bench.specs import ROOT
from pzdsl.dialogue.doctor import default_script

TITLE = "Patients over HTTP: 32 interviews at once"
SPEC = ROOT / "specs" / "pneumonia.pz"
AT_ONCE = 32
PATIENTS = 8


def measure(full: bool, spec: Path = SPEC) -> dict[str, Any]:
    """Each interview is held alone first; what is said at once must be the same, word by word."""
    turns, load = (30 if full else 4), round(os.getloadavg()[0], 1)
    questions = [line.replace("{symptom}", "chills") for line in default_script()][:turns]
    command = [sys.executable, "-c", "from pzdsl.cli.main import main; main()", "serve", str(spec)]
    command += ["--port", "0", "--no-nli", "--sessions", str(2 * AT_ONCE)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        url, model = _address(process)
        alone = [_interview(url, f"{model}:{k}", questions, None)[0] for k in range(PATIENTS)]
        before = _memory_mib(process.pid)
        started = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            # half of them let the server remember, half send the whole conversation each time
            names = [f"session-{i:03}" if i % 2 else None for i in range(AT_ONCE)]
            models = [f"{model}:{i % PATIENTS}" for i in range(AT_ONCE)]
            done = list(pool.map(_interview, [url] * AT_ONCE, models, [questions] * AT_ONCE, names))
        seconds = time.perf_counter() - started
        after = _memory_mib(process.pid)
        process.send_signal(signal.SIGTERM)
        stopped = process.wait(60)
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()
    spans = sorted(span for _, some in done for span in some)
    mixed = sum(a != b for i, (said, _) in enumerate(done) for a, b in zip(said, alone[i % PATIENTS], strict=True))
    return {
        "spec": spec.stem,
        "sessions": AT_ONCE,
        "replies": len(spans),
        "replies_per_second": round(len(spans) / seconds, 1),
        "median_ms": round(1e3 * spans[len(spans) // 2], 1),
        "p95_ms": round(1e3 * spans[int(0.95 * (len(spans) - 1))], 1),
        "memory_mib": round(after, 1),
        "grown_mib": round(after - before, 1),
        "patients": PATIENTS,
        "distinct_interviews": len({tuple(said) for said in alone}),
        "mixed_up": mixed,
        "exit_code": stopped,
        "load": load,
        "cores": os.cpu_count(),
    }


def _address(process: subprocess.Popen[str]) -> tuple[str, str]:
    assert process.stdout is not None
    text = ""
    while not (match := re.search(r"(http://\S+)/v1 +\(model: (\w+):0\)", text)):
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("the server did not start")
        text += line
    return match[1], match[2]


def _interview(url: str, model: str, questions: list[str], session: str | None) -> tuple[list[str], list[float]]:
    """What the patient said, and the seconds until each reply was there."""
    messages: list[dict[str, str]] = []
    said, spans = [], []
    with httpx.Client(base_url=url, timeout=300, headers={"x-session": session} if session else {}) as client:
        for question in questions:
            messages.append({"role": "user", "content": question})
            sent = messages[-1:] if session else messages
            began = time.perf_counter()
            response = client.post("/v1/chat/completions", json={"model": model, "messages": sent})
            spans.append(time.perf_counter() - began)
            response.raise_for_status()
            said.append(response.json()["choices"][0]["message"]["content"])
            messages.append({"role": "assistant", "content": said[-1]})
    return said, spans


def _memory_mib(pid: int) -> float:
    match = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text("utf-8"))
    assert match is not None
    return int(match[1]) / 1024


def table(result: dict[str, Any]) -> str:
    """The figure as a page shows it."""
    return (
        f"{result['sessions']} interviews at once with {result['patients']} patients of `{result['spec']}`, half with a"
        " session, half sending\nthe conversation each time; the typed gate, no entailment model. Load of the machine"
        f" before: {result['load']} on {result['cores']} cores.\n\n"
        "| replies | a second | median | 95th percentile | memory | grown by | mixed up | exit code |\n"
        "|---|---|---|---|---|---|---|---|\n"
        f"| {result['replies']:,} | {result['replies_per_second']} | {result['median_ms']} ms | {result['p95_ms']} ms"
        f" | {result['memory_mib']:.0f} MiB | {result['grown_mib']} MiB | {result['mixed_up']}"
        f" | {result['exit_code']} |\n"
    )
