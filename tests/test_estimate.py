"""What a run is going to cost: what would be sent, and what is expected of it."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from weakref import ref

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.article import Article
from claimx.assumptions import ANSWER_TOKENS, ARTICLES_RECORDED, FEWEST, Tokens, assumed, measured, wilson
from claimx.costs import Estimate, Figure
from claimx.entry import Form
from claimx.estimate import estimate
from claimx.extracting.cassette import Cassette
from claimx.extracting.extractor import PROMPTS
from claimx.extracting.forms import form
from claimx.extracting.prompts import load_prompt
from claimx.folder import LEDGER
from claimx.gate import Limits
from claimx.ledger import Ledger
from claimx.ledger.pruning import Choice, prune
from claimx.ledger.tape import import_recordings
from claimx.prices import load_prices
from claimx.tokens import Counter, counter, estimated
from tests.extracting.answering import article
from tests.ledger.asking import KINDS, MENDED, PRICES, REFUSED, SENT_BACK, Scripted, articles

NOTHING = Figure(low=0, likely=0, high=0)
TEXT = "A bridge fell near Qasr Delan and two people were killed. "


@pytest.fixture(autouse=True)
def without_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """An estimate needs none."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)


@pytest.fixture
def limits(tmp_path: Path) -> Limits:
    """No limits, and a price for the model of the scripted endpoint."""
    (tmp_path / "prices.csv").write_text(PRICES)
    return Limits(prices=tmp_path / "prices.csv")


def forms() -> tuple[Form, Form]:
    """Return the forms of both prompts, as a run asks them."""
    extract, repair = (form(name, load_prompt(name).text, answer) for name, answer in PROMPTS.items())
    return extract, repair


def test_what_is_counted_is_what_is_sent(tmp_path: Path, limits: Limits) -> None:
    """The requests and their tokens are those of the bodies that a run sends to the same endpoint."""
    told = articles("Plain.", each=3)
    expected = estimate(told, model="m", limits=limits)
    scripted = Scripted()
    scripted.run(told, tmp_path / "out")
    counted = sum(
        sum(estimated(message["content"]) for message in body["messages"])
        + estimated(json.dumps(body["response_format"]))
        for body in scripted.bodies
    )
    assert (3, 0, 3) == (expected.articles, expected.answered, expected.requests.likely)
    assert counted == expected.tokens_in.likely


def test_after_a_full_run_nothing_is_left(tmp_path: Path, limits: Limits) -> None:
    """Also with answers that were sent back, repaired and refused."""
    Scripted().run(articles(), tmp_path)
    with Ledger(tmp_path / LEDGER) as ledger:
        expected = estimate(articles(), model="m", limits=limits, ledger=ledger)
    assert (5, 5) == (expected.articles, expected.answered)
    for figure in (expected.requests, expected.tokens_in, expected.tokens_out, expected.usd, expected.seconds):
        assert NOTHING == figure
    assert ("Everything is answered: nothing would be sent.",) == expected.because


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        pytest.param("DELETE FROM answers WHERE outcome = 'refused'", [REFUSED], id="what-was-refused"),
        pytest.param(
            "DELETE FROM answers WHERE key IN (SELECT key FROM requests WHERE reask)", [SENT_BACK], id="re-ask"
        ),
        pytest.param(
            "DELETE FROM answers WHERE key IN (SELECT key FROM requests JOIN prompts USING (fingerprint)"
            " WHERE prompt = 'repair')",
            [MENDED],
            id="repair",
        ),
        pytest.param("DELETE FROM answers", list(KINDS), id="all"),
    ],
)
def test_what_is_left_is_what_the_next_run_sends(tmp_path: Path, limits: Limits, taken: str, left: list[str]) -> None:
    """Whichever question of an article it is: the tokens are those of the requests that the next run sends first."""
    Scripted().run(articles(), tmp_path)
    with Ledger(tmp_path / LEDGER) as ledger:
        with ledger.writing() as write:
            write(taken)
        expected = estimate(articles(), model="m", limits=limits, ledger=ledger)
    assert len(left) == expected.requests.low == expected.articles - expected.answered
    scripted = Scripted()
    scripted.run(articles(), tmp_path)
    asked = [body["messages"][1]["content"] for body in scripted.bodies]
    assert set(left) == {kind for kind in KINDS if any(kind in one for one in asked)}


