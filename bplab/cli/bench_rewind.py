"""How long a rewind takes after an hour flat out, for which a short run stands; what checkpoints cost."""

from collections.abc import Callable, Iterator
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

import numpy as np

from bplab.experiment.spec import Experiment, Layer
from bplab.training.machine import use_blas_threads
from bplab.training.pace import Pace
from bplab.training.run import Run
from bplab.training.snapshot import Needs
from bplab.training.timeline import MOST_BYTES, Timeline, size_of
from bplab.training.trainer import Trainer

HOUR = 3600.0
REWINDS = 200
LARGEST = Experiment(layers=(Layer(53), Layer(52)), optimizer="adam", learning_rate=0.001)
SHOWN = Needs(parameters=True, gradients=True, updates=True)


class Spent(NamedTuple):
    """Seconds of CPU and of wall clock."""

    cpu: float
    wall: float


class Trained(NamedTuple):
    """A run flat out, whose timeline holds what an hour would leave for as many steps."""

    run: Run
    early: Timeline  # with the bytes of a whole hour, as it is in the first minutes
    spent: Spent
    marking: float  # CPU seconds spent on the checkpoints of both timelines


def report(seconds: float, spec: Experiment = LARGEST) -> Iterator[str]:
    """Lines about a run of so many CPU seconds with its share of an hour's bytes, and about its rewinds."""
    use_blas_threads(1)
    share = min(seconds / HOUR, 1.0)
    trained = train(Trainer(spec), seconds, round(MOST_BYTES * share))
    trainer, timeline, steps = trained.run.trainer, trained.run.timeline, trained.run.trainer.step
    size, kept = size_of(trainer.checkpoint()), len(timeline.checkpoints)
    yield (
        f"{trainer.build.layout.size:,} parameters, {spec.optimizer}, {spec.dtype}, batches of "
        f"{spec.batch_size}; {seconds:g} CPU seconds flat out stand for an hour, with {share:.2%} of "
        "its bytes"
    )
    yield (
        f"training: {steps:,} steps, {steps / trained.spent.cpu:,.0f} a CPU second, "
        f"{steps / trained.spent.wall:,.0f} a second of wall clock"
    )
    yield (
        f"checkpoints: {kept:,} of {size / 1e3:,.0f} kB, one every {steps // max(kept, 1):,} steps; "
        f"in an hour {MOST_BYTES // size:,} in {MOST_BYTES / 1e6:,.0f} MB"
    )
    early = trained.early
    yield (
        f"their cost: {trained.marking / trained.spent.cpu:.2%} of the CPU time, of these and of those of an "
        f"hour's beginning, {len(early.checkpoints):,} in {early.nbytes / 1e6:,.1f} MB"
    )
    yield from _rewinds(trained.run)


def train(trainer: Trainer, seconds: float, most_bytes: int) -> Trained:
    """Train flat out as the window does, but without one."""
    run, early = Run(1, trainer, timeline=Timeline(most_bytes=most_bytes)), Timeline()
    pace, marking = Pace(process_time), 0.0  # in portions as long as where nothing else runs
    begin = process_time(), perf_counter()
    while process_time() - begin[0] < seconds:
        pace.work(trainer.advance, lambda: False)
        before = process_time()
        run.mark()
        early.offer(trainer)
        marking += process_time() - before
    run.rest()
    return Trained(run, early, Spent(process_time() - begin[0], perf_counter() - begin[1]), marking)


def _rewinds(run: Run) -> Iterator[str]:
    """Lines about rewinds to random steps."""
    rng = np.random.default_rng(1)
    spent = [_time(lambda: run.picture_at(_some(rng, run), SHOWN, 1)) for _ in range(REWINDS)]
    for name, seconds in zip(Spent._fields, zip(*spent, strict=True), strict=True):
        clock = {"cpu": "CPU time", "wall": "wall clock"}[name]
        yield (
            f"{REWINDS} rewinds, {clock}: median {median(seconds):.2f} s, worst {max(seconds):.2f} s "
            f"(95 of 100 within {np.percentile(seconds, 95):.2f} s)"
        )


def _some(rng: np.random.Generator, run: Run) -> int:
    return int(rng.integers(run.trainer.step))


def _time(act: Callable[[], object]) -> Spent:
    begin = process_time(), perf_counter()
    act()
    return Spent(process_time() - begin[0], perf_counter() - begin[1])
