"""How large the gradients are over time, layer by layer."""
