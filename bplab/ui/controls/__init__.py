"""Small widgets by the design, one per file: `set_value` shows a value, `edited` reports the user's edits."""
