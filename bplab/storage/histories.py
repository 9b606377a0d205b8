"""Histories as arrays: the newest rows of each track exactly, and blocks that summarize older ones."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from bplab.arrays import Floats
from bplab.storage.source import MOST, Facts, Source
from bplab.training.build import Build
from bplab.training.checkpoint import Checkpoint
from bplab.training.history import History
from bplab.training.track import Curve, Track
from bplab.training.track_store import BLOCKS, TAIL, Store, blocks_of

MOST_POINTS = 4096  # of a coarse curve


def history_facts(history: History) -> dict[str, Any]:
    """What the rows of the tracks are: the first one's epoch or step, and their number."""
    return {
        name: {"start": int(track.start), "every": int(track.spacing), "count": track.count}
        for name, track in _tracks(history).items()
    }


def history_arrays(history: History) -> dict[str, Floats]:
    """The arrays of both tracks: `steps` and `epochs` hold rows, `steps-1` blocks of 4 rows, and so on.

    Shapes: rows (n, series); blocks (n, 3, series): lowest, highest and mean value.
    """
    arrays = {name: track.arrays for name, track in _tracks(history).items()}
    return {
        f"{name}-{level}" if level else name: array
        for name, found in arrays.items()
        for level, array in enumerate(found)
    }


def read_history(source: Source, facts: Facts, made: Build, now: Checkpoint) -> History:
    """Read the history of a run up to its current state; it does not grow.

    Raises: FileError if it is that of another run.
    """
    every = made.spec.evaluate_every
    history = History(len(made.shape.layers), every)
    history.steps = _read_track(source, "steps", facts.part("steps"), history.steps)
    history.epochs = _read_track(source, "epochs", facts.part("epochs"), history.epochs)
    steps, epochs = history.steps, history.epochs
    ends = steps.start + steps.count - 1, epochs.start + (epochs.count - 1) * every
    if ends[0] != now.step or not ends[1] <= now.epoch < ends[1] + every or epochs.start % every:
        facts.fail("the history ends at another step than the run")
    return history.until(now.step, now.epoch)


def _read_track(source: Source, name: str, facts: Facts, empty: Track) -> Track:
    start, count = facts.wholes(("start", "count"))
    facts.whole("every", int(empty.spacing), int(empty.spacing))
    if start + count * empty.spacing > MOST:
        facts.fail("the history is longer than any")
    columns = len(empty.names)
    arrays = [source.array(f"{name}.npy", np.float64, (min(count, TAIL), columns))]
    for level, made in enumerate(blocks_of(count), 1):
        arrays.append(source.array(f"{name}-{level}.npy", np.float64, (min(made, BLOCKS), 3, columns)))
    return Track(empty.names, float(start), empty.spacing, Store.of(count, columns, arrays))


def curve_arrays(curves: Mapping[str, Curve], layers: int) -> dict[str, Floats]:
    """The arrays of coarse curves, of the tracks of which there are any.

    Shapes: (series, 4, n): x, lowest, highest and mean value.
    """
    found = {}
    for name, track in _tracks(History(layers, 1)).items():
        if all(series in curves for series in track.names):
            found[f"{name}-coarse"] = np.array([np.stack(curves[series]) for series in track.names])
    return found


def read_curves(source: Source, layers: int) -> dict[str, Curve]:
    """Read coarse curves.

    Raises: FileError if they are those of another network.
    """
    curves: dict[str, Curve] = {}
    for name, track in _tracks(History(layers, 1)).items():
        member = f"{name}-coarse.npy"
        if member in source:
            points = source.side(member, 2)
            if points > MOST_POINTS:
                raise source.refused(member, "it has more points than any")
            found = source.array(member, np.float64, (len(track.names), 4, points))
            curves |= {series: Curve(*rows) for series, rows in zip(track.names, found, strict=True)}
    return curves


def _tracks(history: History) -> dict[str, Track]:
    return {"epochs": history.epochs, "steps": history.steps}
