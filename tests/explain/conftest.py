"""Runs of every kind, and the chain of any of their parameters."""

from types import SimpleNamespace

import numpy as np
import pytest

from bplab.experiment.parameters import Parameter, parse_parameter
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.explain.chain import explain
from bplab.nn.network import loss_of
from bplab.nn.penalties import PENALTIES
from bplab.training.kernel.book import book_layers
from bplab.training.replay import replay
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer

BASE = Experiment(
    data=DataSpec("gauss", points=23, noise=20, train_percent=100),
    layers=(Layer(4, "tanh"), Layer(3, "sigmoid", bias=0.1)),
    batch_size=7,
    last_batch="carry",
    learning_rate=0.05,
)
SOFTMAX = BASE.but(output=Output("softmax"), loss="categorical_cross_entropy")
VARIANTS = {
    "plain": BASE,
    "summed": BASE.but(reduction="sum"),
    "skip link": BASE.but(skip=True),
    "dropout": BASE.but(layers=(Layer(4, "tanh", dropout=0.3), Layer(3, "gelu", dropout=0.5))),
    "L2, clipped": BASE.but(regularization="l2", regularization_rate=0.1, clip=0.05),
    "L1, long clip": BASE.but(regularization="l1", regularization_rate=0.02, clip=100.0),
    "a rate of no penalty": BASE.but(regularization_rate=0.1),
    "frozen": BASE.but(frozen=("W1[1,2]", "b2", "W3")),
    "pruned": BASE.but(regularization="l1_prune", regularization_rate=0.8),
    "cosine": BASE.but(schedule="cosine", schedule_epochs=3.0),
    "grouped": BASE.but(layers=(Layer(4, groups=((1, 2), (1, 2))),)),
    "no hidden layer": BASE.but(layers=()),
    "softmax": SOFTMAX,
    "softmax, squared": SOFTMAX.but(loss="mse"),
    "MAE": BASE.but(loss="mae", output=Output("tanh")),
    "Huber": BASE.but(loss="huber", output=Output("softplus")),
    "half squared": BASE.but(loss="half_squared", output=Output("identity")),
    "float32": BASE.but(dtype="float32"),
}


def parameters_of(trainer):
    """Every parameter that there is."""
    layout = trainer.build.layout
    connected = layout.connected()
    for layer, (W, b) in enumerate(trainer.weights):
        for unit in range(len(b)):
            for source in (*range(len(W)), None):
                found = Parameter(layer, source, unit)
                if connected is None or connected[layout.index(found)]:
                    yield found


def traced(spec, steps=0):
    trainer = Trainer(spec)
    replay(trainer, steps)
    return trainer, trace_step(trainer.next_step())


def chain_of(spec, name, steps=0, example=0):
    return explain(traced(spec, steps)[1], parse_parameter(name), example)


def loss_with(start, parameters):
    """The loss of the batch by the book, penalty included, all of it computed again."""
    spec, build, values = start.spec, start.build, parameters.astype(np.float64)
    X, T = build.prepared.X[start.batch], build.targets[start.batch]
    layers = book_layers(build.layout, values)
    loss = loss_of(layers, X, T, spec.loss, spec.reduction, [*start.masks, None], skip=spec.skip)
    penalty = PENALTIES[spec.regularization]
    if penalty.prunes:
        return loss
    return loss + sum(penalty.value(layer.connected, spec.regularization_rate) for layer in layers)


def losses_along(start, parameter, values):
    found, at = start.parameters.astype(np.float64), start.build.layout.index(parameter)
    losses = []
    for value in values:
        found[at] = value
        losses.append(loss_with(start, found))
    return np.array(losses)


def lines_of(chain):
    return (*chain.forward, *chain.loss, *chain.backward, *chain.share, *chain.batch, *chain.update)


@pytest.fixture(params=VARIANTS)
def variant(request):
    """An experiment of each kind."""
    return VARIANTS[request.param]


@pytest.fixture(scope="session")
def runs():
    """What makes and reads chains."""
    return SimpleNamespace(
        base=BASE,
        traced=traced,
        chain_of=chain_of,
        lines_of=lines_of,
        parameters_of=parameters_of,
        loss_with=loss_with,
        losses_along=losses_along,
    )
