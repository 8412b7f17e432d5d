"""LiveKit rooms of sessions: who may be in one, who is, its tokens, and what it and LiveKit tell each other."""
