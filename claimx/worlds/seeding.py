"""Seeds: chance that depends on the seed and a name alone, and ids that look like hashes of content.

Each phenomenon draws from a stream of its own, so that turning one dial leaves the draws of the others as they are.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Codes = NDArray[np.int32]

_STEP: Final = 0x9E3779B97F4A7C15
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def stream(seed: int, name: str, *numbers: int) -> np.random.Generator:
    """Return the chance of this name: the same for the same seed, name and numbers, on every machine."""
    return np.random.Generator(np.random.PCG64([seed, crc32(name.encode("utf-8")), *numbers]))


def drawn(seed: int, name: str, *, share: float, size: int) -> Flags:
    """Return `size` flags of which about `share` are up; a larger share keeps those of a smaller one up."""
    return stream(seed, name).random(size, dtype=np.float32) < np.float32(share)


def zipf(chance: np.random.Generator, *, size: int, count: int, exponent: float = 1.0) -> Codes:
    """Draw `size` ranks below `count`, rank k with a weight of (k + 1) ** -exponent."""
    weights: NDArray[np.float64] = np.cumsum(np.arange(1, count + 1, dtype=np.float64) ** -exponent)
    ranks = np.searchsorted(weights, chance.random(size, dtype=np.float32) * weights[-1])
    return np.asarray(np.minimum(ranks, count - 1), dtype=np.int32)


def picked(chance: np.random.Generator, weights: Sequence[float], *, size: int) -> NDArray[np.int8]:
    """Draw `size` places of `weights`, each as often as its weight says."""
    bounds = np.cumsum(np.asarray(weights, dtype=np.float64))
    places = np.searchsorted(bounds / bounds[-1], chance.random(size, dtype=np.float32), side="right")
    return np.minimum(places, len(weights) - 1).astype(np.int8)


def mixed(seed: int, name: str, numbers: NDArray[np.int64]) -> NDArray[np.uint64]:
    """Return a number without pattern for each number, different ones for different numbers.

    The finaliser of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), which
    is a bijection.
    """
    start = np.uint64(stream(seed, name).integers(0, 2**64, dtype=np.uint64))
    state = start + numbers.astype(np.uint64) * np.uint64(_STEP)
    state = (state ^ (state >> np.uint64(30))) * _FIRST
    state = (state ^ (state >> np.uint64(27))) * _SECOND
    return state ^ (state >> np.uint64(31))


def ids_of(prefix: bytes, numbers: NDArray[np.uint64]) -> NDArray[np.bytes_]:
    """Return `prefix`, one letter, and 16 hex digits for each number; their order is the order of the numbers."""
    written = np.empty((len(numbers), 17), dtype="S1")
    written[:, 0] = prefix
    quarters = np.ascontiguousarray(numbers).astype(">u8").view(">u2").reshape(-1, 4)
    written[:, 1:] = _hex()[quarters].view("S1").reshape(-1, 16)
    return written.view("S17").reshape(-1)


@cache
def _hex() -> NDArray[np.bytes_]:
    return np.array([f"{number:04x}".encode() for number in range(2**16)], dtype="S4")
