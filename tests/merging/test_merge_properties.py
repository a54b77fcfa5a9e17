"""Merging as a whole: what holds for every set of articles and mentions.

Small worlds are drawn from a few names, days and towns, so that most of what is drawn overlaps: articles of one
agency and copies of one another, mentions that repeat, contradict or answer each other. The reports of a base are
written once and dealt to many worlds; a world is known by its seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import combinations
from random import Random
from typing import Final, NamedTuple, TypeVar, get_args

import pytest

from claimx.article import Article
from claimx.claim import StanceKind
from claimx.event import ClaimStatus, Event, Policy, Saying
from claimx.facts import Facts
from claimx.mention import Mention
from claimx.merging import merge, trace
from claimx.merging.gates import Gates
from tests.merging.reports import (
    DOCTOR,
    HIDDEN,
    MINISTER,
    POLICE,
    Party,
    Report,
    Said,
    Story,
    Voice,
    blame,
    bystanders,
    force,
    remark,
    report,
    toll,
    victim,
)

T = TypeVar("T")

DAYS = ("2024-02-29", "2024-03-01", "2024-03-02", "2024-03", "2024", ("2024-02-24", "2024-03-01"), None)
PUBLISHED = ("2024-03-01", "2024-03-02", "2024-03-03", "2024-03-02T10:00:00", "2024-03-02T12:00:00", None)
SITES = (None, "the Kadin Market", "a house in Orran", "the Delan Hospital")
CITIES = (None, "Qasr Delan", "Kasr Delan", "Orran")
PROVINCES = (None, "Upper Kadin", "Orran province")
PARTIES: tuple[Party, ...] = (
    *(victim("Tomas Irel"), victim("Tomás Irel", "Old Fox"), victim("Tomas Karim Irel"), victim("Old Fox")),
    *(force("Free Valley Front"), force("FVF"), force("Free Voice Forum"), force("Nurad", "FVF")),
    *(bystanders("two fishermen"), bystanders("a commander", "person")),
)
VOICES = (
    None,
    HIDDEN,
    POLICE,
    DOCTOR,
    MINISTER,
    Voice("officials", via=("Reuters",)),
    Voice("Valley TV", kinds=("media",)),
)
COUNTS = ("two", "at least two", "three", "several", "dozens", "more than 100", "up to four", "no one", None)
ACCUSED = (None, "the rebels", "US forces", "the United States", "the US-led coalition", "the international coalition")

POLICIES: Final = get_args(Policy)
OUTLETS: Final = ("Valley Post", "Hill Herald", "Lake Lantern")
N_BASES: Final = 80
N_VERSIONS: Final = 4
"""Reports that each outlet writes on a base; a world has one of them."""


def said(rng: Random) -> Said:
    """Draw a claim."""
    kind = rng.randrange(4)
    if kind == 0:
        return toll(rng.choice(("two", "three")), by=rng.choice((MINISTER, POLICE)))
    if kind == 1:
        return toll(
            rng.choice(("two", "three", *COUNTS)),
            rng.choice(("killed", "killed", "injured")),
            by=rng.choice((MINISTER, MINISTER, POLICE, *VOICES)),
            scope=rng.choice(("total", "total", "total", "total", "total", "additional", "subtotal", "cumulative")),
            polarity=rng.choice(("+", "+", "+", "+", "-")),
        )
    if kind == 2:
        stance = rng.choice(get_args(StanceKind))
        return blame(rng.choice(ACCUSED), stance, by=rng.choice(VOICES), polarity=rng.choice(("+", "-", "u")))
    return remark(by=rng.choice(VOICES))


def base_story(rng: Random) -> Story:
    """Draw what most stories of a world have."""
    return Story(
        means=rng.choice((None, "drone")),
        when=like(rng, "2024-03-01", DAYS),
        city=like(rng, "Qasr Delan", CITIES),
        country=rng.choice((None, "Chile")),
        parties=tuple(rng.sample(PARTIES, rng.randint(0, 2))),
    )


def like(rng: Random, usual: T, others: Sequence[T]) -> T:
    """Draw the usual value five times out of six."""
    return usual if rng.random() < 5 / 6 else rng.choice(others)


def variant(rng: Random, base: Story) -> Story:
    """Draw a story that has most of what the base has."""
    return Story(
        type=like(rng, base.type, ("air_strike", "shooting", "attack", "protest", "other")),
        means=like(rng, base.means, (None, "drone", "planted_bomb")),
        when=like(rng, base.when, DAYS),
        site=like(rng, base.site, SITES),
        city=like(rng, base.city, CITIES),
        admin1=like(rng, base.admin1, PROVINCES),
        country=like(rng, base.country, (None, "Chile", "Peru")),
        parties=like(rng, base.parties, tuple((party,) for party in PARTIES)),
        claims=tuple(said(rng) for _ in range(rng.randint(1, 4))),
        realis=like(rng, "actual", ("actual", "actual", "future")),
        prominence=rng.choice(("main", "background")),
    )


def article_on(rng: Random, outlet: str, base: Story) -> Report:
    """Write one article of one or two stories, with a confirmation and a relation now and then."""
    first = variant(rng, base)
    more = [variant(rng, base)] if rng.random() < 0.5 else []
    if first.claims[0].type == "toll" and rng.random() < 0.5:
        confirming = toll(None, first.claims[0].kind, by=DOCTOR, confirms=1)
        first = first.but(claims=(*first.claims, confirming))
    if more and rng.random() < 0.5:
        first = first.but(relations=((rng.choice(("retaliation_for", "follows")), 2),))
    byline = rng.choice((None, None, "AFP", "Reuters"))
    return report(outlet, first, *more, published=rng.choice(PUBLISHED), byline=byline)


def voices_of(original: Report) -> list[Voice]:
    """Return those among three speakers who give a number in a report; the police where none of them does."""
    tolls = [claim for mention in original.mentions for claim in mention.claims if claim.type == "toll"]
    texts = {claim.speaker.text.exact for claim in tolls if claim.speaker and claim.speaker.text}
    return [voice for voice in (POLICE, DOCTOR, MINISTER) if voice.text in texts] or [POLICE]


def copy_of(rng: Random, outlet: str, original: Report, base: Story) -> Report:
    """Print the original's text to the letter, with a line of the outlet's own below it, and what is read from it."""
    count, voice = rng.choice(("two", "nine")), rng.choice(voices_of(original))
    added = f"{outlet}: {voice.text} - {count} - killed."
    claim = toll(count, by=voice, passage=added)
    told = Story(type=base.type, means=base.means, when=base.when, city=None, claims=(claim,))
    text = f"{original.article.text}\n{added}"
    return report(outlet, told, text=text, published=rng.choice(PUBLISHED))


class Pool(NamedTuple):
    """What was written on one base."""

    originals: tuple[tuple[Report, ...], ...]
    """For each outlet its versions."""
    copies: tuple[tuple[Report, ...], ...]
    """For each outlet a copy of each of its versions, by another."""


@cache
def pool(number: int) -> Pool:
    """Write the reports of one base."""
    rng = Random(number)  # noqa: S311  # the same reports each time, not a secret
    base = base_story(rng)
    originals = tuple(tuple(article_on(rng, outlet, base) for _ in range(N_VERSIONS)) for outlet in OUTLETS)
    return Pool(originals, tuple(tuple(copy_of(rng, "Dale Daily", one, base) for one in each) for each in originals))


class World(NamedTuple):
    """Articles and what they tell."""

    seed: int
    reports: tuple[Report, ...]

    @property
    def articles(self) -> list[Article]:
        """All articles."""
        return [one.article for one in self.reports]

    @property
    def mentions(self) -> list[Mention]:
        """All mentions."""
        return [mention for one in self.reports for mention in one.mentions]

    @property
    def policy(self) -> Policy:
        """A policy for this world."""
        chosen: Policy = POLICIES[self.seed % len(POLICIES)]
        return chosen

    def events(self, policy: Policy | None = None) -> tuple[Event, ...]:
        """Merge it all."""
        return merge(self.mentions, articles=self.articles, policy=policy or self.policy)


def world(seed: int) -> World:
    """Deal the reports of one to three bases."""
    rng = Random(seed)  # noqa: S311  # the same world each time, not a secret
    reports = [one for _ in range(rng.choice((1, 2, 2, 3))) for one in _dealt(rng, pool(rng.randrange(N_BASES)))]
    return World(seed, tuple({one.article.id: one for one in reports}.values()))


def _dealt(rng: Random, written: Pool) -> Iterator[Report]:
    """Deal one to four reports, one of them perhaps a copy of another."""
    outlets = rng.sample(range(len(OUTLETS)), rng.randint(1, 3))
    versions = {outlet: rng.randrange(N_VERSIONS) for outlet in outlets}
    yield from (written.originals[outlet][version] for outlet, version in versions.items())
    if rng.random() < 0.5:
        yield written.copies[outlets[0]][versions[outlets[0]]]


@contextmanager
def known_by(seed: int) -> Iterator[None]:
    """Say in a failure which world it was."""
    try:
        yield
    except AssertionError as failure:
        failure.add_note(f"in world {seed}")
        raise


def lines(events: Iterable[Event]) -> str:
    """Return the bytes of events, as text."""
    return "".join(event.to_line() for event in events)


def sayings(event: Event) -> list[Saying]:
    """Return every saying of an event."""
    return [
        *(saying for each in event.tolls for account in each.accounts for saying in account.sayings),
        *(saying for each in event.tolls for saying in each.partial),
        *(saying for each in event.responsibility for saying in each.sayings),
        *event.statements,
    ]


# What holds of the events of any world


def every_mention_is_in_exactly_one_event(world: World, events: Sequence[Event]) -> None:
    """And events have different ids."""
    told = Counter(mention_id for event in events for mention_id in event.mention_ids)
    assert told == Counter({mention.id: 1 for mention in world.mentions})
    assert len({event.id for event in events}) == len(events)


def no_event_holds_a_pair_that_the_gates_keep_apart(world: World, events: Sequence[Event]) -> None:
    """And every event of several mentions is held together by joins; what the log says was joined is one event."""
    facts = Facts.of(world.mentions)
    gates, rows = Gates(facts), {facts.id(row): row for row in range(len(facts))}
    for event in events:
        verdicts = [gates.decide(rows[one], rows[other]).verdict for one, other in combinations(event.mention_ids, 2)]
        assert "different" not in verdicts
        assert verdicts.count("same") >= len(event.mention_ids) - 1
        for entry in event.log:
            if {entry.left, entry.right} <= rows.keys():
                assert gates.decide(rows[str(entry.left)], rows[str(entry.right)]).verdict == "same"
                assert ({entry.left, entry.right} <= {*event.mention_ids}) == (entry.verdict == "joined")


def every_claim_is_told_exactly_once(world: World, events: Sequence[Event]) -> None:
    """In a toll as account or part, in a stance, or as a statement; and in the event of its mention."""
    mentions = {mention.id: mention for mention in world.mentions}
    for event in events:
        claims = {claim.id for mention_id in event.mention_ids for claim in mentions[mention_id].claims}
        assert Counter(saying.claim_id for saying in sayings(event)) == Counter(claims)


def every_value_is_told_by_a_mention(world: World, events: Sequence[Event]) -> None:
    """Type, days, place and names stand in mentions of the event; numbers in its claims, each in its own words."""
    mentions = {mention.id: mention for mention in world.mentions}
    for event in events:
        members = [mentions[mention_id] for mention_id in event.mention_ids]
        assert event.type in {mention.type for mention in members}
        assert event.realis in {mention.realis for mention in members}
        days = {day for mention in members for day in (mention.when.start, mention.when.end)}
        assert {event.when.start, event.when.end} <= days | {None}
        for level in ("site", "city", "admin1", "country"):
            told = {quote.exact for mention in members if (quote := getattr(mention.where, level)) is not None}
            assert {getattr(event.where, level)} <= told | {None}
        names = {
            name.exact for mention in members for one in mention.participants for name in (one.name, *one.also_known_as)
        }
        assert {form.text for one in event.participants for form in one.forms} == names
        claims = {claim.id: claim for mention in members for claim in mention.claims}
        for each in event.tolls:
            for account in each.accounts:
                for saying in account.sayings:
                    claim = claims[saying.confirms or saying.claim_id]
                    assert claim.type == "toll"
                    assert (claim.min, claim.best, claim.max) == (account.min, account.best, account.max)
                    assert saying.quotes == claims[saying.claim_id].quotes


def tolls_are_in_order(world: World, events: Sequence[Event]) -> None:
    """low ≤ best ≤ high where they are known, best is somebody's number, and the reason is never empty."""
    for event in events:
        for each in event.tolls:
            known = [number for number in (each.low, each.best, each.high) if number is not None]
            assert known == sorted(known)
            assert each.best is None or each.best in {one.best for one in each.accounts if one.status == "current"}
            assert (each.reason != "", each.policy) == (True, world.policy)
            assert each.n_origins <= each.n_articles * len(VOICES)
            assert [one.status for one in each.accounts] == sorted(
                (one.status for one in each.accounts), key=["current", "superseded", "divergent"].index
            )


