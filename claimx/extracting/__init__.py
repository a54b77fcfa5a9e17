"""Extracting: an article becomes mentions; the only arrow that talks to a model."""
