"""Lineage: derivation, groups, passages, sentences."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.article import Article, Derivation, PublishedAt
from claimx.merging import sketches
from claimx.merging.kinship import LEAST_SHARED, REUSE
from claimx.merging.lineage import EMBEDDED, PARAGRAPH, share_in_words, shares_passage, trace
from claimx.merging.shingles import own_shingles
from claimx.merging.sketches import below, sketch

WIRE = [
    "A flood destroyed the old stone bridge at Qasr Delan late on Tuesday evening, killing three fishermen.",
    "Engineers closed the lower road before midnight and moved forty families to the village school.",
    "The provincial governor blamed the builders of a dam upstream, who did not answer calls for comment.",
    "Rescue crews searched both banks with lamps until the rain forced them to stop at about four.",
    "The bridge had carried most of the grain trade between the two halves of the valley for a century.",
    "Meteorologists expect the river to stay above its warning mark for the remainder of the week.",
]
OTHER = [
    "Three men drowned when their boat was swept against a falling bridge in the upper valley, police said.",
    "Officers received the first call shortly after nine and reached the bank within twenty minutes.",
    "Residents complained that sirens installed two winters ago had stayed silent throughout the night.",
    "A hospital in the district capital treated eleven people for cold and released all but one of them.",
    "Schools will remain shut on Thursday while volunteers clear mud from the main street and the market.",
]
SPEECH = (
    "“We warned everybody who would listen that this dam was unsafe, that the sirens had never been tested, and that "
    "the old bridge would be the first thing to go when the water came, and nobody wanted to hear a word of it,” "
    "Tomas Irel said."
)
FURNITURE = (
    "Subscribe to the Valley Post for unlimited stories\nAlso read: Four held after theft at the upper market\n"
    "Dam inspected after winter storm in the northern hills\nWorld\n3 hours ago\nFerry line to close for the season\n"
    "Local\nMarket opens in Lower Town after two years of building\nLocal\n1 month ago\n"
)
REWRITTEN = [
    "The mayor of the village thanked everyone who brought blankets, bread and dry shoes during the night.",
    "Our reporter found the school gym full of children who had drawn the river on every free wall.",
]


def article(
    identifier: str, sentences: list[str], *, head: str = "", foot: str = "", published_at: PublishedAt | None = None
) -> Article:
    return Article(id=identifier, text=head + "\n".join(sentences) + foot, published_at=published_at)


def origins(*articles: Article) -> dict[str, list[tuple[str, str]]]:
    return {
        traced.id: [(derivation.article_id, derivation.basis) for derivation in traced.derived_from]
        for traced in trace(articles)
    }


AFP = article("wire", WIRE, head="By AFP\n")


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param(article("copy", WIRE), id="verbatim"),
        pytest.param(article("copy", WIRE[:2]), id="truncated"),
        pytest.param(article("copy", [WIRE[3], WIRE[1], WIRE[0]]), id="reordered"),
        pytest.param(article("copy", [*WIRE[:2], *REWRITTEN, *OTHER]), id="mixed-with-own-words"),
        pytest.param(
            article("copy", [*OTHER * 1, *WIRE, *(f"{n} {s}" for n in "123" for s in REWRITTEN)]), id="embedded"
        ),
        pytest.param(
            article("copy", [s.replace("late", "very late").replace(" with ", " using ") for s in WIRE]), id="edited"
        ),
        pytest.param(article("copy", [s.upper() for s in WIRE]), id="capitals"),
    ],
)
def test_a_copy_derives_from_the_agency(copy: Article) -> None:
    """Verbatim, edited, cut, mixed and embedded copies derive from the signed text."""
    assert origins(AFP, copy) == {"wire": [], "copy": [("wire", "reuse")]}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        pytest.param(article("l", WIRE), article("r", OTHER), id="independent"),
        pytest.param(article("l", [*WIRE, SPEECH]), article("r", [SPEECH, *OTHER]), id="one-quotation"),
        pytest.param(
            article("l", WIRE, foot=f"\n{FURNITURE}"), article("r", OTHER, foot=f"\n{FURNITURE}"), id="furniture"
        ),
        pytest.param(
            article("l", WIRE), article("r", [*OTHER, "Rescue crews searched both banks with lamps."]), id="phrase"
        ),
        pytest.param(
            article("l", WIRE[:3], head="By AFP\n"),
            article("r", [*OTHER, WIRE[0], WIRE[2]], head="By Reuters\n"),
            id="agencies",
        ),
        pytest.param(article("l", []), article("r", []), id="empty"),
        pytest.param(
            article("l", ["The bridge at Qasr Delan is gone."]),
            article("r", ["The bridge at Qasr Delan is gone."]),
            id="tiny",
        ),
    ],
)
def test_independent_reports_do_not_derive(left: Article, right: Article) -> None:
    """A shared speaker, page, phrase or background is no copy."""
    traced = trace([left, right])
    assert [(found.derived_from, found.origin_group) for found in traced] == [((), None), ((), None)]


def test_two_agencies_are_joined_by_wholesale_reuse_only() -> None:
    """An article signed by another agency derives where most of its text is the other's."""
    reuters = article("r", [*WIRE, REWRITTEN[0]], foot="\n(Reuters)")
    assert origins(AFP, reuters) == {"wire": [], "r": [("wire", "reuse")]}