def the_log_refers_to_what_exists(world: World, events: Sequence[Event]) -> None:
    """Every id in it is a mention's, a claim's or the event's, and a join or refusal has two."""
    known = {mention.id for mention in world.mentions}
    known |= {claim.id for mention in world.mentions for claim in mention.claims}
    for event in events:
        for entry in event.log:
            ids = {each for each in (entry.left, entry.right) if each is not None}
            assert ids <= known | {event.id}
            assert ids
            assert entry.sentence
        related = {relation.to for relation in event.relations}
        assert related <= {each.id for each in events} - {event.id}


def three_counts(_: World, events: Sequence[Event]) -> None:
    """Articles are counted as what they are, and speakers never outnumber sayings."""
    for event in events:
        assert event.n_articles == len(event.article_ids) == len({*event.article_ids})
        for each in event.tolls:
            current = [saying for one in each.accounts if one.status == "current" for saying in one.sayings]
            assert each.n_articles == len({saying.article_id for saying in current})
            assert each.n_origins == len({saying.origin for saying in current})
            named = {saying.speaker for saying in current} - {"(article)", "(unattributed)"}
            assert each.n_speakers == len(named)


def participants_are_told_once(world: World, events: Sequence[Event]) -> None:
    """Each participant of each mention is in one participant of the event, under its own name."""
    mentions = {mention.id: mention for mention in world.mentions}
    for event in events:
        told = Counter(
            (party.name.article_id, party.name.start)
            for mention_id in event.mention_ids
            for party in mentions[mention_id].participants
        )
        resolved = Counter((quote.article_id, quote.start) for one in event.participants for quote in one.quotes)
        assert resolved == told


