"""The kernel's gradients agree with central differences, whatever the experiment; a wrong one is found."""

import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bplab.errors import UserError
from bplab.experiment.edits import set_field
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.training import verification
from bplab.training.trainer import Trainer
from bplab.training.verification import parameter_at, point_of, verify, verify_at

HIDDEN = [name for name, row in ACTIVATIONS.items() if not row.output_only]
PLAIN = [name for name, row in LOSSES.items() if row.outputs is None]
INITS = ("xavier_uniform", "he_normal", "normal", "uniform", "orthogonal")


def groups_of(inputs, units):
    """Nothing, or two blocks."""
    return () if min(inputs, units) < 2 else ((1, units - 1), (inputs - 1, 1))


@st.composite
def experiments(draw):
    features = draw(st.sampled_from([("x", "y"), ("x", "xy", "sin_y")]))
    name = draw(st.sampled_from(["circle", "moons", "plane"]))
    layers, inputs = [], len(features)
    for _ in range(draw(st.integers(0, 3))):
        units = draw(st.integers(1, 4))
        groups = groups_of(inputs, units) if draw(st.booleans()) else ()
        dropout = draw(st.sampled_from([0.0, 0.4]))
        init = draw(st.sampled_from(INITS))
        layers.append(
            Layer(units, draw(st.sampled_from(HIDDEN)), init, bias=0.1, dropout=dropout, groups=groups)
        )
        inputs = units
    if name == "plane":
        loss, output = draw(st.sampled_from(PLAIN)), draw(st.sampled_from(HIDDEN))
    else:
        loss = draw(st.sampled_from(sorted(LOSSES)))
        output = draw(st.sampled_from(sorted(LOSSES[loss].outputs or ACTIVATIONS)))
    frozen = draw(st.lists(st.sampled_from(["W1[1,1]", "b1[1]", "W1", "b1"]), max_size=2))
    return Experiment(
        data=DataSpec(name, points=20, noise=20, features=features, seed=draw(st.integers(0, 99))),
        layers=tuple(layers),
        output=Output(output, draw(st.sampled_from(INITS)), bias=0.2),
        loss=loss,
        reduction=draw(st.sampled_from(["mean", "sum"])),
        skip=draw(st.booleans()),
        frozen=tuple(frozen),
        batch_size=draw(st.sampled_from([0, 1, 5])),
        dtype=draw(st.sampled_from(["float64", "float32"])),
        optimizer=draw(st.sampled_from(["sgd", "adam"])),
        clip=draw(st.sampled_from([0.0, 0.01])),
        regularization="l2",
        regularization_rate=0.1,
        seed=draw(st.integers(0, 999)),
    )


