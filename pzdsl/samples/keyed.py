"""Keyed uniforms: pure functions of (seed, spec, variable, patient, attempt), never a generator used up.

A variable's key comes from BLAKE2b and costs nothing; each value costs one mixing hash of 64 bits, in the
manner of SplitMix64 with a second key before the second multiplication, so that no two variables share one
sequence. The place of a value, patient and attempt in one word, is a bijection: no two places of a variable
collide.

Source:
    G. Steele, D. Lea, C. Flood, Fast splittable pseudorandom number generators, OOPSLA 2014; the
    multipliers are D. Stafford's "variant 13".
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from pzdsl.errors import UsageError

ATTEMPT_BITS = 24
MAX_ATTEMPTS = 1 << ATTEMPT_BITS
MAX_PATIENTS = 1 << (64 - ATTEMPT_BITS)

_WEYL = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_ONE = np.uint64(0x3FF0000000000000)  # the bits of 1.0
_LESS_HALF_STEP = 1 - 2.0**-53
_BLOCK = 16_384  # three buffers of it fit the second-level cache


@dataclass(frozen=True, slots=True)
class Key:
    """What one variable's uniforms are keyed with."""

    first: np.uint64
    second: np.uint64


def key_of(seed: int, spec: str, variable: str) -> Key:
    """The key of a variable of a spec under a seed, which may be any whole number."""
    text = "\x1f".join(("pzdsl uniforms 1", str(seed), spec, variable))
    digest = blake2b(text.encode(), digest_size=16).digest()
    return Key(np.uint64(int.from_bytes(digest[:8], "little")), np.uint64(int.from_bytes(digest[8:], "little")))


def places_of(ids: NDArray[np.int64], attempts: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Patient and attempt in one word, spread over all bits; shared by every variable of these rows."""
    if ids.size and (ids.min() < 0 or ids.max() >= MAX_PATIENTS or attempts.max() >= MAX_ATTEMPTS):
        raise UsageError(f"patient numbers must lie from 0 to {MAX_PATIENTS - 1}")
    places = ids.astype(np.uint64)
    places <<= np.uint64(ATTEMPT_BITS)
    places |= attempts.astype(np.uint64)
    places *= _WEYL
    return places


def uniforms(key: Key, places: NDArray[np.uint64], out: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """One uniform a place, strictly between 0 and 1: the odd multiples of 2^-53, each equally likely."""
    if out is None:
        out = np.empty(places.shape, np.float64)
    shifted = np.empty(min(_BLOCK, places.size), np.uint64)
    bits = out.view(np.uint64)
    for start in range(0, places.size, _BLOCK):
        x = bits[start : start + _BLOCK]
        t = shifted[: x.size]
        np.add(places[start : start + _BLOCK], key.first, out=x)
        np.right_shift(x, 30, out=t)
        np.bitwise_xor(x, t, out=x)
        np.multiply(x, _FIRST, out=x)
        np.right_shift(x, 27, out=t)
        np.bitwise_xor(x, t, out=x)
        np.bitwise_xor(x, key.second, out=x)
        np.multiply(x, _SECOND, out=x)
        np.right_shift(x, 31, out=t)
        np.bitwise_xor(x, t, out=x)
        # 52 bits become the fraction of a number in [1, 2): cheaper than converting a whole number
        np.right_shift(x, 12, out=x)
        np.bitwise_or(x, _ONE, out=x)
        u = out[start : start + _BLOCK]
        np.subtract(u, _LESS_HALF_STEP, out=u)
    return out
