"""A real server on a loopback port: clients as they are, many at once, and a clean stop."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import openai
import pytest

from tests.cli.running import PZC, ROOT
from tests.serve.ward import SPEC, asked

QUESTIONS = ("What brings you in?", "When did it start?", "Do you have a cough?", "How old are you?")


@contextmanager
def server(folder: Path, *options: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`pzc serve` as a process, and its address."""
    spec = folder / "grippe.pz"
    spec.write_text(SPEC, encoding="utf-8")
    process = subprocess.Popen(
        [*PZC, "serve", str(spec), "--port", "0", "--no-nli", "--seed", "1", *options],
        cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        found = ""
        while not (match := re.search(r"(http://127\.0\.0\.1:\d+)/v1", found)):
            line = process.stdout.readline()
            assert line, process.stderr.read() if process.stderr is not None else ""
            found += line
        yield process, match[1]
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[subprocess.Popen[str], str]]:
    with server(tmp_path_factory.mktemp("serve"), "--sessions", "40") as found:
        yield found


def memory_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def test_the_openai_client_interviews_a_patient(running: tuple[subprocess.Popen[str], str]) -> None:
    with openai.OpenAI(base_url=f"{running[1]}/v1", api_key="none", max_retries=0, timeout=120) as client:
        assert [model.id for model in client.models.list()] == ["grippe"]
        messages: list[dict[str, str]] = [{"role": "system", "content": "You are a patient."}]
        for question in QUESTIONS:
            messages.append({"role": "user", "content": question})
            whole = client.chat.completions.create(model="grippe:3", messages=messages)  # type: ignore[call-overload]
            text = whole.choices[0].message.content
            stream = client.chat.completions.create(model="grippe:3", messages=messages, stream=True)  # type: ignore[call-overload]
            pieces = [chunk.choices[0].delta.content or "" for chunk in stream]
            assert "".join(pieces) == text
            assert len(pieces) > 2
            messages.append({"role": "assistant", "content": text})
        assert "years old" in messages[-1]["content"] or re.search(r"\d\d", messages[-1]["content"])
        with pytest.raises(openai.NotFoundError, match="grippe"):
            client.chat.completions.create(model="gpt-4", messages=[{"role": "user", "content": "Hi"}])  # fmt: skip
        with pytest.raises(openai.BadRequestError):
            client.chat.completions.create(model="grippe", messages=[])


def test_32_interviews_at_once_do_not_mix(running: tuple[subprocess.Popen[str], str]) -> None:
    process, url = running

    def interview(number: int, session: str | None) -> list[str]:
        headers = {"x-session": session} if session else {}
        said: list[str] = []
        with httpx.Client(base_url=url, timeout=120) as client:
            for question in QUESTIONS:
                body = asked(question, model=f"grippe:{number % 8}") if session else asked(
                    *said, question, model=f"grippe:{number % 8}"
                )  # fmt: skip
                response = client.post("/v1/chat/completions", json=body, headers=headers)
                assert response.status_code == 200, response.text
                said += [question, response.json()["choices"][0]["message"]["content"]]
        return said[1::2]

    alone = [interview(number, None) for number in range(8)]
    assert len({tuple(talk) for talk in alone}) > 4  # patients differ: a mix-up would show
    before = memory_mib(process.pid)
    with ThreadPoolExecutor(32) as pool:
        names = [f"session-{number}" if number % 2 else None for number in range(32)]
        together = list(pool.map(interview, range(32), names))
    assert together == [alone[number % 8] for number in range(32)]
    assert httpx.get(f"{url}/healthz").json()["sessions"] <= 40
    assert memory_mib(process.pid) - before < 64


def test_raw_bytes_get_an_error_and_the_server_lives(running: tuple[subprocess.Popen[str], str]) -> None:
    _, url = running
    port = int(url.rpartition(":")[2])
    for raw in (
        b"nonsense\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",  # no host
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: 99999999999\r\n\r\n",
        b"GET /%00%2e%2e/etc HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(raw)
            answer = connection.recv(65536)
        assert re.match(rb"HTTP/1\.1 4\d\d ", answer), (raw[:40], answer[:200])
    assert httpx.get(f"{url}/healthz").json()["status"] == "ok"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_is_clean(tmp_path: Path, number: signal.Signals) -> None:
    token = "a-token-that-is-long-enough"
    with server(tmp_path, PZC_TOKEN=token) as (process, url):
        headers = {"authorization": f"Bearer {token}"}
        got: list[int] = []

        def ask() -> None:
            got.append(
                httpx.post(f"{url}/v1/chat/completions", json=asked("Hi"), headers=headers, timeout=60).status_code
            )

        asking = threading.Thread(target=ask)
        asking.start()
        time.sleep(2)  # answered by now, or under way: a busy machine takes long to draw the first patient
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        asking.join()
        assert got == [200]  # what was asked before is answered
        assert process.returncode == 0
        assert "Traceback" not in err
        assert token not in out + err
