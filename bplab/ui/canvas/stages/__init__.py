"""What the canvas shows of a walk through one step: the stage bar, and what is lit."""
