"""What the agent and the functions share: no LiveKit, no database, no web framework."""
