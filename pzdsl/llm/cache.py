"""Replies by the hash of their request: a cache, and a recording that a whole run can be played from.

A file holds the request without address, headers and key, and the reply. It is data: validated when it is read, and
asked again where it is damaged.
"""

from __future__ import annotations

from pathlib import Path

import orjson
from pydantic import ValidationError

from pzdsl.atomic import write_atomically
from pzdsl.llm.request import Reply, Request


class ReplyCache:
    """A folder of replies."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, request: Request) -> Path:
        """Where the reply to a request lies."""
        digest = request.digest
        return self.folder / digest[:2] / f"{digest}.json"

    def get(self, request: Request) -> Reply | None:
        """The reply that was given, or None."""
        path = self.path(request)
        try:
            found = orjson.loads(path.read_bytes())
            if found["request"] != _request(request):
                return None
            return Reply.model_validate(found["reply"]).model_copy(update={"remembered": True})
        except (OSError, ValueError, KeyError, TypeError, ValidationError):
            return None  # damaged or not there: it is asked again

    def put(self, request: Request, reply: Reply) -> None:
        """Remember a reply."""
        content = {"request": _request(request), "reply": reply.model_dump(mode="json", exclude={"remembered"})}
        write_atomically(self.path(request), orjson.dumps(content, option=orjson.OPT_INDENT_2) + b"\n")


def _request(request: Request) -> object:
    return orjson.loads(request.model_dump_json())
