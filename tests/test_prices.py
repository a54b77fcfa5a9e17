"""Prices: a table, a user's own rows before it, exact costs, and a limit that counts what is under way."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.errors import InputError
from claimx.prices import COLUMNS, Budget, Price, load_prices

HEADER = ",".join(COLUMNS)
TERN = Price(model="tern-2", input=Decimal(2), output=Decimal(8))
DOLLARS = st.decimals(0, 999, places=6, allow_nan=False)
TOKENS = st.integers(0, 10**9)


def table(folder: Path, *lines: str) -> Path:
    """Write a table of those lines."""
    path = folder / "own.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A user's table: one model of the listed ones, and three of the user's own."""
    rows = ["gpt-4o,7,,,70,", "tern-2,2,,,8,", "tern-2-mini,1,,,4,", "heron-2031-01-01,5,,,5,"]
    return table(tmp_path, "# mine", "", HEADER, *rows)


@pytest.mark.parametrize("price", load_prices().by_model.values(), ids=lambda price: price.model)
def test_every_listed_price_is_plausible(price: Price) -> None:
    """What is cached costs no more than what is sent, what is written no less, and answers cost most."""
    assert 0 < (price.cached_input or price.input) <= price.input <= (price.cache_write or price.input) < price.output
    assert price.batch in (None, Decimal("0.5"))


@pytest.mark.parametrize(
    ("model", "costs_as"),
    [
        ("tern-2", "tern-2"),
        ("tern-2-2031-04-03", "tern-2"),
        ("tern-2-mini-2031-04-03", "tern-2-mini"),
        ("heron-2031-01-01", "heron-2031-01-01"),
        ("heron-2031-01-01-2031-02-02", "heron-2031-01-01"),
        ("gpt-4o-mini-2024-07-18", "gpt-4o-mini"),
        ("heron", None),
        ("heron-2031-01-02", None),
        ("tern", None),
        ("tern-2-large", None),
        ("tern-2-large-2031-04-03", None),
        ("tern-2-2031-04-03-large", None),
        ("tern-2-31-04-03", None),
        ("tern-2-20310403", None),
        ("tern-2-٢٠٣١-٠٤-٠٣", None),
        ("Tern-2", None),
        ("openai/tern-2", None),
        (" tern-2", None),
        ("-2031-04-03", None),
        ("", None),
    ],
)
def test_only_a_snapshot_costs_what_another_name_costs(own: Path, model: str, costs_as: str | None) -> None:
    """A model that is not known has no price, rather than none to pay."""
    price = load_prices(own).of(model)
    assert costs_as == (None if price is None else price.model)


def test_a_snapshot_with_a_row_of_its_own_does_not_cost_what_its_model_does() -> None:
    """The first snapshot of gpt-4o costs twice what the later ones do."""
    prices = load_prices()
    first, later = prices.of("gpt-4o-2024-05-13"), prices.of("gpt-4o-2024-08-06")
    assert first is not None
    assert later is not None
    assert first.input == 2 * later.input


def test_a_users_rows_stand_before_the_listed_ones(own: Path) -> None:
    """For the whole row: nothing of the listed one is left."""
    expected = Price(model="gpt-4o", input=Decimal(7), output=Decimal(70))
    assert expected == load_prices(own).of("gpt-4o")
    assert load_prices().of("gpt-4o-mini") == load_prices(own).of("gpt-4o-mini")


def test_a_users_table_changes_nothing_for_others(own: Path) -> None:
    """The listed prices are as they were."""
    load_prices(own)
    assert load_prices().of("tern-2") is None


def test_a_row_of_zeros_is_free(tmp_path: Path) -> None:
    """As a model that one serves oneself is."""
    price = load_prices(table(tmp_path, HEADER, "heron-7b,0,0,0,0,")).of("heron-7b")
    assert price is not None
    assert price.cost(prompt=10**6, completion=10**6) == 0


def test_columns_may_be_left_out_and_stand_in_any_order(tmp_path: Path) -> None:
    """Only model, input and output are needed; blanks around cells, quotes and Windows line ends do not matter."""
    path = tmp_path / "own.csv"
    path.write_bytes('\ufeffoutput,model, input\r\n 8 ,"tern-2",2\r\n'.encode())
    assert load_prices(path).of("tern-2") == TERN


