"""How many pairs a second a verifier judges."""

from __future__ import annotations

import time
from collections.abc import Sequence

from pzdsl.entailment.verifier import Verifier

SIZES = (1, 8, 32, 128)

_FACTS = (
    "The cough began five days ago and brings up yellow sputum.",
    "The patient has taken metformin 500 mg twice a day for two years.",
    "There is no chest pain at rest or on exertion.",
    "The patient's mother had breast cancer at the age of 61.",
    "The ankles have been swollen on both sides since last month.",
)
_REPLIES = (
    "It started on Sunday, and I keep coughing up this yellow stuff.",
    "I don't take anything for my sugar.",
    "My chest is fine, doctor.",
    "Nobody in my family ever had cancer, as far as I know.",
    "It is only the left ankle.",
)


def pairs_per_second(verifier: Verifier, seconds: float, sizes: Sequence[int] = SIZES) -> dict[int, float]:
    """Pairs judged a second, by how many are asked at once; no pair is asked twice, so that none is remembered."""
    rates = {}
    asked = 0
    for size in sizes:
        done, began = 0, time.perf_counter()
        while (taken := time.perf_counter() - began) < seconds:
            numbers = range(asked, asked + size)
            verifier.verify(
                [f"{_FACTS[n % 5]} Note {n}." for n in numbers],
                [_REPLIES[n // 5 % 5] for n in numbers],
            )
            asked += size
            done += size
        rates[size] = done / taken
    return rates
