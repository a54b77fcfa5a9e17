"""Checking: every fault of a file of gold, with its line, its field and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.annotating.checking import check_articles, check_events, read_gold_articles, read_gold_events
from claimx.errors import InputError
from tests.annotating.words import TEXT, gold, lines, mention, messages, toll

TEXTS = {"a1": TEXT, "a2": TEXT}
FIRST = "Two farmers were killed in Qasr Delan on Monday, police said."


def article(*mentions: object, article_id: str = "a1", **fields: object) -> dict[str, object]:
    """Return a line of gold mentions."""
    return {"article_id": article_id, "mentions": mentions, **fields}


def of_articles(*records: object, checked: bool = True) -> list[str]:
    """Return the faults of a file of gold mentions, with or without the articles beside it."""
    return messages(check_articles(lines(*records), name="gold.jsonl", texts=TEXTS if checked else None))


def of_events(*records: object, mentions: tuple[str, ...] | None = None) -> list[str]:
    """Return the faults of a file of gold events."""
    return messages(check_events(lines(*records), name="events.jsonl", mentions=mentions))


FULL = mention(
    toll(
        local_id="c1",
        speaker={"text": "police", "kinds": ["police_security"], "anonymous": True},
        cue="said",
        count="Two",
        min=2,
        best=2,
        max=2,
        who={"exact": "farmers", "also": ["Two farmers"]},
        quotes=[FIRST],
    ),
    toll(local_id="c2", confirms="c1", speaker={"text": "A doctor"}, quotes=["A doctor said two were killed"]),
    {"type": "responsibility", "stance": "accuses", "accused": "the Free Valley Front"},
    {"type": "statement"},
    type=["shooting", "attack"],
    means=None,
    when={"text": "Monday", "start": "2024-03-04", "end": "2024-03-04"},
    where={"city": "Qasr Delan", "country_code": "CL"},
    participants=[{"name": "police", "kind": ["state_force", "government"], "role": "associated"}],
    relations=[{"kind": "follows", "to": "m2"}],
    quotes=[FIRST],
)


def test_good_gold_has_no_faults() -> None:
    """With the articles and without them; blank lines are passed over."""
    records = (article(FULL, mention(local_id="m2", optional=True)), b"  \n", article(article_id="a2"))
    assert of_articles(*records) == []
    assert of_articles(*records, checked=False) == []


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(
            b'{"article_id": ', "no JSON from column 16 on (Expecting value); write one object to a line", id="cut"
        ),
        pytest.param(b"\xff{}", "no UTF-8 from byte 1 on; save the file as UTF-8", id="encoding"),
        pytest.param(b"[" * 100_000, "no gold: nested too deeply; write one object to a line", id="nested"),
        pytest.param(b"[1]", "[1] is no record; write one object to a line", id="list"),
        pytest.param(
            b'{"article_id": "a1", "mentions": [], "mentions": []}',
            "no gold: the field 'mentions' is written twice in one object; keep one of them",
            id="twice",
        ),
        pytest.param(
            b'{"id": "e1", "mentions": ["a1/m1"]}',
            "this is a line of gold events, in a file of gold mentions; check it as events",
            id="an event",
        ),
    ],
)
def test_lines_that_are_no_gold(line: bytes, expected: str) -> None:
    """What cannot be read at all costs one fault a line."""
    assert [f"gold.jsonl:2: {expected}"] == of_articles(article(), line, checked=False)


def test_a_line_of_mentions_in_a_file_of_events() -> None:
    """The other way round it is told as well."""
    expected = "events.jsonl:1: this is a line of gold mentions, in a file of gold events; check it as mentions"
    assert [expected] == of_events(article())


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(
            mention(label_="x"),
            "mentions[m1].label_: gold has no such field; correct its name, or remove it",
            id="field",
        ),
        pytest.param({"type": "attack"}, "mentions[0].local_id: is missing; add it", id="missing"),
        pytest.param(
            mention(realis="real"),
            "mentions[m1].realis: \"real\" is no choice here; write 'actual', 'future', 'hypothetical' or 'negated'",
            id="choice",
        ),
        pytest.param(
            mention(toll(local_id="c7", kind=["killed", "hurt"])),
            "mentions[m1].claims[c7].kind[1]: \"hurt\" is no choice here; write 'killed', 'injured', 'missing', "
            "'displaced' or 'detained'",
            id="choice in a list",
        ),
        pytest.param(
            mention(toll(kind="hurt")),
            "mentions[m1].claims[0].kind: \"hurt\" is no choice here; write 'killed', 'injured', 'missing', "
            "'displaced' or 'detained'",
            id="choice or list",
        ),
        pytest.param(
            mention({"type": "count", "local_id": "c1"}),
            "mentions[m1].claims[c1].type: \"count\" is no type of claim; write 'toll', 'responsibility', 'statement'",
            id="type of claim",
        ),
        pytest.param(mention({"local_id": "c1"}), "mentions[m1].claims[c1].type: is missing; add it", id="no type"),
        pytest.param(
            mention(toll(count=2)),
            "mentions[m1].claims[0].count: 2 is no words; write the article's words as a string",
            id="a number for words",
        ),
        pytest.param(
            mention(toll(min="two")),
            'mentions[m1].claims[0].min: "two" does not fit: input should be a valid integer, unable to parse string '
            "as an integer; correct it",
            id="words for a number",
        ),
        pytest.param(
            mention(label={"exact": "police", "end": 3}),
            "mentions[m1].label.end: gold has no such field; correct its name, or remove it",
            id="field of words",
        ),
    ],
)
def test_fields_that_do_not_fit(told: dict[str, object], expected: str) -> None:
    """The path names mentions and claims by their own ids."""
    assert [f"gold.jsonl:1: {expected}"] == of_articles(article(told))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        pytest.param(
            [mention(label="a meteor")],
            ["mentions[m1].label: 'a meteor' is not in the article; copy its words letter by letter"],
            id="words",
        ),
        pytest.param(
            [mention(), mention()],
            ["mentions[m1].local_id: 2 have the id 'm1'; give each its own"],
            id="mention twice",
        ),
        pytest.param(
            [mention(toll(local_id="c1"), {"type": "statement", "local_id": "c1"})],
            ["mentions[m1].claims[c1].local_id: 2 have the id 'c1'; give each its own"],
            id="claim twice",
        ),
        pytest.param(
            [mention(toll(confirms="c9"))],
            ["mentions[m1].claims[0].confirms: no other toll of this mention has the id 'c9'; name one that is there"],
            id="dangling confirmation",
        ),
        pytest.param(
            [mention(toll(local_id="c1", confirms="c1"))],
            ["mentions[m1].claims[c1].confirms: no other toll of this mention has the id 'c1'; name one that is there"],
            id="confirms itself",
        ),
        pytest.param(
            [mention(toll(local_id="c1"), toll(local_id="c2", kind="injured", confirms="c1"))],
            ["mentions[m1].claims[c2].confirms: 'c1' is of another kind; name a toll of the same kind"],
            id="confirms another kind",
        ),
        pytest.param(
            [mention(toll(local_id="c1"), toll(local_id="c2", confirms="c1"), toll(local_id="c3", confirms="c2"))],
            ["mentions[m1].claims[c3].confirms: 'c2' is itself a confirmation; name the toll that has the number"],
            id="confirms a confirmation",
        ),
        pytest.param(
            [mention(toll(local_id="c1"), toll(local_id="c2", confirms="c1", count="Two", best=2))],
            [
                "mentions[m1].claims[c2].confirms: this toll has a number of its own ('Two'); leave out confirms, or "
                "the number"
            ],
            id="confirms with a number",
        ),
        pytest.param(
            [mention(relations=[{"kind": "follows", "to": "m9"}, {"kind": "part_of", "to": "m1"}])],
            [
                "mentions[m1].relations[0].to: no mention of this article has the id 'm9'; name one that is there",
                "mentions[m1].relations[1].to: 'm1' is this mention itself; name another one of this article",
            ],
            id="relations",
        ),
        pytest.param(
            [mention(toll(kind=[], count="Two"))],
            [
                "mentions[m1].claims[0].kind: no kind; write one",
                "mentions[m1].claims[0].count: words without a number; add min, best and max, each null where the "
                "words leave it open",
            ],
            id="count without number",
        ),
        pytest.param(
            [mention(toll(min=5, best=2, max=-1))],
            [
                "mentions[m1].claims[0].max: -1 is below 0; correct it",
                "mentions[m1].claims[0]: min 5 is above best 2; correct one of them",
                "mentions[m1].claims[0]: best 2 is above max -1; correct one of them",
            ],
            id="numbers",
        ),
        pytest.param(
            [mention(toll(min=5, best=None, max=2))],
            ["mentions[m1].claims[0]: min 5 is above max 2; correct one of them"],
            id="bounds",
        ),
        pytest.param(
            [mention(when={"start": "2024-03-05", "end": "2024-03-04"})],
            ["mentions[m1].when: ends on 2024-03-04, before it starts on 2024-03-05; correct one of them"],
            id="days",
        ),
        pytest.param(
            [mention(when={"start": "2024-03-05"}), mention(local_id="m2", when={"start": None, "end": "2024-03-05"})],
            ["mentions[m1].when.end: is missing beside 2024-03-05; write both, for one day twice the same"],
            id="one day",
        ),
        pytest.param(
            [mention(where={"country_code": "Chile"})],
            ["mentions[m1].where.country_code: 'Chile' is no ISO 3166-1 alpha-2 code; write two capital letters"],
            id="country",
        ),
        pytest.param(
            [mention(toll(quotes=[]), quotes=[])],
            [
                "mentions[m1].quotes: no passage; copy the words that carry it, or leave quotes out",
                "mentions[m1].claims[0].quotes: no passage; copy the words that carry it, or leave quotes out",
            ],
            id="no passages",
        ),
        pytest.param(
            [mention(toll(who="twelve others", speaker={"text": "police", "chain": ["doctor"]}, quotes=[FIRST]))],
            [
                "mentions[m1].claims[0].speaker.chain[0]: 'doctor' stands outside the quotes; quote its sentence too",
                "mentions[m1].claims[0].who: 'twelve others' stands outside the quotes; quote its sentence too",
            ],
            id="outside",
        ),
        pytest.param(
            [mention(toll(who={"exact": "killed", "start": TEXT.rindex("killed")}, quotes=[FIRST]))],
            ["mentions[m1].claims[0].who: 'killed' stands outside the quotes; quote its sentence too"],
            id="outside by its start",
        ),
    ],
)
def test_gold_that_contradicts_itself(told: list[dict[str, object]], expected: list[str]) -> None:
    """All faults of a line are told at once, in the order of the fields."""
    assert [f"gold.jsonl:1: {fault}" for fault in expected] == of_articles(article(*told))


def test_words_outside_the_quotes_are_found_without_the_articles() -> None:
    """A quote without such words cannot hold them wherever it stands."""
    (fault,) = of_articles(article(mention(toll(who="others", quotes=[FIRST]))), checked=False)
    assert "claims[0].who: 'others' stands outside the quotes" in fault


def test_articles_that_are_not_there_or_there_twice() -> None:
    """The first line of an article is named."""
    expected = [
        "gold.jsonl:2: article_id: no article has the id 'a9'; correct it, or add the article",
        "gold.jsonl:3: article_id: 'a1' is already on line 1; put all its mentions on one line",
    ]
    assert expected == of_articles(article(), article(article_id="a9"), article())


EVENT = {
    "id": "e1",
    "mentions": ["a1/m1", "dir/a2/m1"],
    "type": ["attack", "bombing"],
    "when": {"start": "2024-03-04", "end": "2024-03-05"},
    "where": {"city": ["Qasr Delan", "Kasr Delan"], "country_code": "CL"},
    "tolls": [{"kind": "killed", "low": 2, "best": None, "high": 4}],
    "disagreements": [{"field": "tolls.killed", "values": ["2", ["4", "four"]]}],
    "relations": [{"kind": "follows", "to": "e2"}],
}


def test_good_events_have_no_faults() -> None:
    """Whether or not the mentions are known."""
    assert of_events(EVENT, {"id": "e2", "articles": ["a7"]}) == []
    assert of_events(EVENT, {"id": "e2"}, mentions=("a1/m1", "dir/a2/m1")) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {"mentions": ["m1", "a1/m9"]},
            [
                "mentions[0]: 'm1' is no mention; write ARTICLE_ID/LOCAL_ID",
                "mentions[1]: there is no mention 'a1/m9'; name one of the gold mentions",
            ],
            id="mentions",
        ),
        pytest.param(
            {"when": {"start": "2024-03-05", "end": "2024-03-04"}},
            ["when: ends on 2024-03-04, before it starts on 2024-03-05; correct one of them"],
            id="days",
        ),
        pytest.param(
            {"where": {"country_code": "cl"}},
            ["where.country_code: 'cl' is no ISO 3166-1 alpha-2 code; write two capital letters"],
            id="country",
        ),
        pytest.param(
            {"tolls": [{"kind": "killed", "low": 3, "best": 2}, {"kind": "killed"}]},
            ["tolls: 2 ranges for killed; write one", "tolls[0]: low 3 is above best 2; correct one of them"],
            id="tolls",
        ),
        pytest.param(
            {"disagreements": [{"field": "where.city", "values": ["Orran"]}]},
            ["disagreements[0].values: a disagreement has two sides or more; write a value for each"],
            id="one side",
        ),
        pytest.param(
            {"relations": [{"kind": "follows", "to": "e1"}, {"kind": "follows", "to": "e7"}]},
            [
                "relations[0].to: 'e1' is this event itself; name another one",
                "relations[1].to: no event of this file has the id 'e7'; name one that is there",
            ],
            id="relations",
        ),
    ],
)
def test_events_that_contradict_themselves(fields: dict[str, object], expected: list[str]) -> None:
    """All faults of an event are told at once."""
    assert [f"events.jsonl:1: {fault}" for fault in expected] == of_events({"id": "e1", **fields}, mentions=("a1/m1",))


def test_an_unknown_field_of_disagreement_names_those_there_are() -> None:
    """Fields are named as in claimx's own events."""
    (fault,) = of_events({"id": "e1", "disagreements": [{"field": "killed", "values": ["2", "4"]}]})
    assert "events.jsonl:1: disagreements[0].field: 'killed' is no such field; write one of tolls.killed," in fault


