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
        names = {name.strip() for name in (plan.label, *plan.also_called)} - {""}
        self._patterns = [(_longest_word(name), _pattern(name)) for name in sorted(names)]

    def check(self, sentences: tuple[str, ...]) -> list[Leak]:
        """One leak for each sentence and name found in it."""
        whole = " ".join(sentences).lower()
        return [
            Leak(text, found[0])
            for word, pattern in self._patterns
            if word in whole  # a plain search for one word spares nearly every search for the pattern
            for text in sentences
            if (found := pattern.search(text)) is not None
        ]

    def hidden(self, text: str, instead: str) -> str:
        """The text with other words in the place of every name of the diagnosis."""
        lowered = text.lower()
        for word, pattern in self._patterns:
            if word in lowered:
                text = pattern.sub(instead, text)
        return text


def _longest_word(name: str) -> str:
    return max(re.split(r"[\s\-]+", name), key=len).lower()


def _pattern(name: str) -> re.Pattern[str]:
    words = r"[\s\-]+".join(re.escape(word) for word in re.split(r"[\s\-]+", name))
    # an abbreviation is told from a word by its capitals: CAP is no cap
    return re.compile(rf"(?<!\w){words}(?:s|es)?(?!\w)", 0 if is_abbreviation(name) else re.IGNORECASE)


def is_abbreviation(name: str) -> bool:
    """CAP, T2DM, CHF: one word, with more than one capital."""
    return " " not in name and sum(letter.isupper() for letter in name) > 1
