"""Merging without a model: what many systems of 1992 answered on one set of documents, merged by claimx's rules.

    python benchmarks/muc4_sources.py KEYS RESPONSES [--best 8] [--described-victims]

KEYS: lines `{"docid", "text", "templates"}`; RESPONSES: lines of one template each, with `system` and `official_f`
(see `claimx.template`). Prints precision, recall and F1 of CEAF-RME, in percent, with the 95 % interval of F1 over
documents: for each system; for a plain vote, which counts strings by incident type and knows no events; for all
strings of all systems; and for claimx with its quorum and with others.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from claimx.converting.muc4_corroborating import corroborate, quorum_of
from claimx.converting.muc4_merged import templates_of_events
from claimx.converting.muc4_sources import draft_sources
from claimx.lines import read_lines
from claimx.merging import merge
from claimx.scores import Score
from claimx.scoring.bootstrap import score_units
from claimx.scoring.muc4 import PHIS, SLOT_OF, fold_string, score_muc4
from claimx.template import Key, Response, Slot, Template, write_strings

Templates: TypeAlias = dict[str, list[Template]]
"""By docid."""

VOTES: Final = 2
QUORUMS: Final = (1, 2, 3, 4, 5)
STRINGS: Final[tuple[Slot, ...]] = (*SLOT_OF.values(), "hum_desc")


def merge_sources(responses: Iterable[Response], *, quorum: Callable[[int], int] = quorum_of) -> Templates:
    """Return the merged templates of each document; `quorum` is given the number of sources that answered on it."""
    return {docid: _merged(docid, answers, quorum) for docid, answers in _by_document(responses).items()}


def _merged(docid: str, responses: Sequence[Response], quorum: Callable[[int], int]) -> list[Template]:
    sources = draft_sources(responses)
    needed = quorum(len(sources.articles))
    mentions = corroborate(sources.mentions, quorum=needed)
    events = merge(mentions, articles=sources.articles)
    return templates_of_events(docid, events, mentions=mentions, quorum=needed)


def vote(responses: Iterable[Response], *, votes: int) -> Templates:
    """Return, for each document and incident type, one template of the strings that so many systems give."""
    return {docid: _voted(docid, answers, votes) for docid, answers in _by_document(responses).items()}


def _voted(docid: str, responses: Iterable[Response], votes: int) -> list[Template]:
    voters: defaultdict[tuple[str, Slot, str], set[str]] = defaultdict(set)
    for answer in responses:
        for kind in (words for fill in answer.type[:1] for words in fill.alternatives[:1]):
            for slot, words in _strings(answer):
                voters[kind, slot, words].add(answer.system)
    elected: defaultdict[str, defaultdict[Slot, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, slot, words in sorted(key for key in voters if len(voters[key]) >= votes):
        elected[kind][slot].append(write_strings([words]))
    return [
        Template.model_validate({"docid": docid, "template": (str(number),), "type": (kind,), **elected[kind]})
        for number, kind in enumerate(sorted(elected), start=1)
    ]


def _strings(answer: Response) -> Iterable[tuple[Slot, str]]:
    for slot in STRINGS:
        for fill in answer.fills(slot):
            if slot != "hum_desc" or not fill.refers_to:
                yield from ((slot, fold_string(words)) for words in fill.alternatives)


def _by_document(responses: Iterable[Response]) -> dict[str, list[Response]]:
    documents: defaultdict[str, list[Response]] = defaultdict(list)
    for answer in responses:
        documents[answer.docid].append(answer)
    return dict(sorted(documents.items()))


def _fixed(_: int, *, quorum: int) -> int:
    return quorum


# Printing


def _row(name: str, predicted: Mapping[str, Sequence[Template]], keys: Templates, *, described_victims: bool) -> str:
    tallies = score_muc4(predicted, keys, described_victims=described_victims)
    scores = {score.field: score for score in score_units(list(tallies.values()))}
    return f"{name:<28}" + "".join(f"   {_cell(scores[f'muc4.{phi}'])}" for phi in PHIS)


def _cell(score: Score) -> str:
    rates = (score.precision, score.recall, score.f1, score.low, score.high)
    precision, recall, f1, low, high = (100 * (rate or 0.0) for rate in rates)
    return f"{precision:5.1f} {recall:5.1f} {f1:5.1f} [{low:4.1f}, {high:4.1f}]"


def _predictions(by_system: Mapping[str, list[Response]], ranked: Sequence[str], best: int) -> dict[str, Templates]:
    everybody = [answer for system in ranked for answer in by_system[system]]
    elite = [answer for system in ranked[:best] for answer in by_system[system]]
    rows: dict[str, Templates] = {
        system: {docid: list(answers) for docid, answers in _by_document(by_system[system]).items()}
        for system in ranked
    }
    rows[f"vote of {VOTES}, best {best}"] = vote(elite, votes=VOTES)
    rows[f"vote of {VOTES}, all {len(ranked)}"] = vote(everybody, votes=VOTES)
    rows[f"union, all {len(ranked)}"] = vote(everybody, votes=1)
    for name, answers in ((f"best {best}", elite), (f"all {len(ranked)}", everybody)):
        rows[f"claimx, {name}"] = merge_sources(answers)
        for quorum in QUORUMS:
            rows[f"  quorum {quorum}, {name}"] = merge_sources(answers, quorum=partial(_fixed, quorum=quorum))
    return rows


def main() -> None:
    """Read both files and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("keys", type=Path)
    parser.add_argument("responses", type=Path)
    parser.add_argument("--best", type=int, default=8, help="how many systems, by their official F")
    parser.add_argument("--described-victims", action="store_true", help="count victims without a name as well")
    arguments = parser.parse_args()
    keys = {key.docid: list(key.templates) for key in read_lines(arguments.keys, Key)}
    by_system: defaultdict[str, list[Response]] = defaultdict(list)
    for answer in read_lines(arguments.responses, Response):
        by_system[answer.system].append(answer)
    official = Counter({system: answers[0].official_f or 0.0 for system, answers in by_system.items()})
    ranked = sorted(official, key=lambda system: (-official[system], system))
    print(f"{'':<28}   {'φ3: P, R, F1':<27}   φ-subset: P, R, F1")
    for name, predicted in _predictions(by_system, ranked, arguments.best).items():
        print(_row(name, predicted, keys, described_victims=arguments.described_victims))


if __name__ == "__main__":
    main()
