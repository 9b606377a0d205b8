"""The theme: color and type tables, OKLab, the palette and the style sheet."""
