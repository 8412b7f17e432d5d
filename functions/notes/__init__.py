"""The summary: written, checked, kept."""
