"""Sessions of a Facilitator: list, make, change, end, delete."""
