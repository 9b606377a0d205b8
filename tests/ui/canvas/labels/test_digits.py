"""Arithmetic on the canvas closes: who works with the digits shown gets the digits shown, or a sign."""

from decimal import Decimal
from math import exp, tanh

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.experiment.parameters import Parameter
from bplab.experiment.presets import PRESETS
from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment, Layer
from bplab.explain.digits import as_read, printed
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.trace import MEAN
from bplab.training.trainer import Trainer
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.canvas.labels.digits import Digits, choices, digits_of


def digits(text):
    """The number and half of its last digit."""
    number = Decimal(text.replace("−", "-").replace("≈", ""))
    return number, Decimal(1).scaleb(number.as_tuple().exponent) / 2


class Reader:
    """Reads the canvas, and works everything out with a pencil."""

    def __init__(self, table):
        self.shape = table.session.shape
        self.shown = {}
        for pill in table.graph.values.layer.pills:
            for name, part in zip(pill.position.kind if pill.position.kind == "za" else [pill.position.kind],
                                  pill.saying.parts, strict=True):  # fmt: skip
                self.shown[name, pill.position.pick] = part.text

    def number(self, kind, pick):
        return digits(self.shown[kind, pick])[0]

    def closes(self, kind, pick, found):
        text = self.shown[kind, pick]
        number, half = digits(text)
        return "≈" in text or abs(Decimal(found) - number) < half

    def fed(self, column):
        kind = "a" if column else "x"
        return [self.number(kind, Neuron(column, unit)) for unit in range(self.shape.sizes[column])]

    def wrong(self):
        found = []
        for layer in range(len(self.shape.layers)):
            inputs = self.fed(layer)
            for unit in range(self.shape.sizes[layer + 1]):
                neuron = Neuron(layer + 1, unit)
                weights = [self.number("w", Parameter(layer, source, unit)) for source in range(len(inputs))]
                products = sum(w * x for w, x in zip(weights, inputs, strict=True))
                f = tanh if layer < len(self.shape.layers) - 1 else lambda z: 1 / (1 + exp(-z))
                if not self.closes("z", neuron, products + self.number("b", Parameter(layer, None, unit))):
                    found.append(("z", neuron))
                if not self.closes("a", neuron, f(float(self.number("z", neuron)))):
                    found.append(("a", neuron))
        return found

    @property
    def signs(self):
        return sum("≈" in text for text in self.shown.values())


@pytest.mark.parametrize("state", [RunState.PAUSED, RunState.RUNNING])
def test_every_sum_and_output_on_screen_closes_or_carries_the_sign(small, state):
    table = small()
    signs = []
    for steps in (0, 1, 7, 40, 300):
        table.session.restart()
        table.train(steps=steps, state=state)
        reader = Reader(table)
        assert reader.wrong() == []
        signs.append(reader.signs)
    assert max(signs) <= 12  # of 15: z, a and δ of five neurons
    if state is RunState.PAUSED:
        assert sum(signs) <= 12


def test_the_first_network_closes_before_the_first_step_but_for_one_sign(bench):
    table = bench(PRESETS["circle"].spec, height=640).train()
    reader = Reader(table)
    assert reader.wrong() == []
    assert reader.signs <= 1


@settings(max_examples=20, deadline=None)
@given(
    seed=st.integers(0, 99),
    activations=st.lists(st.sampled_from(["tanh", "relu", "sigmoid"]), max_size=3),
    loss=st.sampled_from(["binary_cross_entropy", "mse"]),
    dropout=st.sampled_from([0.0, 0.5]),
    stop=st.sampled_from([1, 5, MEAN]),
    skip=st.booleans(),
)
def test_sums_without_the_sign_follow_from_the_printed_numbers(seed, activations, loss, dropout, stop, skip):
    hidden = tuple(Layer(3, activation=name, dropout=dropout) for name in activations)
    spec = Experiment(layers=hidden, seed=seed, loss=loss, skip=skip and bool(hidden))
    trainer = Trainer(spec)
    trainer.run(steps=seed % 5)
    snapshot = Run(1, trainer, RunState.PAUSED).picture(Needs(parameters=True, trace=stop), 1)
    closing = digits_of(spec, shape_of(spec), snapshot.weights, snapshot.trace, hurried=False)
    decimals, trace = closing.decimals, snapshot.trace
    x = fed = as_read(trace.x, decimals.factor)
    for layer, (W, b) in enumerate(snapshot.weights):
        fed = np.concatenate([fed, x]) if len(W) > len(fed) else fed
        z = fed @ as_read(W, decimals.factor) + as_read(b, decimals.factor)
        for unit, value in enumerate(trace.z[layer]):
            number, half = digits(printed(value, decimals.z[layer]))
            loose = ("z", Neuron(layer + 1, unit)) in closing.loose
            assert loose == (abs(Decimal(z[unit]) - number) >= half * Decimal(1 - 1e-9))
        fed = as_read(trace.a[layer], decimals.a)
    told = {kind for kind, _ in closing.loose}
    assert stop < MEAN or told <= {"z"}  # the mean of outputs is not the output of the mean


def test_what_dropout_silences_is_no_wrong_output():
    spec = Experiment(layers=(Layer(8, dropout=0.5),))
    snapshot = Run(1, Trainer(spec), RunState.PAUSED).picture(Needs(parameters=True, trace=1), 1)
    silent = {unit for unit, a in enumerate(snapshot.trace.a[0]) if a == 0}
    closing = digits_of(spec, shape_of(spec), snapshot.weights, snapshot.trace, hurried=False)
    assert silent
    assert not {("a", Neuron(1, unit)) for unit in silent} & closing.loose


def test_more_digits_are_offered_only_where_the_fewest_do_not_close():
    for layers in (1, 2, 3, 5):
        offered = choices(layers)
        assert offered[0].factor == offered[0].a == 3
        assert all(choice.a <= min(choice.z) <= max(choice.z) <= choice.factor for choice in offered)
        assert len(offered) <= 10


def test_nobody_adds_up_thousands_of_products():
    spec = Experiment(layers=(Layer(64), Layer(64)))
    trainer = Trainer(spec)
    snapshot = Run(1, trainer, RunState.PAUSED).picture(Needs(parameters=True, trace=1), 1)
    assert digits_of(spec, shape_of(spec), snapshot.weights, snapshot.trace, hurried=False) == Digits()
