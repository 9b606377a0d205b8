"""`bplab train`: trains the same experiments as the window, with the same results to the bit."""

import argparse
import json
import sys
from functools import partial
from pathlib import Path

import numpy as np

from bplab.cli.data import add_data, read_data
from bplab.cli.ending import silence, tell
from bplab.cli.length import add_length, goal, without_limit
from bplab.cli.report import ProgressLine, accuracy_text, loss_text
from bplab.cli.what import add_what, read_what
from bplab.data.warnings import notes
from bplab.errors import UserError, quoted
from bplab.experiment.shape import shape_of
from bplab.export.arrays import npz_bytes
from bplab.storage.weights import read_start
from bplab.storage.writing import check_writable, write_file
from bplab.training.machine import use_blas_threads
from bplab.training.metrics import Evaluation
from bplab.training.trainer import Trainer


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    add_what(parser, optional=True)
    add_data(parser)
    add_length(parser)
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object per line and epoch, beginning with epoch 0"
    )
    parser.add_argument(
        "--start",
        metavar="IN.npz",
        help="initial weights: W1, b1, ... as --weights writes them, or those of a PyTorch model",
    )
    parser.add_argument(
        "--weights", metavar="OUT.npz", help="write the trained W1, b1, W2, b2, ... (W: fan_in x fan_out)"
    )


def run(given: argparse.Namespace) -> int:
    """Train and report."""
    own = read_data(given)
    spec = without_limit(read_what(given, own), given)
    if given.start:
        spec = spec.but(start=read_start(Path(given.start), shape_of(spec)))
    if given.weights:
        _check_writable(Path(given.weights))
    use_blas_threads(1)
    trainer = Trainer(spec, data=own)
    for note in notes(trainer.build.prepared, spec.batch_size, spec.data.validation_percent):
        tell(note)
    length = goal(spec, given, trainer.steps_per_epoch)
    if not given.weights:
        _train(trainer, length, given.json)
        return _verdict(trainer)
    try:
        _train(trainer, length, given.json)
    except BrokenPipeError:  # nobody reads the table any more, but the weights are wanted
        silence(sys.stdout)
        trainer.run(steps=length - trainer.step)
    except OSError:
        trainer.run(steps=length - trainer.step)
        raise
    finally:  # after Ctrl-C too
        write_weights(Path(given.weights), trainer)
    return _verdict(trainer)


def _train(trainer: Trainer, steps: int, as_json: bool) -> None:
    """Train epoch by epoch; a final step inside an epoch is reported too."""
    report = _JsonReport() if as_json else _Table()
    progress = ProgressLine(wanted=not sys.stdout.isatty())
    report.line(trainer, trainer.evaluation)
    while trainer.step < steps and not trainer.finished:
        trainer.advance(steps - trainer.step)
        progress.show(partial(_progress, trainer, steps))
        if trainer.divergence is not None:
            break
        inside = trainer.steps_to_epoch_end < trainer.steps_per_epoch
        if inside and trainer.step < steps:
            continue
        ends = trainer.step >= steps or trainer.finished
        measured = trainer.evaluation if trainer.evaluation.step == trainer.step else None
        progress.clear()
        report.line(trainer, trainer.measure() if ends else measured)
    progress.clear()


def _progress(trainer: Trainer, steps: int) -> str:
    return f"step {trainer.step:,} of {steps:,}, train loss {trainer.evaluation.train.loss:.4g}"


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
        losses = loss_text(measured.train), loss_text(measured.test)
        accuracies = accuracy_text(measured.train), accuracy_text(measured.test)
        print(_columns(f"{trainer.epoch:,}", f"{trainer.step:,}", *losses, *accuracies), flush=True)


NOTHING = Evaluation(step=0, epoch=0)
WIDTHS = (7, 9, 12, 12, 22, 22)


def _columns(*texts: str) -> str:
    return " ".join(f"{text:>{width}}" for text, width in zip(texts, WIDTHS, strict=True))


def _finite(value: float | None) -> float | None:
    return float(value) if value is not None and np.isfinite(value) else None


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
    data = npz_bytes(trainer.weights)
    write_file(path, lambda file: file.write(data))


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