@settings(max_examples=75)
@given(experiments())
def test_gradients_of_random_experiments_agree_with_central_differences(spec):
    found = verify(spec)
    assert found.check.complete
    assert found.check.within(1e-6), (found.worst, found.check.relative)
    assert found.check.kink_count <= max(2, found.check.count // 3)


@pytest.mark.parametrize("activation", HIDDEN)
@pytest.mark.parametrize("loss", sorted(LOSSES))
def test_every_activation_with_every_loss(activation, loss):
    output = min(LOSSES[loss].outputs or {activation})
    spec = Experiment(
        data=DataSpec("xor", points=12),
        layers=(Layer(3, activation, groups=((1, 2), (1, 1))), Layer(3, activation, dropout=0.3)),
        output=Output(output),
        loss=loss,
        frozen=("W2[1,2]", "b1"),
    )
    check = verify(spec).check
    assert check.within(1e-6), check.relative
    assert check.count == (3 + 3) + (9 + 3) + 4 * (2 if output == "softmax" else 1)


def test_masked_connections_are_no_parameters():
    spec = Experiment(layers=(Layer(4, groups=((1, 2), (1, 2))),))
    assert verify(spec).check.count == 4 + 4 + 4 + 1


def test_the_presets_agree():
    for name in ("circle", "spiral", "ten-sigmoid", "worked-example"):
        assert verify(PRESETS[name].spec).check.within(1e-6), name


def plant(monkeypatch, factor, layer):
    """Have the gradient of one layer multiplied."""
    right = verification.gradient_at

    def wrong(point, parameters):
        found = right(point, parameters).copy()
        W, b = point.build.layout.weights(found)[layer]
        W *= factor
        b *= factor
        return found

    monkeypatch.setattr(verification, "gradient_at", wrong)


VANISHING = set_field(PRESETS["ten-sigmoid"].spec, "layers.*.init", "xavier_uniform")


@pytest.mark.parametrize("factor", [0.0, 2.0, -1.0])
@pytest.mark.parametrize("layer", [0, 1, 2])
def test_a_wrong_gradient_is_found_where_gradients_vanish(monkeypatch, factor, layer):
    plant(monkeypatch, factor, layer)
    found = verify(VANISHING)
    assert not found.check.within(1e-6)
    assert found.worst[1] == str(layer + 1)


def test_where_gradients_vanish_right_ones_agree_and_most_are_judged():
    check = verify(VANISHING).check
    assert check.within(1e-6)
    assert check.small_count <= 5


@pytest.mark.parametrize("formula", ["1e5*x", "1e8*x", "1e-5*x"])
def test_large_and_small_targets_are_no_false_alarm(formula):
    spec = PRESETS["sine"].spec
    check = verify(spec.but(data=replace(spec.data, name="function", formula=formula))).check
    assert check.within(1e-6), check.relative


@pytest.mark.parametrize("penalty", ["l1", "l2"])
def test_the_penalty_is_checked_too(monkeypatch, penalty):
    spec = Experiment(regularization=penalty, regularization_rate=10.0)
    found = verify(spec)
    assert found.check.within(1e-6)
    assert found.of == f"loss with {penalty.upper()} penalty"
    right = verification.gradient_at

    def without(point, parameters):
        plain = replace(point, spec=point.spec.but(regularization="none"))
        return right(plain, parameters)

    monkeypatch.setattr(verification, "gradient_at", without)
    found = verify(spec)
    assert not found.check.within(1e-6)
    assert found.worst.startswith("W")


def test_a_penalty_that_is_no_part_of_the_gradient_is_said_to_be_left_out():
    found = verify(Experiment(regularization="l1_prune", regularization_rate=1.0))
    assert found.check.within(1e-6)
    assert found.of == "loss without L1, pruning, which is applied after the step"


@pytest.mark.slow
@pytest.mark.parametrize("name", PRESETS)
def test_in_every_preset_right_gradients_agree_and_wrong_ones_are_found(monkeypatch, name):
    spec = PRESETS[name].spec
    check = verify(spec).check
    assert check.within(1e-6), check.relative
    layers = len(Trainer(spec).build.shape.layers)
    layer_of = [int(re.findall(r"\d+", parameter)[0]) - 1 for parameter in names_of(spec)]
    for layer in range(layers):
        mine = np.array(layer_of) == layer
        if not (mine & ~check.kinks & ~check.small).any():
            continue  # nothing of this layer can be judged
        for factor in (0.0, 2.0, -1.0):
            wrong = np.where(mine, factor * check.gradient, check.gradient)
            assert not replace(check, gradient=wrong).within(1e-6), (layer, factor)


def names_of(spec):
    layout = Trainer(spec).build.layout
    connected = layout.connected()
    places = np.flatnonzero(connected if connected is not None else np.ones(layout.size, bool))
    return [parameter_at(layout, int(place)).name for place in places]


def test_a_wrong_gradient_is_found_and_named(monkeypatch):
    right = verification.gradient_at
    monkeypatch.setattr(verification, "gradient_at", lambda *where: right(*where) + bump(17))
    found = verify(Experiment())
    assert not found.check.within(1e-6)
    assert found.worst == "W1[2,1]"


def bump(size):
    wrong = np.zeros(size)
    wrong[4] = 1e-4
    return wrong


@pytest.mark.parametrize("steps", [0, 7, 11, 200])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_a_run_can_be_checked_wherever_it_stands(steps, dropout):
    spec = Experiment(layers=(Layer(4, dropout=dropout),), dtype="float32", last_batch="carry", clip=0.1)
    trainer = Trainer(spec.but(optimizer="adam"))
    trainer.run(steps=steps)
    point, before = point_of(trainer), trainer.parameters
    trainer.run(steps=1)
    assert np.allclose(verification.gradient_at(point, point.parameters), trainer.gradient, atol=1e-5)
    found = verify_at(point)
    assert found.check.within(1e-6), found.worst
    assert (found.step, found.epoch) == (steps, point.epoch)
    assert (point.parameters == before).all()


def test_a_diverged_run_is_refused():
    trainer = Trainer(Experiment(learning_rate=1000.0, loss="half_squared", output=Output("identity")))
    trainer.run(steps=400)
    with pytest.raises(UserError, match="diverged"):
        point_of(trainer)


def test_parameters_are_named_by_their_place():
    layout = Trainer(Experiment(layers=(Layer(4), Layer(3)))).build.layout
    names = [parameter_at(layout, place).name for place in range(layout.size)]
    assert names[:5] == ["W1[1,1]", "W1[1,2]", "W1[1,3]", "W1[1,4]", "W1[2,1]"]
    assert names[8:13] == ["b1[1]", "b1[2]", "b1[3]", "b1[4]", "W2[1,1]"]
    assert names[-1] == "b3[1]"
    assert [layout.index(parameter_at(layout, place)) for place in range(layout.size)] == list(
        range(layout.size)
    )


def test_checking_can_be_watched_and_ended():
    seen = []
    found = verify(Experiment(), lambda done, count: seen.append((done, count)), lambda: len(seen) == 3)
    assert seen == [(1, 17), (2, 17), (3, 17)]
    assert not found.check.complete
