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
FRACTION_BITS = 52
MAX_PATIENTS = 1 << (64 - ATTEMPT_BITS)

_WEYL = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_ONE = np.uint64(0x3FF0000000000000)  # the bits of 1.0
_LESS_HALF_STEP = 1 - 2.0**-53
BLOCK = 16_384  # rows: three buffers of it fit the second-level cache


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
    places |= attempts.view(np.uint64) if attempts.dtype == np.int64 else attempts.astype(np.uint64)
    places *= _WEYL
    return places


def high_bits(
    key: Key, places: NDArray[np.uint64], out: NDArray[np.uint64], spare: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    """Words whose upper 31 bits are those of `uniforms`; `uniforms_of` settles the others, where they are needed.

    Args:
        key: The variable's.
        places: Few enough for the caches.
        out: Where they go, shape of `places`.
        spare: Overwritten, shape of `places`.
    """
    np.add(places, key.first, out=out)
    np.right_shift(out, 30, out=spare)
    np.bitwise_xor(out, spare, out=out)
    np.multiply(out, _FIRST, out=out)
    np.right_shift(out, 27, out=spare)
    np.bitwise_xor(out, spare, out=out)
    np.bitwise_xor(out, key.second, out=out)
    return np.multiply(out, _SECOND, out=out)


def uniforms_of(
    bits: NDArray[np.uint64], spare: NDArray[np.uint64] | None = None, out: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """The uniforms of words from `high_bits`; `out` may be their own memory."""
    if out is None:
        out = np.empty(bits.shape, np.float64)
    x = out.view(np.uint64)
    # the last round of the hash leaves the upper 31 bits as they are
    spare = np.right_shift(bits, 31, out=spare)
    np.bitwise_xor(bits, spare, out=x)
    # 52 bits become the fraction of a number in [1, 2): cheaper than converting a whole number
    np.right_shift(x, 12, out=x)
    np.bitwise_or(x, _ONE, out=x)
    return np.subtract(out, _LESS_HALF_STEP, out=out)


def fractions_of(bits: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The whole numbers b of words from `high_bits`, for which the uniform is (b + 1/2) / 2^52."""
    whole = np.bitwise_xor(bits, np.right_shift(bits, 31))
    return np.right_shift(whole, 64 - FRACTION_BITS, out=whole).view(np.int64)


def uniforms(key: Key, places: NDArray[np.uint64], out: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """One uniform a place, strictly between 0 and 1: the odd multiples of 2^-53, each equally likely."""
    if out is None:
        out = np.empty(places.shape, np.float64)
    spare = np.empty(min(BLOCK, places.size), np.uint64)
    for start in range(0, places.size, BLOCK):
        u = out[start : start + BLOCK]
        x, t = u.view(np.uint64), spare[: u.size]
        uniforms_of(high_bits(key, places[start : start + BLOCK], x, t), t, u)
    return out
