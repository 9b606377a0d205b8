"""Backprop Lab: draw a neural network, train it and watch backpropagation work."""

__version__ = "0.1.0"
