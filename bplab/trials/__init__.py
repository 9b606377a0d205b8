"""Runs made beside the one that is watched: lists of trials, trained in one child process."""
