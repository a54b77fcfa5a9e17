"""Lineage of made-up articles: what is found, what is reported falsely, how fast.

    python benchmarks/lineage.py [N] [--copies 1]

N original articles of some 300 words, and copies of each, of different kinds: 3 % or 15 % of the words edited
(another word, one more or one less), cut to a third, or set whole into an article three times as long. Some copies
are unsigned, some undated, some printed before their original.

Originals come in threes about one event, each by another reporter: they name the same people, carry two of the same
three statements in quotation marks, one or two sentences of background to the letter at any place, a stock phrase,
and the page furniture of one of twenty sites. None derives from another.

A report cut to a third is a brief of a hundred words or, where statements are much of it, of thirty words of its own.
If the background is among them, it can be a quarter of two briefs, or half of one. By the numbers that is no other
than a brief that took two sentences from a report.

Printed are, for each kind, how many copies `trace` puts into one origin group with their original (of several copies,
one may be found to carry another's text instead of the original's), and of how many the resemblance (Jaccard) of the
same runs reaches .5, which is what MinHash would be asked for; then all pairs that are reported between different
originals, how many of them have a brief, and the rate and peak memory of tracing.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, islice
from typing import Final

import numpy as np

from claimx.article import Article
from claimx.merging.lineage import trace
from claimx.merging.sketches import sketch, stop_phrases

WORDS: Final = 300
COLLEAGUES: Final = 3
"""Originals about one event."""
SITES: Final = 20
JACCARD: Final = 0.5
EDITS: Final = {"3 % edits": 0.03, "15 % edits": 0.15}
"""Share of the words that are edited."""
CUT: Final = "cut to a third"
KINDS: Final = (*EDITS, CUT, "embedded")

ONSETS: Final = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pl", "kr", "sh")
RIMES: Final = ("a", "e", "i", "o", "u", "an", "el", "in", "or", "us", "ard", "ent", "ist", "ome", "ing", "ure")
FUNCTION_WORDS: Final = (
    *("the", "of", "to", "in", "and", "a", "that", "on", "for", "was", "with", "by", "had", "as", "at", "from", "it"),
    *("he", "were", "but", "said", "an", "after", "his", "who", "their", "its", "been", "this", "not", "has", "they"),
)
FURNITURE: Final = (
    "Subscribe to the {site} for unlimited stories\nAlso read: {headline}\nShare this article on your favourite page\n",
    "Sign up for our newsletter and get the {site} every morning before breakfast\nAdvertisement\n3 hours ago\n",
    "Follow us on all channels\nMost read in {site}\nCopyright 2031 {site}. All rights reserved.\n",
)
AGENCIES: Final = ("AFP", "Reuters", "AP", "EFE", "Xinhua")


@dataclass(frozen=True)
class Event:
    """What the reports of one event have in common."""

    names: tuple[str, ...]
    speech: tuple[str, ...]
    background: str
    day: date


@dataclass(frozen=True)
class Draft:
    """An article before it is set on a page."""

    sentences: tuple[str, ...]
    credit: str | None
    published_at: date | None


class Language:
    """Words whose frequency falls as their rank grows, and sentences of them."""

    def __init__(self, chance: random.Random, *, size: int = 30_000) -> None:
        self.chance = chance
        invented = {
            "".join(chance.choice(ONSETS) + chance.choice(RIMES) for _ in range(chance.choice((1, 2, 2, 3))))
            for _ in range(size)
        }
        self.words = [*FUNCTION_WORDS, *sorted(invented, key=lambda word: (len(word), chance.random()))]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))

    def draw(self, count: int) -> list[str]:
        """Return so many words."""
        return self.chance.choices(self.words, cum_weights=self.weights, k=count)

    def sentence(self, names: Sequence[str] = ()) -> str:
        """Return a sentence of 8 to 26 words that may name somebody."""
        words = self.draw(self.chance.randint(8, 26))
        if names and self.chance.random() < 0.6:
            words.insert(self.chance.randrange(len(words)), self.chance.choice(names))
        words[0] = words[0].capitalize()
        return " ".join(words) + "."


def event(language: Language) -> Event:
    """Return the names, statements, background and day of an event."""
    chance = language.chance
    names = tuple(" ".join(word.capitalize() for word in language.draw(2)) for _ in range(6))
    speech = tuple(
        f"“{' '.join(language.draw(chance.randint(15, 40))).capitalize()},” {chance.choice(names)} said."
        for _ in range(3)
    )
    background = " ".join(language.sentence() for _ in range(chance.randint(1, 2)))
    return Event(names, speech, background, date(2031, 1, 1) + timedelta(chance.randrange(300)))


def original(about: Event, language: Language) -> Draft:
    """Return one reporter's account: own sentences, shared statements, shared background, a stock phrase."""
    chance = language.chance
    own: list[str] = []
    while sum(len(sentence.split()) for sentence in own) < WORDS:
        own.append(language.sentence(about.names))
    for shared in (*chance.sample(about.speech, 2), about.background, f"He {chance.choice(stop_phrases())}."):
        own.insert(chance.randint(1, len(own)), shared)
    credit = chance.choice((*AGENCIES, None, None, None))
    return Draft(tuple(own), credit, about.day)


def copy(source: Draft, language: Language, *, kind: str) -> Draft:
    """Return a copy of this kind."""
    sentences = list(source.sentences)
    if kind == CUT:
        sentences = _first_third(sentences)
    elif kind == "embedded":
        own = [language.sentence() for _ in range(2 * len(sentences))]
        place = language.chance.randint(0, len(own))
        sentences = [*own[:place], *sentences, *own[place:]]
    else:
        sentences = [_edited(sentence, language, share=EDITS[kind]) for sentence in sentences]
    return _published(source, sentences, language.chance)


