"""The output map: the network's output over the plane, with the examples on it."""
