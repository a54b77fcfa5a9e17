"""The five seeds from end to end, from the recorded answers: what the README's first screen promises."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest

import claimx
from claimx.event import Event, EventToll, Saying
from claimx.extracting.cassette import Cassette
from claimx.folder import ARTICLES, EVENTS, MENTIONS
from claimx.lines import read_lines
from claimx.mention import Mention
from claimx.quote import Quote
from claimx.run import Run
from claimx.runner import run

SEEDS = Path("seeds/articles")
CASSETTE = Path("cassettes/seeds.yaml")
PLAYED: list[Cassette] = []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The folder of a run over the seeds."""
    out = tmp_path_factory.mktemp("seeds")
    cassette = Cassette.load(root / CASSETTE)
    endpoint = claimx.Endpoint(model="relay", transport=claimx.ReplayTransport(cassette))
    run(claimx.read([root / SEEDS]), endpoint=endpoint, out=out)
    PLAYED.append(cassette)
    return out


@pytest.fixture(scope="module")
def events(folder: Path) -> list[Event]:
    """The events of the run."""
    return list(read_lines(folder / EVENTS, Event))


@pytest.fixture(scope="module")
def mentions(folder: Path) -> list[Mention]:
    """The mentions of the run."""
    return list(read_lines(folder / MENTIONS, Mention))


@pytest.fixture(scope="module")
def main_event(events: list[Event]) -> Event:
    """The one event that all five articles are about."""
    (event,) = (event for event in events if event.prominence == "main")
    return event


def toll(event: Event, kind: str) -> EventToll:
    """Return the toll of one kind."""
    (found,) = (toll for toll in event.tolls if toll.kind == kind)
    return found


def near(events: list[Event], words: str) -> Event:
    """Return the one background event in whose title or participants the words occur."""
    (found,) = (
        event
        for event in events
        if event.prominence == "background"
        and (words in event.title or any(words in one.name for one in event.participants))
    )
    return found


def test_every_recording_is_played(folder: Path) -> None:
    """A recording that nothing asks for is stale."""
    assert folder.exists()
    assert [recording.key for recording in PLAYED[0].unplayed()] == []


def test_one_main_event_from_five_articles(main_event: Event) -> None:
    """One event, one day, one city, a mention from each article."""
    assert len(main_event.article_ids) == len(main_event.mention_ids) == 5
    assert (main_event.when.start, main_event.when.end) == (date(2024, 1, 4), date(2024, 1, 4))
    assert main_event.where.city == "Baghdad"


@pytest.mark.parametrize(("kind", "low", "high"), [("killed", 2, 4), ("injured", 6, 7)])
def test_tolls_keep_every_account(main_event: Event, kind: str, low: int, high: int) -> None:
    """The range spans all accounts that count."""
    assert (toll(main_event, kind).low, toll(main_event, kind).high) == (low, high)


def test_three_articles_of_one_agency_are_one_origin(main_event: Event) -> None:
    """Two killed is told by three articles, but by two origins: the agency and the post of another source."""
    (two,) = (one for one in toll(main_event, "killed").accounts if one.best == 2 and one.status == "current")
    by_agency = {saying.article_id for saying in two.sayings if saying.origin == "AFP"}
    assert (two.n_articles, two.n_origins, len(by_agency)) == (3, 2, 3)


def test_a_rewriters_slip_is_shown_and_not_counted(main_event: Event) -> None:
    """ "Two more members" in a copy is divergent: neither four nor another two."""
    divergent = [one for one in toll(main_event, "killed").accounts if one.status == "divergent"]
    assert [(one.best, one.n_articles) for one in divergent] == [(2, 1)]
    assert any("two more members" in quote.exact for quote in divergent[0].sayings[0].quotes)


def test_blame_of_one_of_another_and_silence_are_three_things(main_event: Event) -> None:
    """The coalition is accused, the United States are accused, and US officials say nothing."""
    stances = {(one.accused, one.stance, one.polarity): one for one in main_event.responsibility}
    accused = {accused for accused, stance, polarity in stances if stance == "accuses" and polarity == "+" and accused}
    coalition = {one for one in accused if "coalition" in one}
    assert len(coalition) == 1
    assert len(accused - coalition) == 1
    assert "Hashed source" in speakers(main_event, accused - coalition)
    assert "militia commanders" in speakers(main_event, accused - coalition)
    assert "ujaba" in speakers(main_event, accused - coalition)
    assert "government" in speakers(main_event, coalition)
    silent = [one for one in main_event.responsibility if one.stance == "no_comment"]
    assert {one.accused for one in silent} == {None}
    american = [
        saying
        for one in silent
        for saying in one.sayings
        if re.search(r"\bUS\b|United States|Washington", saying.speaker_text or "")
    ]
    assert len({saying.article_id for saying in american}) == 5


def speakers(event: Event, accused: set[str]) -> str:
    """Return the words for all who accuse one of the accused."""
    sayings: list[Saying] = [saying for one in event.responsibility if one.accused in accused for saying in one.sayings]
    return " | ".join(saying.speaker_text or "" for saying in sayings)


