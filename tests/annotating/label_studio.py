"""Gold on invented articles, the checks of Label Studio's own package, and an export as an annotator leaves it."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, get_args

import pytest
from hypothesis import strategies as st
from pydantic.warnings import PydanticDeprecatedSince20

from claimx.annotating.label_studio_config import config
from claimx.annotating.label_studio_tasks import export_tasks
from claimx.article import Article, article_id
from claimx.claim import Certainty, Polarity, SpeakerKind, StanceKind, TollKind, TollScope
from claimx.gold import GoldArticle
from claimx.mention import ParticipantKind, ParticipantRole, RelationKind
from claimx.taxonomy import EventType, Means

Json = dict[str, Any]

TEXTS = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("🚨👩🏽‍🚒é<&>\"'\n\r\t\x00\x07\u2028 ab")),
    min_size=1,
    max_size=60,
).filter(lambda text: bool(text.strip()))
"""Texts with emoji, with what XML escapes, and with control characters."""
BOOLEANS = st.booleans()
LINES = st.text(st.characters(codec="utf-8"), max_size=8)


def article(text: str, **fields: Any) -> Article:
    return Article(id=article_id(text), text=text, **fields)


@cache
def interface() -> Any:
    """Return Label Studio's own reading of the configuration."""
    if importlib.util.find_spec("label_studio_sdk") is None:
        pytest.skip("label-studio-sdk is not installed")
    with warnings.catch_warnings():
        # label-studio-sdk 2.0 still declares validators and settings as pydantic 1 did; that is not ours to mend.
        warnings.filterwarnings("ignore", category=PydanticDeprecatedSince20)
        module = importlib.import_module("label_studio_sdk.label_interface")
    return module.LabelInterface(config())


def exported(task: Mapping[str, Any], *, annotator: str | None = "ann@example.org", **fields: Any) -> Json:
    """Return a task as Label Studio exports it after somebody accepted its prediction."""
    by = None if annotator is None else {"id": 7, "email": annotator}
    results = [result for prediction in task["predictions"] for result in prediction["result"]]
    annotation = {"id": 30, "completed_by": by, "was_cancelled": False, "result": results, **fields}
    return {"id": 3, "data": task["data"], "annotations": [annotation], "predictions": task["predictions"]}


def returned(gold: GoldArticle, text: str) -> Json:
    """Return the export of an article whose annotator changed nothing."""
    (task,) = export_tasks([article(text)], {gold.article_id: gold})
    return exported(task, annotator=gold.annotator)


def one_of(values: Sequence[str]) -> st.SearchStrategy[object]:
    several = st.lists(st.sampled_from(values), min_size=2, max_size=3, unique=True)
    return st.one_of(st.sampled_from(values), several)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """Return records of which any field may be missing."""
    return st.fixed_dictionaries({}, optional=fields)


def or_none(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def _words(text: str) -> st.SearchStrategy[Json]:
    places = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12))
    also = st.lists(LINES, min_size=1, max_size=2)
    return st.builds(
        lambda place, more: {"exact": text[place[0] : sum(place)], "start": place[0], **more}, places, some(also=also)
    )


def _claims(text: str) -> st.SearchStrategy[Json]:
    words = _words(text)
    several = st.lists(words, max_size=2)
    speaker = some(
        text=or_none(words),
        name=or_none(words),
        kinds=st.lists(st.sampled_from(get_args(SpeakerKind)), unique=True, max_size=2),
        anonymous=or_none(BOOLEANS),
        chain=several,
    )
    shared: dict[str, st.SearchStrategy[Any]] = {
        "optional": st.just(True),
        "speaker": or_none(speaker),
        "cue": or_none(words),
        "certainty": or_none(st.sampled_from(get_args(Certainty))),
        "polarity": or_none(st.sampled_from(get_args(Polarity))),
        "quotes": several,
    }
    numbers = or_none(st.integers(0, 10**6))
    toll = {
        "count": or_none(words),
        "min": numbers,
        "best": numbers,
        "max": numbers,
        "approximate": or_none(BOOLEANS),
        "who": or_none(words),
        "scope": or_none(st.sampled_from(get_args(TollScope))),
        "confirms": st.none(),
        "parts": st.just([]),
    }
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("toll"), "kind": one_of(get_args(TollKind))}, optional=shared | toll),
        st.fixed_dictionaries(
            {"type": st.just("responsibility"), "stance": st.sampled_from(get_args(StanceKind))},
            optional=shared | {"accused": or_none(words)},
        ),
        st.fixed_dictionaries({"type": st.just("statement")}, optional=shared),
    )


def _mentions(text: str) -> st.SearchStrategy[Json]:
    words = _words(text)
    days = or_none(st.dates(date(1000, 1, 1)).map(date.isoformat))
    places = {level: or_none(words) for level in ("site", "city", "admin1", "country")}
    participant = st.fixed_dictionaries(
        {"name": words},
        optional={
            "optional": st.just(True),
            "named": or_none(BOOLEANS),
            "kind": or_none(one_of(get_args(ParticipantKind))),
            "role": or_none(one_of(get_args(ParticipantRole))),
            "title": or_none(words),
            "affiliation": or_none(words),
            "also_known_as": st.lists(words, max_size=2),
        },
    )
    return some(
        optional=st.just(True),
        label=or_none(words),
        type=or_none(one_of(get_args(EventType))),
        means=or_none(one_of(get_args(Means))),
        prominence=or_none(st.sampled_from(("main", "background"))),
        realis=or_none(st.sampled_from(("actual", "future", "hypothetical", "negated"))),
        when=or_none(some(text=or_none(words), start=days, end=days)),
        where=or_none(some(country_code=or_none(st.sampled_from(("FR", "KE", ""))), **places)),
        participants=st.lists(participant, max_size=2),
        claims=st.lists(_claims(text), max_size=3),
        quotes=st.lists(words, max_size=2),
    )


@st.composite
def golds(draw: st.DrawFn) -> tuple[GoldArticle, str]:
    """Draw a gold article in the form that the round trip keeps, and its text."""
    text = draw(TEXTS)
    mentions = draw(st.lists(_mentions(text), max_size=3))
    for number, mention in enumerate(mentions):
        mention["local_id"] = f"event {number}"
        _confirm(draw, mention.get("claims", []))
    for mention in mentions:
        if draw(BOOLEANS):
            mention["relations"] = _relations(draw, len(mentions))
    told: Json = {"article_id": article_id(text), "mentions": mentions}
    told |= draw(some(annotator=LINES, note=LINES))
    return GoldArticle.model_validate(told), text


def _confirm(draw: st.DrawFn, claims: list[Json]) -> None:
    for number, claim in enumerate(claims):
        if draw(BOOLEANS):
            claim["local_id"] = f"claim {number}"
    tolls = [claim["local_id"] for claim in claims if claim["type"] == "toll" and "local_id" in claim]
    for claim in claims:
        if claim["type"] == "toll" and tolls:
            claim["confirms"] = draw(or_none(st.sampled_from(tolls)))
            if claim["confirms"] is None:
                claim["parts"] = draw(st.lists(st.sampled_from(tolls), unique=True))


def _relations(draw: st.DrawFn, count: int) -> list[Json]:
    kinds = st.lists(st.sampled_from(get_args(RelationKind)), min_size=1, max_size=2, unique=True)
    targets = draw(st.lists(st.integers(0, count - 1), max_size=2, unique=True))
    return [{"kind": kind, "to": f"event {target}"} for target in targets for kind in draw(kinds)]
