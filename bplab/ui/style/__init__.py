"""What the theme is made of: color and type tables, OKLab, the palette and the style sheet."""
