"""What is built into dist/, a file for each kind."""
