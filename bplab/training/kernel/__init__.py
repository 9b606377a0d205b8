"""The kernel: the arithmetic of `bplab.nn` as a program of bound NumPy calls over fixed buffers.

Everything is feature-major, with activations (units + 1, batch) that have a row of ones, so that one product
gives dL/dW and dL/db together. A step costs its arithmetic and about a quarter of a microsecond per call.
"""
