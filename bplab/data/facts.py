"""What is known of a data set before it is drawn: the question it asks, its classes and its inputs."""

from functools import cache
from typing import NamedTuple

from bplab.data.dataset import Kind
from bplab.data.datasets import DATASETS
from bplab.data.streams import DATA, stream

SAMPLE = 8  # examples enough to see what a drawn set looks like


class Facts(NamedTuple):
    """Kind of question, names of the classes (none for regression), target columns, names of raw inputs."""

    kind: Kind
    classes: tuple[str, ...]
    targets: int
    input_names: tuple[str, ...]
    target_names: tuple[str, ...] = ()


@cache
def facts_of(name: str) -> Facts:
    """Look at a small sample of the set, once."""
    row = DATASETS[name]
    sample = row.make(stream(0, DATA), row.points if row.fixed else SAMPLE, 0.0)
    targets = 1 if sample.classes else sample.targets.shape[1]
    return Facts(sample.kind, sample.classes, targets, sample.input_names, sample.target_names)
