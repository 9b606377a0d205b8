"""The output map: the network's output all over the plane, with the examples on it."""
