"""The size of the gradients over time, layer by layer."""
