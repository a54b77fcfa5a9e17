"""What an article must not be able to do to the page: drive the terminal, hide text, or push it off the screen."""

from __future__ import annotations

import io
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from claimx.exporting.terminal import PLAIN_WIDTH, open_console, show_events
from claimx.exporting.terminal_sayings import Detail
from tests.exporting.events import raid, strike
from tests.exporting.pages import BRANCHES, DETAILS, flat, hostile, page
from tests.exporting.records import GAZETTE, OUTLETS

RTL_OVERRIDE = "\u202e"
ANY_TEXT = st.text(
    st.characters() | st.sampled_from("[]/\\:\x1b\r\n\u202e\u200d\U0001f468\u0301\u3000漢א"), max_size=40
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("[red]dead[/red]", "[red]dead[/red]"),
        ("[/]", "[/]"),
        ("[link=file:///x]y", "[link=file:///x]y"),
        (":warning:", ":warning:"),
        ("\x1b[2Jgone", "␛[2Jgone"),
        ("\x1b]8;;file:x\x07y", "␛]8;;file:x␇y"),
        ("two\rfour", "two␍four"),
        ("two\b\b\bfour", "two␈␈␈four"),
        ("a\nb\tc", "a␊b␉c"),
        ("\x7f\x9b31m", "␡‹U+009B›31m"),
        (f"{RTL_OVERRIDE}4", "‹U+202E›4"),
        ("\u2066x\u2069", "‹U+2066›x‹U+2069›"),
        ("a\u2028b", "a‹U+2028›b"),
        ("a\u200bb\ufeff", "a‹U+200B›b‹U+FEFF›"),
    ],
)
def test_hostile_text_is_printed_literally(text: str, printed: str) -> None:
    """Neither markup nor control sequences of an article take effect."""
    assert flat(f"“{printed}” [Valley Gazette 100:") in flat(page(hostile(text), width=200, detail="log"))
    assert flat(f"“»{printed}«” [Valley Gazette 100:") in flat(page(hostile(text), width=200, detail="brief"))


@pytest.mark.parametrize("detail", DETAILS)
@pytest.mark.parametrize("width", [40, 60, 100, 140])
@pytest.mark.parametrize(
    "text", ["plain words", "漢字" * 40, "كلمات عربية " * 20, "x" * 300], ids=["latin", "cjk", "rtl", "long"]
)
def test_no_line_is_wider_than_the_console(text: str, width: int, detail: Detail) -> None:
    """Long words and wide letters are folded, not cut off by the terminal."""
    printed = page(strike(), hostile(text), width=width, detail=detail)
    assert [line for line in printed.splitlines() if cell_len(line) > width] == []


def test_folding_loses_no_text() -> None:
    """On a narrow terminal a long quote is complete, over several lines."""
    long = "".join(f"{count:04}" for count in range(100))
    printed = page(hostile(long), width=60, detail="log")
    assert f"“{long}”" in "".join(printed.translate(BRANCHES).split())


def test_no_colour_and_a_hundred_columns_where_there_is_no_terminal() -> None:
    """A page in a file is plain text of a fixed width."""
    file = io.StringIO()
    show_events([strike()], console=open_console(file))
    assert "\x1b" not in file.getvalue()
    assert max(map(len, file.getvalue().splitlines())) == PLAIN_WIDTH


@pytest.mark.parametrize("detail", DETAILS)
def test_colour_changes_no_words(detail: Detail, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is said by colour alone."""
    monkeypatch.setenv("TERM", "xterm")  # rich gives a dumb one 80 columns
    console = Console(file=io.StringIO(), width=100, force_terminal=True, color_system="truecolor", record=True)
    show_events([strike()], console=console, detail=detail, articles=OUTLETS)
    assert console.export_text() == page(strike(), detail=detail)


@pytest.mark.parametrize("detail", DETAILS)
def test_same_events_same_page(detail: Detail) -> None:
    """Printing depends on the events alone."""
    assert page(strike(), raid(), detail=detail) == page(strike(), raid(), detail=detail)


@settings(max_examples=60, deadline=None)
@given(text=ANY_TEXT, width=st.integers(1, 130), detail=st.sampled_from(DETAILS))
def test_never_raises(text: str, width: int, detail: Detail) -> None:
    """Any text in any quote or name prints at any width, without a control character but the line feed."""
    printed = page(hostile(text), width=width, detail=detail, articles={GAZETTE: text})
    assert {sign for sign in printed if unicodedata.category(sign) == "Cc"} <= {"\n"}
