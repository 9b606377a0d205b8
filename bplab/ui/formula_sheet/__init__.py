"""Formula sheet (PDF): a step laid out on pages, with results or with room to write."""
