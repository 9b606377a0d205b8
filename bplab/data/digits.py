"""Loads the handwritten digits that come with Backprop Lab."""

import hashlib
import io

import numpy as np
from numpy.typing import NDArray

from bplab.data.dataset import Dataset
from bplab.data.files import resource_path
from bplab.errors import UserError

FILE = "data/digits.npz"
SHA256 = "af104d81e7cd419be5f343d23c6ca2e4e4ff847b06636260802df8e903c6183f"
COUNT, SIDE, DARKEST = 1797, 8, 16


def digits(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Load 1,797 images of 8 x 8 pixels, scaled from 0..16 to 0..1, each one of ten digits.

    Raises: UserError when the file is missing or damaged.
    """
    images, labels = _read()
    pixels = tuple(
        f"row {row}, column {column}" for row in range(1, SIDE + 1) for column in range(1, SIDE + 1)
    )
    return Dataset(images / DARKEST, labels, tuple("0123456789"), pixels, (SIDE, SIDE))


def _read() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    try:
        content = resource_path(FILE).read_bytes()
    except OSError as error:
        raise UserError(
            f"The file {FILE} with the handwritten digits cannot be read: {error.strerror}."
        ) from error
    # Only the very bytes that were shipped are looked into, so nothing in them needs a check of its own.
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise UserError(
            f"The file {FILE} with the handwritten digits is damaged. Install Backprop Lab again."
        )
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return file["images"], file["labels"]
