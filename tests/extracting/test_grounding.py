"""What grounding promises of every answer, hostile ones included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from claimx.extracting.answers import Answer, AnsweredMention
from claimx.extracting.finding import CONTEXT, Span
from claimx.extracting.folding import fold
from claimx.extracting.grounded_mentions import Grounded, ground
from claimx.extracting.grounding import Place
from claimx.quote import Quote
from tests.extracting import answering as a
from tests.extracting.adversarial import ATTACKS, TARGETS, Attack, accepted, run, table

SENTENCES = (
    "A bomb hit the depot of Qasr Delan on Monday.",
    "Two soldiers were killed, the “ministry” said.",
    "No group has claimed it.",
    "The Free Valley Front (FVF) didn’t comment – as ever.",
    "Three of them were hurt.",
    "Police did not name the dead.",
)
VALUES = (
    "Two", "two", "Three", "Qasr Delan", "Delan", "Monday", "the ministry", "The Free Valley Front", "FVF", "claimed",
    "killed", "1,200", "ministry", "", ".", "not there", "Free Valley", "named", "dead",
)  # fmt: skip
IDS = st.sampled_from(["m1", "m2", "m3", ""])
CLAIM_IDS = st.sampled_from(["c1", "c2", "c3", "c1+c2"])
WORDS = st.one_of(st.sampled_from(VALUES), st.sampled_from(VALUES), st.text(max_size=12))
QUOTES = st.one_of(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3),
    st.lists(st.one_of(st.sampled_from(SENTENCES), WORDS), max_size=3),
)
MAYBE = st.none() | st.none() | WORDS
POLARITIES = st.sampled_from(["+", "-", "u"])
SPEAKERS = st.none() | st.builds(
    a.speaker, MAYBE, name=MAYBE, kind=st.sampled_from(["government", "other"]), via=st.lists(WORDS, max_size=2)
)


@st.composite
def _tolls(draw: st.DrawFn) -> Any:
    return a.toll(
        *draw(QUOTES),
        id=draw(CLAIM_IDS),
        kind=draw(st.sampled_from(["killed", "injured"])),
        speaker=draw(SPEAKERS),
        cue=draw(MAYBE),
        polarity=draw(POLARITIES),
        count=draw(MAYBE),
        number=draw(st.none() | st.integers(-5, 2000)),
        who=draw(MAYBE),
        scope=draw(st.sampled_from(["total", "subtotal", "additional", "cumulative"])),
        confirms=draw(st.none() | CLAIM_IDS),
    )


@st.composite
def _responsibilities(draw: st.DrawFn) -> Any:
    return a.responsibility(
        *draw(QUOTES),
        id=draw(CLAIM_IDS),
        stance=draw(st.sampled_from(["claims", "accuses", "unclaimed", "no_comment"])),
        speaker=draw(SPEAKERS),
        cue=draw(MAYBE),
        accused=draw(MAYBE),
        polarity=draw(POLARITIES),
    )


@st.composite
def _mentions(draw: st.DrawFn) -> AnsweredMention:
    aliases = draw(st.lists(WORDS, max_size=2))
    whom = a.participant(draw(WORDS), *draw(QUOTES), title=draw(MAYBE), also_known_as=aliases)
    side = draw(st.sampled_from([None, "before", "after"]))
    return a.mention(
        *draw(QUOTES),
        id=draw(IDS),
        label=draw(WORDS),
        when=draw(st.none() | st.builds(a.when, WORDS, counts_from=st.none() | IDS, side=st.just(side))),
        where=a.where(city=draw(WORDS), country=draw(WORDS)),
        participants=draw(st.sampled_from([[], [whom]])),
        tolls=draw(st.lists(_tolls(), max_size=3)),
        responsibilities=draw(st.lists(_responsibilities(), max_size=2)),
        relations=[a.relation(draw(IDS), *draw(QUOTES))],
    )


ANSWERS = st.builds(
    lambda mentions, published: a.answer(*mentions, published=published), st.lists(_mentions(), max_size=3), MAYBE
)
TEXTS = st.one_of(
    st.permutations(SENTENCES).map(" ".join),
    st.lists(st.one_of(st.sampled_from(SENTENCES), st.text(max_size=20)), max_size=8).map("\n".join),
)


def quotes_in(record: object) -> Iterator[Quote]:
    """Yield every quote inside a record."""
    if isinstance(record, Quote):
        yield record
    elif isinstance(record, BaseModel):
        for name in type(record).model_fields:
            yield from quotes_in(getattr(record, name))
    elif isinstance(record, (tuple, list)):
        for part in record:
            yield from quotes_in(part)


def strings_in(tree: object) -> Iterator[str]:
    """Yield every string of an answer."""
    if isinstance(tree, str):
        yield tree
    elif isinstance(tree, dict):
        for part in tree.values():
            yield from strings_in(part)
    elif isinstance(tree, list):
        for part in tree:
            yield from strings_in(part)


def quotes_of(grounded: Grounded) -> list[Quote]:
    return [quote for mention in grounded.mentions for quote in quotes_in(mention)]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_nothing_false_is_accepted(attack: Attack) -> None:
    """What the words do not bear out comes through nowhere and is kept aside with its reason."""
    grounded = run(attack)
    assert [] == accepted(attack, grounded)
    assert attack.reason == a.reasons(grounded)[TARGETS[attack.target].path]


def test_the_attacks_are_many_and_each_has_an_id() -> None:
    assert [] == [attack for attack, times in Counter(attack.id for attack in ATTACKS).items() if times > 1]
    assert len(ATTACKS) > 200
    assert set(TARGETS) == {attack.target for attack in ATTACKS}


def test_the_table_of_attacks_can_be_printed() -> None:
    """One line for each attack, none accepted wrongly, none without its reason."""
    lines = list(table())
    assert len(ATTACKS) + 2 == len(lines)
    assert {line.count(" | ") for line in lines[2:]} == {6}
    assert not any("WRONGLY" in line or "NOT KEPT ASIDE" in line for line in lines)


@settings(max_examples=200, deadline=None)
@given(TEXTS, ANSWERS)
def test_a_quote_is_what_stands_there(text: str, answer: Answer) -> None:
    """Whatever is answered: grounding does not fail, and each quote of the record is the article's own words."""
    grounded = ground(answer, a.article(text), a.ORIGIN)
    for quote in quotes_of(grounded):
        assert text[quote.start : quote.end] == quote.exact != ""
        assert text[max(0, quote.start - CONTEXT) : quote.start] == quote.prefix
        assert text[quote.end : quote.end + CONTEXT] == quote.suffix
        assert a.article(text).id == quote.article_id
        assert quote.occurrences >= 1


