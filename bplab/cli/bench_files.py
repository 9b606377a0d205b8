"""How long a large file takes to save and to open, beside `np.savez` and `np.load` of the same arrays."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.experiment.presets import preset
from bplab.experiment.spec import Layer
from bplab.storage.document import Document
from bplab.storage.records import record_arrays
from bplab.training.machine import use_blas_threads
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer

ROUNDS = 20
STEPS = 1_000_000
WIDTHS = (512, 512, 512, 512)  # 10 MB of weights and of Adam's means
PIECE = 100_000  # rows of a history made at a time


def large(steps: int = STEPS, widths: tuple[int, ...] = WIDTHS) -> Document:
    """A document of one large network with the history of so many steps, as random numbers."""
    layers = tuple(Layer(units) for units in widths)
    trainer = Trainer(preset("digits").but(layers=layers, optimizer="adam", dtype="float32"))
    record = Record.of(Run(1, trainer))
    epochs, position = divmod(steps, trainer.steps_per_epoch)
    history, rng = record.history, np.random.default_rng(1)
    for track, rows in ((history.epochs, epochs), (history.steps, steps)):
        for begin in range(0, rows, PIECE):
            track.append(rng.normal(size=(min(PIECE, rows - begin), len(track.names))))
    now = replace(record.now, step=steps, epoch=epochs, position=position)
    return Document((replace(record, now=now).frozen(),), 1)


def report(rounds: int = ROUNDS, document: Document | None = None) -> Iterator[str]:
    """Lines about a large file: its size, and the times of both ways to write and to read it."""
    use_blas_threads(1)
    document = document or large()
    arrays = {name.replace("/", "_"): array for name, array in record_arrays(document.runs[0]).items()}
    with TemporaryDirectory(dir=".") as folder:
        ours, plain = Path(folder, "large.bplab"), Path(folder, "large.npz")
        document.save(ours)
        yield f"{ours.stat().st_size / 1e6:.1f} MB, median (and fastest) of {rounds}, in ms"
        yield f"{'':<8}{'.bplab':>18}{'NumPy':>18}{'ratio':>8}"
        yield _line("save", rounds, lambda: document.save(ours), lambda: _save(plain, arrays))
        yield _line("open", rounds, lambda: Document.open(ours), lambda: _load(plain))


def _save(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    np.savez(path, **arrays)  # type: ignore[arg-type]


def _load(path: Path) -> dict[str, NDArray[Any]]:
    with np.load(path) as found:
        return {name: found[name] for name in found.files}


def _line(name: str, rounds: int, ours: Callable[[], object], plain: Callable[[], object]) -> str:
    """Both ways in turn, so that both meet the same machine."""
    times = [[_milliseconds(act) for act in (ours, plain)] for _ in range(rounds)]
    one, other = zip(*times, strict=True)
    cells = "".join(f"{median(each):>10.1f} ({min(each):>5.1f})" for each in (one, other))
    return f"{name:<8}{cells}{median(one) / median(other):>8.2f}"


def _milliseconds(act: Callable[[], object]) -> float:
    begin = perf_counter()
    act()
    return 1e3 * (perf_counter() - begin)
