"""Text from a recogniser made comparable: folding, plain wording, bounds."""
