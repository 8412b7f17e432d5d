"""Benchmarks; `python -m bench` prints how soon the hint comes, beside the peer."""
