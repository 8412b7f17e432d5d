"""What the Partner allows: the ledger, its effect, its texts."""
