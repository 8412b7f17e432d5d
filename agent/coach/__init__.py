"""From what was said to a hint, by a model or by fixed rules."""
