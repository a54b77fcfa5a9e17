"""Exporting: events become something people look at."""