def test_the_basis_is_credit_where_both_credit_one_agency() -> None:
    """Any kind of credit counts for the basis."""
    outlet = article("outlet", [*WIRE[:4], "The road was closed, Tomas Irel told AFP."])
    assert origins(AFP, outlet) == {"wire": [], "outlet": [("wire", "credit")]}


DAY = date(2031, 3, 3)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(
            article("z", WIRE, head="By AFP\n"), article("a", WIRE, foot="\n(AFP)"), id="byline-before-footer"
        ),
        pytest.param(
            article("z", WIRE, head="LOW TOWN (AP) — "), article("a", WIRE, foot="\n(AP)"), id="dateline-before-footer"
        ),
        pytest.param(
            article("z", WIRE, foot="\n(AP)"), article("a", [*WIRE, "Tomas Irel told AP."]), id="footer-before-inline"
        ),
        pytest.param(
            article("z", [*WIRE, "Tomas Irel told AP."]),
            article("a", WIRE, foot="\n(With inputs from agencies)"),
            id="unnamed-last",
        ),
        pytest.param(
            article("z", WIRE, head="By AFP\n", published_at=DAY + timedelta(1)),
            article("a", WIRE, published_at=DAY),
            id="credit-before-date",
        ),
        pytest.param(
            article("z", WIRE, published_at=DAY), article("a", WIRE, published_at=DAY + timedelta(1)), id="earlier-day"
        ),
        pytest.param(article("z", WIRE, published_at=DAY), article("a", WIRE), id="known-day-first"),
        pytest.param(
            article("z", WIRE, published_at=datetime(2031, 3, 3, 9)),
            article("a", WIRE, published_at=DAY),
            id="hour-before-day",
        ),
        pytest.param(
            article("z", WIRE, published_at=datetime(2031, 3, 3, 9, tzinfo=timezone(timedelta(hours=3)))),
            article("a", WIRE, published_at=datetime(2031, 3, 3, 8)),
            id="time-zones",
        ),
        pytest.param(article("a", WIRE), article("b", WIRE), id="id-last"),
    ],
)
def test_which_of_two_is_the_original(first: Article, second: Article) -> None:
    """Kind of credit decides, then publication, then id."""
    found = origins(first, second)
    assert ([], [first.id]) == (found[first.id], [origin for origin, _ in found[second.id]])


def test_copies_point_at_the_original_only() -> None:
    """Of many copies each points at the original, and all are one group."""
    copies = [article(f"copy{number}", [*WIRE, REWRITTEN[number % 2]]) for number in range(6)]
    traced = trace([*copies, AFP])
    expected = {f"copy{number}": ["wire"] for number in range(6)} | {"wire": []}
    assert {found.id: [step.article_id for step in found.derived_from] for found in traced} == expected
    assert len({found.origin_group for found in traced}) == 1


def test_a_copy_of_a_copy_with_additions_has_two_originals() -> None:
    """What only the copy added points at the copy."""
    copy = article("copy1", [*WIRE[:3], *OTHER])
    second = article("copy2", [*WIRE[:3], *OTHER])
    assert origins(AFP, copy, second)["copy2"] == [("copy1", "reuse"), ("wire", "reuse")]


def test_a_digest_does_not_make_two_agencies_one_origin() -> None:
    """An article with the text of two belongs to the group of the one it carries most of."""
    reuters = article("other", OTHER, head="By Reuters\n")
    digest = article("digest", [*WIRE, *OTHER])
    groups = {found.id: found.origin_group for found in trace([AFP, reuters, digest])}
    assert [groups["digest"] == groups["wire"], groups["other"]] == [True, None]
    assert origins(AFP, reuters, digest)["digest"] == [("wire", "reuse"), ("other", "reuse")]


def test_containment_is_the_share_of_the_articles_own_runs() -> None:
    """An article that is all copy has containment 1."""
    traced = {found.id: found.derived_from for found in trace([AFP, article("copy", WIRE[1:3])])}
    assert traced["copy"] == (Derivation(article_id="wire", containment=1.0, basis="reuse"),)


def test_tracing_writes_nothing_but_its_three_fields() -> None:
    """All else is as it was."""
    (traced,) = trace([AFP])
    assert traced.model_copy(update={"credits": ()}) == AFP


