"""The repo's own speech and noise: rendered once with a free voice, committed, and described by manifest.json."""
