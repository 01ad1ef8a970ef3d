"""The semantic track: the record as premise sentences; it never changes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from pzdsl.facts import Facts
from pzdsl.memory.statements import Statement, statements_of
from pzdsl.stages.patient import Patient


class SemanticMemory:
    """What is true of one patient."""

    def __init__(self, patient: Patient) -> None:
        self.patient = patient
        self.facts: Facts = patient.facts

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every fact as sentences."""
        return statements_of(self.patient)

    @cached_property
    def _by_fact(self) -> dict[str, tuple[Statement, ...]]:
        found: dict[str, list[Statement]] = {}
        for statement in self.statements:
            found.setdefault(statement.fact, []).append(statement)
        return {fact: tuple(some) for fact, some in found.items()}

    def about(self, names: Iterable[str]) -> tuple[Statement, ...]:
        """The statements about these facts, in the order of the names."""
        return tuple(one for name in dict.fromkeys(names) for one in self._by_fact.get(name, ()))

    def to_json(self) -> list[dict[str, Any]]:
        """The statements as JSON values, to look at or to compare."""
        return [one.entry() for one in self.statements]
