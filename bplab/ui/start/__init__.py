"""The start page: a first network, a gallery of presets, a link to paste."""
