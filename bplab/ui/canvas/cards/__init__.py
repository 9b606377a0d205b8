"""The cards over the columns."""
