"""What is expected of requests before any is sent: measured in the ledger of an earlier run, else on recordings.

Each assumption is a range and a sentence that says what it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import sqrt
from statistics import quantiles
from typing import Final, NamedTuple

from claimx.entry import Form, Request
from claimx.ledger import Ledger
from claimx.tokens import Counter

FEWEST: Final = 5
"""Articles below which nothing is taken from a ledger."""
SAMPLE: Final = 1_000
"""Answers that are looked at: those with the lowest keys, which are hashes."""

RECORDED: Final = "the 5 recorded English news reports of 2,600 to 4,700 characters (cassettes/seeds.yaml)"
ANSWER_TOKENS: Final = (3.0, 3.5, 4.1)
"""Of an answer, for each token of its article: 10th percentile, all together and 90th percentile of `RECORDED`, whose
tokens were counted as a quarter of their characters."""
ARTICLES_RECORDED: Final = 5
"""None of them had an answer sent back, or a repair."""
ESTIMATED_TOKENS: Final = (0.75, 1.0, 1.25)
"""That a provider counts for each that is estimated (claimx/tokens.py)."""
COUNTED_TOKENS: Final = (0.95, 1.0, 1.1)
"""The same, counted with the model's vocabulary: providers put a schema into words of their own. Not measured."""
SECONDS_PER_TOKEN: Final = (0.01, 0.02, 0.05)
"""Of an answer. Not measured: a cassette does not keep how long answers took."""
_NORMAL: Final = 1.96
"""Standard deviations on either side that hold 95 %."""


class Range(NamedTuple):
    """A figure from low to high, and the sentence that says what it rests on."""

    low: float
    likely: float
    high: float
    because: str


class Assumptions(NamedTuple):
    """What is expected of requests."""

    counted: Range
    """Tokens that the provider counts for each of a request that is counted here."""
    answer: Range
    """Tokens of an answer for each of its article."""
    reasks: Range
    """Answers that are sent back, for each first question."""
    repairs: Range
    """Repairs, for each first question."""
    pace: Range
    """Seconds for each token of an answer."""
    cached: float | None
    """Share of the tokens sent that the provider has cached; None where nothing was measured."""


