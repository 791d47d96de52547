"""Benchmarks: one file a job, each against named peers; `python -m benchmarks` runs them all and prints one table."""
