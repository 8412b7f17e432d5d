"""Sessions and the room behind each: who is there, by which token."""
