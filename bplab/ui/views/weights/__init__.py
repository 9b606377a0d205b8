"""The weights of a layer as a heat map, or as images."""
