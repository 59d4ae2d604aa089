"""Benchmarks: the same page in vanilla JavaScript, in PyScript and in Skerry, measured in one run of one browser."""
