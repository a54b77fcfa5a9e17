"""Kinship: who is found, and what a change can reach."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.article import Article
from claimx.merging import sketches
from claimx.merging.kinship import LEAST_SHARED, REUSE, Kinship, related
from claimx.merging.lineage import trace
from claimx.merging.shingles import Runs
from claimx.merging.sketches import Sketch, below, sketch

SENTENCES = [f"{' '.join(f'W{line}x{word}' for word in range(9 + line * 5 % 15))}." for line in range(40)]
HEADS = ("", "", "By AFP\n", "By Reuters\n")

drafts = st.lists(
    st.tuples(st.sampled_from(HEADS), st.lists(st.sampled_from(SENTENCES), max_size=25, unique=True)), max_size=9
)


def written(found: list[tuple[str, list[str]]]) -> list[Article]:
    return [
        Article(id=f"a{number}", text=head + "\n".join(sentences)) for number, (head, sentences) in enumerate(found)
    ]


@pytest.fixture(params=[10, 10**6], ids=["sampled", "unsampled"], scope="module")
def _bound(request: pytest.FixtureRequest) -> Iterator[None]:
    """Sample even short articles, at mixed scales, or none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sketches, "UNSAMPLED", request.param)
        yield


def are_kin(left: Sketch, right: Sketch) -> bool:
    """The definition, without an index."""
    scale = max(left.scale, right.scale)
    one, other = (set(below(each.runs, scale).tolist()) for each in (left, right))
    return len(one & other) >= max(LEAST_SHARED, REUSE * min(len(one), len(other)))


@pytest.mark.usefixtures("_bound")
@settings(deadline=None)
@given(drafts)
def test_the_index_finds_just_the_kin(found: list[tuple[str, list[str]]]) -> None:
    """What the index finds among those before is what the definition finds in every pair."""
    drawn = [sketch(article) for article in written(found)]
    kinship = Kinship(drawn)
    pairs = []
    for place in range(len(drawn)):
        pairs += [(other, place) for other in kinship.kin(place).tolist()]
        kinship.add(place)
    expected = [
        (left, right) for left, right in combinations(range(len(drawn)), 2) if are_kin(drawn[left], drawn[right])
    ]
    assert sorted(pairs) == expected


def shared(left: Runs, right: Runs) -> int:
    return len(np.intersect1d(left, right, assume_unique=True))


@pytest.mark.usefixtures("_bound")
@settings(deadline=None)
@given(drafts, st.integers(1, 4))
def test_own_runs_are_enough_to_be_found_by(found: list[tuple[str, list[str]]], step: int) -> None:
    """Added with every so many-th run as its own, an article is found by the kin that share enough of these."""
    drawn = [sketch(article) for article in written(found)]
    kinship = Kinship(drawn)
    for place, one in enumerate(drawn):
        kin = {other for other in range(place) if are_kin(drawn[other], one)}
        sure = {other for other in kin if shared(drawn[other].runs[::step], one.runs) >= LEAST_SHARED}
        assert sure <= set(kinship.kin(place).tolist()) <= kin
        sharing = [other for other in range(place) if shared(drawn[other].runs, one.runs) >= LEAST_SHARED]
        assert kinship.sharing(one.runs, among=np.arange(place)).tolist() == sharing
        kinship.add(place, own=one.runs[::step])


@pytest.mark.usefixtures("_bound")
@settings(deadline=None)
@given(drafts, st.sets(st.integers(0, 8)))
def test_what_is_not_related_keeps_its_lineage(found: list[tuple[str, list[str]]], chosen: set[int]) -> None:
    """Tracing the related articles by themselves gives what tracing all gives them."""
    articles = written(found)
    changed = {articles[number].id for number in chosen if number < len(articles)}
    ids = related(changed, {article.id: sketch(article) for article in articles})
    together = [article for article in trace(articles) if article.id in ids]
    assert list(trace(article for article in articles if article.id in ids)) == together


@pytest.mark.usefixtures("_bound")
@settings(deadline=None)
@given(drafts, st.integers(0, 8))
def test_a_removal_reaches_the_related_alone(found: list[tuple[str, list[str]]], chosen: int) -> None:
    """Whoever is not related to an article has the same lineage without it; its coming is its going."""
    articles = written(found)
    gone = f"a{chosen}"
    remaining = [article for article in articles if article.id != gone]
    known = {article.id: sketch(article) for article in articles}
    ids = related({gone} & known.keys(), known)
    before, after = ([traced for traced in trace(some) if traced.id not in ids] for some in (articles, remaining))
    assert before == after


def test_relation_is_passed_on() -> None:
    """Articles are related through others as well, and to nobody they share nothing with."""
    parts = [" ".join(SENTENCES[at : at + 4]) for at in range(0, 16, 4)]
    texts = {"a": parts[0:1], "b": parts[0:2], "c": parts[1:3], "d": parts[3:4]}
    known = {name: sketch(Article(id=name, text="\n".join(text))) for name, text in texts.items()}
    assert [related([], known), related(["a"], known), related(["d"], known)] == [set(), {"a", "b", "c"}, {"d"}]


def test_an_article_without_a_sketch_cannot_be_asked_about() -> None:
    """A change of an unknown article is an error."""
    with pytest.raises(KeyError, match="a1"):
        related(["a1"], {})


def test_what_many_carry_neither_joins_nor_parts() -> None:
    """A notice below every article joins none, and two who share a text are kin however many others carry it."""
    notice = "\n".join(SENTENCES[:2])
    texts = [f"{' '.join(f'w{number}x{at}' for at in range(260))}.\n{notice}" for number in range(60)]
    copied = [f"{texts[0]}\nOne more word.", *texts]
    drawn = [sketch(Article(id="a", text=text)) for text in copied]
    kinship = Kinship(drawn)
    for place in range(len(drawn)):
        kinship.add(place)
    expected = [[1], [0], *([] for _ in drawn[2:])]
    assert [kinship.kin(place).tolist() for place in range(len(drawn))] == expected


def test_nobody_has_no_kin() -> None:
    """No sketches, and sketches without runs, are in order."""
    assert related([], {}) == frozenset()
    assert related(["a"], {"a": Sketch(1, b""), "b": Sketch(1, b"")}) == {"a"}


def test_of_some_runs_those_who_share_enough_are_left() -> None:
    """Sharing counts the runs asked about, among the places asked about."""
    drawn = [sketch(Article(id="a", text="\n".join(SENTENCES[:count]))) for count in (6, 1, 6, 6)]
    kinship = Kinship(drawn)
    for place in range(3):
        kinship.add(place)
    runs = drawn[0].runs[:LEAST_SHARED]
    assert kinship.sharing(runs, among=np.array([0, 1, 2, 3])).tolist() == [0, 2]
    assert kinship.sharing(runs[1:], among=np.array([0, 1, 2, 3])).tolist() == []
    assert kinship.sharing(runs, among=np.array([2])).tolist() == [2]
