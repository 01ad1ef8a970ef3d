"""Where the model is and how hard it may be asked: from flags, the environment or `pz.toml`, in this order."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from pzdsl.errors import FileProblem, UsageError

_ENVIRONMENT = {"url": "PZDSL_LLM_URL", "model": "PZDSL_LLM_MODEL"}
_KEYS = ("PZDSL_LLM_KEY", "OPENAI_API_KEY")

_Seconds = Annotated[float, Field(gt=0, le=86_400)]


class Settings(BaseModel):
    """Everything about a server; the key is secret, comes from the environment alone, and is never written."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    url: str
    model: str
    key: SecretStr | None = None
    concurrency: Annotated[int, Field(ge=1, le=1024)] = 8
    requests_per_minute: Annotated[float, Field(gt=0)] | None = None
    tokens_per_minute: Annotated[float, Field(gt=0)] | None = None
    connect_timeout: _Seconds = 10.0
    read_timeout: _Seconds = 120.0
    write_timeout: _Seconds = 30.0
    total_timeout: _Seconds = 600.0  # of one reply, however steadily it trickles
    attempts: Annotated[int, Field(ge=1, le=20)] = 5
    retry_budget: _Seconds = 300.0  # waiting between attempts of one request, all together
    failures_to_open: Annotated[int, Field(ge=1)] = 10  # in a row, until the breaker opens
    rest: _Seconds = 30.0  # of an open breaker
    largest_reply: Annotated[int, Field(ge=1_000, le=50_000_000)] = 2_000_000  # bytes
    price_per_million_prompt: Annotated[float, Field(ge=0)] = 0.0  # in the currency of `max_cost`
    price_per_million_completion: Annotated[float, Field(ge=0)] = 0.0
    max_cost: Annotated[float, Field(gt=0)] | None = None
    max_time: _Seconds | None = None

    @field_validator("url")
    @classmethod
    def _is_http(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("must be an http or https address, e.g. http://127.0.0.1:8000/v1")
        if parts.username or parts.password:
            raise ValueError(f"must not hold a key or password; put the key in {_KEYS[0]}")
        if parts.query or parts.fragment:
            raise ValueError(f"must end with its path, without `?` and `#`; put a key in {_KEYS[0]}")
        return url.rstrip("/")

    @field_validator("key")
    @classmethod
    def _is_one_word(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and not re.fullmatch(r"[!-~]+", key.get_secret_value()):
            raise ValueError("must be one word of printable ASCII: a space or a line break came with it")
        return key


_UNSAID = {
    "url": "no url of a language model is given: --llm ADDRESS",
    "model": "it is not said which model the server shall use: --llm-model NAME",
}


def settings_from(
    flags: Mapping[str, Any], environment: Mapping[str, str] | None = None, project: Path | None = None
) -> Settings:
    """Settings from flags (None: not given), then the environment, then `[llm]` of the project's `pz.toml`.

    Raises:
        UsageError: no address or model is given, or a value makes no sense.
        FileProblem: `pz.toml` cannot be read.
    """
    return validated_settings(found_settings(flags, environment, project))


def found_settings(
    flags: Mapping[str, Any], environment: Mapping[str, str] | None = None, project: Path | None = None
) -> dict[str, Any]:
    """What flags, environment and `pz.toml` say, as written; raises FileProblem."""
    environment = os.environ if environment is None else environment
    found: dict[str, Any] = dict(_of_project(project)) if project is not None else {}
    found |= {name: environment[key] for name, key in _ENVIRONMENT.items() if environment.get(key)}
    found |= {name: value for name, value in flags.items() if value is not None}
    for key in _KEYS:
        if environment.get(key):
            found["key"] = environment[key]
            break
    return found


def validated_settings(found: Mapping[str, Any]) -> Settings:
    """Settings from their values; raises UsageError."""
    for name, key in _ENVIRONMENT.items():
        if name not in found:
            raise UsageError(f"{_UNSAID[name]}, {key}, or `{name}` under `[llm]` in pz.toml")
    try:
        return Settings(**found)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]  # the input may be a key
        raise UsageError(f"llm {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def _of_project(project: Path) -> dict[str, Any]:
    path = project / "pz.toml"
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text("utf-8")).get("llm", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FileProblem(f"{path} cannot be read: {error}") from None
    if not isinstance(table, dict):
        raise FileProblem(f"{path}: `llm` must be a table: write `[llm]`")
    if "key" in table:
        raise UsageError(f"{path} holds a key: take it out, and put it in the environment as {_KEYS[0]}")
    return table
