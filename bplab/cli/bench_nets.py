"""Nets A to E, SGD in float32, one thread: our step with and without statistics, PyTorch's eager step."""

import sys
from collections.abc import Callable
from importlib.util import find_spec
from time import process_time
from typing import Any, NamedTuple

import numpy as np

from bplab.data.facts import facts_of
from bplab.errors import UserError
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment, Layer, Output
from bplab.nn.initializers import INITIALIZERS
from bplab.nn.losses import coding
from bplab.training.kernel.kernel import Kernel, Segment
from bplab.training.kernel.layout import Array, Layout
from bplab.training.machine import fingerprint, use_blas_threads

EXAMPLES = 1024
SECONDS = 0.4  # of CPU a measurement takes, about
RATE = 0.01


class Net(NamedTuple):
    """Sizes and batch of a benchmark net."""

    sizes: tuple[int, ...]
    batch: int
    activation: str


NETS = {
    "A": Net((2, 4, 2, 1), 10, "tanh"),
    "B": Net((2, 8, 8, 8, 1), 32, "tanh"),
    "C": Net((64, 64, 32, 10), 32, "relu"),
    "D": Net((784, 256, 128, 10), 128, "relu"),
    "E": Net((2, *(32,) * 10, 1), 32, "sigmoid"),
}


class Problem(NamedTuple):
    """A net with its data: the same for every engine."""

    net: Net
    spec: Experiment
    layout: Layout
    X: Array
    T: Array
    parameters: Array


def problem(name: str) -> Problem:
    """Draw data and first weights for one net."""
    net = NETS[name]
    many = net.sizes[-1] > 1
    output = Output("softmax" if many else "tanh")
    loss = "categorical_cross_entropy" if many else "half_squared"
    layers = tuple(Layer(units, net.activation) for units in net.sizes[1:-1])
    spec = Experiment(
        layers=layers, output=output, loss=loss, dtype="float32", learning_rate=RATE, batch_size=net.batch
    )
    kind = "multiclass" if many else facts_of("circle").kind
    names = tuple(f"x{i}" for i in range(net.sizes[0]))
    shape = Shape(names, net.sizes, net.sizes[:-1], (*layers, output), coding(loss, output.activation, kind))
    rng = np.random.default_rng(0)
    X = rng.normal(size=(EXAMPLES, net.sizes[0]))
    labels = rng.integers(0, max(net.sizes[-1], 2), EXAMPLES)
    T = np.eye(net.sizes[-1])[labels] if many else 2.0 * labels[:, None] - 1
    layout = Layout(shape)
    flat = np.zeros(layout.size)
    draw = INITIALIZERS["xavier_uniform"].draw
    for weights, _ in layout.weights(flat):
        fan_in, fan_out = weights.shape
        weights[...] = draw(rng, fan_in, fan_out, 1.0)
    return Problem(net, spec, layout, X.astype(np.float32), T.astype(np.float32), flat)


def lab(given: Problem, with_statistics: bool) -> Callable[[int], float]:
    """Our engine: run so many steps, return the last batch's loss (0 without statistics)."""
    kernel = Kernel(given.spec, given.layout, given.X, given.T, given.parameters)
    per_epoch = EXAMPLES // given.net.batch
    indices = np.arange(per_epoch * given.net.batch)
    rates = np.full(per_epoch, RATE)
    segment = Segment(given.net.batch, indices, rates, [None] * len(given.spec.layers))

    def steps(count: int) -> float:
        rows = np.full((1, 1), np.nan)
        for _ in range(max(1, count // per_epoch)):
            rows = kernel.run(segment, with_statistics)
        return float(rows[-1, 0])

    steps.per_call = per_epoch  # type: ignore[attr-defined]
    return steps


def torch_eager(given: Problem) -> Callable[[int], float] | None:
    """PyTorch in eager mode, one thread, if it is installed."""
    try:
        import torch
    except ImportError:
        return None
    torch.set_num_threads(1)
    nn: Any = torch.nn
    middle = {"tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid}[given.net.activation]
    parts: list[Any] = []
    for W, b in given.layout.weights(given.parameters):
        linear = nn.Linear(*W.shape)
        linear.weight.data = torch.tensor(W.T.copy(), dtype=torch.float32)
        linear.bias.data = torch.tensor(b.copy(), dtype=torch.float32)
        parts += [linear, middle()]
    many = given.net.sizes[-1] > 1
    model = nn.Sequential(*parts[:-1], *([] if many else [nn.Tanh()]))
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    X, T = torch.tensor(given.X), torch.tensor(given.T)
    labels = T.argmax(1)
    batch = given.net.batch
    per_epoch = EXAMPLES // batch
    cross_entropy = nn.CrossEntropyLoss()

    def steps(count: int) -> float:
        value = 0.0
        for step in range(count):
            rows = slice(step % per_epoch * batch, (step % per_epoch + 1) * batch)
            optimizer.zero_grad()
            y = model(X[rows])
            loss = cross_entropy(y, labels[rows]) if many else 0.5 * ((y - T[rows]) ** 2).sum(1).mean()
            loss.backward()
            optimizer.step()
            value = loss
        return float(value)

    return steps


def cpu_per_step(steps: Callable[[int], float], count: int) -> float:
    """Microseconds of CPU one step takes."""
    whole = getattr(steps, "per_call", 1)
    count = max(1, count // whole) * whole
    begin = process_time()
    steps(count)
    return (process_time() - begin) / count * 1e6


TITLES = ("net", "plain", "statistics", "cost", "torch eager", "plain x", "statistics x")
HEADER = "{:<4}{:>10}{:>12}{:>8}{:>13}{:>9}{:>14}".format(*TITLES)


def measure_nets(names: str, rounds: int) -> int:
    """Measure interleaved rounds, keep each engine's fastest, print ratios."""
    unknown = sorted(set(names.upper()) - set(NETS))
    if unknown:
        raise UserError(f"There is no net {unknown[0]!r}; there are {', '.join(NETS)}.")
    use_blas_threads(1)
    found = fingerprint()
    blas = f"{found['blas']} {found['kernel']}, one thread"
    print(f"float32, SGD, CPU microseconds a step, fastest of {rounds}; {blas}")
    print(HEADER)
    for name in names.upper():
        print(_measure_net(name, rounds), flush=True)
    if find_spec("torch") is None:
        print("torch is not installed: pip install torch to compare with it", file=sys.stderr)
    return 0


def _measure_net(name: str, rounds: int) -> str:
    given = problem(name)
    engines = {"plain": lab(given, False), "statistics": lab(given, True), "torch": torch_eager(given)}
    known = {engine: steps for engine, steps in engines.items() if steps is not None}
    counts = {}
    for engine, steps in known.items():
        cpu_per_step(steps, 50)
        counts[engine] = max(20, int(SECONDS * 1e6 / cpu_per_step(steps, 50)))
    best = dict.fromkeys(known, np.inf)
    for _ in range(rounds):
        for engine, steps in known.items():
            best[engine] = min(best[engine], cpu_per_step(steps, counts[engine]))
    plain, statistics = best["plain"], best["statistics"]
    row = f"{name:<4}{plain:>10.2f}{statistics:>12.2f}{100 * (statistics / plain - 1):>7.0f}%"
    if "torch" not in best:
        return row
    return row + f"{best['torch']:>13.1f}{best['torch'] / plain:>9.1f}{best['torch'] / statistics:>14.1f}"
