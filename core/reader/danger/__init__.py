"""Danger, read before any model; the fixed cards and lines."""
