"""The measured engines: our step, PyTorch in eager mode, JAX with one scan per epoch, scikit-learn's fit."""

import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import cycle
from typing import Any

import numpy as np

from bplab.cli.bench_jax import jax_scan
from bplab.cli.bench_nets import EXAMPLES, MOMENTUM, Engine, Problem
from bplab.nn.losses import LOSSES
from bplab.training.forward import outputs_of
from bplab.training.kernel.kernel import Kernel
from bplab.training.kernel.steps import Steps


def lab(given: Problem, with_statistics: bool) -> Engine:
    """Our step, with or without its statistics."""
    kernel = Kernel(given.spec, given.layout, given.X, given.T, given.parameters)
    loads = cycle(_loads(given, kernel.room))

    def train(epochs: int) -> None:
        left = epochs * given.steps
        while left:
            if not kernel.has_loaded:
                kernel.load(next(loads))
            left -= kernel.run(min(left, given.steps), with_statistics)

    def loss() -> float:
        z, y = outputs_of(given.layout, False, kernel.parameters, given.X)
        return float(LOSSES[given.spec.loss].per_example(y, z, given.T).mean())

    return Engine("lab", "statistics" if with_statistics else "plain", train, loss)


def _loads(given: Problem, room: int) -> Iterator[Steps]:
    """The steps of as many whole epochs as there is room for, or of one in parts, like `epoch.upcoming`."""
    batch, count = given.net.batch, max(room // given.steps, 1) * given.steps
    for first in range(0, count, room):
        steps = np.arange(first, min(first + room, count)) % given.steps
        examples = (steps[:, None] * batch + np.arange(batch)).reshape(-1)
        yield Steps(np.full(len(steps), batch), examples, np.full(len(steps), given.spec.learning_rate))


def torch_eager(given: Problem, threads: int) -> Engine:
    """PyTorch in eager mode."""
    torch: Any = import_module("torch")
    torch.set_num_threads(threads)
    nn, dtype = torch.nn, getattr(torch, given.spec.dtype)
    middle = {"tanh": nn.Tanh, "relu": nn.ReLU, "sigmoid": nn.Sigmoid}[given.net.activation]
    parts: list[Any] = []
    for W, b in given.layout.weights(given.parameters):
        linear = nn.Linear(*W.shape, dtype=dtype)
        linear.weight.data = torch.tensor(W.T.copy(), dtype=dtype)
        linear.bias.data = torch.tensor(b.copy(), dtype=dtype)
        parts += [linear, middle()]
    model = nn.Sequential(*parts[:-1], *([] if given.many else [nn.Tanh()]))
    X, T = torch.tensor(given.X), torch.tensor(given.T)
    labels, batch, cross_entropy = T.argmax(1), given.net.batch, nn.CrossEntropyLoss()
    make, more = {
        "sgd": (torch.optim.SGD, {}),
        "momentum": (torch.optim.SGD, {"momentum": MOMENTUM}),
        "adam": (torch.optim.Adam, {}),
    }[given.spec.optimizer]
    optimizer = make(model.parameters(), lr=given.spec.learning_rate, **more)

    def value(rows: slice) -> Any:
        y = model(X[rows])
        return cross_entropy(y, labels[rows]) if given.many else 0.5 * ((y - T[rows]) ** 2).sum(1).mean()

    def train(epochs: int) -> None:
        for step in range(epochs * given.steps):
            first = step % given.steps * batch
            optimizer.zero_grad()
            value(slice(first, first + batch)).backward()
            optimizer.step()

    return Engine("torch", "eager", train, lambda: float(value(slice(EXAMPLES)).detach()))


def scikit_learn(given: Problem, threads: int, shuffle: bool = True) -> Engine:
    """scikit-learn's fit from the same initial weights, in its own order of examples.

    In place of one tanh output neuron, its regressor has a linear output.
    """
    model = _model(given, shuffle)
    used = given.steps * given.net.batch
    X, T = given.X[:used], given.T.argmax(1)[:used] if given.many else given.T[:used, 0]

    def train(epochs: int) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the warning that it has not converged
            model.set_params(max_iter=epochs).fit(X, T)

    train(1)  # creates its arrays, which are replaced by ours
    for W, b, (ours_W, ours_b) in zip(
        model.coefs_, model.intercepts_, given.layout.weights(given.parameters), strict=True
    ):
        W[...], b[...] = ours_W, ours_b

    def loss() -> float:
        if given.many:
            chosen = model.predict_proba(given.X)[np.arange(EXAMPLES), given.T.argmax(1)]
            return float(-np.log(np.maximum(chosen, 1e-30)).mean())
        return float(((model.predict(given.X) - given.T[:, 0]) ** 2).mean() / 2)

    return Engine("scikit-learn", "fit", train, loss)


def _model(given: Problem, shuffle: bool) -> Any:
    network: Any = import_module("sklearn.neural_network")
    make = network.MLPClassifier if given.many else network.MLPRegressor
    names = {"tanh": "tanh", "relu": "relu", "sigmoid": "logistic"}
    return make(
        hidden_layer_sizes=given.net.sizes[1:-1],
        activation=names[given.net.activation],
        solver="adam" if given.spec.optimizer == "adam" else "sgd",
        learning_rate_init=given.spec.learning_rate,
        momentum=MOMENTUM if given.spec.optimizer == "momentum" else 0,
        nesterovs_momentum=False,
        alpha=0,
        batch_size=given.net.batch,
        shuffle=shuffle,
        random_state=0,
        tol=0,
        n_iter_no_change=10**9,
        warm_start=True,
        max_iter=1,
    )


PEERS: dict[str, Callable[[Problem, int], Engine]] = {
    "torch": torch_eager,
    "jax": jax_scan,
    "sklearn": scikit_learn,
}


def peers() -> list[str]:
    """The installed libraries among the others, by module name."""
    return [module for module in PEERS if find_spec(module) is not None]