def _published(source: Draft, sentences: Sequence[str], chance: random.Random) -> Draft:
    credit = source.credit if chance.random() < 0.3 else None
    printed = source.published_at + timedelta(chance.choice((-1, 0, 0, 1, 2))) if source.published_at else None
    return Draft(tuple(sentences), credit, printed if chance.random() < 0.8 else None)


def _edited(sentence: str, language: Language, *, share: float) -> str:
    edited: list[str] = []
    for word in sentence.split(" "):
        edit = language.chance.choice(("another", "more", "less")) if language.chance.random() < share else "none"
        edited += {"none": [word], "another": language.draw(1), "more": [word, *language.draw(1)], "less": []}[edit]
    return " ".join(edited)


def _first_third(sentences: Sequence[str]) -> list[str]:
    lengths = list(accumulate(len(sentence.split()) for sentence in sentences))
    return [sentence for sentence, end in zip(sentences, lengths, strict=True) if end <= lengths[-1] / 3]


def on_a_page(identifier: str, draft: Draft, language: Language) -> Article:
    """Return the article with its headline, dateline or footer, and the furniture of its site."""
    chance = language.chance
    headline = " ".join(language.draw(8)).capitalize()
    site = f"Valley Post {chance.randrange(SITES)}"
    furniture = "".join(part.format(site=site, headline=headline) for part in FURNITURE)
    paragraphs = "\n\n".join(" ".join(pair) for pair in _pairs(draft.sentences))
    head, foot = "", ""
    if draft.credit is not None:
        head, foot = chance.choice(
            (
                (f"QASR DELAN, March 3 ({draft.credit}) - ", ""),
                (f"By {draft.credit}\n\n", ""),
                ("", f"\n({draft.credit})"),
            )
        )
    text = f"{headline}\n\n{head}{paragraphs}{foot}\n\n{furniture}"
    return Article(id=identifier, text=text, published_at=draft.published_at)


def _pairs(sentences: Iterable[str]) -> Iterator[tuple[str, ...]]:
    remaining = iter(sentences)
    while pair := tuple(islice(remaining, 2)):
        yield pair


def corpus(count: int, language: Language, *, copies: int) -> Iterator[Article]:
    """Yield `count` originals, "<number>", each followed by copies of different kinds, "<number>/<kind>"."""
    about = event(language)
    for number in range(count):
        about = event(language) if number % COLLEAGUES == 0 else about
        draft = original(about, language)
        yield on_a_page(f"{number}", draft, language)
        for kind in language.chance.sample(KINDS, copies):
            yield on_a_page(f"{number}/{kind}", copy(draft, language, kind=kind), language)


def recall(traced: Sequence[Article], kind: str) -> float:
    """Return the share of the copies of this kind that are put into one origin group with their original."""
    group = {article.id: article.origin_group for article in traced}
    found = [
        one.origin_group is not None and one.origin_group == group[_source(one.id)] for one in _copies(traced, kind)
    ]
    return sum(found) / len(found)


def recall_by_resemblance(traced: Sequence[Article], kind: str) -> float:
    """Return the share of the copies of this kind whose runs resemble those of their original by `JACCARD`."""
    by_id = {article.id: article for article in traced}
    alike = [_resemblance(article, by_id[_source(article.id)]) >= JACCARD for article in _copies(traced, kind)]
    return sum(alike) / len(alike)


def _copies(articles: Iterable[Article], kind: str) -> list[Article]:
    return [article for article in articles if article.id.endswith(f"/{kind}")]


def _resemblance(left: Article, right: Article) -> float:
    one, other = (sketch(article).runs for article in (left, right))
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)


def false_pairs(traced: Iterable[Article]) -> list[str]:
    """Return the derivations between different originals' texts."""
    return [
        f"{article.id} <- {derivation.article_id} ({derivation.containment:.0%})"
        for article in traced
        for derivation in article.derived_from
        if _source(article.id) != _source(derivation.article_id)
    ]


def _source(article_id: str) -> str:
    return article_id.partition("/")[0]


def peak() -> float:
    """Return the most memory that was held so far, in MB."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 2**20 if sys.platform == "darwin" else used / 2**10


def main() -> None:
    """Build the articles, trace them, print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("originals", nargs="?", type=int, default=2000)
    parser.add_argument("--copies", type=int, default=1, choices=range(1, len(KINDS) + 1), help="of each original")
    arguments = parser.parse_args()
    articles = list(corpus(arguments.originals, Language(random.Random(1)), copies=arguments.copies))
    held, start = peak(), time.process_time()
    traced = trace(articles)
    seconds = time.process_time() - start
    print(f"{len(articles)} articles, {sum(len(one.text.split()) for one in articles) / len(articles):.0f} words each")
    print(f"{seconds:.1f} s of one core, {len(articles) / seconds:.0f} articles/s")
    print(f"{peak():.0f} MB at most, {held:.0f} MB before")
    print(f"{'':<16}{'lineage':>9}{f'Jaccard {JACCARD}':>14}")
    for kind in KINDS:
        print(f"{kind:<16}{recall(traced, kind):>9.1%}{recall_by_resemblance(traced, kind):>14.1%}")
    wrong = false_pairs(traced)
    briefs = sum(f"/{CUT}" in pair for pair in wrong)
    print(f"{len(wrong)} false pairs, {briefs} of them with a text cut to a third", *wrong[:10], sep="\n  ")


if __name__ == "__main__":
    main()
