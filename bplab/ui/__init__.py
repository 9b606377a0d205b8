"""Everything Qt: the window, its controls and its pictures, and no maths of learning."""

from bplab.ui.handlers import guard_overrides

guard_overrides()  # before any class is derived
