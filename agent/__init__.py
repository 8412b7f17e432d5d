"""The coach's mind: everything that listens, thinks and speaks text. Knows nothing of functions."""
