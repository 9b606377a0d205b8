"""The numbers on the canvas, and what they say."""
