"""Clusterings for tests."""

from __future__ import annotations

from hypothesis import strategies as st

Clustered = list[frozenset[str]]


def clustering(*clusters: str) -> Clustered:
    """Return clusters of letters: `clustering("abc", "de")`."""
    return [frozenset(cluster) for cluster in clusters]


def clusterings(things: str = "abcdefghij") -> st.SearchStrategy[Clustered]:
    """Any clustering of any of the things."""
    labels = st.dictionaries(st.sampled_from(things), st.integers(0, 5))
    return labels.map(
        lambda label_of: [
            frozenset(thing for thing in label_of if label_of[thing] == label) for label in sorted({*label_of.values()})
        ]
    )
