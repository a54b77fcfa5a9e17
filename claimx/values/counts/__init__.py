"""Counts: what a phrase of number says."""
