"""Small worlds drawn from a seed: mentions in which every branch of every rule is hit, without a text to stand in.

A world has a base and mentions that have most of it, so that pairs agree on much and each rule gets to speak alone.
The mentions hold what the rules read and nothing else, so that thousands of worlds take seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations
from random import Random
from typing import Final, Literal, NamedTuple, TypeVar, cast

from claimx.facts import Facts
from claimx.mention import (
    Mention,
    Participant,
    ParticipantKind,
    ParticipantRole,
    PlacePrecision,
    Relation,
    RelationKind,
    When,
    Where,
)
from claimx.quote import Quote
from claimx.taxonomy import EventType, Means
from claimx.values.countries import country_code

T = TypeVar("T")

Realis = Literal["actual", "future", "hypothetical", "negated"]

PUNCTUATION: Final = "— —"
"""A name of which nothing is left to compare."""

TYPES: Final[tuple[EventType, ...]] = (
    *("air_strike", "bombing", "shooting", "armed_clash", "attack", "other", "protest", "riot", "arson", "arrest"),
)
MEANS: Final[tuple[Means | None, ...]] = (None, "drone", "planted_bomb")
WHENS: Final[tuple[tuple[date, date] | None, ...]] = (
    *(None, (date(2024, 2, 28), date(2024, 2, 28)), (date(2024, 2, 29), date(2024, 2, 29))),
    *((date(2024, 3, 1), date(2024, 3, 1)), (date(2024, 3, 2), date(2024, 3, 2))),
    *((date(2024, 2, 29), date(2024, 3, 1)), (date(2024, 3, 1), date(2024, 3, 2))),
    *((date(2024, 2, 24), date(2024, 3, 1)), (date(2024, 2, 28), date(2024, 3, 5))),
    *((date(2024, 2, 1), date(2024, 2, 29)), (date(2024, 3, 1), date(2024, 3, 31))),
    *((date(2024, 1, 1), date(2024, 12, 31)), (date(2023, 3, 1), date(2024, 3, 1)), (date.min, date.max)),
    *((date.min, date.min), (date.max, date.max)),
)
SITES: Final = (
    *(None, "the Kadin Market", "the Orran Station", "a house in Orran", "Kadin Street", "Irba Street", PUNCTUATION),
    *("a house on Kadin Street", "a shop at 3500 Kadin Avenue", "the 3500 block of Kadin", "12 Kadin Street"),
    *("the corner of Kadin and Irba streets", "the crossing of Irba and Kadin streets", "the Chilean embassy"),
    *("3500 Kadin Street, South Orran", "the market", "Checkpoint 12", "Checkpoint 14", "Marqad University Hospital"),
)
CITIES: Final = (
    *(None, "Qasr Delan", "Kasr Delan", "Orran", "South Orran", "northern Orran", "the city of Orran", "Kadin", "حلب"),
    *(PUNCTUATION, "Marqad", "Delan", "Luxembourg", "Orrann", "New Qasr Delan"),
)
PROVINCES: Final = (None, "Upper Kadin", "Orran province", "eastern Chile", "Lower Orran", PUNCTUATION, "Qasr Delan")
COUNTRIES: Final = (None, "Chile", "Peru", "the Republic of Chile", "Luxembourg", "Kadinia", PUNCTUATION)
LABELS: Final = ("The bombing", "The Kadin market bombing", "the kadin  market bombing", "The Orran twin blasts")
RELATIONS: Final[tuple[RelationKind, ...]] = ("retaliation_for", "follows", "part_of")
PEOPLE: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    *(("Tomas Irel", ()), ("Tomás Irel", ("Old Fox",)), ("Tomas Karim Irel", ()), ("Irel", ()), ("General Irel", ())),
    *(("Old Fox", ()), ("Selim Orran", ()), ("Selim Irel", ()), ("Tomas Irell", ()), ("Demira Irtens", ())),
    *(
        ("De'Mira Irdens", ()),
        (PUNCTUATION, ()),
        (PUNCTUATION, ("Irel",)),
        ("سليم", ()),
        ("Selim Orran Irel", ("Irel",)),
    ),
)
GROUPS: Final[tuple[tuple[str, tuple[str, ...], ParticipantKind], ...]] = (
    *(("Free Valley Front", (), "armed_group"), ("FVF", (), "armed_group"), ("Free Voice Forum", (), "unknown")),
    *(("Nurad", ("FVF",), "armed_group"), ("Harakat Nurad", (), "armed_group"), ("Kataib Nurad", (), "armed_group")),
    *(("the Chilean army", (), "state_force"), ("Chilean troops", (), "state_force"), ("Chile", (), "government")),
    *((PUNCTUATION, (), "unknown"), ("Nurad al-Wadin", (), "armed_group"), ("Hizb al-Wadeen", ("Chile",), "unknown")),
)
ERAS: Final = range(-80, 76, 4)
"""Years between the days of one world and of another: leap years stay leap years."""
REALIS: Final[tuple[Realis, ...]] = ("actual", "future", "hypothetical", "negated")


class Drawn(NamedTuple):
    """A world and its facts."""

    mentions: tuple[Mention, ...]
    facts: Facts

    def pairs(self) -> list[tuple[int, int]]:
        """Return all pairs of rows, the lower row left."""
        return list(combinations(range(len(self.facts)), 2))


def draw(seed: int, *, n_articles: int = 5) -> Drawn:
    """Draw a world of up to three times as many mentions as articles."""
    rng = Random(seed)  # noqa: S311  # the same world each time, not a secret
    return _drawn(_Tastes(rng).articles(n_articles))


def crowd(seed: int, *, n_worlds: int = 20, n_articles: int = 5) -> Drawn:
    """Draw many worlds, most of them years apart, as one."""
    rng = Random(seed)  # noqa: S311  # the same worlds each time, not a secret
    worlds = (_Tastes(rng, name=f"w{number}", era=rng.choice(ERAS)) for number in range(n_worlds))
    return _drawn(mention for world in worlds for mention in world.articles(n_articles))


def _drawn(mentions: Iterable[Mention]) -> Drawn:
    told = {mention.id: mention for mention in mentions}
    return Drawn(tuple(told.values()), Facts.of(told.values()))


def draws(n: int, *, first: int = 0, n_articles: int = 5) -> Iterator[tuple[int, Drawn]]:
    """Yield worlds with their seeds."""
    for seed in range(first, first + n):
        yield seed, draw(seed, n_articles=n_articles)


class _Tastes:
    """What most mentions of one world have, and how often one has something else."""

    def __init__(self, rng: Random, *, name: str = "a", era: int = 0) -> None:
        self._rng, self._name, self._era = rng, name, era
        self._sameness = rng.choice((0.6, 0.8, 0.9, 0.95))
        self._usual: dict[str, object] = {}
        self._ids: set[str] = set()

    def _like(self, field: str, others: Sequence[T]) -> T:
        """Draw the world's usual value, or now and then another."""
        usual = cast("T", self._usual.setdefault(field, self._rng.choice(others)))
        return usual if self._rng.random() < self._sameness else self._rng.choice(others)

    def articles(self, n_articles: int) -> Iterator[Mention]:
        """Yield the mentions of some articles."""
        for number in range(n_articles):
            yield from self.article(f"{self._name}/{number}")

    def article(self, article_id: str) -> Iterator[Mention]:
        """Yield the mentions of one article, some of them in one passage, some tied to one another."""
        ids = [self._id() for _ in range(self._rng.choice((1, 1, 1, 2, 2, 3)))]
        for number, mention_id in enumerate(ids):
            start = 0 if self._rng.random() < 0.3 else 100 * number
            passage = _quote("passage", start=start, end=start + 50, article_id=article_id)
            others = [other for other in ids if other != mention_id]
            n_ties = self._rng.choice((0, 0, 1, 1, 2)) if others else 0
            relations = (
                Relation.model_construct(
                    kind=self._like("relation", RELATIONS),
                    to=self._rng.choice((*others, *others, *others, "elsewhere")),
                    quotes=(),
                )
                for _ in range(n_ties)
            )
            span = None if n_ties and self._rng.random() < 0.2 else self._span()
            yield self._mention(mention_id, article_id, passage, tuple(relations), span)

    def _id(self) -> str:
        drawn = f"{self._rng.choice(('m', 'm', 'm', 'é', '𝄞', 'ﬀ', 'z'))}{self._rng.getrandbits(24):x}"
        if drawn in self._ids:
            return self._id()
        self._ids.add(drawn)
        return drawn

    def _mention(
        self,
        mention_id: str,
        article_id: str,
        passage: Quote,
        relations: tuple[Relation, ...],
        span: tuple[date, date] | None,
    ) -> Mention:
        realis: Realis = self._rng.choice(REALIS) if self._rng.random() < 0.06 else "actual"
        return Mention.model_construct(
            id=mention_id,
            article_id=article_id,
            local_id="1",
            fingerprint="f",
            model="m",
            label=_quote(self._like("label", LABELS)),
            type=self._like("type", TYPES),
            means=self._like("means", MEANS),
            prominence="main",
            realis=realis,
            when=When.model_construct(
                text=None,
                start=span and span[0],
                end=span and span[1],
                precision="day" if span else "unknown",
                basis="explicit" if span else "none",
            ),
            where=self._where(),
            participants=(*self._victims(), *self._groups("actor"), *self._groups("recipient")),
            claims=(),
            relations=relations,
            quotes=(passage,),
        )

    def _span(self) -> tuple[date, date] | None:
        span = self._like("when", WHENS[: self._rng.choice((5, 9, len(WHENS)))])
        if span is None or date.min in span or date.max in span:
            return span
        start, end = (day.replace(year=day.year + self._era) for day in span)
        return start, end

    def _where(self) -> Where:
        site, city = self._like("site", (None, *SITES)), self._like("city", (CITIES[1], *CITIES))
        admin1, country = self._like("admin1", (None, *PROVINCES)), self._like("country", COUNTRIES)
        precision: PlacePrecision = "site" if site else "city" if city else "unknown"
        code = country_code(country) if country and self._rng.random() < 0.7 else None
        return Where.model_construct(
            site=_maybe(site),
            city=_maybe(city),
            admin1=_maybe(admin1),
            country=_maybe(country),
            precision=precision,
            country_code=code,
        )

    def _victims(self) -> Iterator[Participant]:
        for number in range(self._like("n victims", (0, 0, 1, 1, 2))):
            name, also = self._like(f"victim {number}", PEOPLE)
            yield _participant(name, also, role="victim", kind="person")
        if self._rng.random() < 0.1:
            yield _participant("Free Valley Front", (), role="victim", kind="armed_group")
        if self._rng.random() < 0.1:
            yield _participant("two fishermen", (), role="victim", kind="person", named=False)

    def _groups(self, role: ParticipantRole) -> Iterator[Participant]:
        for number in range(self._like(f"n {role}s", (0, 0, 1, 1, 2))):
            if self._rng.random() < 0.1:
                name, also = self._rng.choice(PEOPLE)
                yield _participant(name, also, role=role, kind="person")
            else:
                name, also, kind = self._like(f"{role} {number}", GROUPS)
                yield _participant(name, also, role=role, kind=kind)


def _participant(
    name: str, also: tuple[str, ...], *, role: ParticipantRole, kind: ParticipantKind, named: bool = True
) -> Participant:
    return Participant.model_construct(
        name=_quote(name),
        named=named,
        kind=kind,
        role=role,
        title=None,
        affiliation=None,
        also_known_as=tuple(_quote(alias) for alias in also),
        quotes=(),
    )


def _maybe(words: str | None) -> Quote | None:
    return _quote(words) if words is not None else None


def _quote(words: str, *, start: int = 0, end: int = 1, article_id: str = "a") -> Quote:
    return Quote.model_construct(
        exact=words, prefix="", suffix="", start=start, end=end, article_id=article_id, match="exact", occurrences=1
    )
