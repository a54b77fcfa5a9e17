"""Storing: events that grow with their articles, in one SQLite file.

A store is brought up to date batch by batch (`update`): articles are added, corrected and removed, rulings are added
and withdrawn. Only what a batch touches is merged again, and what stands in the store afterwards is, byte for byte,
what merging everything at once gives. Each batch is one transaction: a kill at any moment leaves the former state.

    schema      its tables; `claimx.databases` makes the file, recognises it, and brings it to the present schema
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
from claimx.storing.rebuilding import Settings
from claimx.storing.store import Store, read_store
from claimx.storing.updating import open_store, update

__all__ = ["Batch", "Settings", "Store", "open_store", "read_store", "update"]
