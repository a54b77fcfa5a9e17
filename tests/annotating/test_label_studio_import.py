"""What Label Studio exports is read in full, or the fault is told with its task and region."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.annotating.label_studio_import import import_tasks
from claimx.annotating.label_studio_tasks import export_tasks
from claimx.article import article_id
from claimx.errors import InputError
from claimx.gold import GoldArticle
from tests.annotating.label_studio import Json, article, exported, golds, returned

TEXT = "Two guards were killed in Qasr Delan, police said. A medic spoke of three <dead> & more."
ID = article_id(TEXT)


def region(id: str, label: str, exact: str, **value: Any) -> Json:  # noqa: A002 (as Label Studio has it)
    start = TEXT.index(exact)
    span = {"start": start, "end": start + len(exact), "text": exact, "labels": [label], **value}
    return {"id": id, "from_name": "words", "to_name": "text", "type": "labels", "value": span}


def answer(id: str, name: str, **value: Any) -> Json:  # noqa: A002 (as Label Studio has it)
    return {"id": id, "from_name": name, "to_name": "text", "type": next(iter(value)), "value": value}


def link(source: str, target: str, *labels: str, direction: str = "right") -> Json:
    ends = {"type": "relation", "from_id": source, "to_id": target, "direction": direction}
    return {**ends, "labels": list(labels)} if labels else ends


EVENT = region("e", "event", "killed")
TOLL = [region("t", "toll", "Two guards"), answer("t", "toll_kind", choices=["killed"]), link("t", "e")]
OTHER = [region("u", "toll", "three"), answer("u", "toll_kind", choices=["killed"]), link("u", "e")]


def task(*results: Json, **fields: Any) -> Json:
    data = {"article_id": ID, "text": TEXT}
    return exported({"data": data, "predictions": [{"result": list(results)}]}, **fields)


def read(*results: Json) -> Json:
    (gold,) = import_tasks([task(*results)])
    return gold.model_dump(mode="json")


def test_what_a_person_marks_by_hand() -> None:
    """Links may point either way, names are given where they are missing, and only what was marked is annotated."""
    told = read(EVENT, *TOLL[:2], link("e", "t"), region("s", "speaker", "police"), link("s", "t"))
    speaker = {"text": {"exact": "police", "start": TEXT.index("police")}}
    toll = {"speaker": speaker, "quotes": [{"exact": "Two guards", "start": 0}], "type": "toll", "kind": "killed"}
    label = {"exact": "killed", "start": TEXT.index("killed")}
    event = {"local_id": "m1", "label": label, "claims": [toll]}
    assert {"article_id": ID, "annotator": "ann@example.org", "mentions": [event]} == told


def test_confirmed_tolls_get_names() -> None:
    told = read(EVENT, *TOLL, *OTHER, link("t", "u", "confirms", direction="left"))
    first, second = told["mentions"][0]["claims"]
    assert ("c1", "c1") == (first["local_id"], second["confirms"])


def test_one_speaker_may_be_linked_to_two_claims() -> None:
    told = read(EVENT, *TOLL, *OTHER, region("s", "speaker", "police"), link("s", "t"), link("s", "u"))
    assert ["police"] * 2 == [claim["speaker"]["text"]["exact"] for claim in told["mentions"][0]["claims"]]


def test_everything_else_is_nothing() -> None:
    """One tick: no when, no where as a whole; of a speaker that is marked, the rest."""
    told = read(
        EVENT,
        answer("e", "nothing_event", choices=["everything else"]),
        *TOLL,
        answer("t", "nothing_toll", choices=["everything else"]),
        region("s", "speaker", "police"),
        link("s", "t"),
    )
    event = told["mentions"][0]
    assert (None, None, [], []) == (event["when"], event["type"], event["participants"], event["relations"])
    speaker = event["claims"][0]["speaker"]
    assert (None, [], None) == (speaker["name"], speaker["kinds"], speaker["anonymous"])


def test_numbers_and_days() -> None:
    told = read(EVENT, *TOLL, answer("t", "best", number=2.0), answer("e", "when_start", datetime="2031-05-06"))
    assert 2 == told["mentions"][0]["claims"][0]["best"]
    assert {"start": "2031-05-06"} == told["mentions"][0]["when"]


@pytest.mark.parametrize(
    ("results", "place"),
    [
        ([region("x", "casualty", "Two")], "region x: ['casualty'] is not one label"),
        ([region("x", "event", "Two", labels=["event", "toll"])], "region x: ['event', 'toll'] is not one label"),
        ([region("x", "event", "Two", labels=[])], "region x: [] is not one label"),
        ([region("x", "event", "Two", end=4000)], "region x: its offsets do not fit"),
        ([region("x", "event", "Two", start=-1)], "region x: its offsets do not fit"),
        ([region("x", "event", "Two", start=1, end=4)], "region x: its offsets do not fit"),
        ([region("x", "event", "Two", start=True)], "region x: its offsets do not fit"),
        ([EVENT, EVENT], "region e: 'words' is there twice"),
        ([EVENT, TOLL[0], TOLL[1]], "region t: toll belongs to nothing"),
        ([EVENT, region("s", "site", "Qasr Delan")], "region s: site belongs to nothing"),
        ([EVENT, *TOLL, region("s", "site", "Qasr Delan"), link("s", "t")], "region s: site cannot be of toll"),
        ([EVENT, *TOLL, *OTHER, link("t", "u")], "region t: toll cannot be of toll"),
        ([EVENT, TOLL[0], TOLL[2]], "region t: kind: Field required"),
        ([EVENT, *TOLL, link("t", "gone")], "region gone: a relation (t to gone) names it"),
        ([EVENT, *TOLL, link("t", "e", "denies")], "region t: its relation to e has a name"),
        ([EVENT, *TOLL, link("t", "e", "follows")], "region t: follows links two regions labelled event"),
        ([EVENT, *TOLL, *OTHER, link("t", "u", "confirms", direction="bi")], "region t: confirms has one direction"),
        ([EVENT, *TOLL, link("t", "e", direction="up")], "region t: its relation to e has no direction"),
        ([EVENT, answer("e", "mood", choices=["grim"])], "region e: the configuration of claimx has no control 'mood'"),
        ([EVENT, answer("e", "stance", choices=["denies"])], "region e: stance does not belong to a region labelled"),
        ([EVENT, answer("e", "type", choices=["picnic"])], "region e: type: {'choices': ['picnic']} is no answer"),
        ([EVENT, answer("e", "realis", choices=["actual", "future"])], "region e: realis: "),
        ([EVENT, answer("e", "when_start", datetime="May")], "region e: when_start: "),
        ([EVENT, *TOLL, answer("t", "best", number=2.5)], "region t: best: "),
        ([EVENT, *TOLL, answer("t", "best", number=float("nan"))], "region t: best: "),
        ([EVENT, *TOLL, answer("t", "best", number=True)], "region t: best: "),
        ([EVENT, answer("gone", "type", choices=["raid"])], "region gone: type is answered, but no words are marked"),
        (
            [EVENT, answer("e", "nothing_event", choices=["type"]), answer("e", "type", choices=["raid"])],
            "region e: type is ticked as not there, but it has a value",
        ),
        ([EVENT, answer("e", "nothing_event", choices=["when", "when.end"])], "region e: when is ticked as a whole"),
        (
            [
                EVENT,
                region("p", "city", "Qasr"),
                link("p", "e"),
                region("q", "city", "Qasr Delan"),
                link("q", "e"),
            ],
            "region q: city is marked twice",
        ),
        (
            [
                EVENT,
                answer("e", "local_id", text=["x"]),
                region("f", "event", "spoke"),
                answer("f", "local_id", text="x"),
            ],
            "region f: another one is called 'x'",
        ),
        ([{"id": "x", "type": "labels"}], "region x: it has no value"),
        (["words"], "its result holds something that is no object"),
    ],
)
def test_faults_name_task_and_region(results: list[Any], place: str) -> None:
    """Nothing is dropped: what cannot be read is an error that says where it is."""
    with pytest.raises(InputError) as caught:
        import_tasks([task(*results)])
    assert [line for line in str(caught.value).splitlines() if line.startswith(f"task 3: annotation 30: {place}")]


def test_all_faults_of_an_annotation_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        import_tasks([task(region("x", "mood", "Two"), EVENT, region("s", "site", "Qasr Delan"))])
    assert ["x", "s"] == [line.split("region ")[1][0] for line in str(caught.value).splitlines()]


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        "task",
        {"id": 3},
        {"id": 3, "data": {"text": TEXT}, "annotations": []},
        {"id": 3, "data": {"article_id": ID, "text": 5}, "annotations": []},
        {"id": 3, "data": {"article_id": ID, "text": TEXT}},
        {"id": 3, "data": {"article_id": ID, "text": TEXT}, "annotations": [7]},
        {"id": 3, "data": {"article_id": ID, "text": TEXT}, "annotations": [{"result": None}]},
        {"id": 3, "article_id": ID, "text": TEXT, "words": []},
    ],
)
def test_what_is_no_export_is_told(broken: object) -> None:
    """A malformed task costs itself, not the others."""
    skipped: list[InputError] = []
    assert 1 == len(import_tasks([broken, task(EVENT)], skipped=skipped.append))
    assert ["task 3" if isinstance(broken, dict) else "task number 1"] == [str(e).split(":")[0] for e in skipped]
    with pytest.raises(InputError):
        import_tasks([broken])


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@settings(deadline=None)
@given(golds(), st.data())
def test_a_damaged_export_is_read_or_told(drawn: tuple[GoldArticle, str], data: st.DataObject) -> None:
    """Whatever one value of a result is replaced with, there is gold or an InputError, never another error."""
    told, text = drawn
    export = returned(told, text)
    results: list[Json] = export["annotations"][0]["result"]
    if results:
        damaged = data.draw(st.sampled_from(results))
        holder = data.draw(st.sampled_from([damaged, *[v for v in damaged.values() if isinstance(v, dict)]]))
        holder[data.draw(st.sampled_from(sorted(holder)))] = data.draw(JSON)
    skipped: list[InputError] = []
    assert 1 == len(import_tasks([export], skipped=skipped.append)) + len(skipped)


def with_annotations(*annotations: Json) -> Json:
    return {**task(), "annotations": [{"id": n, "result": [], **each} for n, each in enumerate(annotations)]}


def test_the_latest_that_was_not_cancelled_counts() -> None:
    """Of one annotator; several annotators are several gold articles."""
    export = with_annotations(
        {"completed_by": 1, "updated_at": "2031-05-06T10:00:00Z", "result": [EVENT]},
        {"completed_by": 1, "updated_at": "2031-05-05T10:00:00Z"},
        {"completed_by": 1, "updated_at": "2031-05-07T10:00:00Z", "was_cancelled": True},
        {"completed_by": {"id": 2, "email": "bea@example.org"}},
    )
    read = import_tasks([export], annotators={"1": "Ann"})
    assert {("Ann", 1), ("bea@example.org", 0)} == {(gold.annotator, len(gold.mentions)) for gold in read}


def test_an_article_annotated_in_two_tasks_is_told() -> None:
    again = {**task(EVENT), "id": 4}
    with pytest.raises(InputError, match="task 4: annotation 30: task 3 has this annotator's annotation"):
        import_tasks([task(EVENT), again])


def test_a_changed_text_is_told() -> None:
    """Offsets mean nothing on another text."""
    with pytest.raises(InputError, match="task 3: its text is not that of article"):
        import_tasks([task(EVENT)], texts={ID: TEXT + " "})
    assert 1 == len(import_tasks([task(EVENT)], texts={ID: TEXT}))


def test_line_ends_in_a_regions_words() -> None:
    """Label Studio writes a line end inside a region's words as a backslash and an n; the offsets count."""
    marked = region("e", "event", "killed in")
    marked["value"]["text"] = "killed\\nin"
    assert "killed in" == read(marked)["mentions"][0]["label"]["exact"]


