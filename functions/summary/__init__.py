"""The summary of a session: written, read, mailed to the Facilitator and, where asked for, to the Partner."""
