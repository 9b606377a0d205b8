"""The window's commands, grouped by subject."""
