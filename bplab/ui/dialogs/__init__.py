"""Dialogs: none of them stands in the way of training."""
