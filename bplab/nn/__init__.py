"""The tutorial in NumPy, written to be read: forward and backward of each thing side by side.

One letter, one meaning, everywhere in this folder:

    X      (batch, inputs)     examples, one a row        T   (batch, outputs)   targets
    W      (fan_in, fan_out)   weights                    b   (fan_out,)         biases
    z      (batch, fan_out)    z = a_in @ W + b           a   (batch, fan_out)   a = f(z)
    delta  (batch, fan_out)    dL/dz of each example's own loss, without the batch factor

No clocks, files, threads or global random numbers live here: a result depends on the arguments alone.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.floating]
