"""How well the coach judges: which step it offers and what it says, on lines written for this and kept partly back."""
