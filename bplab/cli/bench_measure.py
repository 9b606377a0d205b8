"""Measures all engines in interleaved rounds, so that a busy moment of the machine affects them alike."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import product
from statistics import median
from time import perf_counter, process_time
from typing import Any

from bplab.cli.bench_engines import PEERS, lab, peers
from bplab.cli.bench_nets import NETS, RATES, Case, Engine, problem
from bplab.errors import UserError, quoted
from bplab.training.machine import use_blas_threads

SECONDS = 0.4  # CPU seconds of a measurement, roughly
CHECKED = 3  # epochs after the common start at which the losses of engines can be compared


@dataclass(frozen=True)
class Row:
    """One engine in one case; times in microseconds per step, of the fastest and the median round.

    The losses are over all examples before and after the first epochs, from the same weights.
    """

    net: str
    engine: str
    mode: str
    dtype: str
    optimizer: str
    threads: int
    cpu_us: float
    wall_us: float
    cpu_median_us: float
    wall_median_us: float
    loss_before: float
    loss_after: float

    def facts(self) -> dict[str, Any]:
        """The row as JSON data."""
        return asdict(self)


def cases(nets: str, full: bool) -> Iterator[Case]:
    """The cases to measure: float32, SGD and one thread, or all.

    Raises: UserError for an unknown network.
    """
    unknown = sorted(set(nets.upper()) - set(NETS))
    if unknown:
        raise UserError(f"There is no network {quoted(unknown[0])}; choose from {', '.join(NETS)}.")
    if not full:
        yield from (Case(net) for net in nets.upper())
        return
    for threads, dtype, optimizer, net in product((1, 2), ("float32", "float64"), RATES, nets.upper()):
        yield Case(net, dtype, optimizer, threads)


def measure(case: Case, rounds: int, seconds: float) -> list[Row]:
    """Measure every available engine in one case."""
    use_blas_threads(case.threads)
    given = problem(case)
    engines = [lab(given, False), lab(given, True)]
    engines += [PEERS[name](given, case.threads) for name in peers()]
    losses = [_losses(engine) for engine in engines]
    epochs = [_epochs(engine, seconds) for engine in engines]
    times: list[list[tuple[float, float]]] = [[] for _ in engines]
    for _ in range(rounds):
        for engine, count, found in zip(engines, epochs, times, strict=True):
            found.append(_time(engine, count, given.steps))
    return [
        _row(case, engine, found, before_after)
        for engine, found, before_after in zip(engines, times, losses, strict=True)
    ]


def _row(case: Case, engine: Engine, times: list[tuple[float, float]], losses: tuple[float, float]) -> Row:
    cpu, wall = zip(*times, strict=True)
    return Row(
        net=case.net,
        engine=engine.name,
        mode=engine.mode,
        dtype=case.dtype,
        optimizer=case.optimizer,
        threads=case.threads,
        cpu_us=min(cpu),
        wall_us=min(wall),
        cpu_median_us=median(cpu),
        wall_median_us=median(wall),
        loss_before=losses[0],
        loss_after=losses[1],
    )


def _losses(engine: Engine) -> tuple[float, float]:
    before = engine.loss()
    engine.train(CHECKED)
    return before, engine.loss()


def _epochs(engine: Engine, seconds: float) -> int:
    """The number of epochs that take about the given time."""
    begin = process_time()
    engine.train(2)
    return max(1, int(2 * seconds / max(process_time() - begin, 1e-6)))


def _time(engine: Engine, epochs: int, steps: int) -> tuple[float, float]:
    """Microseconds of CPU and wall clock per step."""
    cpu, wall = process_time(), perf_counter()
    engine.train(epochs)
    spent = process_time() - cpu, perf_counter() - wall
    return spent[0] / (epochs * steps) * 1e6, spent[1] / (epochs * steps) * 1e6
