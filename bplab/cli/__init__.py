"""The commands, kept thin: parse, call, print."""
