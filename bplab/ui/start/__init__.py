"""The page to begin with: a first network, a gallery of presets, a link to paste."""
