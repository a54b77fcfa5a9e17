"""Batches: the same questions through a provider's Batch API, which answers within a day at half the price.

    submit ─ what is open becomes jobs ─ collect ─ answers go into the ledger ─ what they lead to becomes further jobs

Answers are kept in the ledger of the run, so that the records are those that live calls would have brought.

    provider   the Batch API: files and jobs, and nothing else
    state      what it says of its jobs
    asking     which questions are open, and what is extracted once none is
    planning   questions dealt into jobs within the provider's limits, and jobs made, once each
    reading    answers out of the provider's files
    batch      all of it: submit, status, collect
"""

from claimx.batching.batch import Batch, Job, Progress, Settings

__all__ = ["Batch", "Job", "Progress", "Settings"]