class Tokens:
    """Counts the tokens of requests."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self._forms: dict[str, int] = {}

    def request(self, request: Request) -> int:
        """Return those of a request: instruction, schema and messages."""
        return self.form(request.form) + sum(self.counter.count(one["content"]) for one in request.messages)

    def form(self, form: Form) -> int:
        """Return those that all requests of a form begin with."""
        if form.fingerprint not in self._forms:
            self._forms[form.fingerprint] = self.counter.count(form.instruction) + self.counter.count(form.wire)
        return self._forms[form.fingerprint]

    def article(self, request: Request) -> int:
        """Return those of the message with the article."""
        return self.counter.count(request.messages[0]["content"])


def assumed(counter: Counter) -> Assumptions:
    """Return what is expected where there is no earlier run."""
    low, likely, high = ESTIMATED_TOKENS if not counter.exact else COUNTED_TOKENS
    return Assumptions(
        counted=Range(low, likely, high, f"{counter.how} A provider may count {low:g} to {high:g} times as many."),
        answer=_answer(*ANSWER_TOKENS, of=RECORDED),
        reasks=_share(0, ARTICLES_RECORDED, what="Answers sent back", of="recorded"),
        repairs=_share(0, ARTICLES_RECORDED, what="Repairs", of="recorded"),
        pace=_pace(*SECONDS_PER_TOKEN, of="what is common, not measured"),
        cached=None,
    )


def measured(ledger: Ledger, *, model: str, extract: Form, repair: Form, tokens: Tokens) -> Assumptions:
    """Return what is expected after the answers of a model in a ledger; what they do not tell is assumed.

    Args:
        ledger: of an earlier run.
        model: as it was asked for.
        extract: the form of the first question, as it is asked today.
        repair: that of the repair.
        tokens: counts the tokens of requests.
    """
    expected = assumed(tokens.counter)
    seen = list(_seen(ledger, model=model, form=extract, tokens=tokens))
    if len(seen) < FEWEST:
        return expected
    of = f"{len(seen)} answers of {model} in {ledger.path}"
    expected = expected._replace(
        counted=_counted(tokens.counter, seen, of=of),
        answer=_answer(*_spread((one.completion_tokens, one.article) for one in seen), of=of),
        cached=sum(one.cached_tokens for one in seen) / sum(one.prompt_tokens for one in seen),
        **_further(ledger, model=model, extract=extract, repair=repair),
    )
    waited_for = [(one.seconds, one.completion_tokens) for one in seen if one.seconds is not None]
    if len(waited_for) < FEWEST:
        return expected
    return expected._replace(pace=_pace(*_spread(waited_for), of=f"{len(waited_for)} live answers in {ledger.path}"))


class _Seen(NamedTuple):
    """A first question that was answered."""

    article: int
    """Tokens of the article, counted here."""
    counted: int
    """Tokens of the request, counted here."""
    prompt_tokens: int
    cached_tokens: int
    completion_tokens: int
    seconds: float | None
    """None where nobody waited for it."""


def _seen(ledger: Ledger, *, model: str, form: Form, tokens: Tokens) -> Iterator[_Seen]:
    """Yield first questions with an answer whose tokens were told, by key: keys are hashes, so it is a fair sample."""
    rows = ledger.rows(
        "SELECT key, prompt_tokens, coalesce(cached_tokens, 0), completion_tokens, iif(via = 'live', seconds, NULL)"
        " FROM answers JOIN requests USING (key) WHERE requests.model = ? AND fingerprint = ? AND reask = 0"
        " AND outcome = 'answered' AND prompt_tokens > 0 AND completion_tokens > 0 ORDER BY key LIMIT ?",
        (model, form.fingerprint, SAMPLE),
    )
    for key, *told in rows:
        for request in ledger.requests([key]):
            yield _Seen(tokens.article(request), tokens.request(request), *told)


def _further(ledger: Ledger, *, model: str, extract: Form, repair: Form) -> dict[str, Range]:
    """Return how many requests follow a first question that was answered."""
    ((first,),) = ledger.rows(
        "SELECT count(*) FROM requests JOIN answers USING (key)"
        " WHERE requests.model = ? AND fingerprint = ? AND reask = 0",
        (model, extract.fingerprint),
    )
    asked = "SELECT count(*) FILTER (WHERE reask = 1), count(*) FILTER (WHERE reask = 0) FROM requests"
    ((reasks, _),) = ledger.rows(f"{asked} WHERE model = ? AND fingerprint = ?", (model, extract.fingerprint))
    ((_, repairs),) = ledger.rows(f"{asked} WHERE model = ? AND fingerprint = ?", (model, repair.fingerprint))
    of = f"first questions in {ledger.path}"
    return {
        "reasks": _share(reasks, first, what="Answers sent back", of=of),
        "repairs": _share(repairs, first, what="Repairs", of=of),
    }


def _spread(pairs: Iterable[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the 10th percentile, the ratio of the sums and the 90th percentile of some ratios."""
    told = list(pairs)
    tenths = quantiles((above / below for above, below in told), n=10, method="inclusive")
    ratio = sum(above for above, _ in told) / sum(below for _, below in told)
    return min(tenths[0], ratio), ratio, max(tenths[-1], ratio)


def wilson(found: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share (Wilson 1927)."""
    share, square = found / of, _NORMAL**2
    centre = (share + square / (2 * of)) / (1 + square / of)
    half = _NORMAL * sqrt(share * (1 - share) / of + square / (4 * of**2)) / (1 + square / of)
    return max(0.0, centre - half), min(1.0, centre + half)


def _counted(counter: Counter, seen: Iterable[_Seen], *, of: str) -> Range:
    low, likely, high = _spread((one.prompt_tokens, one.counted) for one in seen)
    because = f"The provider counted {likely:.2f} times as many ({low:.2f} to {high:.2f}): {of}."
    return Range(low, likely, high, f"{counter.how} {because}")


def _answer(low: float, likely: float, high: float, *, of: str) -> Range:
    because = f"An answer has {likely:.1f} tokens for each of its article ({low:.1f} to {high:.1f}): {of}."
    return Range(low, likely, high, because)


def _share(found: int, first: int, *, what: str, of: str) -> Range:
    found = min(found, first)
    low, high = wilson(found, first)
    because = f"{what}: {found} of {first} {of}; {low:.0%} to {high:.0%} are expected (Wilson, 95 %)."
    return Range(low, found / first, high, because)


def _pace(low: float, likely: float, high: float, *, of: str) -> Range:
    because = f"A model writes {1 / likely:.0f} tokens a second ({1 / high:.0f} to {1 / low:.0f}): {of}."
    return Range(low, likely, high, because)
