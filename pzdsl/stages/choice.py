"""Which of several wordings is taken: a keyed choice, so that the same patient always reads the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1
_WEYL, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


@lru_cache(maxsize=4096)
def place_of(text: str) -> int:
    """A place where a choice is made, as a number."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")


class Choice:
    """The choices of one patient's text, keyed by (seed, spec, patient number, variant)."""

    __slots__ = ("_key", "apart")

    def __init__(self, seed: int, spec: str, number: int, variant: int = 0) -> None:
        text = "\x1f".join(("pzdsl wording 1", str(seed), spec, str(number), str(variant)))
        self.apart = variant > 0  # once refused: each thing in a sentence of its own, which may then be left out
        self._key = int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "little")

    def below(self, n: int, place: int) -> int:
        """A whole number from 0 to n - 1."""  # `_bits` once more, since a call costs as much as the mixing
        x = (self._key + place * _WEYL) & _MASK
        x = ((x ^ (x >> 30)) * _FIRST) & _MASK
        x = ((x ^ (x >> 27)) * _SECOND) & _MASK
        return (x >> 33) % n

    def _bits(self, place: int) -> int:
        x = (self._key + place * _WEYL) & _MASK
        x = ((x ^ (x >> 30)) * _FIRST) & _MASK
        x = ((x ^ (x >> 27)) * _SECOND) & _MASK
        return x ^ (x >> 31)

    def one_of(self, options: Sequence[T], place: int) -> T:
        """One of the options."""
        n = len(options)
        if n == 1:
            return options[0]
        x = (self._key + place * _WEYL) & _MASK  # `below`, since a call costs as much as the mixing
        x = ((x ^ (x >> 30)) * _FIRST) & _MASK
        x = ((x ^ (x >> 27)) * _SECOND) & _MASK
        return options[(x >> 33) % n]

    def shuffled(self, items: Sequence[T], place: int) -> list[T]:
        """The items in another order."""
        out = list(items)
        bits = 0
        for i in range(len(out) - 1, 0, -1):
            if bits < 1 << 16:  # one word serves several swaps
                bits = self._bits(place + i)
            bits, j = divmod(bits, i + 1)
            out[i], out[j] = out[j], out[i]
        return out
