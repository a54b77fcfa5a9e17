"""Names to draw from: any text, and words that the readings of names know, in any order."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = (
    "Tomas Irel Qasim Kassem Derani al-Derani Abu bin Nurad movement Free Valley Front FVF US the American forces "
    "Brigade 12 13 T. Mr. -led led by coalition (FVF) Нурад 新"
)
NAMES = st.one_of(st.text(), st.lists(st.sampled_from(_WORDS.split()), max_size=6).map(" ".join))
