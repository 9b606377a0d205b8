"""The picture of the outputs that fits the data."""
