"""The tutorial in NumPy, written to be read: each function's forward and backward pass stand side by side.

Each symbol has one meaning throughout this folder:

    X      (batch, inputs)     examples, one per row        T   (batch, outputs)   targets
    W      (fan_in, fan_out)   weights                    b   (fan_out,)         biases
    z      (batch, fan_out)    z = a_in @ W + b           a   (batch, fan_out)   a = f(z)
    delta  (batch, fan_out)    dL/dz of each example's own loss, without the batch factor

This folder uses no clocks, files, threads or global random numbers: results depend on the arguments alone.
"""
