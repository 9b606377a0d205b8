"""Mouse and keys on the graph, and what it says to screen readers."""
