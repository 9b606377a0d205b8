"""What is known about a data set before it is generated: its task, classes and inputs."""

from functools import cache
from typing import NamedTuple

from bplab.data.dataset import Dataset, Kind
from bplab.data.dataset_row import DatasetRow
from bplab.data.streams import DATA, stream

SAMPLE = 8  # enough examples to see what a generated set looks like


class Facts(NamedTuple):
    """What holds for a data set regardless of its seed.

    classes is empty for regression, targets is its number of columns. input_names are those of the raw
    inputs; where these are the pixels of an image, image_shape is its number of rows and columns.
    """

    kind: Kind
    classes: tuple[str, ...]
    targets: int
    input_names: tuple[str, ...]
    target_names: tuple[str, ...] = ()
    image_shape: tuple[int, int] | None = None


@cache
def facts_of(row: DatasetRow) -> Facts:
    """Derive the facts from a small sample of the set, once."""
    return facts_in(row.make(stream(0, DATA), row.points if row.fixed else SAMPLE, 0.0))


def facts_in(given: Dataset) -> Facts:
    """Read the facts from examples."""
    targets = 1 if given.classes else given.targets.shape[1]
    return Facts(
        given.kind, given.classes, targets, given.input_names, given.target_names, given.image_shape
    )  # fmt: skip
