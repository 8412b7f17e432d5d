"""Sound that strangers send: what is opened, how far, and what is left of it."""