def every_event_survives_being_written_and_read(_: World, events: Sequence[Event]) -> None:
    """The canonical line is the record."""
    for event in events:
        assert Event.from_line(event.to_line()) == event


# What holds between the events of a world and of its changes


def the_order_number_and_batches_of_records_do_not_matter(world: World, events: Sequence[Event]) -> None:
    """Records in any order, some twice, half of the time with articles traced in two batches before: the same bytes."""
    rng = Random(world.seed)  # noqa: S311  # the same order each time, not a secret
    half = rng.sample(world.articles, rng.randint(0, len(world.articles)))
    traced = [*trace(half), *trace(one for one in world.articles if one not in half)]
    articles = repeated(rng, rng.choice((traced, world.articles)))
    again = merge(repeated(rng, world.mentions), articles=articles, policy=world.policy)
    assert lines(again) == lines(events)


def repeated(rng: Random, records: Sequence[T]) -> list[T]:
    """Return the records in any order, some of them again."""
    again = rng.choices(records, k=2)
    return rng.sample([*records, *again], len(records) + len(again))


def tracing_twice_changes_nothing(world: World, _: Sequence[Event]) -> None:
    """What was traced is traced to itself."""
    traced = trace(world.articles)
    assert trace(traced) == traced


def one_claim_more_removes_no_other(world: World, before: Sequence[Event]) -> None:
    """Whatever else a mention says, events keep their mentions, and every claim that was told is told."""
    rng, mentions = Random(world.seed), world.mentions  # noqa: S311  # the same claim each time, not a secret
    place = rng.randrange(len(mentions))
    another = rng.choice([claim for mention in mentions for claim in mention.claims])
    added = another.model_copy(update={"id": "added", "local_id": "c9"})
    mentions[place] = mentions[place].model_copy(update={"claims": (*mentions[place].claims, added)})
    events = merge(mentions, articles=world.articles, policy=world.policy)
    assert sorted(event.mention_ids for event in events) == sorted(event.mention_ids for event in before)
    told = Counter(saying.claim_id for event in events for saying in sayings(event))
    assert told == Counter([saying.claim_id for event in before for saying in sayings(event)] + ["added"])


