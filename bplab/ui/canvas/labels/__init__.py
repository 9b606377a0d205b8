"""The numbers on the canvas, and their tooltips."""
