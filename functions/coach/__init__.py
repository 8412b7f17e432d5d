"""Launching the agent, and what it reports."""
