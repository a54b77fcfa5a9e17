"""The results table of the README: the five seed articles, replayed from recorded answers, against their gold.

Run by `make results`, which replays them into `out` first: python benchmarks/results.py [RUN] [GOLD]
"""

from __future__ import annotations

import sys

from claimx.evaluation import score
from claimx.exporting.terminal_scores import markdown_scores
from claimx.labels import read_labels

ROWS = (
    "mentions.event",
    "mentions.type",
    "mentions.when",
    "mentions.where.city",
    "mentions.participants",
    "mentions.overall",
    "claims.toll",
    "claims.responsibility",
    "claims.statement",
    "claims.speaker",
    "claims.toll.value",
    "claims.overall",
    "merging.b_cubed",
    "merging.ceaf_e",
    "merging.lea",
    "merging.pairwise",
    "merging.exact",
    "events.toll",
    "events.n_origins",
    "events.disagreement",
)
"""The rows shown; `claimx score` prints all."""


def table(run: str, gold: str) -> str:
    """Return the table in Markdown."""
    return markdown_scores(score(read_labels(run), read_labels(gold)), fields=ROWS)


if __name__ == "__main__":
    print(table(*(sys.argv[1:] or ("out", "seeds/gold"))))
