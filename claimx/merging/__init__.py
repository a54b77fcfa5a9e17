"""Merging: mentions become events, by rules alone."""
