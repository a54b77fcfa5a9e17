"""Tolls in words for the terminal: an open end stays visible, and no number is a dash, never zero."""

from __future__ import annotations

from claimx.event import EventToll, TollAccount
from claimx.exporting.terminal_words import UNKNOWN, listed, visible


def number(value: int | None) -> str:
    """Return the number, or a dash for unknown."""
    return UNKNOWN if value is None else str(value)


def toll_range(toll: EventToll) -> str:
    """Return low and high as one phrase: `2–4`, `2`, `≥2`, `≤4`."""
    if toll.low is None:
        return UNKNOWN if toll.high is None else f"≤{toll.high}"
    if toll.high is None:
        return f"≥{toll.low}"
    return str(toll.low) if toll.low == toll.high else f"{toll.low}–{toll.high}"


def low_best_high(toll: EventToll) -> str:
    """Return the three numbers of a toll with their names: `low 2 – best 3 – high 4`; a lack of all as such."""
    if toll.low is toll.best is toll.high is None:
        return "no number"
    best = "no best" if toll.best is None else f"best {toll.best}"
    return f"low {number(toll.low)} – {best} – high {number(toll.high)}"


def account_value(account: TollAccount) -> str:
    """Return the value of one account: `2`, `at least 2`, `about 20 (15–25)`, `several (at least 2)`.

    The articles' words lead where they name no number, and stand beside an exact number of which they say more
    (`2 (“two more”)`).
    """
    written = listed(map(visible, account.words))
    if account.best is None and account.words:
        bounds = _bounds(account)
        return written if bounds in {UNKNOWN, written} else f"{written} ({bounds})"
    exact = account.min == account.best == account.max and not account.approximate
    said = f" (“{written}”)" if exact and any(" " in phrase.strip() for phrase in account.words) else ""
    return _numbers(account) + said


def _numbers(account: TollAccount) -> str:
    bounds = _bounds(account)
    if account.best is None:
        return f"{bounds}, approximately" if account.approximate else bounds
    best = f"about {account.best}" if account.approximate else str(account.best)
    if bounds in {UNKNOWN, str(account.best)}:
        return best
    if bounds == f"at least {account.best}":
        return f"at least {best}"
    return f"{best} ({bounds})"


def _bounds(account: TollAccount) -> str:
    if account.min is None:
        return UNKNOWN if account.max is None else f"at most {account.max}"
    if account.max is None:
        return f"at least {account.min}"
    return str(account.min) if account.min == account.max else f"{account.min}–{account.max}"
