"""`bplab seeds`: trains an experiment with several seeds, to tell its result from chance.

The seeds are the experiment's own and those that follow it; the data is the same in all runs. The
current run of a .bplab file is repeated with its changes, and by default for as many steps.
"""

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bplab.cli.ending import tell
from bplab.cli.going_on import A_FILE, ENDING
from bplab.cli.json_text import json_text
from bplab.cli.length import add_length, goal, has_length, without_limit
from bplab.cli.report import ProgressLine, accuracy_text, loss_text
from bplab.cli.what import add_what, read_what, with_settings
from bplab.data.own import OwnData
from bplab.data.warnings import notes
from bplab.errors import UserError, named, quoted
from bplab.experiment.rules import Number
from bplab.experiment.spec import Experiment
from bplab.storage.document import Document
from bplab.storage.trainers import current_record
from bplab.training.build import build
from bplab.training.changes import Change
from bplab.trials.child import Child
from bplab.trials.seeds import MOST, USUAL, SeedRun, Seeds, seeds
from bplab.trials.trial import Failure, Progress, Trial

BELOW = Number(0, 1e12)


def declare(parser: argparse.ArgumentParser) -> None:
    """Declare the command."""
    parser.description = __doc__
    add_what(parser, more=A_FILE)
    parser.add_argument(
        "--count", type=_seeds, default=USUAL, metavar="N", help=f"number of seeds (default {USUAL})"
    )
    parser.add_argument(
        "--below", type=_loss, metavar="LOSS",
        help="count the runs whose train loss is below this at an evaluated epoch, and at the end (default: "
        "the experiment's own 'Stop below loss' if that is its stop rule; else nothing is counted)",
    )  # fmt: skip
    add_length(parser)
    parser.add_argument(
        "--json", action="store_true", help="print counts, runs and curves as one JSON object"
    )


def _seeds(text: str) -> int:
    if text.isdecimal() and len(text) <= 12 and 1 <= int(text) <= MOST:
        return int(text)
    raise argparse.ArgumentTypeError(f"expected a whole number from 1 to {MOST:,}, not {quoted(text)}")


def _loss(text: str) -> float:
    try:
        return BELOW.check(BELOW.parse(text))
    except ValueError as wanted:
        raise argparse.ArgumentTypeError(f"expected {wanted}, not {quoted(text)}") from None


class _Asked(NamedTuple):
    """The experiment whose seeds are wanted; of a run also its changes, its data and its steps."""

    spec: Experiment
    changes: tuple[Change, ...] = ()
    own: OwnData | None = None
    steps: int = 0


def run(given: argparse.Namespace) -> int:
    """Train and report."""
    asked = _of_record(given) if given.what.endswith(ENDING) else _Asked(read_what(given))
    spec, made = without_limit(asked.spec, given), build(asked.spec, asked.own)
    for note in notes(made.prepared, spec.batch_size, spec.data.validation_percent):
        tell(note)
    if spec.data.playground_seed:
        tell("A Playground seed decides the initial weights: the seeds differ only in order and dropout.")
    below = given.below if given.below is not None else _own_limit(spec)
    steps = 0 if has_length(given) else asked.steps
    steps = steps or goal(spec, given, made.batches.steps_per_epoch)
    trials = seeds(spec, given.count, steps, asked.changes, asked.own)
    found = _train(trials, None if given.json else _Table(below))
    print(json_text(found.facts(below)) if given.json else found.sentence(below))
    return 0


def _of_record(given: argparse.Namespace) -> _Asked:
    """The current run of a file, as the window's Other seeds repeats it."""
    record = current_record(Document.open(given.what), named(Path(given.what).name))
    spec = with_settings(record.spec, given.settings)
    return _Asked(spec, record.changes, record.own, record.now.step)


def _own_limit(spec: Experiment) -> float | None:
    return spec.stop_loss if spec.stop == "loss_below" else None


def _train(trials: Sequence[Trial], table: "_Table | None") -> Seeds:
    """Train in a child process, as the window does; a run that cannot be made ends it."""
    runs, line = [], ProgressLine()
    with Child(trials) as child:
        for message in child:
            if isinstance(message, Progress):
                line.show(partial(_progress, message, trials))
                continue
            line.clear()
            if isinstance(message, Failure):
                raise RuntimeError(message.text) if message.is_bug else UserError(message.text)
            runs.append(SeedRun.of(message))
            if table is not None:
                table.line(runs[-1])
    return Seeds(tuple(runs))


def _progress(now: Progress, trials: Sequence[Trial]) -> str:
    seed = trials[now.trial].spec.seed
    return f"seed {seed}: step {now.step:,} of {now.steps:,}; {now.trial} of {len(trials)} done"


class _Table:
    """A table with one row per run."""

    def __init__(self, below: float | None) -> None:
        self._below = below
        fate = "" if below is None else f"train loss < {below:g}"
        heads = "seed", "epoch", "train loss", "test loss", "train accuracy", "test accuracy"
        print(_columns(*heads, fate))

    def line(self, run: SeedRun) -> None:
        losses = loss_text(run.train), loss_text(run.test)
        accuracies = accuracy_text(run.train), accuracy_text(run.test)
        row = _columns(str(run.seed), f"{run.epoch:,}", *losses, *accuracies, ", ".join(self._fate(run)))
        print(row, flush=True)

    def _fate(self, run: SeedRun) -> Iterator[str]:
        if self._below is not None:
            reached = run.reached(self._below)
            yield "never" if reached is None else f"at epoch {reached:,.0f}"
            if reached is not None and not run.diverged and not run.ends_below(self._below):
                yield "ends above"
        if run.diverged:
            yield f"diverged at step {run.step + 1:,}"
        if run.stopped:
            yield "stopped"


WIDTHS = (10, 7, 12, 12, 22, 22)


def _columns(*texts: str) -> str:
    *numbers, fate = texts
    aligned = " ".join(f"{text:>{width}}" for text, width in zip(numbers, WIDTHS, strict=True))
    return f"{aligned}  {fate}".rstrip()
