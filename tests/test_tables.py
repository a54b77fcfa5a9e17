"""Tables of mentions and events: what is written is read, and what is wrong costs one line."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from claimx.errors import InputError
from claimx.facts import Column, Facts
from claimx.mention import Mention
from claimx.merging import merge
from claimx.merging.resolvable import Resolvable
from claimx.worlds import Dials, generate
from tests.merging.plain import quote, world
from tests.merging.reports import Story, report, toll, victim

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

from claimx.tables import MentionTable, columns_of, merge_table, write_mentions, writing  # noqa: E402 - needs pyarrow
from claimx.tables.schema import EVENTS, MEMBERS, MENTIONS  # noqa: E402

HOSTILE = ("'; DROP TABLE--", "\u202eevil", "a\nb\tc", "\x1b[31m", "=1+1", "𝔘𐍈", "null", " ", "\u0000x", '{"a": 1}')


LOOSE = pa.list_(pa.struct([("name", pa.string()), ("kind", pa.string()), ("also_known_as", pa.list_(pa.string()))]))
"""Participants as somebody else may store them, null and all."""


def told(columns: object) -> dict[str, Any]:
    """Return columns value by value: codes may differ."""
    return {name: _values(column) for name, column in (*_members(columns),)}


def _members(columns: object) -> Iterable[tuple[str, Any]]:
    return columns._asdict().items() if hasattr(columns, "_asdict") else vars(columns).items()


def _values(column: Any) -> Any:
    if isinstance(column, Column):
        return [column[row] for row in range(len(column))]
    return column.tolist() if isinstance(column, np.ndarray) else told(column)


def written(folder: Path, facts: Facts, resolvable: Resolvable) -> Path:
    """Write a table."""
    write_mentions(folder / "mentions.parquet", facts, resolvable)
    return folder / "mentions.parquet"


def drawn() -> tuple[Facts, Resolvable]:
    """Return the columns of a world with ties, victims, copies and claims."""
    reports = list(generate(300, seed=3, dials=Dials(retaliations=0.3)).reports())
    mentions = [mention for one in reports for mention in one.mentions]
    return columns_of(mentions, articles=[one.article for one in reports])


def small() -> tuple[Facts, Resolvable]:
    """Return the columns of two reports with three mentions."""
    first = report(
        "Valley Radio",
        Story(parties=(victim("Tomas Irel", "Old Fox"),), claims=(toll("two"),)),
        Story(when="2024-03-04", relations=(("follows", 1),)),
    )
    second = report(None, Story(city=None, when=None), published=None)
    return columns_of((*first.mentions, *second.mentions), articles=(first.article, second.article))


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A small table."""
    return written(tmp_path, *small())


def rewritten(path: Path, change: Callable[[Any], Any]) -> Path:
    """Write a table anew with something changed."""
    pq.write_table(change(pq.read_table(path)), path)
    return path


def replaced(name: str, values: Sequence[object], kind: Any = None) -> Callable[[Any], Any]:
    """Return the change that puts other values into a column."""

    def change(table: Any) -> Any:
        place = table.schema.names.index(name)
        return table.set_column(place, name, pa.array(values, kind or table.schema.field(name).type))

    return change


