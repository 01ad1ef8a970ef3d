"""What all tests share: golden files."""

from __future__ import annotations

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite golden files; a person reads the diff")


class Golden:
    """Compares a text with the file that keeps it; `pytest --bless` writes the file instead."""

    def __init__(self, bless: bool) -> None:
        self.bless = bless

    def check(self, path: Path, text: str) -> None:
        if self.bless:
            path.write_text(text, encoding="utf-8")
            return
        assert path.is_file(), f"{path.name} is missing: run pytest --bless and read what it writes"
        assert text == path.read_text(encoding="utf-8")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(bool(request.config.getoption("--bless")))
