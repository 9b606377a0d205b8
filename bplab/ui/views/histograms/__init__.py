"""How the numbers of each layer are spread."""
