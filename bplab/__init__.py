"""Backprop Lab: draw a network, press Space, watch it learn."""