def policies_differ_in_nothing_but_the_number(world: World, events: Sequence[Event]) -> None:
    """Range, accounts, stances and disagreements are the same under another policy."""
    other = POLICIES[(world.seed // len(POLICIES) + world.seed + 1) % len(POLICIES)]
    assert lines(map(_without_choice, world.events(other))) == lines(map(_without_choice, events))


def _without_choice(event: Event) -> Event:
    tolls = (each.model_copy(update={"best": None, "policy": "latest", "reason": ""}) for each in event.tolls)
    log = (entry for entry in event.log if entry.rule != "policy")
    return event.model_copy(update={"tolls": tuple(tolls), "log": tuple(log)})


def something_unrelated_changes_nothing(world: World, before: Sequence[Event]) -> None:
    """A report of another town and year leaves every other event as it is, to the byte."""
    other = elsewhere()
    after = world._replace(reports=(*world.reports, other)).events()
    assert lines(event for event in after if other.article.id not in event.article_ids) == lines(before)


@cache
def elsewhere() -> Report:
    """Write a report that has nothing to do with any other."""
    claims = (toll("two hundred", "detained"),)
    protest = Story("protest", when="1999-07-01", city="Marn", country="Norway", claims=claims)
    return report("Moor Mail", protest, published="1999-07-02")


# All of it


class Contract(NamedTuple):
    """What holds of a world, and of one world in how many it is asked."""

    holds: Callable[[World, Sequence[Event]], None]
    every: int = 1


CONTRACTS: Final = (
    Contract(every_mention_is_in_exactly_one_event),
    Contract(no_event_holds_a_pair_that_the_gates_keep_apart),
    Contract(every_claim_is_told_exactly_once),
    Contract(every_value_is_told_by_a_mention),
    Contract(tolls_are_in_order),
    Contract(the_log_refers_to_what_exists),
    Contract(three_counts),
    Contract(participants_are_told_once),
    Contract(every_event_survives_being_written_and_read),
    Contract(tracing_twice_changes_nothing, every=2),
    Contract(the_order_number_and_batches_of_records_do_not_matter),
    Contract(one_claim_more_removes_no_other, every=5),
    Contract(policies_differ_in_nothing_but_the_number, every=7),
    Contract(something_unrelated_changes_nothing, every=8),
)


def largest(events: Sequence[Event]) -> int:
    """Return the number of mentions in the largest event."""
    return max(len(event.mention_ids) for event in events)


def refuses(events: Sequence[Event]) -> bool:
    """Whether a join was refused, for the sake of a pair that the gates keep apart."""
    return any(entry.verdict == "refused" and entry.right for event in events for entry in event.log)


def set_aside(events: Sequence[Event]) -> set[ClaimStatus]:
    """Return the statuses of claims that do not count."""
    return {saying.status for event in events for saying in sayings(event)} - {"current"}


def in_one_article(events: Sequence[Event]) -> bool:
    """Whether one article's mentions were joined."""
    return any(len(event.mention_ids) > event.n_articles for event in events)


WORTH_DRAWING: Final[dict[str, Callable[[Sequence[Event]], bool]]] = {
    "an event of three": lambda events: largest(events) > 2,
    "a refused join": refuses,
    "a revision": lambda events: "superseded" in set_aside(events),
    "a garbled copy": lambda events: "divergent" in set_aside(events),
    "a disagreement": lambda events: any(event.disagreements for event in events),
    "a relation": lambda events: any(event.relations for event in events),
    "one article's double account": in_one_article,
}
"""What the contracts are about, and has to be drawn: otherwise they would hold of nothing."""

PART: Final = 80
"""Worlds in each part."""


@pytest.mark.parametrize("first", range(0, 8 * PART, PART))
def test_what_holds_of_every_world(first: int) -> None:
    """All contracts of this file hold, and each part of the worlds has what they are about."""
    drawn: Counter[str] = Counter()
    for seed in range(first, first + PART):
        given = world(seed)
        events = given.events()
        with known_by(seed):
            for contract in CONTRACTS:
                if seed % contract.every == 0:
                    contract.holds(given, events)
        drawn.update(name for name, is_drawn in WORTH_DRAWING.items() if is_drawn(events))
    assert [name for name in WORTH_DRAWING if not drawn[name]] == []


def test_nothing_is_no_event() -> None:
    """No mentions are no events, with or without articles."""
    assert merge([], articles=[]) == merge([], articles=world(0).articles) == ()
