"""Values of the simpler kinds, each with its own idea of being the same (strict) and alike (normalised)."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final, TypeAlias, get_args

from claimx.gold import GoldToll, GoldWhen, GoldWords
from claimx.scoring.passages import share
from claimx.taxonomy import TYPES, EventGroup, EventType


class Value(ABC):
    """One value of one field."""

    STRICT: ClassVar[str]
    """When two are the same, as the documentation says it."""
    NORMALISED: ClassVar[str]
    """When two are alike; whatever is the same is alike."""
    WORDED: ClassVar[bool] = False
    """Whether such a value always has words of its own."""

    @property
    @abstractmethod
    def shown(self) -> str:
        """The value as a person reads it."""

    @property
    def words(self) -> tuple[GoldWords, ...]:
        """The article's words of the value itself."""
        return ()

    @abstractmethod
    def same(self, other: Value) -> bool:
        """Tell whether both are strictly the same; symmetric."""

    def alike(self, other: Value) -> bool:
        """Tell whether both are the same after normalising; symmetric."""
        return self.same(other)

    def found_in(self, other: Value) -> float:
        """Return how much of this value the other has, from 0 to 1."""
        return float(self.alike(other))


@dataclass(frozen=True)
class Choice(Value):
    """A choice from an enumeration, or several of which any is right."""

    STRICT: ClassVar[str] = "the same choice, or one of those that gold allows"
    NORMALISED: ClassVar[str] = "as strict"
    options: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The choices, parted by bars."""
        return " | ".join(self.options)

    def same(self, other: Value) -> bool:
        """Tell whether a choice is common to both."""
        return isinstance(other, Choice) and not set(self.options).isdisjoint(other.options)


_GROUPS: Final[dict[str, EventGroup]] = {name: TYPES[name].group for name in get_args(EventType)}


class Kind(Choice):
    """A type of event."""

    NORMALISED: ClassVar[str] = "the same group of the taxonomy"

    def alike(self, other: Value) -> bool:
        """Tell whether a group is common to both."""
        return isinstance(other, Kind) and not self.groups.isdisjoint(other.groups)

    @property
    def groups(self) -> frozenset[EventGroup]:
        """The groups of the choices."""
        return frozenset(_GROUPS[option] for option in self.options)


class Pointer(Choice):
    """Another mention or claim of the article, by the name it has in gold."""

    STRICT: ClassVar[str] = "points at the one aligned with gold's, in the same way"


@dataclass(frozen=True)
class Presence(Value):
    """That there is such a thing at all."""

    STRICT: ClassVar[str] = "aligned"
    NORMALISED: ClassVar[str] = "as strict"
    called: str

    @property
    def shown(self) -> str:
        """What to call it."""
        return self.called

    def same(self, other: Value) -> bool:
        """What has been aligned is there on both sides."""
        return isinstance(other, Presence)


@dataclass(frozen=True)
class Days(Value):
    """The days on which something may have happened, both inclusive."""

    STRICT: ClassVar[str] = "the same first and last day, as far as both are known"
    NORMALISED: ClassVar[str] = (
        "at least half of all the days that either has are days of both; beside an open end, any day of both"
    )
    start: date | None
    """None where any day up to `end` is possible."""
    end: date | None
    text: GoldWords | None = None

    @property
    def shown(self) -> str:
        """One day, or the first and the last; nothing on the side of an open end."""
        return str(self.start) if self.start == self.end else f"{self.start or ''}..{self.end or ''}"

    @property
    def words(self) -> tuple[GoldWords, ...]:
        """The words that date it."""
        return (self.text,) if self.text else ()

    def same(self, other: Value) -> bool:
        """Compare the ends that both have."""
        return isinstance(other, Days) and all(
            mine == yours or mine is None or yours is None
            for mine, yours in ((self.start, other.start), (self.end, other.end))
        )

    def alike(self, other: Value) -> bool:
        """Compare the days of both with those of either."""
        if not isinstance(other, Days):
            return False
        common = self.common(other)
        if None in (self.start, self.end, other.start, other.end):
            return common > 0
        return 2 * common >= self.length + other.length - common

    def common(self, other: Days) -> int:
        """Return how many days are days of both."""
        return max(0, (min(self.last, other.last) - max(self.first, other.first)).days + 1)

    @property
    def first(self) -> date:
        """The first day, where it is open that of the calendar."""
        return self.start or date.min

    @property
    def last(self) -> date:
        """The last day, where it is open that of the calendar."""
        return self.end or date.max

    @property
    def length(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1


def days_of(when: GoldWhen) -> Days | None:
    """Return the days of a date; an end that nobody wrote is the other one, a null one is open."""
    if when.start is not None and when.end is not None:
        return Days(min(when.start, when.end), max(when.start, when.end), when.text)
    known = when.start or when.end
    if known is None:
        return None
    written = when.annotates("start") and when.annotates("end")
    return Days(when.start, when.end, when.text) if written else Days(known, known, when.text)


Number: TypeAlias = tuple[int | None] | None
"""A number of a toll: None where nobody annotated it, (None,) where it is annotated as absent."""


@dataclass(frozen=True)
class Numbers(Value):
    """The numbers of a toll."""

    STRICT: ClassVar[str] = "the same least, best and greatest number, as far as both sides annotate them"
    NORMALISED: ClassVar[str] = "the same best number; where a side has none, the same least and greatest"
    min: Number
    best: Number
    max: Number
    count: GoldWords | None = None

    @property
    def shown(self) -> str:
        """The number, or those that there are."""
        told = {name: number[0] for name, number in self._named if number and number[0] is not None}
        if "best" in told and len(set(told.values())) == 1:
            return str(told["best"])
        return ", ".join(f"{name} {number}" for name, number in told.items())

    @property
    def words(self) -> tuple[GoldWords, ...]:
        """The words of the number."""
        return (self.count,) if self.count else ()

    def same(self, other: Value) -> bool:
        """Compare the numbers that both annotate."""
        return isinstance(other, Numbers) and _equal(
            (self.min, other.min), (self.best, other.best), (self.max, other.max)
        )

    def alike(self, other: Value) -> bool:
        """Compare the best numbers, or else the ends."""
        if not isinstance(other, Numbers):
            return False
        if _told(self.best) and _told(other.best):
            return self.best == other.best
        return _equal((self.min, other.min), (self.max, other.max))

    @property
    def _named(self) -> tuple[tuple[str, Number], ...]:
        return ("min", self.min), ("best", self.best), ("max", self.max)


def numbers_of(toll: GoldToll) -> Numbers | None:
    """Return the numbers of a toll, None where it has none."""
    if (toll.min, toll.best, toll.max) == (None, None, None):
        return None
    return Numbers(
        min=(toll.min,) if toll.annotates("min") else None,
        best=(toll.best,) if toll.annotates("best") else None,
        max=(toll.max,) if toll.annotates("max") else None,
        count=toll.count,
    )


def _told(number: Number) -> bool:
    return number is not None and number[0] is not None


def _equal(*pairs: tuple[Number, Number]) -> bool:
    """Tell whether what both annotate is equal, and at least one of it a number."""
    annotated = [(left, right) for left, right in pairs if left is not None and right is not None]
    return all(left == right for left, right in annotated) and any(_told(left) for left, _ in annotated)


@dataclass(frozen=True)
class Passages(Value):
    """The quotes of a mention or claim, together one value."""

    STRICT: ClassVar[str] = "the same passages, character for character"
    NORMALISED: ClassVar[str] = (
        "recall: the share of gold's characters that the predicted quotes cover; precision: the share of the predicted "
        "characters that gold's cover; each mention or claim weighs 1, however long its quotes"
    )
    quotes: tuple[GoldWords, ...]

    @property
    def shown(self) -> str:
        """The first of the passages."""
        return self.words[0].exact

    @property
    def words(self) -> tuple[GoldWords, ...]:
        """The passages in the order of the article."""
        return tuple(sorted(self.quotes, key=lambda quote: (quote.start or 0, quote.exact)))

    def same(self, other: Value) -> bool:
        """Tell whether neither has anything that the other has not; words decide where nobody located them."""
        if not isinstance(other, Passages):
            return False
        shared = share(self.quotes, other.quotes)
        if not shared.located:
            return {quote.exact for quote in self.quotes} == {quote.exact for quote in other.quotes}
        return shared.both == shared.left == shared.right

    def alike(self, other: Value) -> bool:
        """Tell whether they overlap."""
        return isinstance(other, Passages) and share(self.quotes, other.quotes).overlaps

    def found_in(self, other: Value) -> float:
        """Return the share of these passages that the other has."""
        return share(self.quotes, other.quotes).of_left if isinstance(other, Passages) else 0.0
