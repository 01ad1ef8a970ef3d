"""What a model is told when it drafts, as data; the hash of all of it is named in the draft."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from string import Template

SECTIONS = ("outline", "people", "course", "exams", "rules")  # in the order in which they build on each other


@cache
def text_of(name: str) -> str:
    """One of the texts: system, ask, again, or a section."""
    return (files(__package__) / f"{name}.txt").read_text("utf-8").strip()


def filled(name: str, **values: str) -> str:
    """A text with its places filled; what is filled in is not read again."""
    return Template(text_of(name)).substitute(values)


@cache
def digest() -> str:
    """The hash of everything that a model is told, apart from the texts."""
    told = "\x1f".join(text_of(name) for name in ("system", "ask", "again", *SECTIONS))
    return hashlib.sha256(told.encode()).hexdigest()
