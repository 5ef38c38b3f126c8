"""Learners over weeks, for `python -m benchmarks.regenerate`."""
