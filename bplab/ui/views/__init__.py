"""Pictures of a run: one picture, one file, one class."""
