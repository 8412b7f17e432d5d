"""Who is asking, and how a Partner comes in."""
