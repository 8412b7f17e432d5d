"""A Facilitator's own notes."""
