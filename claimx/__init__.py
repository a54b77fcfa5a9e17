"""claimx: many news reports in, one checkable record per event out."""
