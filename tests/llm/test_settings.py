"""Where the model is: flags before environment before project, and the key in the environment alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pzdsl.errors import UsageError
from pzdsl.llm import settings_from

URL = {"url": "http://127.0.0.1:8000/v1", "model": "m"}


def test_flags_come_before_the_environment_and_that_before_the_project(tmp_path: Path) -> None:
    (tmp_path / "pz.toml").write_text('[llm]\nurl = "http://a/v1"\nmodel = "a"\nconcurrency = 3\n')
    environment = {"PZDSL_LLM_URL": "http://b/v1", "PZDSL_LLM_MODEL": "b"}
    found = settings_from({"model": "c", "url": None}, environment, tmp_path)
    assert (found.url, found.model, found.concurrency) == ("http://b/v1", "c", 3)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://a", "http"),
        ("http://me:word@a/v1", "key or password"),
        ("http://a/v1?key=sk-1", "without"),
        ("nonsense", "http"),
    ],
)
def test_an_address_must_be_plain(url: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        settings_from({**URL, "url": url}, {})
    assert "sk-1" not in str(caught.value)
    assert "word@" not in str(caught.value)


@pytest.mark.parametrize("key", ["sk-abc\nX-Other: 1", "sk abc", "sk-ä"])
def test_a_key_that_no_header_can_hold_is_refused_without_being_shown(key: str) -> None:
    with pytest.raises(UsageError, match="key") as caught:
        settings_from(URL, {"PZDSL_LLM_KEY": key})
    assert "sk" not in str(caught.value)


def test_a_key_in_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pz.toml").write_text('[llm]\nkey = "sk-1"\n')
    with pytest.raises(UsageError, match="holds a key"):
        settings_from(URL, {}, tmp_path)


def test_what_is_missing_is_named() -> None:
    with pytest.raises(UsageError, match="--llm-model"):
        settings_from({"url": "http://a/v1"}, {})
