"""Gold articles for the tests of scoring: written as people write them, and drawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, TypeAlias

from hypothesis import strategies as st

from claimx.gold import GoldArticle

Fields: TypeAlias = Mapping[str, Any]


def article(*mentions: Fields) -> GoldArticle:
    """Write an article; each mention gets a name by its place unless it has one."""
    named = [{"local_id": f"m{at}", **mention} for at, mention in enumerate(mentions, start=1)]
    return GoldArticle.model_validate({"article_id": "a", "mentions": named})


def told(start: int, *, length: int = 100, **fields: Any) -> Fields:
    """Write a mention with one quote at an offset."""
    return {"quotes": [at(start, length=length)], **fields}


def at(start: int, *, length: int = 100) -> Fields:
    """Write a quote of some characters at an offset."""
    return {"exact": "x" * length, "start": start}


def toll(number: int | None = 2, **fields: Any) -> Fields:
    """Write a toll of killed with one number, in the article's own voice."""
    numbers = {"min": number, "best": number, "max": number}
    return {"type": "toll", "kind": "killed", "speaker": None, "scope": "total", **numbers, **fields}


def responsibility(stance: str = "accuses", accused: str | None = "Free Valley Front", **fields: Any) -> Fields:
    """Write a claim of responsibility in the article's own voice."""
    claim = {"type": "responsibility", "stance": stance, "accused": accused, "speaker": None, "polarity": "+"}
    return {**claim, **fields}


def said_by(text: str | None, **fields: Any) -> Fields:
    """Write a speaker."""
    return {"speaker": {"text": text, **fields}}


# Drawn: every field is annotated

_NAMES = ("Tomas Irel", "Irel", "Free Valley Front", "Kadin", "the northern city of Kadin", "Qasr Delan")
_WORDS = st.builds(lambda exact, start: {"exact": exact, "start": start}, st.sampled_from(_NAMES), st.integers(0, 400))
_MAYBE = st.none() | _WORDS
_QUOTES = st.lists(st.builds(at, st.integers(0, 400), length=st.integers(1, 150)), min_size=1, max_size=2)
_SPEAKERS = st.none() | st.fixed_dictionaries(
    {
        "text": _MAYBE,
        "name": _MAYBE,
        "kinds": st.lists(st.sampled_from(["police_security", "medical", "other"]), max_size=2, unique=True),
        "anonymous": st.booleans(),
        "chain": st.lists(_WORDS, max_size=2),
    }
)
_ATTRIBUTED: Fields = {
    "speaker": _SPEAKERS,
    "cue": _MAYBE,
    "certainty": st.sampled_from([None, "CT", "PS"]),
    "polarity": st.sampled_from(["+", "-"]),
    "quotes": _QUOTES,
}
_NUMBERS = st.none() | st.integers(0, 3)
_CLAIMS = st.one_of(
    st.fixed_dictionaries({"type": st.just("statement"), **_ATTRIBUTED}),
    st.fixed_dictionaries(
        {
            "type": st.just("responsibility"),
            "stance": st.sampled_from(["accuses", "denies"]),
            "accused": _MAYBE,
            **_ATTRIBUTED,
        }
    ),
    st.fixed_dictionaries(
        {
            "type": st.just("toll"),
            "kind": st.sampled_from(["killed", "injured", ["killed", "missing"]]),
            "count": _MAYBE,
            "min": _NUMBERS,
            "best": _NUMBERS,
            "max": _NUMBERS,
            "approximate": st.booleans(),
            "who": _MAYBE,
            "scope": st.sampled_from([None, "total", "additional"]),
            "confirms": st.none(),
            **_ATTRIBUTED,
        }
    ),
)
_PARTICIPANTS = st.fixed_dictionaries(
    {
        "name": _WORDS,
        "named": st.booleans(),
        "kind": st.sampled_from(["person", "armed_group", None]),
        "role": st.sampled_from(["victim", "actor", None]),
        "title": _MAYBE,
        "affiliation": _MAYBE,
        "also_known_as": st.lists(_WORDS, max_size=2),
    }
)
_DAYS = st.builds(lambda days: str(date(2024, 1, 1) + timedelta(days=days)), st.integers(0, 4))
_MENTIONS = st.fixed_dictionaries(
    {
        "label": _MAYBE,
        "type": st.sampled_from(["air_strike", "shelling", "protest", ["raid", "arrest"]]),
        "means": st.sampled_from([None, "rocket", "mine"]),
        "prominence": st.sampled_from(["main", "background"]),
        "realis": st.sampled_from(["actual", "future"]),
        "when": st.none() | st.fixed_dictionaries({"text": _MAYBE, "start": _DAYS, "end": _DAYS}),
        "where": st.none()
        | st.fixed_dictionaries(
            {
                "site": _MAYBE,
                "city": _MAYBE,
                "admin1": _MAYBE,
                "country": _MAYBE,
                "country_code": st.sampled_from([None, "CL", "NO"]),
            }
        ),
        "participants": st.lists(_PARTICIPANTS, max_size=3),
        "claims": st.lists(_CLAIMS, max_size=3),
        "relations": st.lists(
            st.fixed_dictionaries({"kind": st.just("follows"), "to": st.sampled_from(["m1", "m2", "m9"])}), max_size=2
        ),
        "quotes": _QUOTES,
    }
)
ARTICLES = st.builds(lambda mentions: article(*mentions), st.lists(_MENTIONS, max_size=3))
