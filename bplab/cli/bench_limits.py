"""The limits of the machine: the peak of BLAS, the cost of a NumPy call, and a lower bound from both."""

from collections.abc import Callable, Iterator
from time import process_time
from typing import NamedTuple

import numpy as np

from bplab.cli.bench_nets import NETS, Case, Net, problem
from bplab.training.kernel.kernel import Kernel
from bplab.training.kernel.steps import Steps
from bplab.training.machine import use_blas_threads

LARGE = 768  # side of the matrices that reach the peak
SECONDS = 0.2


class Limits(NamedTuple):
    """Speed of this machine.

    Units: gflops 10^9 multiplications and additions per second; nanoseconds per small call.
    """

    gflops: float
    dot_ns: float
    add_ns: float


def limits(dtype: str) -> Limits:
    """Measure one thread of this machine."""
    use_blas_threads(1)
    a = np.ones((LARGE, LARGE), dtype)
    c = np.empty_like(a)
    small = np.ones((4, 4), dtype)
    out = np.empty_like(small)
    dot, add = small.dot, np.add
    return Limits(
        2 * LARGE**3 / _best(lambda: a.dot(a, c), 3) / 1e9,
        _best(lambda: dot(small, out), 2000) * 1e9,
        _best(lambda: add(small, small, out), 2000) * 1e9,
    )


def _best(call: Callable[[], object], count: int) -> float:
    """Seconds per call, the fastest of several rounds."""
    best, end = np.inf, process_time() + SECONDS
    while process_time() < end:
        begin = process_time()
        for _ in range(count):
            call()
        best = min(best, (process_time() - begin) / count)
    return float(best)


def calls_of(name: str, dtype: str) -> int:
    """Count the NumPy calls of our step."""
    given = problem(Case(name, dtype))
    kernel = Kernel(given.spec, given.layout, given.X, given.T, given.parameters)
    batch = given.net.batch
    kernel.load(Steps(np.array([batch]), np.arange(batch), np.zeros(1)))
    kernel.run(1, False)
    return len(kernel.calls_of_last_step(batch))


def flops(net: Net) -> int:
    """Multiplications and additions of a step: forward, dL/dW, and backward to all but the inputs."""
    pairs = list(zip(net.sizes, net.sizes[1:], strict=False))
    return sum((6 if layer else 4) * net.batch * i * o for layer, (i, o) in enumerate(pairs))


def report(nets: str) -> Iterator[str]:
    """Lines of a table.

    Units: lower bounds in microseconds per step: the cost of all calls, and the products at peak speed.
    """
    for dtype in ("float32", "float64"):
        found = limits(dtype)
        yield (
            f"{dtype}: products {found.gflops:.1f} GFLOP/s; a call on a few numbers: "
            f"dot {found.dot_ns:.0f} ns, add {found.add_ns:.0f} ns; one thread"
        )
        yield f"{'net':<4}{'calls':>7}{'of calls':>10}{'of products':>13}{'floor':>9}"
        for name in nets.upper():
            calls = calls_of(name, dtype)
            of_calls, of_products = calls * found.add_ns / 1e3, flops(NETS[name]) / found.gflops / 1e3
            total = of_calls + of_products
            yield f"{name:<4}{calls:>7}{of_calls:>10.2f}{of_products:>13.2f}{total:>9.2f}"
