"""Examples with the network's outputs, where there is no map."""
