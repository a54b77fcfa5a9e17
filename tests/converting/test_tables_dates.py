"""Days as tables write them."""

from __future__ import annotations

from calendar import month_name
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.converting.tables_dates import read_days


@pytest.mark.parametrize(
    "words",
    [
        "2031-04-03",
        "20310403",
        "2031-04-03 00:00:00.000",
        "2031-04-03T21:40+02:00",
        "April 3, 2031",
        "April 03 2031",
        "Apr 3, 2031",
        "3 April 2031",
        "03 April 2031",
        "03-Apr-2031",
        "3rd of April 2031",
    ],
)
def test_a_day_is_read(words: str) -> None:
    """Whichever way it is written, a time of day beside it or not."""
    assert read_days(words, day_first=None) == (date(2031, 4, 3), date(2031, 4, 3))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        pytest.param("April 2031", date(2031, 4, 1), date(2031, 4, 30), id="month"),
        pytest.param("2031", date(2031, 1, 1), date(2031, 12, 31), id="year"),
    ],
)
def test_a_month_or_a_year_is_all_its_days(words: str, first: date, last: date) -> None:
    """A coarser date is the days it may be."""
    assert read_days(words, day_first=None) == (first, last)


@pytest.mark.parametrize(
    ("words", "day_first", "day"),
    [
        pytest.param("28/01/2031", None, date(2031, 1, 28), id="only the first can be a day"),
        pytest.param("1.28.2031", None, date(2031, 1, 28), id="only the second can be a day"),
        pytest.param("5/5/2031", None, date(2031, 5, 5), id="either way the same"),
        pytest.param("3/4/2031", True, date(2031, 4, 3), id="day first"),
        pytest.param("3-4-2031", False, date(2031, 3, 4), id="month first"),
        pytest.param("1/28/2031 0:00", False, date(2031, 1, 28), id="midnight of a spreadsheet"),
    ],
)
def test_numbers_are_read_where_they_have_one_reading(words: str, day_first: bool | None, day: date) -> None:
    """The table's order decides where the numbers do not."""
    assert read_days(words, day_first=day_first) == (day, day)


@pytest.mark.parametrize(
    ("words", "day_first", "message"),
    [
        pytest.param("3/4/2031", None, "is two dates; say with day_first", id="either order"),
        pytest.param("1/28/2031", True, "is no date", id="against the order that was said"),
        pytest.param("3/4/31", None, "is no date", id="year of two digits"),
        pytest.param("April 3", None, "is no date", id="no year"),
        pytest.param("3-5 April 2031", None, "is no date", id="several days"),
        pytest.param("February 30, 2031", None, "is no date", id="no such day"),
        pytest.param("about 3 April 2031", None, "is no date", id="more words"),
        pytest.param("45000", None, "is no date", id="a spreadsheet's number"),
        pytest.param("", None, "is no date", id="empty"),
    ],
)
def test_what_has_no_one_reading_is_refused(words: str, day_first: bool | None, message: str) -> None:
    """The message says what to write or which flag to give."""
    with pytest.raises(ValueError, match=message):
        read_days(words, day_first=day_first)


@given(day=st.dates(min_value=date(1000, 1, 1)), day_first=st.none() | st.booleans())
def test_every_day_is_read_back_from_its_names(day: date, day_first: bool | None) -> None:
    """No order of numbers bears on a month that is named."""
    month = month_name[day.month]
    for words in (day.isoformat(), f"{month} {day.day}, {day.year}", f"{day.day:02} {month} {day.year}"):
        assert read_days(words, day_first=day_first) == (day, day)


@given(words=st.text(max_size=30) | st.from_regex(r"[0-3]?\d[-/.][0-3]?\d[-/.]\d{4}", fullmatch=True))
def test_any_words_give_days_or_a_refusal(words: str) -> None:
    """The first day is never after the last, and a refusal says what to do."""
    try:
        first, last = read_days(words, day_first=None)
    except ValueError as error:
        refusals = (
            "write 2031-04-03, 3 April 2031 or April 3, 2031",
            "say with day_first whether its first number is the day",
        )
        assert str(error).endswith(refusals)  # noqa: PT017  either outcome is right
    else:
        assert first <= last
