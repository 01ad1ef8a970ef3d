"""The program of the child process: llama.cpp's server around one model file, until its parent lets go.

Started by `pzdsl.llm.local`. The one door to xllamacpp. Its standard input is a pipe that the parent holds open: when
it closes, whatever the reason, this process ends; a server is never left behind.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from types import FrameType

READY = "PZDSL READY"


def main(arguments: list[str] | None = None) -> None:
    """Serve until standard input closes, or a signal comes."""
    parser = argparse.ArgumentParser(description="An OpenAI-compatible server on this machine, for pzdsl.")
    parser.add_argument("model", help="a model file (.gguf)")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--context", type=int, default=8192)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args(arguments)
    told = os.dup(1)  # our one line goes here; whatever else is printed goes to the log, or it would be mixed in
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle: it closes the pipe
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    _serve(options.model, options.port, options.context, options.threads, told)
    threading.Event().wait()


def _serve(model: str, port: int, context: int, threads: int, told: int) -> None:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = model
    params.hostnames = ["127.0.0.1"]
    params.port = port
    params.n_ctx = context
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    params.model_alias = {"local"}
    params.ui = False
    params.offline = True  # nothing is fetched from anywhere
    params.cors_origins = "http://127.0.0.1"  # no page of a browser may ask it
    # all three are needed for the same text twice; temperature 0 and a seed are not enough
    params.n_parallel = 1
    params.cache_prompt = False
    params.cache_ram_mib = 0
    server = xllamacpp.Server(params)
    _KEPT.append(server)
    os.write(told, f"{READY} {server.listening_address}\n".encode())


_KEPT: list[object] = []  # a server that nobody holds stops


def _end(_signal: int = 0, _frame: FrameType | None = None) -> None:
    os._exit(0)  # llama.cpp's own threads would be waited for otherwise


def _end_with_parent(parent: int) -> None:
    """Wait for the pipe to close; where a sister process holds it open, notice that the parent is another."""
    import selectors

    pipe = sys.stdin.buffer.fileno()
    try:
        with selectors.DefaultSelector() as waiting:
            waiting.register(pipe, selectors.EVENT_READ)
            while os.getppid() == parent:
                if waiting.select(timeout=1.0) and not os.read(pipe, 4096):
                    break
    except OSError:  # Windows can't wait for a pipe; reading it waits as well
        while os.read(pipe, 4096):
            pass
    _end()


if __name__ == "__main__":
    main()