@pytest.mark.parametrize(
    ("lines", "line", "what"),
    [
        pytest.param([], None, "no header", id="empty"),
        pytest.param(["# only a comment"], None, "no header", id="only a comment"),
        pytest.param(["model,input"], 1, "no column 'output'", id="column missing"),
        pytest.param([HEADER + ",currency"], 1, "unknown column 'currency'", id="column unknown"),
        pytest.param([HEADER + ",input"], 1, "column 'input' twice", id="column twice"),
        pytest.param(["gpt-4o,1,1,1,1,1"], 1, "unknown column 'gpt-4o'", id="row in place of a header"),
        pytest.param(["# a", "", HEADER, "tern-2,2"], 4, "2 cells under 6 columns", id="cells missing"),
        pytest.param([HEADER, "tern-2,2,,,8,,"], 2, "7 cells under 6 columns", id="cells too many"),
        pytest.param([HEADER, ",2,,,8,"], 2, "model, input or output is empty", id="no model"),
        pytest.param([HEADER, "tern-2,,,,8,"], 2, "model, input or output is empty", id="no input"),
        pytest.param([HEADER, "tern-2,2,,,,"], 2, "model, input or output is empty", id="no output"),
        pytest.param([HEADER, "tern-2,$2,,,8,"], 2, "input is '$2'", id="currency"),
        pytest.param([HEADER, 'tern-2,"2,5",,,8,'], 2, "input is '2,5'", id="decimal comma"),
        pytest.param([HEADER, "tern-2,2,,,8,-1"], 2, "batch is '-1'", id="negative"),
        pytest.param([HEADER, "tern-2,nan,,,8,"], 2, "input is 'nan'", id="no number"),
        pytest.param([HEADER, "tern-2,2,,,Infinity,"], 2, "output is 'Infinity'", id="infinite"),
        pytest.param([HEADER, "tern-2,2e99,,,8,"], 2, "input is '2e99'", id="exponent"),
        pytest.param([HEADER, "tern-2,0.0000001,,,8,"], 2, "input is '0.0000001'", id="too many digits"),
        pytest.param([HEADER, "tern-2,٢,,,8,"], 2, "input is '٢'", id="digits of another script"),
        pytest.param([HEADER, "tern-2,2,,,8,", "tern-2,3,,,9,"], 3, "a second row for 'tern-2'", id="twice"),
        pytest.param([HEADER, 'tern-2,"2,,,8,', "heron,1,,,1,"], 2, "broken row", id="open quote"),
        pytest.param([HEADER, "tern-2,\x1b[2J,,,8,"], 2, r"input is '\x1b[2J'", id="steers a terminal"),
    ],
)
def test_a_malformed_table_is_one_error_that_names_file_and_line(
    tmp_path: Path, lines: list[str], line: int | None, what: str
) -> None:
    """One printable line, with what is wrong and what to do."""
    path = table(tmp_path, *lines)
    with pytest.raises(InputError) as caught:
        load_prices(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: {what}" if line is None else f"{path}:{line}: {what}")
    assert message.isprintable()


def test_a_table_that_cannot_be_read_is_an_input_error(tmp_path: Path) -> None:
    """Missing, a folder, or not UTF-8."""
    binary = tmp_path / "binary.csv"
    binary.write_bytes(HEADER.encode() + b"\n\xff")
    for path, what in [(tmp_path / "none.csv", "cannot be read"), (tmp_path, "cannot be read"), (binary, "not UTF-8")]:
        with pytest.raises(InputError, match=what):
            load_prices(path)


FULL = Price(
    model="tern-2",
    input=Decimal(2),
    output=Decimal(8),
    cached_input=Decimal("0.2"),
    cache_write=Decimal("2.5"),
    batch=Decimal("0.5"),
)


@pytest.mark.parametrize(
    ("price", "cached", "written", "batch", "dollars"),
    [
        pytest.param(TERN, 0, None, False, "10", id="full"),
        pytest.param(TERN, 400_000, None, False, "10", id="no cached price: the full one"),
        pytest.param(TERN, 0, 400_000, False, "10", id="no price of writing: the full one"),
        pytest.param(TERN, 0, None, True, "10", id="no batch price: the full one"),
        pytest.param(FULL, 0, 0, False, "10", id="nothing cached or written"),
        pytest.param(FULL, 400_000, 0, False, "9.28", id="cached is part of the prompt"),
        pytest.param(FULL, 400_000, 100_000, False, "9.33", id="and so is written"),
        pytest.param(FULL, 400_000, None, False, "9.58", id="unreported: all that was not read was written"),
        pytest.param(FULL, 2_000_000, None, False, "8.2", id="no more than all is cached"),
        pytest.param(FULL, 400_000, 2_000_000, False, "9.58", id="no more than the rest is written"),
        pytest.param(FULL, 400_000, 0, True, "4.64", id="half in a batch"),
    ],
)
def test_a_cost_is_exact(price: Price, cached: int, written: int | None, batch: bool, dollars: str) -> None:
    """Of a million tokens sent and a million answered."""
    million = 1_000_000
    cost = price.cost(prompt=million, completion=million, cached=cached, written=written, batch=batch)
    assert Decimal(dollars) == cost


@given(prices=st.tuples(DOLLARS, DOLLARS, DOLLARS, DOLLARS, DOLLARS), prompt=TOKENS, cached=TOKENS, completion=TOKENS)
def test_no_cost_is_rounded(
    prices: tuple[Decimal, Decimal, Decimal, Decimal, Decimal], prompt: int, cached: int, completion: int
) -> None:
    """Compared with fractions."""
    sent, read, written, answered, batch = prices
    price = Price(model="m", input=sent, cached_input=read, cache_write=written, output=answered, batch=batch)
    cached = min(cached, prompt)
    dollars = cached * Fraction(read) + (prompt - cached) * Fraction(written) + completion * Fraction(answered)
    expected = dollars * Fraction(batch) / 1_000_000
    assert expected == Fraction(price.cost(prompt=prompt, cached=cached, completion=completion, batch=True))


@given(
    limit=DOLLARS,
    before=DOLLARS,
    requests=st.lists(st.tuples(DOLLARS, st.floats(0, 1), st.booleans()), max_size=20),
)
def test_what_is_spent_and_reserved_never_exceeds_the_limit(
    limit: Decimal, before: Decimal, requests: list[tuple[Decimal, float, bool]]
) -> None:
    """As long as no request costs more than was expected of it; what is settled leaves no trace in what is reserved."""
    budget, open_requests = Budget(limit, spent=before), []
    for expected, share, settles in requests:
        fits = budget.spent + budget.reserved + expected <= limit
        assert fits == budget.reserve(expected)
        if fits:
            open_requests.append((expected, round(expected * Decimal(share), 6)))
            assert budget.spent + budget.reserved <= limit
        if settles and open_requests:
            reserved, actual = open_requests.pop(0)
            budget.settle(reserved, actual=min(reserved, actual))
    for reserved, actual in open_requests:
        budget.settle(reserved, actual=min(reserved, actual))
    assert budget.reserved == 0


def test_a_refused_reservation_reserves_nothing() -> None:
    """A smaller one may still fit."""
    budget = Budget(Decimal(10))
    assert [True, False, True, False] == [budget.reserve(Decimal(n)) for n in (6, 5, 4, 1)]
    assert budget.reserved == 10


def test_a_request_dearer_than_expected_is_paid_and_counts() -> None:
    """What was spent can be over the limit; nothing more is let through."""
    budget = Budget(Decimal(1))
    assert budget.reserve(Decimal("0.5"))
    budget.settle(Decimal("0.5"), actual=Decimal(3))
    assert budget.spent == 3
    assert not budget.reserve(Decimal("0.000001"))


def test_no_limit_counts_all_the_same() -> None:
    """None is no limit, and 0 is one."""
    budget = Budget(None)
    assert budget.reserve(Decimal(10**6))
    budget.settle(Decimal(10**6), actual=Decimal(7))
    assert budget.spent == 7
    assert not Budget(Decimal(0)).reserve(Decimal("0.000001"))
    assert Budget(Decimal(0)).reserve(Decimal(0))


def test_nothing_is_settled_twice_and_no_amount_is_negative() -> None:
    """Both are mistakes of the caller."""
    budget = Budget(Decimal(10))
    budget.reserve(Decimal(1))
    with pytest.raises(ValueError, match="never negative"):
        budget.reserve(Decimal(-1))
    with pytest.raises(ValueError, match="never negative"):
        budget.settle(Decimal(1), actual=Decimal(-1))
    assert (budget.reserved, budget.spent) == (Decimal(1), Decimal(0))
    budget.settle(Decimal(1), actual=Decimal(1))
    with pytest.raises(ValueError, match="only once"):
        budget.settle(Decimal(1), actual=Decimal(1))