def test_another_model_is_asked_everything(tmp_path: Path, limits: Limits) -> None:
    """What one model answered is no answer of another's."""
    Scripted().run(articles(), tmp_path)
    with Ledger(tmp_path / LEDGER) as ledger:
        expected = estimate(articles(), model="n", limits=limits, ledger=ledger)
    assert (0, 5, None) == (expected.answered, expected.requests.low, expected.usd)


def test_an_estimate_leaves_the_ledger_as_it_was(tmp_path: Path, limits: Limits) -> None:
    """Nothing is sent, and nothing is written."""
    Scripted().run(articles(), tmp_path)
    with Ledger(tmp_path / LEDGER) as ledger:
        before = list(ledger.connection.iterdump())
        estimate(articles("Plain.", each=4), model="m", limits=limits, ledger=ledger)
        assert before == list(ledger.connection.iterdump())


def test_a_text_that_comes_twice_is_asked_about_once(limits: Limits) -> None:
    """As in a run."""
    once, twice = (estimate(told, model="m", limits=limits) for told in (articles(), [*articles(), *articles()]))
    assert once == twice


def test_articles_are_streamed(limits: Limits) -> None:
    """None is held once it was counted."""
    given_out: list[ref[Article]] = []
    held: list[int] = []

    def one_by_one() -> Iterator[Article]:
        for number in range(50):
            one = article(f"{number}. {TEXT}")
            given_out.append(ref(one))
            yield one
            del one
            gc.collect()  # what an exception holds goes in its own time
            held.append(sum(earlier() is not None for earlier in given_out))

    assert 50 == estimate(one_by_one(), model="m", limits=limits).requests.likely
    assert max(held) <= 2


def test_the_constants_are_what_the_recordings_measure(root: Path) -> None:
    """Measured on them as on a ledger of five articles of one's own."""
    extract, repair = forms()
    with Ledger() as ledger:
        done = import_recordings(ledger, Cassette.load(root / "cassettes" / "seeds.yaml"), skipped=lambda _: None)
        assert (ARTICLES_RECORDED, 0, 0) == done
        tokens = Tokens(Counter(estimated, exact=False, how="Estimated."))
        found = measured(ledger, model="relay", extract=extract, repair=repair, tokens=tokens)
    expected = assumed(tokens.counter)
    assert ANSWER_TOKENS == tuple(round(ratio, 1) for ratio in found.answer[:3])
    assert (expected.reasks[:3], expected.repairs[:3]) == (found.reasks[:3], found.repairs[:3])
    assert expected.pace == found.pace
    assert found.counted.likely == pytest.approx(1, abs=0.05)


def test_an_earlier_run_is_what_is_expected(tmp_path: Path, limits: Limits) -> None:
    """Shares, lengths and cached tokens are measured, with their number; the constants are not used."""
    done = [*articles("Plain.", each=6), *articles(MENDED, each=2), *articles(SENT_BACK, each=2)]
    Scripted().run(done, tmp_path)
    extract, repair = forms()
    tokens = Tokens(counter("m"))
    with Ledger(tmp_path / LEDGER) as ledger:
        found = measured(ledger, model="m", extract=extract, repair=repair, tokens=tokens)
        expected = estimate(articles("New.", each=10), model="m", limits=limits, ledger=ledger)
    assert (0.2, 0.2, 0.6) == (found.reasks.likely, found.repairs.likely, found.cached)
    assert wilson(2, 10) == (found.repairs.low, found.repairs.high)
    assert [round(10 + 20 * share) for share in (found.repairs.low, 0.2, found.repairs.high)] == [
        expected.requests.low,
        expected.requests.likely,
        expected.requests.high,
    ]
    assert [] == [told for told in expected.because[:4] if not told.endswith(".") or "recorded" in told]
    assert 3 == sum("10 answers of m" in told or "of 10 first" in told for told in expected.because[:3])


def test_a_run_of_too_few_articles_is_not_taken_for_all(tmp_path: Path) -> None:
    """Below five, what was recorded is expected."""
    Scripted().run(articles("Plain.", each=FEWEST - 1), tmp_path)
    extract, repair = forms()
    tokens = Tokens(counter("m"))
    with Ledger(tmp_path / LEDGER) as ledger:
        assert assumed(tokens.counter) == measured(ledger, model="m", extract=extract, repair=repair, tokens=tokens)


