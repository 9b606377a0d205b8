"""Files of the window: opened, saved, and asked about."""
