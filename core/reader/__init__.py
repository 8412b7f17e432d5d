"""What the Partner's words call for: the step of the six Fs, or silence. Deterministic."""
