"""Storing: events that grow with their articles, in one SQLite file.

A store is brought up to date batch by batch (`update`): articles are added, corrected and removed, rulings are added
and withdrawn. Only what a batch touches is merged again, and what stands in the store afterwards is, byte for byte,
what merging everything at once gives. Each batch is one transaction: a kill at any moment leaves the former state.

    opening     the file: made, recognised, brought to the present schema; its faults as errors of claimx
    schema      its tables
    store       what can be read from it
    batch       what comes in
    intake      what a batch changes in articles, mentions and rulings
    families    which articles share text, and whose lineage comes out otherwise
    touching    which mentions have to be clustered again
    rebuilding  their events
    heirs       what became of the former events
    updating    all of it, one after the other
"""

from claimx.storing.batch import Batch
from claimx.storing.opening import is_store
from claimx.storing.rebuilding import Settings
from claimx.storing.store import Store, read_store
from claimx.storing.updating import open_store, update

__all__ = ["Batch", "Settings", "Store", "is_store", "open_store", "read_store", "update"]
