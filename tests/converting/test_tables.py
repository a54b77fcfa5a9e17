"""Tables of events become gold events."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.article import Article, article_id
from claimx.converting.tables import LinkColumns, TableColumns, read_table
from claimx.errors import InputError
from claimx.gold import GoldEvent, GoldPeriod, GoldPlace, GoldRange


def article(source_id: str, *, url: str | None = None, text: str | None = None) -> Article:
    """Build an article that came with an id."""
    words = text or f"Report {source_id}."
    return Article(id=article_id(words), text=words, source_id=source_id, url=url)


ONE, TWO, THREE = article("1"), article("2", url="https://valley.example/a;b|c"), article("w-3")
ARTICLES = (ONE, TWO, THREE)
OTHERS = (GoldRange(kind="missing"), GoldRange(kind="displaced"), GoldRange(kind="detained"))
"""Kinds of toll that no table counts."""


def written(folder: Path, content: str | bytes, *, name: str = "gold.csv") -> Path:
    """Write a table byte by byte as given."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def outcome(
    path: Path,
    *,
    articles: Sequence[Article] = ARTICLES,
    columns: TableColumns | None = None,
    links: Path | None = None,
    link_columns: LinkColumns | None = None,
    day_first: bool | None = None,
) -> tuple[list[GoldEvent], list[str]]:
    """Return the events and the messages of what was left out, without the folder's name."""
    errors: list[InputError] = []
    gold = read_table(
        path,
        articles=articles,
        skipped=errors.append,
        columns=columns,
        links=links,
        link_columns=link_columns,
        day_first=day_first,
    )
    return gold, [str(error).replace(f"{path.parent}/", "") for error in errors]


ROW = {
    "event": "e1",
    "date": "2031-03-05",
    "country": "Chile",
    "admin1": "Upper Delan",
    "city": "Qasr Delan",
    "site": "Kadin Bridge",
    "killed": "3",
    "injured": "0",
    "type": "Air/drone strike",
    "articles": "1;2",
}
EVENT = GoldEvent(
    id="e1",
    articles=(ONE.id, TWO.id),
    type="air_strike",
    when=GoldPeriod(start=date(2031, 3, 5), end=date(2031, 3, 5)),
    where=GoldPlace(site="Kadin Bridge", city="Qasr Delan", admin1="Upper Delan", country="Chile", country_code="CL"),
    tolls=(GoldRange(kind="killed", best=3), GoldRange(kind="injured", best=0), *OTHERS),
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("gold.csv", ",".join(ROW) + "\n" + ",".join(ROW.values()) + "\n", id="CSV"),
        pytest.param("gold.tsv", "\ufeff" + "\t".join(ROW) + "\r\n" + "\t".join(ROW.values()), id="TSV, BOM and CRLF"),
        pytest.param("gold.jsonl", json.dumps({**ROW, "killed": 3, "injured": 0, "articles": [1, "2"]}), id="JSONL"),
        pytest.param("gold.ndjson", json.dumps({**ROW, "killed": 3.0, "injured": "0.0"}), id="floats"),
    ],
)
def test_a_row_is_an_event(name: str, content: str, tmp_path: Path) -> None:
    """Columns of a field's own name need no mention; a 0 is a number, and an uncounted kind has none."""
    gold, errors = outcome(written(tmp_path, content, name=name))
    assert ([one.to_line() for one in gold], errors) == ([EVENT.to_line()], [])


def test_a_blank_cell_is_not_annotated(tmp_path: Path) -> None:
    """Its field is left out, never null and never 0."""
    content = "event,date,city,killed,injured,type,articles\ne1,,,,,,1\ne2, NA,NA,NaN,2,,2\n"
    gold, errors = outcome(written(tmp_path, content))
    assert errors == []
    assert [one.to_line() for one in gold] == [
        GoldEvent(id="e1", articles=(ONE.id,)).to_line(),
        GoldEvent(
            id="e2",
            articles=(TWO.id,),
            where=GoldPlace(city="NA"),
            tolls=(GoldRange(kind="killed"), GoldRange(kind="injured", best=2), *OTHERS),
        ).to_line(),
    ]


def test_columns_rename_and_drop(tmp_path: Path) -> None:
    """A column is read under the caller's name; an empty name says that there is none."""
    content = "incident,state,city,killed,low,high,ids\ne1,Upper Delan,no,5,4,6,1\n"
    columns = TableColumns(
        event="incident", admin1="state", city="", killed_low="low", killed_high="high", articles="ids"
    )
    (gold,), errors = outcome(written(tmp_path, content), columns=columns)
    assert errors == []
    assert gold.where == GoldPlace(admin1="Upper Delan")
    assert gold.tolls[0] == GoldRange(kind="killed", low=4, best=5, high=6)


