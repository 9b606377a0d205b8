"""Inputs that are the pixels of an image, drawn as one."""

from functools import lru_cache

from bplab.data.datasets import DATASETS
from bplab.data.streams import DATA, stream


@lru_cache(maxsize=16)
def image_shape(name: str) -> tuple[int, int] | None:
    """Say how the inputs of a data set lie in an image, from a small sample of it."""
    row = DATASETS[name]
    return row.make(stream(0, DATA), row.points if row.fixed else 60, 0.0).image_shape
