"""The body of a request as data."""

from __future__ import annotations

from typing import Any

import orjson

from pzdsl.serve.problems import Problem


def object_in(body: bytes) -> dict[str, Any]:
    """The JSON object that a body is; raises Problem."""
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Problem(400, f"the body is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise Problem(400, "the body is no JSON object")
    return found
