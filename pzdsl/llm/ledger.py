"""What was asked, and what it cost: by stage, and all together."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from pzdsl.llm.problems import Overspent
from pzdsl.llm.request import Reply
from pzdsl.llm.settings import Settings


@dataclass
class Usage:
    """Counts of one stage."""

    asked: int = 0
    remembered: int = 0
    failed: int = 0
    retried: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0  # of waiting for replies, summed over requests


@dataclass
class Ledger:
    """Usage by stage; stops a run that has used up its budget."""

    settings: Settings
    stages: dict[str, Usage] = field(default_factory=dict)
    began: float = field(default_factory=time.monotonic)
    spent_before: float = 0.0  # by earlier runs that this one goes on from; it counts against the budget

    def stage(self, name: str) -> Usage:
        """The counts of a stage."""
        return self.stages.setdefault(name, Usage())

    def note(self, stage: str, reply: Reply) -> None:
        """Enter a reply."""
        usage = self.stage(stage)
        if reply.remembered:
            usage.remembered += 1
            return
        usage.asked += 1
        usage.prompt_tokens += reply.prompt_tokens
        usage.completion_tokens += reply.completion_tokens
        usage.seconds += reply.seconds

    @property
    def cost(self) -> float:
        """By the price table of the settings; 0 where there is none."""
        prompt = sum(usage.prompt_tokens for usage in self.stages.values())
        completion = sum(usage.completion_tokens for usage in self.stages.values())
        prices = self.settings.price_per_million_prompt, self.settings.price_per_million_completion
        return (prompt * prices[0] + completion * prices[1]) / 1e6

    def check(self) -> None:
        """Stop before more is asked than the budget allows.

        Raises:
            Overspent: of money or of time.
        """
        limit, most = self.settings.max_cost, self.settings.max_time
        if limit is not None and (spent := self.spent_before + self.cost) >= limit:
            raise Overspent(f"{spent:.4f} of {limit:g} is spent: what was finished is kept; raise --max-cost to go on")
        if most is not None and (taken := time.monotonic() - self.began) >= most:
            raise Overspent(f"{taken:.0f} of {most:g} seconds are over: what was finished is kept; run again to go on")
