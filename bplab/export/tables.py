"""History and predictions of a run as tables."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from bplab.arrays import Array
from bplab.export.csv_text import csv_bytes
from bplab.export.source import Source
from bplab.training.history import EPOCH_SERIES
from bplab.training.snapshot import Needs, RunState, take_snapshot
from bplab.training.track import Track

Row = dict[str, float | None]


def history_csv(source: Source) -> bytes:
    """One row per step, with losses and accuracies where an epoch was evaluated, else empty.

    Of long runs, older steps are means over neighbors, which stand at the middle of their steps.
    """
    pace = source.build.batches.steps_per_epoch
    history = source.history.until(source.now.step, source.now.epoch)
    rows: dict[float, Row] = defaultdict(dict)
    for x, row in _rows(history.epochs):
        rows[x * pace] |= row
    for x, row in _rows(history.steps):
        rows[x] |= row
    names = (*EPOCH_SERIES, *history.steps.names)
    header = ["step", "epoch", *(_title(source, name) for name in names)]
    body = ([_whole(step), _whole(step / pace), *map(rows[step].get, names)] for step in sorted(rows))
    return csv_bytes(header, body)


def predictions_csv(source: Source) -> bytes:
    """One row per example: its part, inputs, target and outputs, and the class that they say."""
    snapshot = take_snapshot(
        source.build, source.now, source.history, Needs(predictions=True), spec=source.spec, run=0,
        version=0, state=RunState.PAUSED,
    )  # fmt: skip
    prepared, outputs = source.build.prepared, snapshot.predictions
    if outputs is None:
        raise TypeError("predictions were requested")
    dataset, parts = prepared.dataset, _parts(source)
    classes = dataset.classes
    inputs, targets = dataset.input_names, _target_names(source)
    said = ["predicted"] if classes else []
    header = ["example", "part", *inputs, *targets, *_output_names(source, outputs.shape[1]), *said]

    def rows() -> Iterator[list[object]]:
        for index in range(dataset.count):
            target = dataset.targets[index]
            known = [classes[int(target)]] if classes else target.tolist()
            row: list[object] = [index + 1, parts[index], *dataset.inputs[index].tolist(), *known]
            yield [*row, *outputs[index].tolist(), *_said(source, outputs[index])]

    return csv_bytes(header, rows())


def _rows(track: Track) -> Iterator[tuple[float, Row]]:
    """The rows of a track, oldest first; what is not a number is left out."""
    curves = {name: track.read(name, max(track.count, 1)) for name in track.names}
    places = next(iter(curves.values())).x.tolist()
    columns = {name: curve.mean.tolist() for name, curve in curves.items()}
    for place, x in enumerate(places):
        yield x, {name: values[place] for name, values in columns.items() if not np.isnan(values[place])}


def _title(source: Source, name: str) -> str:
    """gradient_norm/0 is that of the first hidden layer."""
    series, slash, layer = name.partition("/")
    return f"{series} {source.build.shape.layer_title(int(layer))}" if slash else series


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _parts(source: Source) -> list[str]:
    split = source.build.prepared.split
    names = np.full(source.build.prepared.dataset.count, "", dtype="U10")
    for name in ("train", "validation", "test"):
        names[getattr(split, name)] = name
    return list(map(str, names))


def _target_names(source: Source) -> tuple[str, ...]:
    dataset = source.build.prepared.dataset
    if dataset.classes:
        return ("class",)
    outputs = dataset.targets.shape[1]
    names = dataset.target_names or tuple(f"{number}" for number in range(1, outputs + 1))
    return ("target",) if outputs == 1 else tuple(f"target {name}" for name in names)


def _output_names(source: Source, outputs: int) -> tuple[str, ...]:
    dataset = source.build.prepared.dataset
    names = dataset.classes if outputs == len(dataset.classes) else dataset.target_names
    if outputs == 1:
        return ("output",)
    return tuple(f"output {name}" for name in names or range(1, outputs + 1))


def _said(source: Source, outputs: Array) -> list[str]:
    """The class that the outputs say, or nothing in a regression."""
    classes, coding = source.build.prepared.dataset.classes, source.build.shape.coding
    if not classes:
        return []
    one = int(outputs[0] > coding.threshold) if len(outputs) == 1 else int(outputs.argmax())
    return [classes[one]]
