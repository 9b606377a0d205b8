"""The types of arrays that pass from module to module."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating]  # in the precision of its run
Floats: TypeAlias = NDArray[np.float64]
Singles: TypeAlias = NDArray[np.float32]
Mask: TypeAlias = NDArray[np.bool_]
Indices: TypeAlias = NDArray[np.int64]
Integers: TypeAlias = NDArray[np.intp]
Words: TypeAlias = NDArray[np.uint32]  # of 32 bits: colors, hashes
