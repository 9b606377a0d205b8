"""Reads the arrays of a data file shipped with Backprop Lab, after verifying its checksum."""

import hashlib
import io
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.data.files import resource_path
from bplab.errors import UserError


def read_shipped(file: str, sha256: str, what: str) -> dict[str, NDArray[Any]]:
    """Read all arrays of a shipped .npz file, such as "data/iris.npz" with "the iris flowers".

    Raises: UserError when the file is missing or damaged.
    """
    try:
        content = resource_path(file).read_bytes()
    except OSError as error:
        raise UserError(f"The file {file} with {what} cannot be read: {error.strerror}.") from error
    # Only the exact bytes that were shipped are read, so the contents need no checks of their own.
    if hashlib.sha256(content).hexdigest() != sha256:
        raise UserError(f"The file {file} with {what} is damaged. Reinstall Backprop Lab.")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        return dict(arrays)
