"""Inlay hints: behind each row the share of patients in it, and where constraints moved its number. Once known."""

from __future__ import annotations

from dataclasses import dataclass

from pzdsl.editor.documents import Document


@dataclass(frozen=True, slots=True)
class Hint:
    """A text behind a character, and what it means."""

    offset: int
    label: str
    tooltip: str


def hints(document: Document, start: int, end: int) -> list[Hint]:
    """The hints among the characters `[start, end]`; none until the background has counted."""
    size = len(document.analysis.source.text)
    found = [Hint(one["at"], one["label"], one["tooltip"]) for one in document.numbers.get("hints", ())]
    return [hint for hint in found if start <= hint.offset <= min(end, size)]
