"""The coach of a session: when one is launched, and what it reports."""
