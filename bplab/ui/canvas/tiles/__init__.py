"""The neurons as tiles that show their outputs."""
