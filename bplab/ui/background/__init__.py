"""Runs that are trained in the background: other seeds, and the same start with one change."""
