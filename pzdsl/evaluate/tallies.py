"""Shares with their intervals, by reply and by the sentences that were written."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pzdsl.evaluate.claims import wilson
from pzdsl.evaluate.interviews import CONTRADICTIONS, Turn

_RESAMPLED = 400  # draws of sentences for an interval
_GOOD = ("true", "neutral", "honest")


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`, with its 95 % Wilson interval."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share; 0 where there was nothing to count."""
        return self.hits / self.of if self.of else 0.0

    def as_json(self) -> dict[str, Any]:
        """Value, counts and interval."""
        low, high = wilson(self.hits, self.of)
        return {
            "share": round(self.value, 5),
            "hits": self.hits,
            "of": self.of,
            "low": round(low, 5),
            "high": round(high, 5),
        }

    def __str__(self) -> str:
        low, high = wilson(self.hits, self.of)
        return f"{self.value:6.1%} ({low:.1%} to {high:.1%})" if self.of else "none"


def figures(interviews: Sequence[Sequence[Turn]]) -> dict[str, Any]:
    """Everything that is counted over the turns of some interviews.

    `consistent` is the share of emitted replies that contradict neither track. The same few hundred sentences recur, so
    that replies are not independent: `consistent.by_sentence` is an interval from drawing sentences anew, and `recall`
    counts each sentence once.
    """
    turns = [turn for one in interviews for turn in one]
    offers = [offer for turn in turns for offer in turn.offers]
    escaped = sum(turn.emitted in CONTRADICTIONS for turn in turns)
    consistent = Share(len(turns) - escaped, len(turns)).as_json()
    consistent["by_sentence"] = _by_sentence(turns)
    found: dict[str, Any] = {"emitted": len(turns), "consistent": consistent}
    recall: dict[str, Any] = {}
    lies = [offer for offer in offers if offer.label in CONTRADICTIONS]
    for name, some in (("all", lies), *_groups(lies, "label"), *((f"kind: {k}", s) for k, s in _groups(lies, "kind"))):
        recall[name] = {
            "replies": Share(sum(not o.accepted for o in some), len(some)).as_json(),
            "sentences": _sentences(some),
        }
    found["recall"] = recall
    found["false_rejection"] = {
        label: Share(sum(not o.accepted for o in some), len(some)).as_json()
        for label in _GOOD
        if (some := [o for o in offers if o.label == label])
    }
    good = [o for o in offers if o.label in _GOOD]
    found["false_rejection"]["all"] = Share(sum(not o.accepted for o in good), len(good)).as_json()
    found["false_rejection"]["sentences"] = _sentences([o for o in offers if o.label in ("true", "neutral")])
    found["leaks"] = Share(sum(turn.leaked for turn in turns), len(turns)).as_json()
    knows = [o for o in offers if o.label == "knows"]
    found["own_results_refused"] = Share(sum(not o.accepted for o in knows), len(knows)).as_json()
    honest = [turn for turn in turns if turn.emitted in ("honest", "fall-back")]
    found["oversharing"] = Share(sum(turn.unasked > 0 for turn in honest), len(honest)).as_json()
    found["fell_back"] = Share(sum(turn.emitted == "fall-back" for turn in turns), len(turns)).as_json()
    found["refused_by"] = dict(sorted(_counts(o.layer for o in offers if not o.accepted).items()))
    found["growth"] = growth(interviews)
    return found


def growth(interviews: Sequence[Sequence[Turn]]) -> dict[str, float]:
    """New details a turn, up to some turns."""
    out = {}
    longest = max((len(one) for one in interviews), default=0)
    for turn in (5, 10, 20, 30, longest):
        reached = [one[turn - 1].news / turn for one in interviews if len(one) >= turn > 0]
        if reached:
            out[str(turn)] = round(sum(reached) / len(reached), 4)
    return out


def _groups(offers: Iterable[Any], key: str) -> list[tuple[str, list[Any]]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for offer in offers:
        groups[getattr(offer, key)].append(offer)
    return sorted(groups.items())


def _sentences(offers: Iterable[Any]) -> dict[str, Any]:
    """Each sentence counted once: refused if it mostly was."""
    by_line = _groups((o for o in offers if o.line), "line")
    refused = sum(sum(not o.accepted for o in some) * 2 > len(some) for _, some in by_line)
    return Share(refused, len(by_line)).as_json()


def _by_sentence(turns: Sequence[Turn]) -> dict[str, float]:
    """A 95 % interval of the consistent share, from drawing the sentences of the liar anew with replacement."""
    offered: dict[str, int] = defaultdict(int)
    escaped: dict[str, int] = defaultdict(int)
    for turn in turns:
        last = turn.offers[-1] if turn.offers else None
        if last is not None and last.line and last.label in CONTRADICTIONS:
            offered[last.line] += 1
            escaped[last.line] += turn.emitted in CONTRADICTIONS
    lines = sorted(offered)
    if not lines:
        return {"low": 1.0, "high": 1.0}
    chance = random.Random(0)
    shares = []
    total = sum(offered.values())
    for _ in range(_RESAMPLED):
        drawn = chance.choices(lines, k=len(lines))
        tried = sum(offered[line] for line in drawn)
        lost = sum(escaped[line] for line in drawn)
        shares.append(1 - (lost / tried if tried else 0.0) * total / len(turns))
    shares.sort()
    return {"low": round(shares[_RESAMPLED // 40], 5), "high": round(shares[-_RESAMPLED // 40 - 1], 5)}


def _counts(layers: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for layer in layers:
        found[layer or "?"] += 1
    return found
