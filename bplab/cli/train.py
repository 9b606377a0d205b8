"""`bplab train`: trains the same experiments as the window, with the same results to the bit."""

import argparse
import json
import sys
from pathlib import Path
from time import monotonic
from typing import IO, Any

import numpy as np

from bplab.cli.ending import silence, tell
from bplab.cli.what import add_what, read_what
from bplab.data.warnings import notes
from bplab.errors import UserError, quoted
from bplab.storage.writing import check_writable, write_file
from bplab.training.machine import use_blas_threads
from bplab.training.metrics import Evaluation, PartScore
from bplab.training.trainer import Trainer

USUAL_EPOCHS = 100
PROGRESS_SECONDS = 0.2
Commands = Any  # argparse's sub-parsers have no public type


def add_parser(commands: Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser("train", help="train an experiment", description=__doc__)
    add_what(parser)
    length = parser.add_mutually_exclusive_group()
    length.add_argument(
        "--epochs",
        type=count,
        metavar="N",
        help=f"number of epochs (default: the experiment's own limit, else {USUAL_EPOCHS})",
    )
    length.add_argument("--steps", type=count, metavar="N", help="number of updates instead")
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object per line and epoch, beginning with epoch 0"
    )
    parser.add_argument(
        "--weights", metavar="OUT.npz", help="write the trained W1, b1, W2, b2, ... (W: fan_in x fan_out)"
    )


def count(text: str) -> int:
    """Parse a whole number of the command line."""
    if not text.isdecimal() or len(text) > 12:
        raise argparse.ArgumentTypeError(f"expected a whole number of 0 or more, not {quoted(text)}")
    return int(text)


def run(given: argparse.Namespace) -> int:
    """Train and report."""
    spec = read_what(given)
    if given.weights:
        _check_writable(Path(given.weights))
    if given.epochs is not None or given.steps is not None:
        spec = spec.but(epochs=0)  # the requested length, not the experiment's own
    use_blas_threads(1)
    trainer = Trainer(spec)
    for note in notes(trainer.build.prepared, spec.batch_size, spec.data.validation_percent):
        tell(note)
    goal = _goal(given, trainer)
    if not given.weights:
        _train(trainer, goal, given.json)
        return _verdict(trainer)
    try:
        _train(trainer, goal, given.json)
    except BrokenPipeError:  # nobody reads the table any more, but the weights are wanted
        silence(sys.stdout)
        trainer.run(steps=goal - trainer.step)
    except OSError:
        trainer.run(steps=goal - trainer.step)
        raise
    finally:  # after Ctrl-C too
        write_weights(Path(given.weights), trainer)
    return _verdict(trainer)


def _goal(given: argparse.Namespace, trainer: Trainer) -> int:
    """The number of steps to make."""
    if given.steps is not None:
        return int(given.steps)
    epochs = given.epochs if given.epochs is not None else trainer.spec.epochs or USUAL_EPOCHS
    return int(epochs * trainer.steps_per_epoch)


def _train(trainer: Trainer, goal: int, as_json: bool) -> None:
    """Train epoch by epoch; a final step inside an epoch is reported too."""
    report = _JsonReport() if as_json else _Table()
    progress = _Progress(goal, sys.stderr)
    report.line(trainer, trainer.evaluation)
    while trainer.step < goal and not trainer.finished:
        trainer.advance(goal - trainer.step)
        progress.show(trainer)
        if trainer.divergence is not None:
            break
        inside = trainer.steps_to_epoch_end < trainer.steps_per_epoch
        if inside and trainer.step < goal:
            continue
        ends = trainer.step >= goal or trainer.finished
        measured = trainer.evaluation if trainer.evaluation.step == trainer.step else None
        progress.clear()
        report.line(trainer, trainer.measure() if ends else measured)
    progress.clear()


class _JsonReport:
    """One JSON object per line and epoch; values that are missing or not finite are null."""

    def line(self, trainer: Trainer, measured: Evaluation | None) -> None:
        now, layers = measured or NOTHING, len(trainer.build.shape.layers)
        norms, _, deltas, ratios = trainer.last_row[1:].reshape(4, layers)
        facts = {
            "epoch": trainer.epoch,
            "step": trainer.step,
            "train_loss": _finite(now.train.loss),
            "test_loss": _finite(now.test.loss),
            "train_accuracy": now.train.accuracy,
            "test_accuracy": now.test.accuracy,
            "gradient_norms": [_finite(value) for value in norms],
            "delta_norms": [_finite(value) for value in deltas],
            "update_ratios": [_finite(value) for value in ratios],
        }
        print(json.dumps(facts, allow_nan=False), flush=True)


class _Table:
    """A table with one row per evaluated epoch."""

    def __init__(self) -> None:
        print(_columns("epoch", "step", "train loss", "test loss", "train accuracy", "test accuracy"))

    def line(self, trainer: Trainer, measured: Evaluation | None) -> None:
        if measured is None:
            return
        losses = [
            "-" if part.loss is None else f"{part.loss:.6g}" for part in (measured.train, measured.test)
        ]
        accuracies = _accuracy(measured.train), _accuracy(measured.test)
        print(_columns(f"{trainer.epoch:,}", f"{trainer.step:,}", *losses, *accuracies), flush=True)


NOTHING = Evaluation(step=0, epoch=0)
WIDTHS = (7, 9, 12, 12, 22, 22)


def _columns(*texts: str) -> str:
    return " ".join(f"{text:>{width}}" for text, width in zip(texts, WIDTHS, strict=True))


def _finite(value: float | None) -> float | None:
    return float(value) if value is not None and np.isfinite(value) else None


def _accuracy(part: PartScore) -> str:
    if part.accuracy is None:
        return "-"
    return f"{100 * part.accuracy:.1f} % ({part.correct}/{part.count})"


class _Progress:
    """A progress line on a terminal, overwritten in place; silent elsewhere."""

    def __init__(self, goal: int, stream: IO[str]) -> None:
        self._goal, self._stream = goal, stream
        self._on = stream.isatty() and not sys.stdout.isatty()
        self._next = monotonic() + PROGRESS_SECONDS

    def show(self, trainer: Trainer) -> None:
        if self._on and monotonic() >= self._next:
            self._next = monotonic() + PROGRESS_SECONDS
            self._stream.write(
                f"\rstep {trainer.step:,} of {self._goal:,}, train loss {trainer.evaluation.train.loss:.4g} "
            )
            self._stream.flush()

    def clear(self) -> None:
        if self._on:
            self._stream.write("\r\x1b[K")


def _check_writable(path: Path) -> None:
    if path.suffix != ".npz":
        raise UserError(
            f"Weights are saved as .npz, not as {quoted(path.name)}; choose a name that ends in .npz."
        )
    check_writable(path)


def write_weights(path: Path, trainer: Trainer) -> None:
    """Write W1, b1, W2, b2, ... to a file.

    Raises: UserError if it cannot be written.
    """
    arrays = {}
    for number, (W, b) in enumerate(trainer.weights, 1):
        arrays[f"W{number}"], arrays[f"b{number}"] = W, b
    write_file(path, lambda file: np.savez(file, **arrays))  # type: ignore[arg-type]


def _verdict(trainer: Trainer) -> int:
    if trainer.divergence is not None:
        where = trainer.divergence
        title = trainer.build.shape.layer_title(where.layer)
        tell(
            f"diverged at step {where.step:,}: the first value that is not finite is in "
            f"{where.tensor} of {title}. A smaller learning rate usually helps."
        )
        return 1
    if trainer.stopped:
        tell(trainer.stopped)
    return 0