@settings(max_examples=200, deadline=None)
@given(TEXTS, ANSWERS)
def test_only_answered_words_are_quoted(text: str, answer: Answer) -> None:
    """A record holds no words that were not answered, but for a label that falls back on its passage."""
    answered = {fold(words).text.strip() for words in strings_in(answer.model_dump())}
    for mention in ground(answer, a.article(text), a.ORIGIN).mentions:
        for quote in quotes_in(mention):
            opening = quote == mention.label and mention.quotes[0].exact.startswith(quote.exact)
            assert opening or fold(quote.exact).text.strip() in answered


@settings(max_examples=200, deadline=None)
@given(TEXTS, ANSWERS)
def test_grounding_repeats_itself(text: str, answer: Answer) -> None:
    """The same answer about the same text gives the same records, and no two claims of a mention share an id."""
    left, right = (ground(answer, a.article(text), a.ORIGIN) for _ in range(2))
    assert left == right
    for mention in left.mentions:
        ids = [claim.id for claim in mention.claims]
        assert sorted(set(ids)) == sorted(ids)


@given(TEXTS, ANSWERS)
def test_every_failure_says_why(text: str, answer: Answer) -> None:
    for failure in ground(answer, a.article(text), a.ORIGIN).failures:
        assert failure.dropped.path
        assert failure.dropped.detail


@given(st.permutations(SENTENCES[:4]), st.permutations(SENTENCES[:4]))
def test_the_order_of_the_quotes_does_not_matter(left: Sequence[str], right: Sequence[str]) -> None:
    """Passages come out in the order of the text, at the same places, however they were given."""
    text = " ".join((*SENTENCES, *SENTENCES[:1]))
    one, other = (
        a.only(a.ground_in(text, a.mention(*quotes, label="depot", statements=[a.statement(*quotes)])))
        for quotes in (left, right)
    )
    assert one == other
    assert sorted(quote.start for quote in one.quotes) == [quote.start for quote in one.quotes]


@given(st.permutations([SENTENCES[1], SENTENCES[1].replace("“ministry”", '"ministry"').replace(" ", "\n")]))
def test_an_exact_copy_goes_before_a_variant(copies: Sequence[str]) -> None:
    (quote,) = a.grounder(SENTENCES[1]).passages(copies, Place(), anchors=())
    assert quote.match == "exact"


@given(st.lists(st.integers(0, 9), min_size=1, max_size=5), st.integers(0, 9))
def test_a_repeated_passage_stands_beside_its_siblings(places: list[int], sibling: int) -> None:
    """Of n places the nearest to the item's other passages is taken, and n is told."""
    repeated = "Two soldiers were killed."
    blocks = [f"House {number} burned down. {repeated * (number in places)}" for number in range(10)]
    text = "\n".join(blocks)
    anchor = Span(text.index(f"House {sibling}"), text.index(f"House {sibling}") + len(f"House {sibling} burned down."))
    quotes = a.grounder(text).passages([repeated, f"House {sibling} burned down."], Place(), anchors=())
    (placed,) = (quote for quote in quotes if quote.exact == repeated)
    starts = [start for start in range(len(text)) if text.startswith(repeated, start)]
    distances = {start: anchor.distance(Span(start, start + len(repeated))) for start in starts}
    assert min(distances.values()) == distances[placed.start]
    assert len(starts) == placed.occurrences


def test_a_repeated_passage_keeps_away_from_its_negation() -> None:
    """Where the words also stand under a negation, the place is taken where they do not."""
    text = "It did not say that two men died. Later, two men died."
    (quote,) = a.grounder(text).passages(["two men died"], Place(), anchors=[Span(0, 10)])
    assert (text.rindex("two men died"), 2) == (quote.start, quote.occurrences)


def test_a_value_is_taken_where_it_is_copied_exactly() -> None:
    """A pronoun is no country while the country stands beside it."""
    text = "He told us that the US was behind it."
    grounder = a.grounder(text)
    within = grounder.passages([text], Place(), anchors=())
    quote = grounder.value("US", Place(), within=within)
    assert quote is not None
    assert text.index("US") == quote.start


@pytest.mark.parametrize(
    ("place", "keys", "path"),
    [
        (Place().at("published"), ("published",), "published"),
        (Place().at("mentions", 2, local_id="m1").at("label"), ("mentions", 2, "label"), "mentions[m1].label"),
        (Place().at("quotes", 1), ("quotes", 1), "quotes[1]"),
    ],
)
def test_a_place_is_reached_by_keys_and_shown_by_ids(place: Place, keys: tuple[str | int, ...], path: str) -> None:
    assert (keys, path) == (place.keys, place.path)
