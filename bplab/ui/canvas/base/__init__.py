"""What all parts of the canvas share: layout, picks, numbers, edits, texts."""
