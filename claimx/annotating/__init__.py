"""Annotating: records become gold that a person can correct, and gold becomes records that can be merged."""