def test_a_mention_tells_one_event() -> None:
    """A second time is told, in another event or in the same one; so is a second event of one id."""
    expected = [
        "events.jsonl:1: mentions[2]: 'a1/m1' is already in the event of line 1; leave it in one event",
        "events.jsonl:3: id: 'e1' is already on line 1; give each event its own id",
        "events.jsonl:3: mentions[0]: 'a1/m2' is already in the event of line 1; leave it in one event",
    ]
    first = {"id": "e1", "mentions": ["a1/m1", "a1/m2", "a1/m1"]}
    assert expected == of_events(first, {"id": "e2"}, {"id": "e1", "mentions": ["a1/m2"]})


def test_relations_are_not_followed_past_an_unreadable_line() -> None:
    """It may be the event that is looked for."""
    assert ["events.jsonl:2: [] is no record; write one object to a line"] == of_events(EVENT, b"[]")


def test_gold_is_read_from_files(tmp_path: Path) -> None:
    """A file is read whole; the first line that is none of its records is an error with its number."""
    articles, events = tmp_path / "gold.jsonl", tmp_path / "events.jsonl"
    articles.write_bytes(b"\n".join(lines(article(FULL), article(article_id="a2"))))
    events.write_bytes(b"\n".join(lines(EVENT, {"id": "e2", "mentions": 3})))
    assert (gold(FULL), gold(article_id="a2")) == read_gold_articles(articles)
    with pytest.raises(InputError, match=r"events\.jsonl:2: .*mentions"):
        read_gold_events(events)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(("local_id", "type", "claims", "exact")), inner),
)


@given(
    fields=st.dictionaries(st.sampled_from(("mentions", "article_id", "id", "when", "tolls", "disagreements")), JSON),
    raw=st.binary(),
)
def test_no_line_is_beyond_checking(fields: dict[str, object], raw: bytes) -> None:
    """Whatever stands in a line, checking ends, and every fault names the line."""
    records = (json.dumps(fields).encode(), raw)
    texts = {"": ""}
    for fault in (
        *check_articles(records, name="f", texts=texts),
        *check_events(records, name="f", mentions=()),
    ):
        assert str(fault).startswith(("f:1: ", "f:2: "))
