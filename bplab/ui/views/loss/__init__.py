"""Loss and accuracy over the epochs."""
