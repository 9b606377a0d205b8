"""The connections, drawn as one image."""
