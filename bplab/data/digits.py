"""Loads the handwritten digits that come with Backprop Lab."""

import zipfile
import zlib

import numpy as np
from numpy.typing import NDArray

from bplab.data.dataset import Dataset
from bplab.data.files import resource_path
from bplab.errors import UserError

FILE = "data/digits.npz"
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
    path = resource_path(FILE)
    try:
        with np.load(path, allow_pickle=False) as file:
            images, labels = file["images"], file["labels"]
    except (OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, zlib.error) as error:
        raise _damaged() from error
    sound = (
        images.shape == (COUNT, SIDE * SIDE)
        and labels.shape == (COUNT,)
        and images.dtype == labels.dtype == np.uint8
        and images.max() <= DARKEST
        and labels.max() <= 9
    )
    if not sound:
        raise _damaged()
    return images, labels


def _damaged() -> UserError:
    return UserError(f"The file {FILE} with the handwritten digits is damaged. Install Backprop Lab again.")
