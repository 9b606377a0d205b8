"""Tables written by others: detected, read within limits, explained, and turned into examples."""
