"""Dates: when a phrase says it was, against the day of publication."""
