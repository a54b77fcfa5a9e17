"""Gold goes to Label Studio and comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from claimx.annotating.label_studio_fields import REST
from claimx.annotating.label_studio_import import import_tasks
from claimx.annotating.label_studio_tasks import export_tasks
from claimx.article import article_id
from claimx.gold import GoldArticle
from tests.annotating.label_studio import article, golds, interface, returned

TEXT = "🚨 Two guards were killed in Qasr Delan on Monday, police said. 👩🏽‍🚒 A medic confirmed it."
ID = article_id(TEXT)


EMPTY: dict[str, Any] = {
    **dict.fromkeys(("type", "means", "prominence", "realis", "when", "where")),
    **dict.fromkeys(("participants", "claims", "relations", "quotes"), ()),
}
NOWHERE: dict[str, Any] = dict.fromkeys(("site", "admin1", "country", "country_code"))


@pytest.fixture(scope="module")
def sdk() -> Any:
    """Label Studio's own reading of the configuration."""
    return interface()


def predictions(task: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = task["predictions"]
    assert found
    return found


def words(exact: str, **more: Any) -> dict[str, Any]:
    return {"exact": exact, "start": TEXT.index(exact), **more}


def gold(*mentions: dict[str, Any], **fields: Any) -> GoldArticle:
    return GoldArticle.model_validate({"article_id": ID, "mentions": mentions, **fields})


def back(told: GoldArticle) -> GoldArticle:
    (read,) = import_tasks([returned(told, TEXT)])
    return read


@settings(deadline=None)
@given(golds())
def test_what_goes_out_comes_back(drawn: tuple[GoldArticle, str]) -> None:
    """Every field, empty, filled or not annotated, survives the trip, JSON included."""
    told, text = drawn
    (read,) = import_tasks(json.loads(json.dumps([returned(told, text)])))
    assert told.to_line() == read.to_line()


@settings(deadline=None)
@given(golds())
def test_label_studio_accepts_what_is_exported(sdk: Any, drawn: tuple[GoldArticle, str]) -> None:
    """The package's own checks find nothing wrong with the tasks, predictions and annotations."""
    told, text = drawn
    (task,) = export_tasks([article(text)], {told.article_id: told})
    # With predictions in it, the package's validate_task (2.0.19) calls its own check without an argument.
    assert sdk.validate_task({"data": task["data"]})
    for prediction in predictions(task):
        assert [] == sdk.validate_prediction(prediction, return_errors=True)
    assert sdk.validate_annotation(returned(told, text)["annotations"][0])


@settings(deadline=None)
@given(golds())
def test_the_same_gold_is_drawn_the_same(drawn: tuple[GoldArticle, str]) -> None:
    """Ids derive from the content, and no two regions share one."""
    told, text = drawn
    first, again = (export_tasks([article(text)], {told.article_id: told}) for _ in range(2))
    assert first == again
    results = returned(told, text)["annotations"][0]["result"]
    regions = [result["id"] for result in results if result.get("from_name") == "words"]
    assert len(regions) == len(set(regions))


def test_offsets_count_code_points() -> None:
    """Words after an emoji stand where Python finds them, not where a browser does."""
    told = gold({"local_id": "m1", "label": words("killed")})
    (region, *_) = returned(told, TEXT)["annotations"][0]["result"]
    value = region["value"]
    assert "killed" == TEXT[value["start"] : value["end"]]
    assert value["start"] + 1 == len(TEXT[: value["start"]].encode("utf-16-le")) // 2


@pytest.mark.parametrize(
    ("told", "comes_back"),
    [
        ({"optional": False}, {}),
        ({"claims": [{"type": "statement", "local_id": None}]}, {"claims": [{"type": "statement"}]}),
        ({"label": words("guards", also=[])}, {"label": words("guards")}),
        ({"type": ["raid"]}, {"type": "raid"}),
    ],
    ids=["optional: false", "a null name of a claim", "also: nothing", "a list of one right value"],
)
def test_what_says_nothing_is_not_kept(told: dict[str, Any], comes_back: dict[str, Any]) -> None:
    """What leaves the meaning as it is comes back in its shortest form."""
    assert gold({"local_id": "m1", **comes_back}).to_line() == back(gold({"local_id": "m1", **told})).to_line()


def test_relations_come_back_by_target_each_once() -> None:
    """Label Studio has one arrow between two regions, so relations are grouped by where they point."""
    pairs = [("m2", "follows"), ("m3", "follows"), ("m2", "part_of"), ("m2", "follows")]
    relations = [{"kind": kind, "to": to} for to, kind in pairs]
    read = back(gold({"local_id": "m1", "relations": relations}, {"local_id": "m2"}, {"local_id": "m3"}))
    found = [(relation.to, relation.kind) for relation in read.mentions[0].relations]
    assert [("m2", "follows"), ("m2", "part_of"), ("m3", "follows")] == found


def test_what_has_nothing_else_is_ticked_once() -> None:
    """Where all that is empty was looked for, one tick says so, and a person who adds a region unticks nothing."""
    empty: dict[str, Any] = dict.fromkeys(("affiliation", "named", "kind", "role"))
    participant = {"name": words("medic"), "title": words("medic"), "also_known_as": [], **empty}
    results = returned(gold({"local_id": "m1", "participants": [participant]}), TEXT)["annotations"][0]["result"]
    assert [[REST]] == [r["value"]["choices"] for r in results if r.get("from_name") == "nothing_participant"]


@pytest.mark.parametrize(
    ("event", "ticks"),
    [
        ({"label": None}, ["label"]),
        ({}, ["these words only mark the place"]),
        ({"label": words("killed"), "when": {}}, ["when: not described"]),
        ({"label": words("killed"), "where": {"site": None}}, ["where.site"]),
        ({"label": words("killed"), "claims": []}, ["claims"]),
        (EMPTY | {"label": words("killed")}, [REST]),
        (EMPTY | {"label": None}, [REST, "label"]),
        (EMPTY, [REST, "these words only mark the place"]),
        (EMPTY | {"label": words("killed"), "where": {"city": words("Qasr Delan")} | NOWHERE}, [REST]),
        (EMPTY | {"label": words("killed"), "when": {}}, [REST, "when: not described"]),
    ],
)
def test_what_is_ticked(event: dict[str, Any], ticks: list[str]) -> None:
    """Nothing there, not annotated and not described are three things, and all come back."""
    told = gold({"local_id": "m1", **event})
    results = returned(told, TEXT)["annotations"][0]["result"]
    assert [ticks] == [r["value"]["choices"] for r in results if r.get("from_name") == "nothing_event"]
    assert told.to_line() == back(told).to_line()


def test_an_article_without_events_is_gold() -> None:
    """No region at all says that the article tells no event."""
    assert gold(annotator="ann", note="no event").to_line() == back(gold(annotator="ann", note="no event")).to_line()
