"""Time and memory of scoring made-up events: python benchmarks/scoring.py [EVENTS].

Each gold event has five mentions; one predicted mention in ten is in a wrong event, and one toll in five is wrong.
Then as many articles, each with one mention of three claims and two participants, one number in five wrong.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Callable
from typing import TypeVar

from claimx.annotating.locating import locate
from claimx.gold import GoldArticle, GoldEvent
from claimx.scoring.bootstrap import score_units
from claimx.scoring.comparison import score_article
from claimx.scoring.events import score_events
from claimx.scoring.tallies import Tallies

Result = TypeVar("Result")
MENTIONS = 5
TYPES = ("bombing", "shooting", "shelling", "abduction")


def gold_events(count: int, chance: random.Random) -> list[GoldEvent]:
    """Return events with a type, a day, a city, tolls, a number of origins, and a disagreement in every third."""
    return [
        GoldEvent.model_validate(
            {
                "id": f"e{number}",
                "mentions": [f"a{number * MENTIONS + at}/m1" for at in range(MENTIONS)],
                "type": chance.choice(TYPES),
                "when": {"start": f"2031-{number % 12 + 1:02}-10", "end": f"2031-{number % 12 + 1:02}-10"},
                "where": {"city": f"Town {number % 997}"},
                "tolls": [{"kind": "killed", "low": number % 7, "high": number % 7 + number % 3}],
                "n_origins": number % 4 + 1,
                "disagreements": [{"field": "tolls.killed", "values": ["1", "2"]}] if number % 3 == 0 else [],
            }
        )
        for number in range(count)
    ]


def predicted_events(gold: list[GoldEvent], chance: random.Random) -> list[GoldEvent]:
    """Return the events with one mention in ten moved elsewhere and one toll in five altered."""
    held: list[list[str]] = [[] for _ in gold]
    for at, event in enumerate(gold):
        for mention in event.mentions:
            held[chance.randrange(len(gold)) if chance.random() < 0.1 else at].append(mention)
    events = []
    for event, mentions in zip(gold, held, strict=True):
        high = (event.tolls[0].high or 0) + (chance.random() < 0.2)
        toll = event.tolls[0].model_copy(update={"high": high})
        events.append(event.model_copy(update={"mentions": tuple(mentions), "tolls": (toll,)}))
    return [event for event in events if event.mentions]


TOLD = (
    "Police said three people died and two were hurt when a bomb went off in Town 7 on Monday. A council blamed rebels."
)


def gold_article(number: int, *, dead: int) -> GoldArticle:
    """Return an article with one mention."""
    police = {"text": "Police", "name": None, "kinds": ["police_security"], "anonymous": False, "chain": []}
    council = {"text": "A council", "name": None, "kinds": ["government"], "anonymous": False, "chain": []}
    said = {"cue": "said", "certainty": "CT", "polarity": "+", "quotes": [TOLD]}
    toll = {"type": "toll", "scope": "total", "speaker": police, "approximate": False, **said}
    mention = {
        "local_id": "m1",
        "label": "a bomb went off",
        "type": "bombing",
        "means": "planted_bomb",
        "prominence": "main",
        "realis": "actual",
        "when": {"text": "Monday", "start": "2031-03-10", "end": "2031-03-10"},
        "where": {"city": "Town 7", "country": None, "country_code": None},
        "participants": [
            {"name": "three people", "named": False, "kind": "civilians", "role": "victim"},
            {"name": "rebels", "named": False, "kind": "armed_group", "role": "associated"},
        ],
        "claims": [
            {**toll, "kind": "killed", "count": "three", "min": dead, "best": dead, "max": dead},
            {**toll, "kind": "injured", "count": "two", "min": 2, "best": 2, "max": 2},
            {**said, "type": "responsibility", "stance": "accuses", "accused": "rebels", "speaker": council},
        ],
        "relations": [],
        "quotes": [TOLD],
    }
    return locate(GoldArticle.model_validate({"article_id": f"a{number}", "mentions": [mention]}), TOLD)


def compared_articles(count: int, chance: random.Random) -> list[Tallies]:
    """Score articles against gold and return the tallies of each."""
    tallies = []
    for number in range(count):
        gold = gold_article(number, dead=3)
        predicted = gold_article(number, dead=4 if chance.random() < 0.2 else 3)
        tallies.append(score_article(predicted, gold).tallies)
    return tallies


def measured(name: str, step: Callable[[], Result]) -> Result:
    """Run a step and print its time and the peak of memory so far."""
    started = time.perf_counter()
    result = step()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(f"{name:<12} {time.perf_counter() - started:7.2f} s   peak {peak:6.0f} MB")
    return result


def main() -> None:
    """Score as many events as asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("events", nargs="?", type=int, default=10_000)
    count = parser.parse_args().events
    chance = random.Random(0)
    gold = gold_events(count, chance)
    predicted = predicted_events(gold, chance)
    aligned = {mention: mention for event in gold for mention in event.mentions}
    print(f"{len(gold)} gold events, {len(predicted)} predicted, {len(aligned)} mentions")
    compared = measured("comparing", lambda: score_events(predicted, gold, aligned=aligned))
    scores = measured("intervals", lambda: score_units(compared.units))
    articles = measured("articles", lambda: compared_articles(count, chance))
    scores += measured("intervals", lambda: score_units(articles))
    for score in scores:
        if score.level == "merging" or score.field in ("toll", "disagreement", "overall"):
            print(f"{score.level}.{score.field} {score.variety}: F1 {score.f1} [{score.low}, {score.high}]")


if __name__ == "__main__":
    main()
