"""What can be done in the window, by subject."""
