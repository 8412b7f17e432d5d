"""The sound recording both people agreed to: its state, the pieces their browsers send, the files made of them."""
