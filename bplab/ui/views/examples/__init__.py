"""Examples and what the network makes of them, where there is no map."""
