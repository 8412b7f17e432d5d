"""What a Partner agrees to: the texts, the choices, the ledger."""
