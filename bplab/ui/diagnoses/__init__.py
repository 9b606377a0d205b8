"""Why the network does not learn: a quiet notice above the canvas, and the table of what would help."""
