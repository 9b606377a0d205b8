"""`bplab train`: trains the same experiments as the window, with the same results to the bit."""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from bplab.cli.data import add_data, read_data
from bplab.cli.ending import ending_between_steps, silence, tell
from bplab.cli.going_on import ENDING, document_in, going_on
from bplab.cli.length import add_length, further, without_limit
from bplab.cli.report import ProgressLine, accuracy_text, loss_text
from bplab.cli.what import add_what, read_what
from bplab.data.warnings import notes
from bplab.errors import UserError, quoted
from bplab.experiment.shape import shape_of
from bplab.export.arrays import npz_bytes
from bplab.storage.trainers import EMPTY, document_with
from bplab.storage.weights import read_start
from bplab.storage.writing import check_writable, write_file
from bplab.training.machine import use_blas_threads
from bplab.training.metrics import Evaluation
from bplab.training.scripting import Trainer

AT_ONCE = 64  # steps, before Ctrl-C is heeded


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    add_what(parser, optional=True, more=", or a .bplab file, of which the current run is trained further")
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
    parser.add_argument(
        "--out", metavar="OUT.bplab", help="write the run with its history; of WHAT.bplab, all of its runs"
    )


def run(given: argparse.Namespace) -> int:
    """Train and report."""
    _check_outputs(given)
    use_blas_threads(1)
    document = document_in(given.what)
    trainer = _beginning(given) if document is None else going_on(document, given)
    spec = trainer.spec
    for note in notes(trainer.build.prepared, spec.batch_size, spec.data.validation_percent):
        tell(note)
    length = trainer.step + further(trainer, given)
    if not given.weights and not given.out:
        _train(trainer, length, given.json)
        return _verdict(trainer)
    with ending_between_steps() as is_over:
        failure = _train_to_keep(trainer, length, given.json, is_over)
        if given.weights:
            write_weights(Path(given.weights), trainer)
        if given.out:
            document_with(trainer, document or EMPTY).save(given.out)
    if failure is not None:
        raise failure
    return _verdict(trainer)


def _beginning(given: argparse.Namespace) -> Trainer:
    """A trainer at its first step."""
    own = read_data(given)
    spec = without_limit(read_what(given, own), given)
    if given.start:
        spec = spec.but(start=read_start(Path(given.start), shape_of(spec)))
    return Trainer(spec, data=own)


def _train_to_keep(
    trainer: Trainer, steps: int, as_json: bool, is_over: Callable[[], bool]
) -> OSError | None:
    """Train although nobody may read the table any more; return what made the table impossible."""
    try:
        _train(trainer, steps, as_json, is_over)
    except OSError as error:
        is_left = isinstance(error, BrokenPipeError)
        if is_left:
            silence(sys.stdout)
        while trainer.step < steps and not trainer.finished and not is_over():
            trainer.advance(min(steps - trainer.step, AT_ONCE))
        return None if is_left else error
    return None


def _train(trainer: Trainer, steps: int, as_json: bool, is_over: Callable[[], bool] | None = None) -> None:
    """Train epoch by epoch; a final step inside an epoch is reported too."""
    report = _JsonReport() if as_json else _Table()
    progress = ProgressLine(wanted=not sys.stdout.isatty())
    report.line(trainer, _measured(trainer) or trainer.measure())
    most = steps if is_over is None else AT_ONCE
    while trainer.step < steps and not trainer.finished and not (is_over and is_over()):
        trainer.advance(min(steps - trainer.step, most))
        progress.show(partial(_progress, trainer, steps))
        if trainer.divergence is not None:
            break
        inside = trainer.steps_to_epoch_end < trainer.steps_per_epoch
        if inside and trainer.step < steps:
            continue
        ends = trainer.step >= steps or trainer.finished
        progress.clear()
        report.line(trainer, trainer.measure() if ends else _measured(trainer))
    progress.clear()


def _measured(trainer: Trainer) -> Evaluation | None:
    return trainer.evaluation if trainer.evaluation.step == trainer.step else None


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


def _check_outputs(given: argparse.Namespace) -> None:
    """Refuse in advance what could not be written."""
    kinds = ("Weights are saved", given.weights, ".npz"), ("A run is saved", given.out, ENDING)
    for what, name, ending in kinds:
        if name and Path(name).suffix != ending:
            raise UserError(
                f"{what} as {ending}, not as {quoted(Path(name).name)}; choose a name that ends in {ending}."
            )
        if name:
            check_writable(Path(name))


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
