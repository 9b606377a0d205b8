"""Measures epochs per second of presets, the kernel's share, and the same for another checkout."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from time import process_time

import numpy as np

from bplab.cli.bench_checkouts import RATIOS, checkouts, compared
from bplab.experiment.presets import preset
from bplab.experiment.spec import Experiment
from bplab.training.build import build
from bplab.training.epoch import upcoming
from bplab.training.kernel.kernel import Kernel
from bplab.training.kernel.straight import straight
from bplab.training.machine import use_blas_threads

USUAL = "spiral,circle,worked-example,digits"
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


def report(names: str, rounds: int, against: str | None) -> Iterator[str]:
    """Lines of a table; rounds are interleaved, so that a busy moment affects all checkouts alike."""
    specs = {name: preset(name) for name in names.split(",")}
    use_blas_threads(1)
    more = f"{'against':>12}{RATIOS}" if against else ""
    yield f"CPU time, fastest of {rounds}; one thread\n{'preset':<20}{'epochs/s':>12}{'kernel':>9}{more}"
    with ExitStack() as stack:
        sides = checkouts(stack, TRAINED, against)
        for name, spec in specs.items():
            found = compared(sides, name, rounds)
            own, *theirs = found.fastest
            line = f"{name:<20}{1 / own:>12.1f}{step_seconds(spec) / own:>9.0%}"
            yield line + "".join(f"{1 / each:>12.1f}{found.ratios}" for each in theirs)


def step_seconds(spec: Experiment) -> float:
    """The cost of the bound calls of an epoch's steps without anything between them."""
    made = build(spec)
    train, X, T = made.prepared.split.train, made.prepared.X, made.targets
    kernel = Kernel(spec, made.layout, X[train], T[train], made.parameters)
    first, sizes = made.batches.steps_per_epoch, made.batches.cuts(1).sizes.tolist()
    total = 0.0
    for size, steps in Counter(sizes).items():
        kernel.load(upcoming(made.batches, spec, first + sizes.index(size), 1))
        kernel.run(1, False)
        total += steps * _seconds(kernel, size)
    return total


def _seconds(kernel: Kernel, batch: int) -> float:
    """CPU time of a step's calls, the fastest of several rounds."""
    run, best = straight(kernel.calls_of_last_step(batch)), np.inf
    with np.errstate(all="ignore"):
        for _ in range(20):
            begin = process_time()
            for _ in range(20):
                run()
            best = min(best, (process_time() - begin) / 20)
    return float(best)
