"""Everything that uses Qt: the window, its controls and its views, without any mathematics of learning."""

from bplab.ui.handlers import guard_overrides

guard_overrides()  # before any class is derived
