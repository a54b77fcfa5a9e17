"""Dates: which days a phrase names, from the day of publication or from another event."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.values.dates.offsets import Side
from claimx.values.dates.period import UNKNOWN, Period
from claimx.values.dates.resolving import resolve_date

THURSDAY = date(2021, 6, 10)
"""The day of publication throughout."""

DAYS = {
    # calendar dates with a year
    "4 March 2021": ("2021-03-04", "explicit"),
    "the 4th of March 2021": ("2021-03-04", "explicit"),
    "4th March, 2021": ("2021-03-04", "explicit"),
    "March 4, 2021": ("2021-03-04", "explicit"),
    "March 4th 2021": ("2021-03-04", "explicit"),
    "Mar. 4, 2021": ("2021-03-04", "explicit"),
    "11 Sept. 2020": ("2020-09-11", "explicit"),
    "3-Mar-2021": ("2021-03-03", "explicit"),
    "2021-03-04": ("2021-03-04", "explicit"),
    "2021-03-04T10:00:00Z": ("2021-03-04", "explicit"),
    "Updated 4 March 2021 10:30 GMT": ("2021-03-04", "explicit"),
    "25/03/2021": ("2021-03-25", "explicit"),
    "03/25/2021": ("2021-03-25", "explicit"),
    "25.03.2021": ("2021-03-25", "explicit"),
    "03/03/2021": ("2021-03-03", "explicit"),
    "19 MARCH 1990": ("1990-03-19", "explicit"),
    "3 JAN 90": ("1990-01-03", "explicit"),
    "3 JAN 21": ("2021-01-03", "explicit"),
    "3 JAN 22": ("1922-01-03", "explicit"),
    "3 March '19": ("2019-03-03", "explicit"),
    "29 February 2020": ("2020-02-29", "explicit"),
    "5 March 2030": ("2030-03-05", "explicit"),
    # without a year
    "January 4": ("2021-01-04", "explicit"),
    "Jan 4": ("2021-01-04", "explicit"),
    "4 January": ("2021-01-04", "explicit"),
    "June the 3rd": ("2021-06-03", "explicit"),
    "June 10": ("2021-06-10", "explicit"),
    "June 11": ("2020-06-11", "explicit"),
    "December 31": ("2020-12-31", "explicit"),
    "29 February": ("2020-02-29", "explicit"),
    "March 3 last year": ("2020-03-03", "explicit"),
    "on 3 March, in 2019": ("2019-03-03", "explicit"),
    "3 March two years ago": ("2019-03-03", "explicit"),
    "at 0200 GMT on 3 March": ("2021-03-03", "explicit"),
    # weekdays
    "Thursday": ("2021-06-10", "weekday"),
    "on Thursday": ("2021-06-10", "weekday"),
    "THURSDAY": ("2021-06-10", "weekday"),
    "Thursday night": ("2021-06-10", "weekday"),
    "early on Thursday morning": ("2021-06-10", "weekday"),
    "at 2 a.m. on Thursday": ("2021-06-10", "weekday"),
    "New Year's Eve": ("2020-12-31", "explicit"),
    "early on New Year’s Day 2019": ("2019-01-01", "explicit"),
    "the Fourth of July": ("2020-07-04", "explicit"),
    "at 2030 on Monday": ("2021-06-07", "weekday"),
    "just after 7 p.m. Saturday": ("2021-06-05", "weekday"),
    "shortly before 2 a.m. Sunday": ("2021-06-06", "weekday"),
    "after 22:30 on Monday": ("2021-06-07", "weekday"),
    "late Wednesday": ("2021-06-09", "weekday"),
    "Wed.": ("2021-06-09", "weekday"),
    "Friday": ("2021-06-04", "weekday"),
    "Friday's attack": ("2021-06-04", "weekday"),
    "after Friday prayers": ("2021-06-04", "weekday"),
    "shortly before dawn on Monday": ("2021-06-07", "weekday"),
    "an hour after midnight on Monday": ("2021-06-07", "weekday"),
    "last Thursday": ("2021-06-03", "weekday"),
    "this past Thursday": ("2021-06-03", "weekday"),
    "last Sunday": ("2021-06-06", "weekday"),
    "next Thursday": ("2021-06-17", "weekday"),
    "next Friday": ("2021-06-11", "weekday"),
    "Tuesday last week": ("2021-06-01", "weekday"),
    "on Thursday of last week": ("2021-06-03", "weekday"),
    "Thursday next week": ("2021-06-17", "weekday"),
    "Thursday, June 3": ("2021-06-03", "explicit"),
    "Thursday, June 2": ("2021-06-02", "explicit"),
    # counted from publication
    "today": ("2021-06-10", "relative"),
    "earlier today": ("2021-06-10", "relative"),
    "tonight": ("2021-06-10", "relative"),
    "this morning": ("2021-06-10", "relative"),
    "yesterday": ("2021-06-09", "relative"),
    "yesterday evening": ("2021-06-09", "relative"),
    "last night": ("2021-06-09", "relative"),
    "the day before yesterday": ("2021-06-08", "relative"),
    "tomorrow": ("2021-06-11", "relative"),
    "the day after tomorrow": ("2021-06-12", "relative"),
    "a day ago": ("2021-06-09", "relative"),
    "two days ago": ("2021-06-08", "relative"),
    "10 days ago": ("2021-05-31", "relative"),
    "twenty-two days ago": ("2021-05-19", "relative"),
    "one hundred and four days ago": ("2021-02-26", "relative"),
    "a week ago today": ("2021-06-03", "relative"),
    "a month ago today": ("2021-05-10", "relative"),
    "a year ago today": ("2020-06-10", "relative"),
    # counted from a date in the same words
    "two days after 3 March": ("2021-03-05", "relative"),
    "two days before 3 March 2020": ("2020-03-01", "relative"),
    "the day after Monday's attack": ("2021-06-08", "relative"),
    "the next day, 5 March": ("2021-03-05", "explicit"),
}
SPANS = {
    "3-4 January 2020": ("2020-01-03", "2020-01-04", "day", "explicit"),
    "between 3 and 5 March": ("2021-03-03", "2021-03-05", "day", "explicit"),
    "March 3-5, 2020": ("2020-03-03", "2020-03-05", "day", "explicit"),
    "on the night of June 3 to 4": ("2021-06-03", "2021-06-04", "day", "explicit"),
    "March 3 to April 2, 2020": ("2020-03-03", "2020-04-02", "day", "explicit"),
    "30 December to 2 January": ("2020-12-30", "2021-01-02", "day", "explicit"),
    "overnight on 3 March": ("2021-03-03", "2021-03-04", "day", "explicit"),
    "overnight Wednesday to Thursday": ("2021-06-09", "2021-06-10", "day", "weekday"),
    "overnight into Thursday": ("2021-06-09", "2021-06-10", "day", "weekday"),
    "overnight Thursday": ("2021-06-09", "2021-06-10", "day", "weekday"),
    "overnight Monday": ("2021-06-07", "2021-06-08", "day", "weekday"),
    "overnight": ("2021-06-09", "2021-06-10", "day", "relative"),
    "Wednesday night into Thursday": ("2021-06-09", "2021-06-10", "day", "weekday"),
    "between Monday and Wednesday": ("2021-06-07", "2021-06-09", "day", "weekday"),
    "Saturday or Sunday": ("2021-06-05", "2021-06-06", "day", "weekday"),
    "hours ago": ("2021-06-09", "2021-06-10", "day", "relative"),
    "48 hours ago": ("2021-06-07", "2021-06-08", "day", "relative"),
    "this week": ("2021-06-07", "2021-06-13", "week", "relative"),
    "last week": ("2021-05-31", "2021-06-06", "week", "relative"),
    "next week": ("2021-06-14", "2021-06-20", "week", "relative"),
    "the week before last": ("2021-05-24", "2021-05-30", "week", "relative"),
    "three weeks ago": ("2021-05-17", "2021-05-23", "week", "relative"),
    "a fortnight ago": ("2021-05-24", "2021-05-30", "week", "relative"),
    "December 2019": ("2019-12-01", "2019-12-31", "month", "explicit"),
    "in May": ("2021-05-01", "2021-05-31", "month", "explicit"),
    "December": ("2020-12-01", "2020-12-31", "month", "explicit"),
    "June": ("2021-06-01", "2021-06-30", "month", "explicit"),
    "last June": ("2020-06-01", "2020-06-30", "month", "explicit"),
    "next March": ("2022-03-01", "2022-03-31", "month", "explicit"),
    "in January last year": ("2020-01-01", "2020-01-31", "month", "explicit"),
    "from January to March 2020": ("2020-01-01", "2020-03-31", "month", "explicit"),
    "last month": ("2021-05-01", "2021-05-31", "month", "relative"),
    "earlier this month": ("2021-06-01", "2021-06-30", "month", "relative"),
    "two months ago": ("2021-04-01", "2021-04-30", "month", "relative"),
    "eighteen months ago": ("2019-12-01", "2019-12-31", "month", "relative"),
    "in 2020": ("2020-01-01", "2020-12-31", "year", "explicit"),
    "late 2019": ("2019-01-01", "2019-12-31", "year", "explicit"),
    "2018-2019": ("2018-01-01", "2019-12-31", "year", "explicit"),
    "four years ago": ("2017-01-01", "2017-12-31", "year", "relative"),
    "a year ago": ("2020-01-01", "2020-12-31", "year", "relative"),
    "last year": ("2020-01-01", "2020-12-31", "year", "relative"),
    "this year": ("2021-01-01", "2021-12-31", "year", "relative"),
}
UNDATED = (
    "", " ", "recently", "in recent weeks", "in the past week", "the last week", "a few days ago", "several years ago",
    "over a year ago", "about two weeks ago", "one or two days ago", "two and a half years ago", "half a year ago",
    "years ago", "a decade ago", "04/03/2021", "31 February", "31 February 2020", "29 February 2021", "45 January 2020",
    "2021-13-01", "0000-01-01", "5-3 March 2021", "since March", "before Thursday", "until 3 March", "after Monday",
    "every Friday", "on Fridays", "Friday this week", "July this year",
    "spring 2020", "last winter", "the 2010s", "may have", "a march",
    "the Sun", "at 2030 GMT", "99999 years ago", "3000 years ago", "9" * 400 + " days ago", "the next day",
    "two days after", "the following Monday", "that year", "3 May that year", "Thursday that week", "the anniversary",
    "hace dos días", "وسط المدينة", "\0", "Qasr Delan",
)  # fmt: skip


def period(start: str, end: str, precision: str, basis: str) -> Period:
    return Period.model_validate({"start": start, "end": end, "precision": precision, "basis": basis})


@pytest.mark.parametrize(("words", "expected"), DAYS.items(), ids=DAYS)
def test_a_phrase_that_names_a_day(words: str, expected: tuple[str, str]) -> None:
    """Calendar dates, weekdays and relative words each name one day, and say on what basis."""
    day, basis = expected
    assert resolve_date(words, published=THURSDAY) == period(day, day, "day", basis)


@pytest.mark.parametrize(("words", "expected"), SPANS.items(), ids=SPANS)
def test_a_phrase_that_names_more_than_a_day(words: str, expected: tuple[str, str, str, str]) -> None:
    """Nights, ranges, weeks, months and years are spans with both days included."""
    assert resolve_date(words, published=THURSDAY) == period(*expected)


@pytest.mark.parametrize("words", UNDATED, ids=lambda words: words[:40])
def test_a_phrase_that_dates_nothing(words: str) -> None:
    """Vague, bounding, habitual, impossible and foreign words are unknown, never the day of publication."""
    assert resolve_date(words, published=THURSDAY) == UNKNOWN


@pytest.mark.parametrize(
    "words",
    ["Thursday", "yesterday", "today", "last month", "two days ago", "3 March", "March", "overnight", "that day"],
)
def test_without_publication_only_a_stated_year_dates(words: str) -> None:
    """What counts from publication is unknown where publication is."""
    assert resolve_date(words, published=None) == UNKNOWN


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("4 March 2021", ("2021-03-04", "2021-03-04", "day", "explicit")),
        ("3 JAN 90", ("1990-01-03", "1990-01-03", "day", "explicit")),
        ("Thursday, 4 March 2021", ("2021-03-04", "2021-03-04", "day", "explicit")),
        ("March 2021", ("2021-03-01", "2021-03-31", "month", "explicit")),
        ("in 2020", ("2020-01-01", "2020-12-31", "year", "explicit")),
    ],
)
def test_a_stated_year_needs_no_publication(words: str, expected: tuple[str, str, str, str]) -> None:
    """A date with its year stands by itself."""
    assert resolve_date(words, published=None) == period(*expected)


MONDAY_2019 = period("2019-03-04", "2019-03-04", "day", "explicit")


@pytest.mark.parametrize(
    ("words", "side", "expected"),
    [
        ("two days after", "before", ("2019-03-02", "2019-03-02", "day", "relative")),
        ("two days after", "after", ("2019-03-06", "2019-03-06", "day", "relative")),
        ("two days after", None, ("2019-03-06", "2019-03-06", "day", "relative")),
        ("two days earlier", None, ("2019-03-02", "2019-03-02", "day", "relative")),
        ("two days before the raid", None, ("2019-03-02", "2019-03-02", "day", "relative")),
        ("the next day", "after", ("2019-03-05", "2019-03-05", "day", "relative")),
        ("the following morning", None, ("2019-03-05", "2019-03-05", "day", "relative")),
        ("the day after", None, ("2019-03-05", "2019-03-05", "day", "relative")),
        ("the previous day", None, ("2019-03-03", "2019-03-03", "day", "relative")),
        ("the night before", None, ("2019-03-03", "2019-03-03", "day", "relative")),
        ("the same day", None, ("2019-03-04", "2019-03-04", "day", "relative")),
        ("later that day", None, ("2019-03-04", "2019-03-04", "day", "relative")),
        ("hours after", "after", ("2019-03-04", "2019-03-05", "day", "relative")),
        ("minutes later", None, ("2019-03-04", "2019-03-05", "day", "relative")),
        ("several hours later", None, ("2019-03-04", "2019-03-05", "day", "relative")),
        ("30 hours later", None, ("2019-03-05", "2019-03-06", "day", "relative")),
        ("hours before", None, ("2019-03-03", "2019-03-04", "day", "relative")),
        ("a week earlier", None, ("2019-02-25", "2019-03-03", "week", "relative")),
        ("the following week", None, ("2019-03-11", "2019-03-17", "week", "relative")),
        ("a month later", None, ("2019-04-01", "2019-04-30", "month", "relative")),
        ("two years after", "after", ("2021-01-01", "2021-12-31", "year", "relative")),
        ("that year", None, ("2019-01-01", "2019-12-31", "year", "relative")),
        ("on the anniversary of the raid", "after", ("2021-03-04", "2021-03-04", "day", "relative")),
        ("Thursday that week", None, ("2019-03-07", "2019-03-07", "day", "weekday")),
        ("the following Thursday", None, ("2019-03-07", "2019-03-07", "day", "weekday")),
        ("the previous Thursday", None, ("2019-02-28", "2019-02-28", "day", "weekday")),
        ("3 May that year", None, ("2019-05-03", "2019-05-03", "day", "explicit")),
        ("yesterday", "after", ("2021-06-09", "2021-06-09", "day", "relative")),
        ("5 March 2020", "after", ("2020-03-05", "2020-03-05", "day", "explicit")),
    ],
)
def test_words_that_count_from_another_event(
    words: str, side: Side | None, expected: tuple[str, str, str, str]
) -> None:
    """Offsets count from the anchor, on the side given; what dates itself does not."""
    assert resolve_date(words, published=THURSDAY, anchor=MONDAY_2019, side=side) == period(*expected)


@pytest.mark.parametrize(
    "words", ["days later", "years later", "in the two days after", "more than two days after", "three years after"]
)
def test_vague_or_future_offsets_date_nothing(words: str) -> None:
    """Vague offsets, and those that would lie after publication, are unknown."""
    assert resolve_date(words, published=THURSDAY, anchor=MONDAY_2019) == UNKNOWN


def test_an_anchor_without_a_date_dates_nothing() -> None:
    """Nothing counts from an unknown day."""
    assert resolve_date("two days after", published=THURSDAY, anchor=UNKNOWN) == UNKNOWN


def test_an_offset_finer_than_its_anchor_dates_nothing() -> None:
    """Two days after some day of March is no day."""
    march = period("2019-03-01", "2019-03-31", "month", "explicit")
    assert resolve_date("two days after", published=THURSDAY, anchor=march) == UNKNOWN


def test_hours_after_on_the_day_of_publication_end_with_it() -> None:
    """What is told has happened: a span of days is cut at publication."""
    today = resolve_date("today", published=THURSDAY)
    assert resolve_date("hours later", published=THURSDAY, anchor=today) == today


def test_the_anniversary_is_a_later_year() -> None:
    """An event is not its own anniversary."""
    march = period("2021-03-04", "2021-03-04", "day", "explicit")
    assert resolve_date("the anniversary", published=THURSDAY, anchor=march) == UNKNOWN


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
PUBLISHED = st.dates(date(1600, 1, 1), date(9990, 1, 1))
VOCABULARY = """two 3 a few days weeks months hour years ago after before later the next last this that same day week
month year Thursday Friday, overnight into to and - between March May 4, 2020 1990 JAN since yesterday night
anniversary"""
PHRASES = st.lists(st.sampled_from(VOCABULARY.split()), max_size=10).map(" ".join)
ANCHORS = st.none() | st.dates().map(lambda day: Period(start=day, end=day, precision="day", basis="explicit"))


@given(st.one_of(st.text(), PHRASES), st.none() | st.dates(), ANCHORS, st.sampled_from(("before", "after", None)))
def test_any_words_give_a_sound_period(
    words: str, published: date | None, anchor: Period | None, side: Side | None
) -> None:
    """Nothing raises; bounds stand together in order, and the precision is that of the span."""
    found = resolve_date(words, published=published, anchor=anchor, side=side)
    if found.start is None or found.end is None:
        assert found == UNKNOWN
        return
    first, after = found.start.timetuple(), found.end.toordinal() + 1
    assert found.start <= found.end
    assert found.basis in ("explicit", "weekday", "relative")
    if found.precision == "week":
        assert (first.tm_wday, (after - found.start.toordinal()) % 7) == (0, 0)
    if found.precision in ("month", "year"):
        assert first.tm_mday == 1
        assert after > date.max.toordinal() or date.fromordinal(after).day == 1
    if found.precision == "year":
        assert (first.tm_yday, found.end.month) == (1, 12)


@given(PHRASES, PUBLISHED, ANCHORS)
def test_what_is_told_does_not_begin_after_publication(words: str, published: date, anchor: Period | None) -> None:
    """Without "next" and without a stated year, nothing lies in the future."""
    if "next" in words or "2020" in words or "1990" in words:
        words = words.replace("next", "last").replace("2020", "").replace("1990", "")
    found = resolve_date(words, published=published, anchor=anchor)
    assert found.start is None or found.start <= published
    assert found.end is None or found.precision != "day" or found.end <= published


@given(PUBLISHED, st.sampled_from(WEEKDAYS))
def test_a_weekday_is_within_the_last_seven_days(published: date, weekday: str) -> None:
    """It is that weekday, 0 to 6 days back; "last" 1 to 7 days back, "next" 1 to 7 days on."""
    for words, back in ((weekday, 0), (f"last {weekday}", 1), (f"next {weekday}", -7)):
        day = resolve_date(words, published=published).start
        assert day is not None
        assert WEEKDAYS[day.weekday()] == weekday
        assert 0 <= (published - day).days - back <= 6


@given(st.dates(min_value=date(1000, 1, 1)), st.none() | PUBLISHED)
def test_a_full_date_is_read_back_in_every_form(day: date, published: date | None) -> None:
    """All forms of a full date name that day, whatever the publication."""
    month = MONTHS[day.month - 1]
    for words in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"the {day.day}th of {month}, {day.year}",
        f"{day.day} {month.upper()} {day.year}",
        f"{month[:3]}. {day.day}, {day.year}",
    ):
        assert resolve_date(words, published=published) == Period(start=day, end=day, precision="day", basis="explicit")


@given(st.dates(min_value=date(1600, 1, 1)), PUBLISHED)
def test_a_day_without_a_year_is_the_latest(day: date, published: date) -> None:
    """Month and day are kept; no later such day lies before publication."""
    found = resolve_date(f"{day.day} {MONTHS[day.month - 1]}", published=published).start
    assert found is not None
    assert (found.month, found.day) == (day.month, day.day)
    assert timedelta(0) <= published - found < timedelta(days=366 * 8)
    assert found.month == 2 or published - found < timedelta(days=366)


@given(PUBLISHED, st.integers(1, 900))
def test_days_ago_and_days_after_undo_each_other(published: date, days: int) -> None:
    """Counting back from publication and on from there comes home."""
    past = resolve_date(f"{days} days ago", published=published)
    assert past.start == published - timedelta(days=days)
    assert resolve_date(f"{days} days later", published=published, anchor=past).start == published


@pytest.mark.parametrize(
    "unit",
    ["9", " ", "a", "a-", "1-", "3 ", "3 March ", "Thursday and ", "two days after ", "at 2:", "to ", "3 to ", "the ",
     "3 March-", "before ", "last ", "\0"],
)  # fmt: skip
def test_long_hostile_words_are_resolved(unit: str) -> None:
    """A hundred thousand characters of one kind neither raise nor lead outside the calendar."""
    found = resolve_date((unit * 100_000)[:100_000], published=THURSDAY)
    assert found.start is None or found.start <= THURSDAY
