"""A plot with axes, grid and crosshair of its own, cheap enough to be live."""
