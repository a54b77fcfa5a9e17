"""Merging by other means: the same records, the same rules, the same edges (see docs/benchmarks.md)."""
