"""Copies: who carries whose text, what was done to it, and what independent reports share."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from itertools import pairwise

import numpy as np
import pytest

from claimx.article import Article
from claimx.worlds.copying import COPY_KINDS
from tests.worlds.seen import SHARE, articles_by_id, lifelike, spelled_out, world

COPIED = world(400, wire_copies=0.6, sites=0.5, victims=0.5)


def words(text: str) -> list[str]:
    """Return the words of a text without byline, dateline and footer."""
    body = "\n".join(line for line in text.splitlines() if not re.match(r"By |\(With|Share|Subscribe|Read more", line))
    return re.findall(r"\w+", re.sub(r"^[^\n]{0,60}\(\w+\) - ", "", body))


def copied(kind: str) -> list[tuple[Article, Article]]:
    """Return the copies of a kind, each with its original."""
    known, copies = articles_by_id(COPIED), COPIED.copies
    pairs = zip(copies.article.tolist(), copies.original.tolist(), spelled_out(copies.kind), strict=True)
    return [(known[copy.decode()], known[original.decode()]) for copy, original, told in pairs if told == kind]


def kept(copy: Article, original: Article) -> float:
    """Return the share of the original's words that stand in the copy, in order."""
    left, right = words(original.text), words(copy.text)
    blocks = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(left)


def test_about_the_share_of_later_reports_are_copies() -> None:
    """Of the reports after an event's first; all carry the first."""
    seen = world(wire_copies=SHARE)
    reports, events = len(set(spelled_out(seen.facts.article))), len(set(seen.truth.tolist()))
    assert SHARE == pytest.approx(len(seen.copies) / (reports - events), abs=0.04)
    originals = set(seen.copies.original.tolist())
    assert not originals & set(seen.copies.article.tolist())
    assert not len(world().copies)
    assert not world().phenomena["wire_copies"].any()
    assert len(seen.copies) == seen.phenomena["wire_copies"].sum()


def test_a_copy_tells_what_its_original_tells() -> None:
    """The same event in the same values, later."""
    seen, facts = lifelike(3000), lifelike(3000).facts
    news = {facts.article[int(row)]: int(row) for row in np.flatnonzero(seen.phenomena["wire_copies"])}
    rows = defaultdict(list)
    for row, article in enumerate(spelled_out(facts.article)):
        rows[article].append(row)
    columns = (facts.city, facts.site, facts.type, facts.means, facts.actors, facts.victims, facts.label, facts.country)
    for copy, original in zip(seen.copies.article.tolist(), seen.copies.original.tolist(), strict=True):
        mine = news[copy.decode()]
        same = [row for row in rows[original.decode()] if seen.truth[row] == seen.truth[mine]]
        said = [tuple(column[row] for column in columns) for row in same]
        assert tuple(column[mine] for column in columns) in said
        assert seen.published[mine] >= seen.published[same[0]]


def test_every_kind_of_copy_is_there() -> None:
    """About as many of each."""
    kinds = spelled_out(lifelike(3000).copies.kind)
    assert all(0.2 < kinds.count(kind) / len(kinds) < 0.3 for kind in COPY_KINDS)


@pytest.mark.parametrize(("kind", "share_kept"), [("edited 3 %", 0.97), ("edited 15 %", 0.87)])
def test_edits_change_so_many_words(kind: str, share_kept: float) -> None:
    """A word that is added changes the text as well but takes none away."""
    for copy, original in copied(kind):
        assert share_kept == pytest.approx(kept(copy, original), abs=0.03)


def test_a_truncated_copy_keeps_a_third_from_the_beginning() -> None:
    """In whole sentences, with all that its mention rests on."""
    for copy, original in copied("truncated"):
        left, right = words(copy.text), words(original.text)
        assert left == right[: len(left)]
        assert 0.3 < len(left) / len(right) < 0.5


def test_an_embedded_copy_stands_whole_in_a_longer_text() -> None:
    """Three times as long as the original."""
    for copy, original in copied("embedded"):
        left, right = words(original.text), words(copy.text)
        assert " ".join(left) in " ".join(right)
        assert right[: len(left)] != left
        assert 2.9 < len(right) / len(left) < 3.3


def test_agencies_are_credited_by_originals_and_by_some_copies() -> None:
    """In a dateline, a footer, or not at all."""
    pairs = [pair for kind in COPY_KINDS for pair in copied(kind)]
    assert all(original.outlet is not None and f"({original.outlet}) - " in original.text for _, original in pairs)
    in_dateline = [f"({original.outlet}) - " in copy.text for copy, original in pairs]
    in_footer = [f"(With inputs from {original.outlet})" in copy.text for copy, original in pairs]
    assert {(True, False), (False, True), (False, False)} == set(zip(in_dateline, in_footer, strict=True))


def test_independent_reports_share_direct_quotations_and_little_else() -> None:
    """Runs of five words that two reports have in common lie in quotations, or are a few words of the account."""
    seen = world(300)
    events = dict(zip(spelled_out(seen.facts.article), seen.truth.tolist(), strict=True))
    texts = defaultdict(list)
    for article in seen.articles():
        texts[events[article.id]].append(article.text)
    quoted, shared = 0, []
    for one, other in (pair for told in texts.values() for pair in pairwise(told)):
        quoted += bool(set(re.findall("“[^”]+”", one)) & set(re.findall("“[^”]+”", other)))
        runs = [
            {tuple(own[at : at + 5]) for at in range(len(own) - 4)}
            for own in (words(re.sub("“[^”]+”", "", text)) for text in (one, other))
        ]
        shared.append(len(runs[0] & runs[1]) / len(runs[0]))
    assert quoted > 20
    assert max(shared) < 0.1
