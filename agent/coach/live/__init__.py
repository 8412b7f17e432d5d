"""One conversation as it goes on: when a hint begins, is let go or must wait, and what the Facilitator sees."""
