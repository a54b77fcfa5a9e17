"""What tests see of a world: worlds that several tests look at, and shares measured on facts alone."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from claimx.article import Article
from claimx.facts import Column
from claimx.worlds import Dials, World, generate
from claimx.worlds.records import Report

T = TypeVar("T")
ROWS = 4000
SHARE = 0.4


@cache
def world(n_mentions: int = ROWS, seed: int = 7, **shares: float) -> World:
    """Return a world with these dials up and all others at 0."""
    return generate(n_mentions, seed=seed, dials=Dials.only(**shares))


@cache
def lifelike(n_mentions: int = 600, seed: int = 3) -> World:
    """Return a world with all dials at their defaults."""
    return generate(n_mentions, seed=seed)


@cache
def reports(seen: World) -> tuple[Report, ...]:
    """Return the articles of a world with their mentions."""
    return tuple(seen.reports())


def spelled_out(column: Column[T]) -> list[T]:
    """Return the value of each row."""
    return [column.values[code] for code in column.codes.tolist()]


def changed(before: Column[T], after: Column[T]) -> NDArray[np.bool_]:
    """Return which rows have another value."""
    return np.array([one != other for one, other in zip(spelled_out(before), spelled_out(after), strict=True)])


def unsaid(column: Column[T]) -> NDArray[np.bool_]:
    """Return which rows have no value."""
    return np.array([not value for value in spelled_out(column)])


def share(flags: Iterable[object]) -> float:
    """Return the share of what is true."""
    told = [bool(flag) for flag in flags]
    return sum(told) / len(told)


@cache
def articles_by_id(seen: World) -> dict[str, Article]:
    """Return the articles of a world."""
    return {report.article.id: report.article for report in reports(seen)}