@pytest.mark.parametrize("group", [7, 250_000], ids=["many row groups", "one row group"])
def test_what_is_written_is_read(group: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every value of every column, through any number of row groups."""
    monkeypatch.setattr(writing, "GROUP", group)
    facts, resolvable = drawn()
    table = MentionTable(written(tmp_path, facts, resolvable))
    assert told(facts) == told(table.facts())
    assert told(resolvable) == told(table.resolvable())
    assert len(facts.relations.source) > 0
    assert any(facts.victims[row] for row in range(len(facts)))


def test_publications_come_back_to_the_microsecond(tmp_path: Path) -> None:
    """Days, times and zones, and stances, in many small worlds."""
    for seed in range(60):
        some = world(seed)
        facts, resolvable = columns_of(some.mentions, articles=some.articles.values())
        table = MentionTable(written(tmp_path, facts, resolvable))
        assert told(facts) == told(table.facts())
        assert told(resolvable) == told(table.resolvable())


def test_the_order_of_rows_does_not_matter(tmp_path: Path) -> None:
    """A shuffled file reads as one in order."""
    facts, resolvable = drawn()
    path = written(tmp_path, facts, resolvable)
    shuffled = np.random.default_rng(5).permutation(len(facts))
    table = MentionTable(rewritten(path, lambda table: table.take(shuffled)))
    assert told(facts) == told(table.facts())
    assert told(resolvable) == told(table.resolvable())


def test_other_writers_types_are_read(tmp_path: Path) -> None:
    """Large and dictionary-encoded text, large lists, smaller integers and columns of nothing but null."""
    facts, resolvable = small()
    path = written(tmp_path, facts, resolvable)

    def change(table: Any) -> Any:
        for place, field in enumerate(table.schema):
            column = table.column(place)
            if column.null_count == len(column):
                column = pa.nulls(len(column))
            elif pa.types.is_string(field.type):
                column = column.cast(pa.large_string()) if place % 2 else column.dictionary_encode()
            elif pa.types.is_list(field.type):
                column = column.cast(pa.large_list(field.type.value_type))
            elif pa.types.is_int32(field.type):
                column = column.cast(pa.int8())
            table = table.set_column(place, field.name, column)
        return table.append_column("more", pa.array(range(len(table))))

    table = MentionTable(rewritten(path, change))
    assert told(facts) == told(table.facts())
    assert told(resolvable) == told(table.resolvable())


def test_hostile_strings_survive(tmp_path: Path) -> None:
    """Words are words, whatever they look like."""
    some = world(4)
    mentions = [_hostile(mention, HOSTILE[place % len(HOSTILE)]) for place, mention in enumerate(some.mentions)]
    facts, resolvable = columns_of(mentions, articles=some.articles.values())
    table = MentionTable(written(tmp_path, facts, resolvable))
    assert told(facts) == told(table.facts())
    merge_table(tmp_path / "mentions.parquet", out=tmp_path)


def _hostile(mention: Mention, words: str) -> Mention:
    where = mention.where.model_copy(update={"city": quote(words, mention.article_id)})
    return mention.model_copy(update={"where": where})


def test_no_mention_is_a_table_too(tmp_path: Path) -> None:
    """Nothing in, nothing out."""
    path = written(tmp_path, *columns_of((), articles=()))
    merge_table(path, out=tmp_path)
    assert pq.read_table(tmp_path / "events.parquet").num_rows == 0
    assert pq.read_table(tmp_path / "members.parquet").num_rows == 0


def test_a_table_merges_to_the_events_of_its_records(tmp_path: Path) -> None:
    """Clusters, ids, order, days, places and counts of a world without what only two texts together tell."""
    reports = list(generate(300, seed=3).reports())
    mentions, articles = [mention for one in reports for mention in one.mentions], [one.article for one in reports]
    expected = merge(mentions, articles=articles)
    merge_table(written(tmp_path, *columns_of(mentions, articles=articles)), out=tmp_path)
    rows = pq.read_table(tmp_path / "events.parquet").to_pylist()
    members = pq.read_table(tmp_path / "members.parquet").to_pylist()
    assert [_shared(event.id, event.when, event.where, event.n_articles) for event in expected] == [
        (*(row[name] for name in ("id", "start", "end", "precision", "site", "city", "country")), row["n_articles"])
        for row in rows
    ]
    assert sorted((mention, event.id) for event in expected for mention in event.mention_ids) == [
        (row["mention_id"], row["event_id"]) for row in members
    ]


def _shared(event_id: str, when: Any, where: Any, n_articles: int) -> tuple[object, ...]:
    return (event_id, when.start, when.end, when.precision, where.site, where.city, where.country, n_articles)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(lambda table: table.drop_columns(["city"]), ": column 'city' is there nowhere; ", id="missing"),
        pytest.param(
            lambda table: table.append_column("city", table["site"]), ": column 'city' is there twice", id="twice"
        ),
        pytest.param(replaced("city", [1, 2, 3], pa.int64()), ": column 'city' is int64, where string is", id="type"),
        pytest.param(
            replaced("tolls", [1, 2, 3], pa.int64()), ": column 'tolls' is int64, where a list is", id="no-list"
        ),
        pytest.param(
            replaced("tolls", [[], [], []], pa.list_(pa.struct([("kind", pa.string())]))),
            ": column 'tolls' has no field 'scope' in its structs",
            id="no-field",
        ),
        pytest.param(
            replaced("id", ["a", None, "b"]), ":row 2: column 'id' is null, and every one needs", id="null-id"
        ),
        pytest.param(replaced("id", ["a", "", "b"]), ":row 2: column 'id' holds '', which is empty", id="empty-id"),
        pytest.param(replaced("id", ["a", "b" * 300, "c"]), ":row 2: column 'id' holds 'bbb", id="long-id"),
        pytest.param(
            replaced("id", ["a", "b\0", "c"]), ":row 2: column 'id' holds 'b\\x00', which has a NUL", id="nul"
        ),
        pytest.param(
            replaced("id", ["b", "a", "b"]), ":row 3: column 'id' holds 'b', which is the id of row 1 as", id="same-id"
        ),
        pytest.param(
            replaced("type", ["bombing", "boom", "riot"]), ":row 2: column 'type' holds 'boom', which", id="word"
        ),
        pytest.param(replaced("type", ["bombing", None, "riot"]), ":row 2: column 'type' is null", id="no-word"),
        pytest.param(
            replaced("relations", [[], [], [{"kind": "follows", "to": "nowhere"}]]),
            ":row 3: column 'relations.to' holds 'nowhere', which is the id of no mention of the table",
            id="nowhere",
        ),
        pytest.param(
            replaced("retold", [[], ["nowhere"], []]), ":row 2: column 'retold' holds 'nowhere'", id="retold-nowhere"
        ),
        pytest.param(
            replaced("victims", [[], [{"name": None, "kind": "person", "also_known_as": []}], []], LOOSE),
            ":row 2: column 'victims.name' is null",
            id="no-name",
        ),
        pytest.param(
            replaced("victims", [[], [], [{"name": "Irel", "kind": "ghost", "also_known_as": []}]]),
            ":row 3: column 'victims.kind' holds 'ghost'",
            id="kind",
        ),
        pytest.param(
            replaced("start", [None, None, None]), ": column 'end' is null where 'start' is not", id="half-dated"
        ),
        pytest.param(replaced("start", [date(9999, 1, 1)] * 3), ": column 'end' ", id="backwards"),
        pytest.param(
            replaced("n_claims", [0, -1, 0]), ":row 2: column 'n_claims' holds -1, which is out of", id="minus"
        ),
        pytest.param(
            replaced("published_time", [1, 2, 1 << 40], pa.int64()), ": column 'published_time' is int64", id="time"
        ),
    ],
)
def test_what_is_wrong_costs_one_line(change: Callable[[Any], Any], message: str, table: Path, tmp_path: Path) -> None:
    """The line names the file, the column and, where there is one, the row of the file."""
    with pytest.raises(InputError) as caught:
        merge_table(rewritten(table, change), out=tmp_path / "out")
    line = str(caught.value)
    assert line.startswith(str(table))
    assert message in line
    assert len(line.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_the_row_of_a_fault_is_that_of_the_file(table: Path, tmp_path: Path) -> None:
    """Also where the rows are not in the order of their ids."""
    types = ["riot", "riot", "boom"]
    backwards = rewritten(table, lambda table: replaced("type", types)(table.take([2, 1, 0])))
    with pytest.raises(InputError, match=r":row 3: column 'type' holds 'boom'"):
        merge_table(backwards, out=tmp_path / "out")


@pytest.mark.parametrize("kept", [0, 3, 100, -8], ids=["empty", "stub", "cut", "no footer"])
def test_a_damaged_file_costs_one_error(kept: int, table: Path) -> None:
    """What is no Parquet gives one line that names the file."""
    table.write_bytes(table.read_bytes()[:kept])
    with pytest.raises(InputError, match="not readable as Parquet") as caught:
        MentionTable(table)
    assert len(str(caught.value).splitlines()) == 1


def test_bytes_that_are_no_utf8_are_named(table: Path) -> None:
    """A column declared as text may hold anything."""
    raw = pa.array([b"One", b"\xe9", b"Three"], pa.binary())
    text = pa.Array.from_buffers(pa.string(), 3, raw.buffers())
    broken = rewritten(table, lambda table: table.set_column(table.schema.names.index("city"), "city", text))
    with pytest.raises(InputError, match=r":row 2: column 'city' holds b'\\xe9', which is no UTF-8"):
        MentionTable(broken).facts()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    """A folder that is a file, and text that is none."""
    facts, resolvable = small()
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        write_mentions(tmp_path / "file" / "mentions.parquet", facts, resolvable)
    some = world(4)
    torn = [_hostile(mention, "\ud800") for mention in some.mentions]
    with pytest.raises(InputError, match="cannot be written"):
        write_mentions(tmp_path / "torn.parquet", *columns_of(torn, articles=some.articles.values()))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_number_too_large_for_a_table_is_named() -> None:
    """No silent overflow."""
    some = next(each for each in map(world, range(99)) if each.mentions[0].claims)
    first = some.mentions[0]
    claims = tuple(claim.model_copy(update={"best": 1 << 70}) for claim in first.claims if claim.type == "toll")
    with pytest.raises(InputError, match="more than a table holds"):
        columns_of([first.model_copy(update={"claims": claims})], articles=some.articles.values())


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing extra is an input error that says what to install."""
    for name in [name for name in sys.modules if name.startswith("claimx.tables")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(InputError, match=r"pip install 'claimx\[parquet\]'"):
        __import__("claimx.tables")


def test_a_file_says_what_its_columns_mean(table: Path, tmp_path: Path) -> None:
    """In its metadata, for whatever reads it."""
    merge_table(table, out=tmp_path)
    for path, fields in (
        (table, MENTIONS),
        (tmp_path / "events.parquet", EVENTS),
        (tmp_path / "members.parquet", MEMBERS),
    ):
        meanings = json.loads(pq.read_schema(path).metadata[b"claimx.columns"])
        assert meanings == {field.name: field.meaning for field in fields}


def test_the_docs_have_every_column(root: Path) -> None:
    """With its type and its meaning."""
    document = (root / "docs" / "merging.md").read_text("utf-8")
    for field in MENTIONS:
        kind = "list" if pa.types.is_list(field.type) else str(field.type)
        assert f"| `{field.name}` | {kind} | {'' if field.known else 'yes'} | {field.meaning} |" in document
