"""Dialogs; none of them is modal or blocks training."""
