"""What models cost: prices.csv beside this module, a user's own rows before it, and a limit to what is spent."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache
from pathlib import Path

from claimx.inputs import fault, place

COLUMNS = ("model", "input", "cached_input", "cache_write", "output", "batch")
"""The columns of a table of prices, in any order."""
NEEDED = ("model", "input", "output")
"""Those that a table must have; the others may be left out, and their cells be empty."""

_MILLION = Decimal(1_000_000)
_DIGITS = 80  # more than a product of three such numbers has, so that no cost is ever rounded
_NUMBER = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6})?")  # no more digits, so that sums of costs are exact, too
_SNAPSHOT = re.compile(r"(?P<model>.+)-[0-9]{4}-[0-9]{2}-[0-9]{2}", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Price:
    """What one model costs, in US dollars per million tokens."""

    model: str
    input: Decimal
    output: Decimal
    """Reasoning is output, too."""
    cached_input: Decimal | None = None
    """Of what the endpoint read from its cache; None is the full price."""
    cache_write: Decimal | None = None
    """Of what the endpoint wrote to its cache; None is the full price."""
    batch: Decimal | None = None
    """What the Batch API multiplies the cost with; None is the full price."""

    def cost(
        self, *, prompt: int, completion: int, cached: int = 0, written: int | None = None, batch: bool = False
    ) -> Decimal:
        """Return the exact cost of one request in US dollars.

        Args:
            prompt: All tokens sent, as endpoints report them: those cached and written are part of them.
            completion: All tokens answered.
            cached: Those of the prompt that were read from the cache; more than all count as all.
            written: Those that were written to it; None, which is unreported, is all that were not read from it.
            batch: Whether it went through the Batch API.
        """
        cached = min(cached, prompt)
        written = prompt - cached if written is None else min(written, prompt - cached)
        with localcontext(prec=_DIGITS):
            parts = (
                (prompt - cached - written) * self.input,
                cached * _or_full(self.cached_input, self.input),
                written * _or_full(self.cache_write, self.input),
                completion * self.output,
            )
            factor = _or_full(self.batch, Decimal(1)) if batch else Decimal(1)
            return sum(parts, Decimal(0)) * factor / _MILLION


def _or_full(price: Decimal | None, full: Decimal) -> Decimal:
    return full if price is None else price


@dataclass(frozen=True)
class Prices:
    """The prices that are known, by model."""

    by_model: Mapping[str, Price]

    def of(self, model: str) -> Price | None:
        """Return the price of a model; None if it is not known, which is not free.

        A snapshot that has no row of its own, such as `tern-2-2031-04-03`, costs what the model `tern-2` costs; no
        other name is taken for another.
        """
        snapshot = _SNAPSHOT.fullmatch(model)
        family = None if snapshot is None else self.by_model.get(snapshot["model"])
        return self.by_model.get(model, family)


class Budget:
    """A limit to what is spent, in which what is under way counts as spent.

    >>> budget = Budget(Decimal("1.00"))
    >>> budget.reserve(Decimal("0.60")), budget.reserve(Decimal("0.60"))
    (True, False)
    >>> budget.settle(Decimal("0.60"), actual=Decimal("0.25"))
    >>> budget.spent, budget.reserve(Decimal("0.60"))
    (Decimal('0.25'), True)
    """

    def __init__(self, limit: Decimal | None, *, spent: Decimal = Decimal(0)) -> None:
        """Start with what an earlier run has spent of the same limit, in US dollars; no limit is None."""
        self.limit = limit
        self._spent, self._reserved = _amount(spent), Decimal(0)

    @property
    def spent(self) -> Decimal:
        """What was paid; over the limit only by what requests cost more than was expected of them."""
        return self._spent

    @property
    def reserved(self) -> Decimal:
        """What is expected of the requests under way."""
        return self._reserved

    def reserve(self, expected: Decimal) -> bool:
        """Set aside what a request is expected to cost; False, and nothing set aside, where that is over the limit."""
        within = self.limit is None or self._spent + self._reserved + _amount(expected) <= self.limit
        if within:
            self._reserved += _amount(expected)
        return within

    def settle(self, reserved: Decimal, *, actual: Decimal) -> None:
        """Pay what a request cost in truth, in place of what was reserved for it; 0 if it was never sent."""
        if _amount(reserved) > self._reserved:
            raise ValueError("only what was reserved can be settled, and only once")
        self._spent += _amount(actual)
        self._reserved -= reserved


def _amount(dollars: Decimal) -> Decimal:
    if dollars < 0:
        raise ValueError("an amount of money is never negative")
    return dollars


def load_prices(path: Path | None = None) -> Prices:
    """Return the prices that come with claimx, and those of a user's table before them.

    A row of the table stands for the whole row of its model. A model that costs nothing per token, because one serves
    it oneself, is a row of zeros. Lines that begin with `#` are comments.

    Raises:
        InputError: The table cannot be read, or a row of it is malformed: the message names the file and line.
    """
    own = {} if path is None else _read(path)
    return Prices(by_model=_listed() | own)


@cache
def _listed() -> dict[str, Price]:
    return _read(Path(__file__).with_name("prices.csv"))


def _read(path: Path) -> dict[str, Price]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise fault(place(path), f"cannot be read ({error.strerror or error})", "check the path") from error
    except UnicodeDecodeError as error:
        raise fault(place(path), f"not UTF-8 at byte {error.start}", "save the table as UTF-8") from error
    prices: dict[str, Price] = {}
    for where, cells in _rows(text.split("\n"), path=path):
        price = _price(cells, where=where)
        if price.model in prices:
            raise fault(where, f"a second row for {price.model!r}", "keep one of them")
        prices[price.model] = price
    return prices


def _rows(lines: Iterable[str], *, path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the place and the cells of each row under the header."""
    header: list[str] | None = None
    for where, row in _records(lines, path=path):
        if header is None:
            header = _header(row, where=where)
        elif len(row) != len(header):
            raise fault(where, f"{len(row)} cells under {len(header)} columns", "leave unknown prices empty")
        else:
            yield where, dict(zip(header, row, strict=True))
    if header is None:
        raise fault(place(path), "no header", f"begin with the line {','.join(COLUMNS)}")


