"""Ledgers: every question that was put to a model, every answer and every failure, in one SQLite file for each run.

Live calls, the Batch API and replays share it. A request is found by the SHA-256 of its canonical body, so that a
changed prompt, schema, model or article asks only what changed, and nothing that was answered is paid for again.

    schema      its tables, and what their columns mean
    ledger      what is written and found
    locking     one run at a time
    tape        answers to and from cassettes
    pruning     what is taken out again
"""

from claimx.ledger.ledger import IN_MEMORY, Ledger, read_ledger
from claimx.ledger.locking import alone

__all__ = ["IN_MEMORY", "Ledger", "alone", "read_ledger"]
