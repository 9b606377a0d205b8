"""The distribution of the values of each layer."""
