"""The coach without a model: its sentences, and the Partner's own words turned to “you”."""
