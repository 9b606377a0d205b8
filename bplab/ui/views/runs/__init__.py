"""The runs: kept, compared, named, and gone back to."""