def test_one_commander_under_three_names(main_event: Event) -> None:
    """The victim is one participant, by rules that are named."""
    (commander,) = (one for one in main_event.participants if "Mushtaq" in one.name)
    forms = {form.text for form in commander.forms}
    assert {"Mushtaq Talib al-Saidi", "Mushtaq Talib al-Saïdi", "Abu Taqwa"} <= forms
    assert commander.rules


def test_one_force_under_its_spellings(main_event: Event) -> None:
    """What joins the names is that articles state them to be one, or that they are spelled alike."""
    (force,) = (one for one in main_event.participants if any("Popular Mob" in form.text for form in one.forms))
    forms = {form.text for form in force.forms}
    assert {"Hashd al-Shaabi", "Hashed al-Shaabi", "Popular Mobilisation Forces", "PMF"} <= forms
    assert any("says that" in rule for rule in force.rules)


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        pytest.param("Kerman", date(2024, 1, 3), date(2024, 1, 3), id="wednesday"),
        pytest.param("Arouri", date(2024, 1, 2), date(2024, 1, 2), id="two-days-after"),
        pytest.param("Soleimani", date(2020, 1, 1), date(2020, 12, 31), id="four-years-ago"),
        pytest.param("in Iraq", date(2023, 12, 1), date(2023, 12, 31), id="last-month"),
        pytest.param("Hamas", date(2023, 10, 7), date(2023, 10, 7), id="october-7"),
    ],
)
def test_other_events_are_events_of_their_own(events: list[Event], words: str, start: date, end: date) -> None:
    """Each has its own day; none is the main event."""
    event = near(events, words)
    assert (event.when.start, event.when.end) == (start, end)


def test_the_december_attack_wounded_three_in_both_accounts(events: list[Event]) -> None:
    """One article gives the total, the other its parts; an undated event is joined through the raids it provoked."""
    (attack,) = (event for event in events if event.when.start is None)
    injured = toll(attack, "injured")
    assert (injured.low, injured.best, injured.high, injured.n_articles) == (3, 3, 3, 2)
    assert attack.disagreements == ()


def test_no_toll_leaks(main_event: Event) -> None:
    """No number of another event, of a campaign or of a teaser stands in the main event."""
    bounds = {bound for one in main_event.tolls for account in one.accounts for bound in (account.best, account.max)}
    assert bounds <= {None, 2, 4, 6, 7}


def test_nothing_else_is_an_event(events: list[Event]) -> None:
    """Campaign totals, habits and page furniture tell no events; every event of the five texts is there once."""
    assert [event.title for event in events] == [
        "Air strike (drone) in Baghdad, 2020",
        "Attack in Israel, 2023-10-07",
        "Air strike in Iraq, 2023-12",
        "Air strike (drone) in Beirut, 2024-01-02",
        "Bombing in Kerman, 2024-01-03",
        "Air strike (drone) in Baghdad, 2024-01-04",
        "Air strike (drone), undated",
    ]


def test_offsets_quote_the_text(folder: Path, mentions: list[Mention]) -> None:
    """Every quote of every record is the article's text at its offsets."""
    texts = {article.id: article.text for article in read_lines(folder / ARTICLES, claimx.Article)}
    quotes = [quote for name in (MENTIONS, EVENTS) for quote in quotes_in((folder / name).read_text("utf-8"))]
    assert len(quotes) > 500
    assert [one for one in quotes if texts[one.article_id][one.start : one.end] != one.exact] == []
    assert {mention.article_id for mention in mentions} == set(texts)


def quotes_in(lines: str) -> list[Quote]:
    """Return every quote in JSON lines, wherever it stands."""
    found: list[Quote] = []

    def walk(node: object) -> None:
        if isinstance(node, dict):
            if "exact" in node:
                found.append(Quote.model_validate(node))
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    for line in lines.splitlines():
        walk(json.loads(line))
    return found


def test_the_summary_tells_the_files(folder: Path) -> None:
    """run.json counts what happened and holds the hash of every file."""
    summary = Run.model_validate_json((folder / "run.json").read_bytes())
    assert summary.files == {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in summary.files}
    assert summary.requests == sum(summary.outcomes.values()) >= 5
    assert summary.failed == ()


@pytest.mark.vcr
@pytest.mark.default_cassette("seeds.yaml")
def test_pytest_recording_replays_the_same_file(root: Path) -> None:
    """What `--cassette` replays through a transport, pytest-recording replays by patching."""
    article = next(iter(claimx.read([root / SEEDS])))
    endpoint = claimx.Endpoint(model="relay", base_url="http://recorded.invalid/v1")
    assert claimx.extract(article, endpoint=endpoint).mentions


@pytest.fixture(scope="module")
def vcr_cassette_dir(root: Path) -> str:
    """Where pytest-recording looks for cassettes."""
    return str(root / "cassettes")