def test_a_large_article() -> None:
    """A hundred thousand words and a thousand claims are read in one pass."""
    text = "Two guards were killed. " * 25_000
    claims = [{"type": "statement", "quotes": [{"exact": "Two", "start": 24 * n}]} for n in range(1_000)]
    told = GoldArticle.model_validate(
        {"article_id": article_id(text), "mentions": [{"local_id": "m1", "claims": claims}]}
    )
    (read,) = import_tasks([returned(told, text)])
    assert told.mentions[0].claims == read.mentions[0].claims


@pytest.mark.parametrize(
    ("mention", "message"),
    [
        ({"label": "killed"}, "mentions.0: the words 'killed' are not at None; locate them first"),
        ({"label": {"exact": "killed", "start": 3}}, "are not at 3"),
        ({"label": {"exact": "", "start": 3}}, "the words '' are not at 3"),
        ({"label": {"exact": "more.", "start": -5}}, "are not at -5"),
        ({"relations": [{"kind": "follows", "to": "m9"}]}, "m1.relations: nothing here is called 'm9'"),
        ({"claims": [{"type": "toll", "kind": "killed", "confirms": "c9"}]}, "nothing here is called 'c9'"),
        ({"local_id": ""}, "mentions: an empty local_id"),
        ({"claims": [{"type": "statement", "local_id": "c1"}] * 2}, "two are called 'c1'"),
        ({"claims": [{"type": "toll", "kind": []}]}, "mentions.0.claims.0.kind: an empty list of right values"),
    ],
)
def test_a_draft_that_does_not_fit_is_told(mention: Json, message: str) -> None:
    draft = GoldArticle.model_validate({"article_id": ID, "mentions": [{"local_id": "m1", **mention}]})
    with pytest.raises(InputError) as caught:
        export_tasks([article(TEXT)], {ID: draft})
    assert message in str(caught.value)
    assert str(caught.value).startswith(ID)


def test_a_draft_without_its_article_is_told() -> None:
    with pytest.raises(InputError, match=f"{ID}: a draft without its article"):
        export_tasks([], {ID: GoldArticle(article_id=ID, mentions=())})


def test_an_article_without_a_draft_is_a_task_without_a_prediction() -> None:
    """What is not known of the article is left out."""
    (task,) = export_tasks([article(TEXT, title="A <title> & more")], {})
    assert {"data": {"article_id": ID, "text": TEXT, "title": "A <title> & more"}, "predictions": []} == task


def test_an_article_without_words_cannot_be_marked() -> None:
    blank = article(" \n")
    draft = GoldArticle.model_validate({"article_id": blank.id, "mentions": [{"local_id": "m1"}]})
    with pytest.raises(InputError, match="there is no word to mark"):
        export_tasks([blank], {blank.id: draft})
