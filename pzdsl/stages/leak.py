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
        names = (plan.label, *plan.also_called)
        self._patterns = [_pattern(name) for name in names if name.strip()]

    def check(self, sentences: tuple[str, ...]) -> list[Leak]:
        """One leak for each name found."""
        leaks = []
        for text in sentences:
            for pattern in self._patterns:
                found = pattern.search(text)
                if found is not None:
                    leaks.append(Leak(text, found[0]))
        return leaks


def _pattern(name: str) -> re.Pattern[str]:
    words = [re.escape(word) for word in re.split(r"[\s\-]+", name.strip())]
    body = r"(?<!\w)" + r"[\s\-]+".join(words) + r"(?:s|es)?(?!\w)"
    # an abbreviation is told from a word by its capitals: CAP is no cap
    return re.compile(body, 0 if name.isupper() or (sum(c.isupper() for c in name) > 1 and " " not in name) else re.I)