GED_HEADER = (
    "id,type_of_violence,where_prec,where_coordinates,where_description,adm_1,country,date_prec,date_start,date_end,"
    "best,high,low,articles\n"
)


def test_ged_is_recognised(tmp_path: Path) -> None:
    """Its numbers are a range, its two dates a period, and a city that stands in for a province is left out."""
    rows = (
        "17,1,1,Qasr Delan town,at the bridge,Delan province,Chile (Old Chile),1,"
        "2031-03-05 00:00:00.000,2031-03-07 00:00:00.000,3,5,0,1\n"
        "18,3,4,Delan province,,Delan province,,1,2031-03-05,2031-03-05,1,1,1,2\n"
    )
    (first, second), errors = outcome(written(tmp_path, GED_HEADER + rows))
    assert errors == []
    assert first == GoldEvent(
        id="17",
        articles=(ONE.id,),
        when=GoldPeriod(start=date(2031, 3, 5), end=date(2031, 3, 7)),
        where=GoldPlace(
            city="Qasr Delan town",
            admin1="Delan province",
            country=("Chile (Old Chile)", "Chile", "Old Chile"),
            country_code="CL",
        ),
        tolls=(GoldRange(kind="killed", low=0, best=3, high=5), GoldRange(kind="injured"), *OTHERS),
    )
    assert second.where == GoldPlace(admin1="Delan province")


@pytest.mark.parametrize("written_as", [str.lower, str.upper], ids=["lower case", "capitals"])
def test_acled_is_recognised(written_as: Callable[[str], str], tmp_path: Path) -> None:
    """One number is the best; a type that several of claimx's come under is any of them; a coder's date is left out."""
    header = written_as(
        "event_id_cnty,event_date,time_precision,sub_event_type,country,admin1,location,geo_precision,fatalities"
    )
    rows = (
        "CHL1,05 March 2031,1,Attack,Chile,Delan,Qasr Delan,1,0\n"
        "CHL2,05 March 2031,2,Peaceful protest,Chile,Delan,Qasr Delan,3,0\n"
    )
    links = written(tmp_path, f"article,{header.split(',')[0]}\n1,CHL1\nw-3,CHL2\n", name="links.csv")
    (first, second), errors = outcome(written(tmp_path, f"{header}\n{rows}"), links=links)
    assert errors == []
    assert first == GoldEvent(
        id="CHL1",
        articles=(ONE.id,),
        type=("shooting", "stabbing", "assault", "attack"),
        when=GoldPeriod(start=date(2031, 3, 5), end=date(2031, 3, 5)),
        where=GoldPlace(city="Qasr Delan", admin1="Delan", country="Chile", country_code="CL"),
        tolls=(GoldRange(kind="killed", best=0), GoldRange(kind="injured"), *OTHERS),
    )
    assert (second.type, second.annotates("when"), second.where and second.where.city) == ("protest", False, None)


def test_a_known_table_can_be_overridden(tmp_path: Path) -> None:
    """What the caller names goes before what the registry's table would be read by."""
    row = "17,1,1,Qasr Delan,Kadin Bridge,,,1,2031-03-05,2031-03-07,3,5,0,1\n"
    columns = TableColumns(site="where_description", date_end="", killed="high", killed_low="", killed_high="")
    (gold,), errors = outcome(written(tmp_path, GED_HEADER + row), columns=columns)
    assert (gold.when, errors) == (GoldPeriod(start=date(2031, 3, 5), end=date(2031, 3, 5)), [])
    assert gold.where == GoldPlace(site="Kadin Bridge", city="Qasr Delan")
    assert gold.tolls[0] == GoldRange(kind="killed", best=5)


@pytest.mark.parametrize(
    ("cell", "articles"),
    [
        pytest.param("1", [ONE], id="one"),
        pytest.param("2; 1 ;2", [TWO, ONE], id="semicolons, each once, in their order"),
        pytest.param("1|w-3|", [ONE, THREE], id="bars"),
        pytest.param('"[""1"", 2]"', [ONE, TWO], id="JSON list"),
        pytest.param("https://valley.example/a;b|c", [TWO], id="an address that holds the signs"),
        pytest.param(THREE.id, [THREE], id="claimx's own id"),
    ],
)
def test_a_cell_may_name_several_articles(cell: str, articles: list[Article], tmp_path: Path) -> None:
    """They are found by the id they came with, by claimx's own, and by address."""
    (gold,), errors = outcome(written(tmp_path, f"event,articles\ne1,{cell}\n"))
    assert (gold.articles, errors) == (tuple(one.id for one in articles), [])


