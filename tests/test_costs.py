"""What a run cost: amounts to the last digit, and parts that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal, localcontext
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.costs import Costs, Money, Sent, Tally, article_costs, costs, read_sent
from claimx.folder import LEDGER
from claimx.ledger import read_ledger
from claimx.prices import Price, Prices, load_prices
from tests.ledger.asking import PRICES, Scripted, articles

PRICED = Price(
    model="m", input=Decimal(2), output=Decimal(8), cached_input=Decimal("0.5"), cache_write=None, batch=Decimal("0.5")
)
ODD = Price(model="n", input=Decimal("0.123457"), output=Decimal("999.999999"), batch=Decimal("0.333333"))
KNOWN = Prices(by_model={"m": PRICED, "n": ODD})
SENT = Sent("a1", "m", "extract", 0, "answered", "live", 1_000, 600, 100)
CENTS = Decimal("0.0019")
"""400 tokens at 2, 600 at 0.5 and 100 at 8 dollars per million."""


def sent(**parts: Any) -> Sent:
    """Return a request that was sent, with other parts."""
    return SENT._replace(**parts)


def of(*told: Sent, prices: Prices = KNOWN) -> Costs:
    """Return what requests cost."""
    return costs(told, prices=prices)


@pytest.mark.parametrize(
    ("one", "paid", "replayed"),
    [
        pytest.param(SENT, CENTS, 0, id="live"),
        pytest.param(sent(via="batch"), CENTS / 2, 0, id="batch"),
        pytest.param(sent(via="replayed"), 0, CENTS, id="replayed"),
        pytest.param(sent(cached_tokens=None), Decimal("0.0028"), 0, id="cache-unknown"),
        pytest.param(sent(model="o"), None, 0, id="no-price"),
        pytest.param(sent(model="o", via="replayed"), 0, None, id="no-price-replayed"),
        pytest.param(sent(prompt_tokens=None), None, 0, id="no-tokens"),
        pytest.param(sent(completion_tokens=None), None, 0, id="half-the-tokens"),
        pytest.param(sent(outcome="refused"), CENTS, 0, id="refused"),
        pytest.param(sent(outcome="unusable"), CENTS, 0, id="unusable-and-counted"),
        pytest.param(sent(outcome="transport", prompt_tokens=None, completion_tokens=None), 0, 0, id="no-response"),
        pytest.param(sent(model="o", outcome="transport", prompt_tokens=None), 0, 0, id="no-response-no-price"),
    ],
)
def test_what_one_request_costs(one: Sent, paid: Decimal | None, replayed: Decimal | None) -> None:
    """To the last digit; unknown is None and not nothing, and what brought nothing is not billed."""
    total = of(one).total
    assert (paid, replayed) == (total.paid.usd, total.replayed.usd)
    assert (paid is None, replayed is None) == (total.paid.unknown == 1, total.replayed.unknown == 1)


def test_what_is_missing_from_a_sum_is_counted() -> None:
    """A sum of what is known, and how many requests are not in it."""
    told = of(SENT, sent(model="o"), sent(model="o"))
    assert Money(usd=CENTS, known=1, unknown=2) == told.total.paid
    assert ("o",) == told.unpriced_models
    assert Money(usd=None, known=0, unknown=2) == told.by_model["o"].paid
    assert (3_000, 1_800, 300) == (
        told.total.prompt_tokens,
        told.total.cached_tokens,
        told.total.completion_tokens,
    )


def test_a_model_that_costs_nothing_is_known() -> None:
    """A row of zeros is a price."""
    free = Prices(by_model={"m": Price(model="m", input=Decimal(0), output=Decimal(0))})
    assert Money(usd=Decimal(0), known=1, unknown=0) == of(SENT, prices=free).total.paid


def test_nothing_was_sent() -> None:
    """A ledger in which nothing stands has cost nothing, and no article has a mean."""
    told = of()
    assert Money(usd=Decimal(0), known=0, unknown=0) == told.total.paid
    assert ({}, None, None, ()) == (
        told.by_model,
        told.per_article.mean_usd,
        told.per_article.mean_tokens,
        told.per_article.dearest,
    )


def test_what_asking_again_cost() -> None:
    """Answers sent back, repairs and what brought nothing usable stand by themselves."""
    told = of(
        SENT,
        sent(reask=1),
        sent(reask=2),
        sent(prompt="repair"),
        sent(prompt="repair", reask=1),
        sent(outcome="truncated"),
        sent(outcome="transport", prompt_tokens=None),
    )
    assert (3, 2, 2) == (told.reasks.requests, told.repairs.requests, told.unusable.requests)
    assert (3 * CENTS, 2 * CENTS, CENTS) == (told.reasks.paid.usd, told.repairs.paid.usd, told.unusable.paid.usd)
    assert {
        "extract": 3,
        "extract, re-ask 1": 1,
        "extract, re-ask 2": 1,
        "repair": 1,
        "repair, re-ask 1": 1,
    } == {name: tally.requests for name, tally in told.by_question.items()}


def test_what_articles_cost() -> None:
    """Mean and median over those whose cost is known, replays as if paid; the dearest by cost, then by tokens."""
    told = of(
        *(sent(article_id=f"a{number}", completion_tokens=100 * number) for number in range(1, 5)),
        sent(article_id="a4", via="replayed"),
        sent(article_id="a5", model="o"),
        sent(article_id="a6", model="o", completion_tokens=200),
    ).per_article
    amounts = [CENTS, CENTS + Decimal("0.0008"), CENTS + Decimal("0.0016"), 2 * CENTS + Decimal("0.0024")]
    assert (6, 4) == (told.articles, told.known)
    assert (sum(amounts, Decimal(0)) / 4).quantize(Decimal("1e-9")) == told.mean_usd
    assert (amounts[1] + amounts[2]) / 2 == told.median_usd
    assert ["a4", "a3", "a2", "a1", "a6", "a5"] == [one.article_id for one in told.dearest]


def test_ten_of_the_dearest_are_named() -> None:
    """Among equals those with the first ids."""
    told = of(*(sent(article_id=f"a{number:02}") for number in range(30))).per_article
    assert [f"a{number:02}" for number in range(10)] == [one.article_id for one in told.dearest]


def test_amounts_in_json_are_exact_text() -> None:
    """A number of JSON would be rounded."""
    assert '"paid":{"usd":"0.0019","known":1,"unknown":0}' in of(SENT).to_line()


TOKENS = st.none() | st.integers(0, 10**7)
ROWS = st.lists(
    st.builds(
        Sent,
        article_id=st.sampled_from(["a1", "a2", "a3"]),
        model=st.sampled_from(["m", "n", "o"]),
        prompt=st.sampled_from(["extract", "repair"]),
        reask=st.integers(0, 2),
        outcome=st.sampled_from(["answered", "refused", "truncated", "transport", "unusable"]),
        via=st.sampled_from(["live", "batch", "replayed"]),
        prompt_tokens=TOKENS,
        cached_tokens=TOKENS,
        completion_tokens=TOKENS,
    ),
    max_size=30,
)
GROUPINGS: dict[str, Callable[[Costs], Iterable[Tally]]] = {
    "question": lambda told: told.by_question.values(),
    "way": lambda told: told.by_way.values(),
    "model": lambda told: told.by_model.values(),
    "outcome": lambda told: told.by_outcome.values(),
}


def plus(moneys: Iterable[Money]) -> Money:
    """Return the sum of amounts."""
    told = list(moneys)
    known = sum(money.known for money in told)
    unknown = sum(money.unknown for money in told)
    with localcontext(prec=80):
        usd = sum((money.usd for money in told if money.usd is not None), Decimal(0))
    return Money(usd=None if unknown and not known else usd, known=known, unknown=unknown)


def added(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of tallies."""
    told = list(tallies)
    counts = ("requests", "unanswered", "uncounted", "prompt_tokens", "cached_tokens", "completion_tokens")
    return Tally(
        **{name: sum(getattr(tally, name) for tally in told) for name in counts},
        paid=plus(tally.paid for tally in told),
        replayed=plus(tally.replayed for tally in told),
    )


