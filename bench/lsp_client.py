"""A small client of the language server: a real process, over its standard streams. For tests and measurements."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any

Message = dict[str, Any]


class Client:
    """One server process; every wait is bounded."""

    def __init__(self, root: Path, patience: float = 60.0) -> None:
        self.patience = patience
        command = [sys.executable, "-c", "from pzdsl.cli.main import main; main()", "lsp"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        self._inbox: queue.Queue[Message | None] = queue.Queue()
        self.seen: list[Message] = []
        self._number = 0
        threading.Thread(target=self._listen, daemon=True).start()
        capabilities = {"workspace": {"inlayHint": {"refreshSupport": True}}, "textDocument": {}}
        self.initialized = self.ask(
            "initialize", {"processId": None, "rootUri": root.as_uri(), "capabilities": capabilities}
        )
        self.tell("initialized", {})

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            self.ask("shutdown", None)
            self.tell("exit", None)
            self.process.wait(10)
        finally:
            if self.process.poll() is None:
                self.process.kill()
            for stream in (self.process.stdin, self.process.stdout):
                assert stream is not None
                stream.close()
            self.process.wait(10)

    def _listen(self) -> None:
        stream = self.process.stdout
        assert stream is not None
        while True:
            length = 0
            while line := stream.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                self._inbox.put(None)
                return
            self._inbox.put(json.loads(stream.read(length)))

    def _send(self, message: Message) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def tell(self, method: str, params: Any) -> None:
        """A notification."""
        self._send({"method": method, "params": params})

    def ask(self, method: str, params: Any) -> Any:
        """A request; gives its result, raises RuntimeError with an error."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        answer = self.wait(lambda m: m.get("id") == number and "method" not in m)
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    def wait(self, wanted: Any) -> Message:
        """The next message of a kind; answers what the server asks on the way."""
        end = time.monotonic() + self.patience
        while True:
            message = self._inbox.get(timeout=max(0.01, end - time.monotonic()))
            if message is None:
                raise RuntimeError("the server has gone")
            if "method" in message and "id" in message:
                self._send({"id": message["id"], "result": None})
            self.seen.append(message)
            if wanted(message):
                return message

    # --- documents

    def open(self, path: Path, text: str) -> list[Message]:
        """Open a text; gives what is first said about it."""
        document = {"uri": path.as_uri(), "languageId": "pz", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": document})
        return self.said(path, 1)

    def change(self, path: Path, text: str, version: int) -> list[Message]:
        """Edit it; gives what is first said about the new text."""
        document = {"uri": path.as_uri(), "version": version}
        self.tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        return self.said(path, version)

    def said(self, path: Path, version: int) -> list[Message]:
        """The next diagnostics of a version."""

        def wanted(message: Message) -> bool:
            params = message.get("params") or {}
            return (
                message.get("method") == "textDocument/publishDiagnostics"
                and params["uri"] == path.as_uri()
                and params.get("version") == version
            )

        found: list[Message] = self.wait(wanted)["params"]["diagnostics"]
        return found

    def at(self, method: str, path: Path, line: int, character: int, **more: Any) -> Any:
        """A request about a place."""
        place = {"textDocument": {"uri": path.as_uri()}, "position": {"line": line, "character": character}}
        return self.ask(method, place | more)