def _records(lines: Iterable[str], *, path: Path) -> Iterator[tuple[str, list[str]]]:
    for number, line in enumerate(lines, start=1):
        where = place(path, number)
        if line.strip() and not line.startswith("#"):
            try:
                # Line by line: no cell of this table holds a line break, and a stray quote must not swallow the rest.
                yield where, [cell.strip() for row in csv.reader([line], strict=True) for cell in row]
            except csv.Error as error:
                raise fault(where, f"broken row ({error})", "close every quote on its line") from error


def _header(row: list[str], *, where: str) -> list[str]:
    wrong = [f"unknown column {name!r}" for name in row if name not in COLUMNS]
    wrong += [f"column {name!r} twice" for name in COLUMNS if row.count(name) > 1]
    wrong += [f"no column {name!r}" for name in NEEDED if name not in row]
    if wrong:
        raise fault(where, wrong[0], f"begin with the line {','.join(COLUMNS)}")
    return row


def _price(cells: Mapping[str, str], *, where: str) -> Price:
    numbers = {name: _number(cells.get(name, ""), name=name, where=where) for name in COLUMNS if name != "model"}
    sent, answered = numbers.pop("input"), numbers.pop("output")
    if not cells["model"] or sent is None or answered is None:
        raise fault(where, "model, input or output is empty", "write 0 only for what costs nothing")
    return Price(model=cells["model"], input=sent, output=answered, **numbers)


def _number(cell: str, *, name: str, where: str) -> Decimal | None:
    if not cell:
        return None
    if _NUMBER.fullmatch(cell) is None:
        raise fault(where, f"{name} is {cell!r}", "write a plain number such as 0.15, without a currency")
    return Decimal(cell)
