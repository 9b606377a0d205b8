"""Measurements of the real window, and its self-test."""
