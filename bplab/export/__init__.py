"""A run for other tools: scripts, tables, weights and settings, each a row of EXPORTS."""