@given(rows=ROWS)
def test_the_parts_add_up_to_the_whole(rows: list[Sent]) -> None:
    """By question, way, model, outcome or article: not a token and not a digit is lost."""
    told = of(*rows)
    for name, parts in GROUPINGS.items():
        assert told.total == added(parts(told)), name
    assert told.total == added(one.tally for one in article_costs(rows, prices=KNOWN))


@given(rows=ROWS, at=st.integers(0, 30))
def test_two_ledgers_cost_what_one_of_both_costs(rows: list[Sent], at: int) -> None:
    """However requests are dealt between runs."""
    assert of(*rows).total == added([of(*rows[:at]).total, of(*rows[at:]).total])


@given(rows=ROWS, order=st.randoms(use_true_random=False))
def test_the_order_changes_nothing(rows: list[Sent], order: Random) -> None:
    """SQLite promises none."""
    shuffled = list(rows)
    order.shuffle(shuffled)
    assert of(*rows) == of(*shuffled)


@given(rows=ROWS)
def test_a_batch_costs_its_share_and_a_replay_nothing(rows: list[Sent]) -> None:
    """The same requests by another way: half, or nothing paid and the whole as what it would have cost."""
    ways = {way: of(*(row._replace(via=way, model="m") for row in rows)).total for way in ("live", "batch", "replayed")}
    assert ways["live"].paid == ways["replayed"].replayed
    assert 0 == ways["replayed"].paid.known + ways["replayed"].paid.unknown
    if (live := ways["live"].paid.usd) is not None:
        assert live / 2 == ways["batch"].paid.usd


def test_a_run_is_counted_from_its_ledger(tmp_path: Path) -> None:
    """Five articles: one sent back, one repaired, one refused, one sent twice."""
    Scripted().run(articles(), tmp_path)
    (tmp_path / "prices.csv").write_text(PRICES)
    with read_ledger(tmp_path / LEDGER) as connection:
        told = costs(read_sent(connection), prices=load_prices(tmp_path / "prices.csv"))
    assert (8, 1, 7_000, 4_200, 700) == (
        told.total.requests,
        told.total.unanswered,
        told.total.prompt_tokens,
        told.total.cached_tokens,
        told.total.completion_tokens,
    )
    assert Money(usd=7 * CENTS, known=7, unknown=0) == told.total.paid
    assert (5, 5, CENTS) == (told.per_article.articles, told.per_article.known, told.per_article.median_usd)
