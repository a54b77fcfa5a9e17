"""A run: what `claimx run` did, as it stands in `run.json`."""

from __future__ import annotations

from claimx.record import Record


class Failed(Record):
    """An article that could not be extracted."""

    article_id: str
    error: str
    """The class of the error, such as `AnswerRefused`."""
    message: str


class Tokens(Record):
    """Tokens as the endpoint counted them; an endpoint that counts none leaves 0."""

    prompt: int
    cached: int
    """The part of `prompt` that the provider had cached."""
    completion: int


class Counts(Record):
    """How much went in and came out."""

    articles: int
    skipped_inputs: int
    """Inputs that could not be read, each reported on standard error."""
    mentions: int
    claims: int
    events: int
    dropped: int


class Run(Record):
    """Everything needed to tell what produced a folder of records, and to check that it is unchanged."""

    claimx: str
    """Version of claimx."""
    libraries: dict[str, str]
    """Versions of the libraries that take part in an answer."""
    model: str
    fingerprints: dict[str, str]
    """SHA-256 of each prompt with its schema."""
    ruleset: str
    """The rules of merging."""
    policy: str
    requests: int
    tokens: Tokens
    counts: Counts
    dropped_by_reason: dict[str, int]
    outcomes: dict[str, int]
    """Requests by outcome."""
    failed: tuple[Failed, ...]
    files: dict[str, str]
    """SHA-256 of each file of the run."""
