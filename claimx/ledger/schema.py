"""The tables of a ledger, as SQLite keeps them: `sqlite3 LEDGER .schema` shows them with their comments.

Each migration brings a ledger from one schema version (`PRAGMA user_version`) to the next. One that was ever released
is never changed; a new one is added below it. What stands behind `--` is also in the table `about`, line by line, for
those who look at a ledger in a browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from claimx.databases import Kind

_FIRST: Final = """
CREATE TABLE about ( -- what the tables, views and columns hold
    object TEXT NOT NULL, -- table or view
    name TEXT NOT NULL, -- column; empty for the table or view itself
    meaning TEXT NOT NULL, -- in words
    PRIMARY KEY (object, name)
);

CREATE TABLE prompts ( -- what requests have in common: the instruction, and the form of the answer
    fingerprint TEXT PRIMARY KEY, -- SHA-256 of instruction and schema: equal fingerprints ask the same question
    prompt TEXT NOT NULL, -- name: extract or repair
    instruction TEXT NOT NULL, -- the system message
    response_format TEXT NOT NULL -- JSON: the name and the schema of the answer
);

CREATE TABLE articles ( -- the articles of a batch, so that its answers can be collected anywhere
    id TEXT PRIMARY KEY, -- a and the first 16 digits of the SHA-256 of the text
    record TEXT NOT NULL -- as `claimx schema article` says
);

CREATE TABLE requests ( -- every question to the model, once, however often it was sent
    key TEXT PRIMARY KEY, -- SHA-256 of the request's body in canonical form: sorted keys, no spaces
    article_id TEXT NOT NULL, -- the article that is asked about
    fingerprint TEXT NOT NULL REFERENCES prompts (fingerprint), -- its prompt
    model TEXT NOT NULL, -- as it was asked for
    settings TEXT NOT NULL, -- JSON: what else the body says, such as the temperature
    messages TEXT NOT NULL, -- JSON: those after the instruction; each re-ask adds the answer and what is wrong with it
    reask INTEGER NOT NULL -- 0 for a first question, 1 for the first time that its answer was sent back
);
CREATE INDEX requests_by_article ON requests (article_id);

CREATE TABLE answers ( -- at most one for each request, as it came; it is never asked for again
    key TEXT PRIMARY KEY REFERENCES requests (key), -- the request
    response TEXT NOT NULL, -- JSON: the chat completion
    outcome TEXT NOT NULL, -- answered; refused; filtered by the provider; truncated by the length limit
    model TEXT, -- the model that says it answered
    system_fingerprint TEXT, -- what the provider says of its configuration
    prompt_tokens INTEGER, -- as the provider counted them; null where it did not
    cached_tokens INTEGER, -- the part of prompt_tokens that the provider had cached
    completion_tokens INTEGER, -- of the answer
    via TEXT NOT NULL, -- live; batch (half price); replayed from a cassette
    seconds REAL, -- from sending to the last byte; null for batches
    at TEXT NOT NULL -- when it was written here, UTC
);

CREATE TABLE failures ( -- requests that brought no answer, one line for each time they were sent
    number INTEGER PRIMARY KEY, -- in the order in which they failed
    key TEXT NOT NULL REFERENCES requests (key), -- the request
    outcome TEXT NOT NULL, -- transport: no response, or an error that may pass; rejected; unusable: no completion
    detail TEXT NOT NULL, -- what was wrong
    prompt_tokens INTEGER, -- where the provider counted some nevertheless
    cached_tokens INTEGER, -- the part of prompt_tokens that the provider had cached
    completion_tokens INTEGER, -- of what it sent
    via TEXT NOT NULL, -- live or batch
    seconds REAL, -- from sending to the failure; null for batches
    at TEXT NOT NULL -- when it was written here, UTC
);
CREATE INDEX failures_by_key ON failures (key);

CREATE TABLE settings ( -- of a batch: what its answers are collected with
    name TEXT PRIMARY KEY, -- such as model or base_url
    value TEXT NOT NULL -- JSON
);

