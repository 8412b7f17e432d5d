"""What a model writes, held to the wire form and to what may be said, letter by letter as it streams."""
