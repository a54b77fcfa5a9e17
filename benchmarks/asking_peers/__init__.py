"""Asking by other means: the same articles, the same endpoint, the same answer (see docs/benchmarks.md)."""
