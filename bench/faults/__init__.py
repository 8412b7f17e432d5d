"""Breaks the running stack in the middle of coached sessions and prints what was lost: `python -m bench.faults`."""
