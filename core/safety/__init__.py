"""From what was read to what people are shown: safety cards, help lines, and a model's second opinion."""
