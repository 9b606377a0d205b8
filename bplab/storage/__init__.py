"""Files: read with limits, and written completely or not at all."""
