"""Data sets, input features, splits and scaling, reproducible to the bit from a seed."""
