"""Loads the handwritten digits that come with Backprop Lab."""

import numpy as np

from bplab.data.dataset import Dataset
from bplab.data.shipped import read_shipped

FILE = "data/digits.npz"
SHA256 = "af104d81e7cd419be5f343d23c6ca2e4e4ff847b06636260802df8e903c6183f"
COUNT, SIDE, DARKEST = 1797, 8, 16


def digits(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Load 1,797 images of 8 x 8 pixels of the ten digits, scaled from 0..16 to 0..1.

    Raises: UserError if the file is missing or damaged.
    """
    file = read_shipped(FILE, SHA256, "the handwritten digits")
    pixels = tuple(
        f"row {row}, column {column}" for row in range(1, SIDE + 1) for column in range(1, SIDE + 1)
    )
    return Dataset(file["images"] / DARKEST, file["labels"], tuple("0123456789"), pixels, (SIDE, SIDE))
