"""The Microscope: one parameter's part in a step, in numbers."""
