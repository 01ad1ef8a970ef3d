"""The diagnosis must not stand in the findings: neither its label nor what else it is called."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pzdsl.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class Leak:
    """A sentence that names the diagnosis."""

    sentence: str
    found: str
    kind: str = "leak"
    verdict: str = "contradicted"
    claim: str = "the diagnosis is named"
    fact: str | None = None
    expected: str | None = None

    def __str__(self) -> str:
        return f"names the diagnosis (`{self.found}`): {self.sentence}"


class LeakCheck:
    """Looks for the names of one plan's diagnosis at word boundaries."""

    def __init__(self, plan: Plan) -> None:
        names = [name.strip() for name in (plan.label, *plan.also_called) if name.strip()]
        # an abbreviation is told from a word by its capitals: CAP is no cap
        short = [name for name in names if is_abbreviation(name)]
        long = [name for name in names if not is_abbreviation(name)]
        self._patterns = [
            re.compile(rf"(?<!\w)(?:{'|'.join(map(_body, some))})(?:s|es)?(?!\w)", flags)
            for some, flags in ((short, 0), (long, re.IGNORECASE))
            if some
        ]

    def check(self, sentences: tuple[str, ...]) -> list[Leak]:
        """One leak for each sentence that names it."""
        whole = "\n".join(sentences)
        if not any(pattern.search(whole) for pattern in self._patterns):
            return []
        return [
            Leak(text, found[0])
            for text in sentences
            for pattern in self._patterns
            if (found := pattern.search(text)) is not None
        ]


def is_abbreviation(name: str) -> bool:
    """CAP, T2DM, CHF: one word, with more than one capital."""
    return " " not in name and sum(letter.isupper() for letter in name) > 1


def _body(name: str) -> str:
    return r"[\s\-]+".join(re.escape(word) for word in re.split(r"[\s\-]+", name))