def invented(count: int, *, seed: int) -> list[str]:
    """Return sentences of ten words, so many words together, no word twice."""
    return [f"{' '.join(f'W{seed}x{number}' for number in range(at, at + 10))}." for at in range(0, count, 10)]


def edited(sentences: list[str], *, share: float) -> list[str]:
    """Return the sentences with a share of their words exchanged, as if by chance."""
    return [" ".join("other" if drawn(word) < share else word for word in line.split()) for line in sentences]


def drawn(word: str) -> float:
    """Return a number between 0 and 1 that nothing but the word decides."""
    return int(sha256(word.encode()).hexdigest(), 16) / 2**256


@pytest.mark.parametrize("length", [300, 1200, 6000, 20000])
@pytest.mark.parametrize("kind", ["edited-3", "edited-15", "cut", "embedded"])
def test_copies_of_any_length_are_found(length: int, kind: str) -> None:
    """Edited, cut and embedded copies are found, sampled or not, and the copy alone carries the other's text."""
    wire, own = invented(length, seed=1), invented(2 * length, seed=2)
    copies = {
        "edited-3": edited(wire, share=0.03),
        "edited-15": edited(wire, share=0.15),
        "cut": wire[: len(wire) // 3],
        "embedded": [*own[:7], *wire, *own[7:]],
    }
    found = origins(article("wire", wire, head="By AFP\n"), article("copy", copies[kind]), article("other", own[:60]))
    assert found["wire"] == []
    assert ("wire", "reuse") in found["copy"]


def test_a_short_report_is_found_in_a_long_one() -> None:
    """A brief of eighty words is found in a page of six thousand, whoever was first."""
    brief, page = invented(80, seed=1), invented(6000, seed=2)
    page[100:100] = brief
    assert origins(article("a", brief), article("b", page)) == {"a": [], "b": [("a", "reuse")]}
    assert origins(article("b", brief), article("a", page)) == {"a": [], "b": [("a", "reuse")]}


def test_what_a_sampled_original_explains_is_explained() -> None:
    """Runs that the original's sample leaves out are not taken for a text that two copies share by themselves."""
    page = invented(6000, seed=1)
    copies = (article(name, [*page[:90], *invented(100, seed=seed)]) for name, seed in (("copy1", 2), ("copy2", 3)))
    found = origins(article("wire", page, head="By AFP\n"), *copies)
    assert found == {"wire": [], "copy1": [("wire", "reuse")], "copy2": [("wire", "reuse")]}


@pytest.mark.parametrize(
    ("own", "background", "expected"),
    [
        pytest.param(100, 40, [], id="two-sentences-in-a-brief"),
        pytest.param(160, PARAGRAPH + 10, [("long", "reuse")], id="a-paragraph"),
        pytest.param(30, 40, [("long", "reuse")], id="half-of-the-brief"),
    ],
)
def test_background_in_a_brief_is_no_copy(own: int, background: int, expected: list[tuple[str, str]]) -> None:
    """Two sentences that a brief shares with a long report join them only if they are most of the brief."""
    shared = invented(background, seed=1)
    long = article("long", [*invented(400, seed=2), *shared], published_at=DAY)
    assert origins(long, article("short", [*invented(own, seed=3), *shared]))["short"] == expected


def test_stock_phrases_are_no_evidence() -> None:
    """Two briefs that use the same formulas of the trade in words of their own are not joined by them."""
    left, right = (
        [
            f"{who} did not immediately respond to a request for comment {what}.",
            f"{what} spoke on condition of anonymity because he was not authorised to speak to the media {who}.",
            f"Until {who} no group immediately claimed responsibility for the attack {what}.",
        ]
        for who, what in (("Tomas Irel", "on Monday"), ("the mayor", "after the flood"))
    )
    shared = np.intersect1d(own_shingles("\n".join(left)), own_shingles("\n".join(right)))
    assert len(shared) >= LEAST_SHARED
    assert origins(article("l", left), article("r", right)) == {"l": [], "r": []}


@pytest.mark.parametrize(("length", "words"), [(300, "word runs"), (3000, "sampled word runs")])
def test_the_share_in_words(length: int, words: str) -> None:
    """The share is said in percent, and whether the runs were sampled."""
    wire = article("wire", invented(length, seed=1))
    (_, copy) = sorted(trace([wire, article("x", wire.text.splitlines()[:20])]), key=lambda found: found.id)
    (derivation,) = copy.derived_from
    assert share_in_words(derivation, article=copy, original=wire) == f"100% of article x's {words} occur in wire"


POOL = [
    AFP,
    article("outlet", [*WIRE[:4], *REWRITTEN], published_at=DAY),
    article("later", [*WIRE[2:], REWRITTEN[1]], published_at=DAY + timedelta(1)),
    article("reuters", OTHER, head="By Reuters\n"),
    article("mixed", [*OTHER[:3], *WIRE[:2], SPEECH]),
    article("alone", REWRITTEN),
]


@given(st.permutations(POOL))
def test_order_does_not_matter(articles: list[Article]) -> None:
    """The same set gives the same records in any order."""
    assert trace(articles) == trace(POOL)


@given(st.lists(st.sampled_from(POOL), max_size=8))
def test_tracing_twice_changes_nothing(articles: list[Article]) -> None:
    """Repeats count once, and traced articles can be traced again."""
    traced = trace(articles)
    assert [trace(traced), trace([*articles, *traced])[: len(traced)]] == [traced, traced]


def kept(one: Article, *, scale: int) -> set[int]:
    """Return the runs of the article that are sampled at this scale or its own."""
    return set(below(sketch(one).runs, scale).tolist())


def is_joined(shared: int, size: int, other_size: int) -> bool:
    """The rules for unsigned articles."""
    if shared < LEAST_SHARED:
        return False
    if shared >= EMBEDDED * size or shared >= EMBEDDED * other_size:
        return True
    return shared >= REUSE * size and (shared >= PARAGRAPH or shared >= REUSE * other_size)


def plainly(ranked: Sequence[Article]) -> dict[str, dict[str, float]]:
    """Return whom unsigned articles derive from, the highest first, by comparing every pair."""
    own = {one.id: (sketch(one).scale, kept(one, scale=1)) for one in ranked}
    found: dict[str, dict[str, float]] = {one.id: {} for one in ranked}
    for child, other in ((child, other) for place, child in enumerate(ranked) for other in ranked[:place]):
        coarse, unexplained = own[child.id]
        pair = max(sketch(child).scale, sketch(other).scale)
        common = kept(child, scale=pair) & kept(other, scale=pair)
        smaller = min(len(kept(child, scale=pair)), len(kept(other, scale=pair)))
        scale = max(coarse, pair)
        sizes = len(kept(child, scale=scale)), len(kept(other, scale=scale))
        adds = len(kept(child, scale=1) & own[other.id][1]) >= LEAST_SHARED
        if adds and len(common) >= REUSE * smaller and is_joined(len(unexplained & kept(other, scale=scale)), *sizes):
            found[child.id][other.id] = round(len(common) / len(kept(child, scale=pair)), 3)
            own[child.id] = (scale, unexplained & kept(child, scale=scale) - kept(other, scale=scale))
    return found


SOUP = [*WIRE, *OTHER, *REWRITTEN, *invented(200, seed=4)]


@pytest.mark.parametrize("bound", [20, 10**6], ids=["sampled", "unsampled"])
@settings(deadline=None)
@given(drafts=st.lists(st.lists(st.sampled_from(SOUP), max_size=24, unique=True), max_size=7))
def test_the_index_changes_nothing(bound: int, drafts: list[list[str]]) -> None:
    """What is found through the index is what comparing every pair finds."""
    articles = [article(f"a{number}", draft) for number, draft in enumerate(drafts)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sketches, "UNSAMPLED", bound)
        found = {
            traced.id: {step.article_id: step.containment for step in traced.derived_from} for traced in trace(articles)
        }
        assert found == plainly(articles)


@given(st.lists(st.lists(st.sampled_from([*WIRE, *OTHER]), max_size=6), max_size=7))
def test_derivations_never_circle(drafts: list[list[str]]) -> None:
    """Following derivations upwards ends, and a group has one article without an original."""
    traced = trace([article(f"a{number}", draft) for number, draft in enumerate(drafts)])
    grouped = [found for found in traced if found.origin_group]
    roots = [found.origin_group for found in grouped if not found.derived_from]
    assert sorted(roots, key=str) == sorted({found.origin_group for found in grouped}, key=str)


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        pytest.param(WIRE[2], True, id="verbatim"),
        pytest.param(
            "The provincial governor blamed builders of a dam upstream, who did not answer calls for comment.",
            True,
            id="word-dropped",
        ),
        pytest.param("Rescue crews searched both banks with lamps until midnight.", True, id="short-and-edited"),
        pytest.param(
            "“We warned everybody who would listen that this dam was unsafe,” Irel said.", True, id="quotation"
        ),
        pytest.param("The governor of the province put the blame on those who built the dam.", False, id="paraphrase"),
        pytest.param("Rescue crews searched both banks with lamps.", False, id="too-short"),
        pytest.param("", False, id="empty"),
    ],
)
def test_shared_passages(passage: str, expected: bool) -> None:
    """A sentence is shared if it stands in the other text, near-verbatim, quotations included."""
    assert shares_passage(passage, "\n".join([*WIRE, SPEECH])) is expected
