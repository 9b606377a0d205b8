"""What all of the canvas shares: layout, picks, numbers, edits, words."""