CREATE TABLE jobs ( -- the jobs of the Batch API
    number INTEGER PRIMARY KEY, -- in the order in which they were made
    tag TEXT NOT NULL UNIQUE, -- stands in the provider's metadata, so that a job is found again after a kill
    round INTEGER NOT NULL, -- 1 for first questions; what their answers lead to is asked in further rounds
    requests INTEGER NOT NULL, -- how many
    bytes INTEGER NOT NULL, -- of the input file
    input_file TEXT, -- the provider's name of the input file; null until it is uploaded
    batch TEXT UNIQUE, -- the provider's name of the job; null until it is made
    status TEXT NOT NULL, -- planned; then as the provider says
    detail TEXT, -- what went wrong
    submitted_at TEXT, -- UTC
    collected_at TEXT -- UTC; null while answers are waited for
);

CREATE TABLE job_requests ( -- what is asked in which job
    job INTEGER NOT NULL REFERENCES jobs (number), -- the job
    key TEXT NOT NULL REFERENCES requests (key), -- the request
    PRIMARY KEY (job, key)
) WITHOUT ROWID;
CREATE INDEX job_requests_by_key ON job_requests (key);

CREATE VIEW attempts AS -- every time that a request was sent, whatever came of it
    SELECT requests.article_id, -- the article that is asked about
        prompts.prompt, -- name of the prompt
        requests.reask, -- 0 for a first question
        told.outcome, -- answered, refused, filtered, truncated; transport, rejected, unusable
        told.detail, -- what was wrong
        told.prompt_tokens, -- as the provider counted them
        told.cached_tokens, -- the part of prompt_tokens that the provider had cached
        told.completion_tokens, -- of the answer
        requests.model, -- as it was asked for
        told.via, -- live, batch or replayed
        told.seconds, -- from sending to the last byte
        told.at, -- UTC
        requests.key -- the request
    FROM (
        SELECT key, outcome, NULL AS detail, prompt_tokens, cached_tokens, completion_tokens, via, seconds, at
        FROM answers
        UNION ALL
        SELECT key, outcome, detail, prompt_tokens, cached_tokens, completion_tokens, via, seconds, at FROM failures
    ) AS told
    JOIN requests ON requests.key = told.key
    JOIN prompts ON prompts.fingerprint = requests.fingerprint;

CREATE VIEW costs AS -- requests and tokens by model, prompt, re-ask and way; money: `claimx costs`
    SELECT model, -- as it was asked for
        prompt, -- name of the prompt
        reask, -- 0 for first questions
        via, -- live, batch or replayed
        count(*) AS requests, -- that were sent
        sum(outcome IN ('transport', 'rejected', 'unusable')) AS failed, -- that brought no answer
        coalesce(sum(prompt_tokens), 0) AS prompt_tokens, -- as the provider counted them
        coalesce(sum(cached_tokens), 0) AS cached_tokens, -- the part of prompt_tokens that the provider had cached
        coalesce(sum(completion_tokens), 0) AS completion_tokens -- of the answers
    FROM attempts GROUP BY model, prompt, reask, via;

CREATE VIEW contents AS -- answers as text
    SELECT requests.article_id, -- the article that is asked about
        prompts.prompt, -- name of the prompt
        requests.reask, -- 0 for a first question
        json_extract(answers.response, '$.choices[0].message.content') AS content, -- JSON of the answer
        answers.key -- the request
    FROM answers
    JOIN requests ON requests.key = answers.key
    JOIN prompts ON prompts.fingerprint = requests.fingerprint;

CREATE VIEW open_requests AS -- asked, and not answered
    SELECT requests.key, -- the request
        requests.article_id, -- the article that is asked about
        (SELECT count(*) FROM failures WHERE failures.key = requests.key) AS failures -- how often it failed
    FROM requests LEFT JOIN answers ON answers.key = requests.key WHERE answers.key IS NULL;
"""

LEDGER: Final = Kind("ledger", 0x636C6C67, (_FIRST,), "claimx run")
"""`PRAGMA application_id` is "cllg"."""

_OBJECT: Final = re.compile(r"CREATE (?:TABLE|VIEW) (\w+)[^-\n]*-- (.+)")
_COLUMN: Final = re.compile(r"^\s.*?(\w+)(?: (?:TEXT|INTEGER|REAL)\b[^-]*)?,? -- (.+)$")


def meanings() -> Iterator[tuple[str, str, str]]:
    """Yield table or view, column and meaning of each comment; the column is empty for the table or view itself."""
    for script in LEDGER.migrations:
        held = ""
        for line in script.splitlines():
            if found := _OBJECT.match(line):
                held = found[1]
                yield held, "", found[2]
            elif found := _COLUMN.match(line):
                yield held, found[1], found[2]
