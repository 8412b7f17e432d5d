"""Language models: streaming and whole answers from any OpenAI-compatible endpoint."""
