"""Explains where the numbers of a step come from, in lines whose printed arithmetic is exact."""
