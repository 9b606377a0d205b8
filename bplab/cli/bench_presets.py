"""Measures epochs per second of presets, the kernel's share, and the same for another checkout."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Self

import numpy as np

import bplab
from bplab.errors import UserError, quoted
from bplab.experiment.presets import preset
from bplab.experiment.spec import Experiment
from bplab.training.build import build
from bplab.training.epoch import Epoch
from bplab.training.kernel.calls import run as run_calls
from bplab.training.kernel.kernel import Kernel
from bplab.training.machine import use_blas_threads

USUAL = "spiral,circle,worked-example,digits"
SECONDS = 0.1  # CPU seconds of a measurement: short, so that some of many meet a quiet moment
HERE = Path(bplab.__file__).parent.parent
TRAINED = """
import sys, time
from bplab.experiment.presets import PRESETS
from bplab.training.machine import use_blas_threads
from bplab.training.trainer import Trainer

use_blas_threads(1)
trainers = {}
for line in sys.stdin:
    name, epochs = line.split()
    if name not in trainers or trainers[name].finished:
        trainers[name] = Trainer(PRESETS[name].spec.but(stop="never", epochs=0))
    trainer, begin = trainers[name], time.process_time()
    before = trainer.epoch
    trainer.run(epochs=int(epochs))
    print((time.process_time() - begin) / max(trainer.epoch - before, 1e-9), flush=True)
"""


class Checkout:
    """A process that trains presets with the lab in a folder, using only what every version offers.

    Raises: UserError if there is none.
    """

    def __init__(self, folder: Path) -> None:
        if not (folder / "bplab" / "__init__.py").is_file():
            raise UserError(f"There is no checkout in {quoted(str(folder))}: it has no folder bplab.")
        self._process = subprocess.Popen(  # noqa: S603 - this Python, with a lab the user named
            [sys.executable, "-c", TRAINED],
            env=os.environ | {"PYTHONPATH": str(folder.resolve()), "PYTHONSAFEPATH": "1"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def seconds(self, name: str, epochs: int) -> float:
        """CPU time per epoch, the mean over several."""
        given, said = self._process.stdin, self._process.stdout
        if given is None or said is None:
            raise RuntimeError("The process has no pipes.")
        print(name, epochs, file=given, flush=True)
        answer = said.readline()
        if not answer:
            raise UserError(f"The other checkout cannot train {quoted(name)}; its message is shown above.")
        return float(answer)


def report(names: str, rounds: int, against: str | None) -> Iterator[str]:
    """Lines of a table; rounds are interleaved, so that a busy moment affects all checkouts alike."""
    specs = {name: preset(name) for name in names.split(",")}
    use_blas_threads(1)
    more = f"{'against':>12}{'ratio':>8}" if against else ""
    yield f"CPU time, fastest of {rounds}; one thread\n{'preset':<20}{'epochs/s':>12}{'kernel':>9}{more}"
    folders = [HERE, *([Path(against)] if against else [])]
    with ExitStack() as stack:
        sides = [stack.enter_context(Checkout(folder)) for folder in folders]
        for name, spec in specs.items():
            own, *theirs = fastest(sides, name, rounds)
            line = f"{name:<20}{1 / own:>12.1f}{step_seconds(spec) / own:>9.0%}"
            yield line + "".join(f"{1 / each:>12.1f}{each / own:>8.2f}" for each in theirs)


def fastest(sides: list[Checkout], name: str, rounds: int) -> list[float]:
    """Seconds per epoch, one value per checkout."""
    epochs = [max(1, int(SECONDS / side.seconds(name, 3))) for side in sides]
    times = [
        [side.seconds(name, count) for side, count in zip(sides, epochs, strict=True)] for _ in range(rounds)
    ]
    return [min(found) for found in zip(*times, strict=True)]


def step_seconds(spec: Experiment) -> float:
    """The cost of the bound calls of an epoch's steps without anything between them."""
    made = build(spec)
    train, X, T = made.prepared.split.train, made.prepared.X, made.targets
    kernel = Kernel(spec, made.layout, X[train], T[train], made.parameters)
    epoch = Epoch.of(made.batches, 1)
    sizes = [end - start for start, end in pairwise(epoch.starts)]
    total = 0.0
    for size, steps in Counter(sizes).items():
        kernel.run(epoch.segment(spec, sizes.index(size), np.full(1, spec.learning_rate)), False)
        total += steps * _seconds(kernel, size)
    return total


def _seconds(kernel: Kernel, batch: int) -> float:
    """CPU time of a step's calls, the fastest of several rounds."""
    calls, best = kernel.calls_of_a_step(batch), np.inf
    with np.errstate(all="ignore"):
        for _ in range(20):
            begin = process_time()
            for _ in range(20):
                run_calls(calls)
            best = min(best, (process_time() - begin) / 20)
    return float(best)