def test_an_endpoint_that_counts_nothing_is_not_measured(tmp_path: Path) -> None:
    """Where no tokens are told, nothing is divided by them."""
    Scripted().run(articles("Plain.", each=6), tmp_path)
    extract, repair = forms()
    tokens = Tokens(counter("m"))
    with Ledger(tmp_path / LEDGER) as ledger:
        with ledger.writing() as write:
            write("UPDATE answers SET prompt_tokens = NULL, completion_tokens = 0")
        assert assumed(tokens.counter) == measured(ledger, model="m", extract=extract, repair=repair, tokens=tokens)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        pytest.param(Limits(requests_per_minute=1), "1 requests per minute", id="rpm"),
        pytest.param(Limits(tokens_per_minute=600), "600 tokens per minute", id="tpm"),
        pytest.param(Limits(concurrency=1, requests_per_minute=10**6), "1 requests at once", id="concurrency"),
    ],
)
def test_the_time_is_that_of_the_tightest_limit(limits: Limits, words: str) -> None:
    """Requests, tokens, or how many are under way."""
    expected = estimate(articles("Plain.", each=4), model="m", limits=limits)
    tokens = expected.tokens_in.likely + expected.tokens_out.likely
    seconds = {
        "1 requests per minute": expected.requests.likely * 60,
        "600 tokens per minute": tokens / 10,
        "1 requests at once": expected.tokens_out.likely / 50,
    }
    assert expected.seconds.likely == pytest.approx(seconds[words], abs=1)
    assert words in expected.because[-1]


def test_dollars_are_those_of_the_prices(limits: Limits) -> None:
    """Likely with nothing cached, at the least with all but one beginning of the requests; a batch at its discount."""
    expected = estimate(articles("Plain.", each=4), model="m", limits=limits)
    price = load_prices(limits.prices).of("m")
    assert price is not None
    assert expected.usd is not None
    assert expected.usd_batch is not None
    cost = price.cost(prompt=int(expected.tokens_in.likely), completion=int(expected.tokens_out.likely))
    assert float(cost) == pytest.approx(expected.usd.likely, abs=2e-5)
    uncached = price.cost(prompt=int(expected.tokens_in.low), completion=int(expected.tokens_out.low))
    assert expected.usd.low < float(uncached)
    assert expected.usd_batch.likely == pytest.approx(expected.usd.likely / 2, abs=2e-6)


def figures(expected: Estimate) -> list[Figure]:
    """Return the figures that are known."""
    told = (expected.requests, expected.tokens_in, expected.tokens_out, expected.usd, expected.seconds)
    return [figure for figure in told if figure is not None]


@given(sizes=st.lists(st.integers(0, 40), max_size=6))
def test_more_articles_never_cost_less(sizes: list[int]) -> None:
    """Each figure goes from low to high, and grows with what is asked."""
    told = [article(f"{place}. " + TEXT * size) for place, size in enumerate(sizes)]
    steps = [estimate(told[:end], model="gpt-4o", limits=Limits()) for end in range(len(told) + 1)]
    for step in steps:
        assert [] == [one for one in figures(step) if not 0 <= one.low <= one.likely <= one.high]
    for less, more in pairwise(steps):
        for before, after in zip(figures(less), figures(more), strict=True):
            assert before.likely <= after.likely
            assert before.high <= after.high


@given(of=st.integers(1, 10_000), share=st.floats(0, 1))
def test_an_interval_holds_its_share(of: int, share: float) -> None:
    """Within nothing and everything, and never of no width."""
    found = round(share * of)
    low, high = wilson(found, of)
    assert 0 <= low <= found / of + 1e-12
    assert found / of - 1e-12 <= high <= 1
    assert high - low > 0


@pytest.mark.parametrize(
    ("found", "of", "expected"),
    [(0, 5, (0.0, 0.4345)), (5, 5, (0.5655, 1.0)), (10, 100, (0.0552, 0.1744)), (1, 2, (0.0945, 0.9055))],
)
def test_intervals_are_those_of_the_tables(found: int, of: int, expected: tuple[float, float]) -> None:
    """Wilson's, without a correction for continuity."""
    assert expected == tuple(round(bound, 4) for bound in wilson(found, of))


def test_a_pruned_answer_is_paid_again(tmp_path: Path, limits: Limits) -> None:
    """What pruning takes away stands in the next estimate."""
    Scripted().run(articles(), tmp_path)
    with Ledger(tmp_path / LEDGER) as ledger:
        prune(ledger, Choice(outcomes=["refused"]))
        assert 1 == estimate(articles(), model="m", limits=limits, ledger=ledger).requests.low
