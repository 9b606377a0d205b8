"""A plot with axes, grid and crosshair, fast enough to be live."""
