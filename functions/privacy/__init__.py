"""A Partner's data: shown, handed over, deleted, reached without the link."""
