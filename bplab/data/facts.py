"""What is known of a data set before it is drawn: the question it asks, its classes and its inputs."""

from functools import cache
from typing import NamedTuple

from bplab.data.dataset import Kind
from bplab.data.datasets import DatasetRow
from bplab.data.streams import DATA, stream

SAMPLE = 8  # examples enough to see what a drawn set looks like


class Facts(NamedTuple):
    """What holds for every draw of a set.

    classes is empty for regression, targets counts its columns. input_names are of the raw inputs; where
    these are the pixels of an image, image_shape says how they lie in rows and columns.
    """

    kind: Kind
    classes: tuple[str, ...]
    targets: int
    input_names: tuple[str, ...]
    target_names: tuple[str, ...] = ()
    image_shape: tuple[int, int] | None = None


@cache
def facts_of(row: DatasetRow) -> Facts:
    """Look at a small sample of the set, once."""
    sample = row.make(stream(0, DATA), row.points if row.fixed else SAMPLE, 0.0)
    targets = 1 if sample.classes else sample.targets.shape[1]
    return Facts(
        sample.kind, sample.classes, targets, sample.input_names, sample.target_names, sample.image_shape
    )  # fmt: skip
