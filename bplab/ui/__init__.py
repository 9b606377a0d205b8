"""Everything Qt: the window, its controls and its pictures, and no maths of learning."""
