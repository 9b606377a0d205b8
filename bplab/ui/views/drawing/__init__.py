"""Draw points: the output map as a sheet to draw examples on, and its tools."""