def test_rows_that_repeat_an_event_are_one_event(tmp_path: Path) -> None:
    """A row for each article is as good as a list; a row that tells the event otherwise is an error."""
    content = "event,killed,articles\ne1,3,1\ne2,1,2\ne1,3,w-3\ne1,4,2\n"
    gold, errors = outcome(written(tmp_path, content))
    assert [(one.id, one.articles) for one in gold] == [("e1", (ONE.id, THREE.id)), ("e2", (TWO.id,))]
    assert errors == ["gold.csv:5: event: 'e1' is told otherwise at gold.csv:2; make the rows of one event agree"]


@pytest.mark.parametrize(
    ("name", "content", "columns"),
    [
        pytest.param("l.jsonl", '{"article": 1, "event": "e1"}\n{"article": "w-3", "event": "e1"}', None, id="event"),
        pytest.param("l.csv", "incident,article,note\ne1,1,x\ne1,w-3,y\n", None, id="as in the table of events"),
        pytest.param("l.tsv", "key\tabout\n1;w-3\te1\n", LinkColumns(article="key", event="about"), id="named"),
    ],
)
def test_links_pair_articles_with_events(name: str, content: str, columns: LinkColumns | None, tmp_path: Path) -> None:
    """A second table says which article is about which event; one article may be about two events."""
    links = written(tmp_path, content, name=name)
    gold, errors = outcome(
        written(tmp_path, "incident,killed\ne1,2\n"),
        columns=TableColumns(event="incident"),
        links=links,
        link_columns=columns,
    )
    assert ([one.articles for one in gold], errors) == ([(ONE.id, THREE.id)], [])


def test_what_has_no_partner_is_reported(tmp_path: Path) -> None:
    """Unknown articles and events where they stand, events without an article as one line."""
    links = written(tmp_path, "article,event\n1,e1\n9,e1\n2,e7\n2,bad\n", name="l.csv")
    gold, errors = outcome(written(tmp_path, "event,killed\ne1,2\ne2,1\ne3,0\nbad,x\n"), links=links)
    assert [one.id for one in gold] == ["e1"]
    assert errors == [
        "gold.csv:5: killed: 'x' is no count; write digits, and leave the cell blank where unknown",
        "l.csv:4: 'e7' is no event of the table; add it there, or drop the row",
        "l.csv:3: '9' is no article's id or address; read that article too, or drop its row",
        "gold.csv: 2 of 3 events have no article that is known, and are left out; "
        "read their articles too if they should be scored",
    ]


def test_very_many_unknown_articles_are_one_line(tmp_path: Path) -> None:
    """The line counts them and names the first."""
    rows = "".join(f"{number},e1\n" for number in range(100, 130))
    links = written(tmp_path, f"article,event\n1,e1\n{rows}", name="l.csv")
    gold, errors = outcome(written(tmp_path, "event,killed\ne1,2\n"), links=links)
    assert (len(gold), errors) == (
        1,
        [
            "l.csv:3: '100' is no article's id or address (30 such rows, the first is here); "
            "read that article too, or drop its row"
        ],
    )


def test_an_id_of_two_articles_is_nobodys(tmp_path: Path) -> None:
    """Which of them is meant is not guessed."""
    articles = [article("1"), article("1", text="Another.")]
    gold, errors = outcome(written(tmp_path, "event,articles\ne1,1\n"), articles=articles)
    assert gold == []
    assert errors[0] == "gold.csv:2: '1' is more than one article's; give each article an id of its own"


