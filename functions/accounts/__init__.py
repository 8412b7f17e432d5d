"""A Facilitator's account: profile, download, deletion."""
