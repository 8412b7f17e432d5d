"""What the danger detector finds, on labelled lines; and the teaching of its encoder."""