def test_an_unknown_type_costs_the_type_only(tmp_path: Path) -> None:
    """The event is kept, without one."""
    (gold,), errors = outcome(written(tmp_path, "event,type,articles\ne1,Brawl,1\n"))
    assert gold == GoldEvent(id="e1", articles=(ONE.id,))
    assert not gold.annotates("type")
    assert errors == [
        "gold.csv:2: 'Brawl' is no type of event, so the event has none; "
        "write a type of claimx or a sub-event type of ACLED, or name no column for it"
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(b"b,,,,1,x", "6 cells under 5 columns", id="too many cells"),
        pytest.param(b'"b"b,,,,1', "broken row", id="stray quote"),
        pytest.param(b",,,,1", "event: blank; every row needs one", id="no id"),
        pytest.param(b"b,soon,,,1", "date: 'soon' is no date; write 2031-04-03", id="no date"),
        pytest.param(b"b,3/4/2031,,,1", "date: '3/4/2031' is two dates; say with day_first", id="two dates"),
        pytest.param(b"b,2031-02-30,,,1", "date: '2031-02-30' is no date", id="no such day"),
        pytest.param(b"b,,several,,1", "killed: 'several' is no count", id="words for a number"),
        pytest.param(b"b,,-99,,1", "killed: '-99' is no count", id="negative"),
        pytest.param(b"b,,2.5,,1", "killed: '2.5' is no count", id="fraction"),
        pytest.param(b"b,,5,4,1", "killed: best 5, high 4 do not rise", id="best above high"),
        pytest.param(b"b\xe9,,,,1", "event: not UTF-8 at byte 1 of the cell", id="latin-1"),
        pytest.param(b'b,,,,"[1, {}]"', "articles: more than ids in its list", id="no ids"),
        pytest.param(b"b,,,,[1", "articles: broken JSON list", id="open list"),
        pytest.param(b"b,,,," + b"[" * 100_000, "articles: broken JSON list", id="deep list"),
    ],
)
def test_a_bad_row_costs_itself_only(row: bytes, message: str, tmp_path: Path) -> None:
    """One error of one line, naming file, line and column; the rest goes on."""
    content = b"event,date,killed,killed_high,articles\na,2031-03-05,1,,1\n" + row + b"\nc,,,,2\n"
    gold, (error,) = outcome(written(tmp_path, content))
    assert [one.id for one in gold] == ["a", "c"]
    assert error.startswith(f"gold.csv:3: {message}")
    assert len(error.splitlines()) == 1


def test_an_end_before_the_start_is_an_error(tmp_path: Path) -> None:
    """Either of the two is wrong."""
    content = "event,date,date_end,articles\ne1,2031-03-05,2031-03-04,1\n"
    gold, errors = outcome(written(tmp_path, content))
    assert (gold, errors) == ([], ["gold.csv:2: date_end: 2031-03-04 is before 2031-03-05; correct one of the two"])


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        pytest.param("killed,articles\n", TableColumns(), ":1: no column for event; name the one", id="no ids"),
        pytest.param("event\n", TableColumns(), ":1: no column for articles; name the column", id="no articles"),
        pytest.param("", TableColumns(), ":1: no column for event; name the one that has its ids: none", id="empty"),
        pytest.param(
            "event,articles\n", TableColumns(killed="dead"), ":1: no column 'dead' for killed", id="named one missing"
        ),
        pytest.param("event,event,articles\n", TableColumns(), ":1: column 'event' stands twice", id="twice"),
    ],
)
def test_a_table_without_its_columns_is_refused(
    content: str, columns: TableColumns, message: str, tmp_path: Path
) -> None:
    """The error names what is missing and what there is."""
    path = written(tmp_path, content)
    with pytest.raises(InputError) as caught:
        outcome(path, columns=columns)
    assert str(caught.value).startswith(f"{path}{message}")


@pytest.mark.parametrize("name", ["gold.xlsx", "none.csv"], ids=["unknown kind", "no such file"])
def test_a_file_that_is_no_table_is_refused(name: str, tmp_path: Path) -> None:
    """The error names the file."""
    with pytest.raises(InputError, match=name):
        outcome(tmp_path / name)


def test_a_key_that_only_later_lines_have_is_a_column(tmp_path: Path) -> None:
    """JSON lines may leave out what is unknown."""
    content = '{"event": "e1", "articles": 1}\n{"event": "e2", "dead": 4, "articles": 2}\n'
    gold, errors = outcome(written(tmp_path, content, name="gold.jsonl"), columns=TableColumns(killed="dead"))
    assert ([one.annotates("tolls") for one in gold], errors) == ([False, True], [])


_CELLS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.lists(st.integers())


@settings(max_examples=200, deadline=None)
@given(rows=st.lists(st.fixed_dictionaries(dict.fromkeys(ROW, _CELLS)), max_size=4))
def test_any_cells_give_events_and_input_errors_only(
    rows: list[dict[str, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever a row holds, its events can be written and read back, and its errors are lines."""
    path = written(tmp_path_factory.mktemp("any"), "\n".join(map(json.dumps, [ROW, *rows])), name="gold.jsonl")
    gold, errors = outcome(path)
    assert gold[0] == EVENT
    assert [GoldEvent.from_line(one.to_line().encode()) for one in gold] == gold
    assert all(len(error.splitlines()) == 1 for error in errors)
