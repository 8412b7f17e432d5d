"""Invitation links: made, mailed, looked at, exchanged for the Partner's place, withdrawn."""
