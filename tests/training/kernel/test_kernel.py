"""The engine equals the book to rounding, for everything that can be chosen, in every number it gives."""

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS, Optimizer
from bplab.nn.schedules import SCHEDULES
from bplab.training.epoch import upcoming
from bplab.training.kernel import ring
from bplab.training.trainer import Trainer

HIDDEN = [name for name, row in ACTIVATIONS.items() if not row.output_only]
DATA = DataSpec("gauss", points=23, noise=20, train_percent=100)  # 23 = 7 + 7 + 7 + 2
BASE = Experiment(data=DATA, layers=(Layer(3), Layer(2)), batch_size=7, learning_rate=0.05)


def compare(spec, by_the_book, steps=8, relative=1e-12):
    """Train in odd portions beside the reference; hold every number to it."""
    trainer = Trainer(spec)
    for portion in range(1, steps + 1):
        trainer.advance(min(portion, steps - trainer.step))
    wanted = by_the_book(spec, steps)
    size = max(1.0, np.abs(wanted.parameters).max())
    assert trainer.parameters.dtype == spec.dtype
    np.testing.assert_allclose(trainer.parameters, wanted.parameters, relative, relative * size)
    size = max(1.0, np.abs(wanted.gradient).max())
    np.testing.assert_allclose(trainer.gradient, wanted.gradient, 10 * relative, 10 * relative * size)
    names = trainer.history.steps.names
    rows = np.stack([trainer.history.steps.read(name, points=10**6).mean for name in names], axis=1)
    np.testing.assert_allclose(rows, wanted.rows, 100 * relative, 10 * relative)
    np.testing.assert_array_equal(trainer.last_row, rows[-1])
    return trainer, wanted


def fitting(spec, activation, loss):
    """An output activation that the loss allows: the one given, if it does."""
    allowed = LOSSES[loss].outputs
    output = activation if allowed is None or activation in allowed else min(allowed)
    return spec.but(loss=loss, output=Output(output))


@pytest.mark.parametrize("last", ["keep", "drop", "carry"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_every_activation_loss_optimizer_and_last_batch_equals_the_book(
    loss, optimizer, last, train_by_the_book
):
    for activation in HIDDEN:
        layers = (Layer(3, activation), Layer(2, activation, bias=0.1))
        spec = fitting(BASE.but(layers=layers, optimizer=optimizer, last_batch=last), activation, loss)
        compare(spec, train_by_the_book, steps=5)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("loss", [name for name, row in LOSSES.items() if row.outputs is None])
def test_every_output_activation_equals_the_book(loss, activation, train_by_the_book):
    compare(BASE.but(loss=loss, output=Output(activation)), train_by_the_book)


@pytest.mark.parametrize("activation", HIDDEN)
def test_single_precision_equals_the_book_in_single_precision(activation, train_by_the_book):
    for optimizer in OPTIMIZERS:
        layers = (Layer(3, activation), Layer(2, activation))
        spec = BASE.but(layers=layers, optimizer=optimizer, dtype="float32", learning_rate=0.01)
        compare(spec, train_by_the_book, relative=1e-4)


DIGITS = Experiment(
    data=DataSpec("digits", train_percent=5),
    layers=(Layer(7, "relu"), Layer(6, "swish"), Layer(6, "swish")),
    output=Output("softmax"),
    loss="categorical_cross_entropy",
    batch_size=32,
)
VARIANTS = {
    "no hidden layer": BASE.but(layers=()),
    "one hidden layer": BASE.but(layers=(Layer(4, "relu"),)),
    "many classes": DIGITS,
    "many classes, squared error": DIGITS.but(loss="mse"),
    "many sigmoid outputs": DIGITS.but(loss="binary_cross_entropy", output=Output("sigmoid")),
    "regression": BASE.but(data=DataSpec("bumps", points=20), loss="half_squared", output=Output("identity")),
    "two targets": BASE.but(data=DataSpec("worked_example"), loss="mse", batch_size=0),
    "summed": BASE.but(reduction="sum", optimizer="momentum"),
    "full batch": BASE.but(batch_size=0),
    "one at a time": BASE.but(batch_size=1),
    "fixed order": BASE.but(order="fixed", last_batch="carry"),
    "skip": BASE.but(skip=True),
    "skip without hidden layers": BASE.but(skip=True, layers=()),
    "skip and dropout": BASE.but(skip=True, layers=(Layer(3, dropout=0.5), Layer(4, "relu", dropout=0.2))),
    "dropout": BASE.but(layers=(Layer(8, dropout=0.5), Layer(4), Layer(4, "gelu", dropout=0.3))),
    "dropout, carried": BASE.but(layers=(Layer(8, dropout=0.5),), last_batch="carry", optimizer="adam"),
    "groups": BASE.but(
        data=DataSpec("gauss", points=23, features=("x", "y", "xy")),
        layers=(Layer(4, groups=((2, 1), (1, 3))), Layer(3, groups=((1, 2), (3, 1)))),
        optimizer="adamw",
        regularization="l1",
        regularization_rate=0.01,
    ),
    "grouped output": BASE.but(layers=(Layer(4),), output=Output(groups=((4, 1),))),
    "frozen": BASE.but(frozen=("W1[2,3]", "b1", "W3", "b2[2]"), optimizer="momentum"),
    "L1": BASE.but(regularization="l1", regularization_rate=0.02),
    "L1, pruning": BASE.but(regularization="l1_prune", regularization_rate=0.8),
    "pruning, all together": BASE.but(
        regularization="l1_prune",
        regularization_rate=0.5,
        optimizer="adamw",
        schedule="cosine",
        clip=0.5,
        frozen=("W1[1,2]", "b2"),
    ),
    "pruning a grouped layer": BASE.but(
        layers=(Layer(4, groups=((1, 1), (1, 3))),), regularization="l1_prune", regularization_rate=0.8
    ),
    "L2": BASE.but(regularization="l2", regularization_rate=0.02, optimizer="rmsprop"),
    "clipped": BASE.but(clip=0.05, optimizer="nesterov"),
    "clipped L2": BASE.but(clip=0.05, regularization="l2", regularization_rate=0.1),
    "clip out of reach": BASE.but(clip=1000),
    "decay": BASE.but(optimizer="adamw", weight_decay=0.5, frozen=("W2",)),
    "no memory": BASE.but(optimizer="adam", beta1=0, beta2=0),
    "zeros": BASE.but(layers=(Layer(3, init="zeros"), Layer(2, init="zeros")), output=Output(init="zeros")),
    "zeros that move": BASE.but(layers=(), output=Output(init="zeros")),
    "dead units": BASE.but(layers=(Layer(3, "relu", bias=-50), Layer(2, "relu"))),
    "standing still": BASE.but(learning_rate=0),
    "features": BASE.but(data=DataSpec("gauss", points=23, features=("sin_x", "xy"), standardize=True)),
    "start by hand": BASE.but(start={"W1[2,1]": 3.0, "b3[1]": -1.0}),
    "like layers": BASE.but(layers=(Layer(4, "tanh"),) * 3 + (Layer(4, "relu"),) * 2),
    "ten sigmoid layers": BASE.but(layers=(Layer(4, "sigmoid", "normal"),) * 10),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_every_other_setting_equals_the_book(name, train_by_the_book):
    compare(VARIANTS[name], train_by_the_book, steps=10)


@pytest.mark.parametrize("name", VARIANTS)
def test_every_other_setting_equals_the_book_in_single_precision(name, train_by_the_book):
    compare(VARIANTS[name].but(dtype="float32"), train_by_the_book, steps=6, relative=2e-4)


@pytest.fixture
def alternates(monkeypatch):
    """Let small nets go to and fro between two rows, as large ones do."""
    monkeypatch.setattr(ring, "FEWEST", 10**9)


@pytest.mark.usefixtures("alternates")
@pytest.mark.parametrize("name", VARIANTS)
def test_going_alternates_equals_the_book(name, train_by_the_book):
    compare(VARIANTS[name], train_by_the_book, steps=20)


@pytest.mark.usefixtures("alternates")
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_going_alternates_equals_the_book(optimizer, train_by_the_book):
    compare(BASE.but(optimizer=optimizer), train_by_the_book, steps=20)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("spec", [BASE, BASE.but(optimizer="momentum"), BASE.but(frozen=("b1",))])
def test_what_diverges_stays_as_it_was_before_in_rows_and_alternates(spec, dtype, monkeypatch):
    spec = spec.but(
        data=DataSpec("plane", points=40), layers=(Layer(4, "relu"),), output=Output("identity"),
        loss="half_squared", batch_size=3, learning_rate=4.0, dtype=dtype,
    )  # fmt: skip
    found = []
    for fewest in (1, 10**9):
        monkeypatch.setattr(ring, "FEWEST", fewest)
        trainer = Trainer(spec)
        trainer.run(steps=1000)
        found.append(trainer)
    rows, fro = found
    assert rows.divergence == fro.divergence
    assert rows.divergence is not None
    assert np.isfinite(fro.parameters).all()
    np.testing.assert_array_equal(rows.parameters, fro.parameters)
    np.testing.assert_array_equal(rows.gradient, fro.gradient)
    np.testing.assert_array_equal(rows.update, fro.update)
    np.testing.assert_allclose(rows.last_row, fro.last_row, rtol=1e-6)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule_equals_the_book(schedule, train_by_the_book):
    spec = BASE.but(schedule=schedule, schedule_epochs=1.5, schedule_factor=0.3)
    trainer, _ = compare(spec, train_by_the_book, steps=12)
    factor = SCHEDULES[schedule].factor(12, 4, 1.5, 0.3)
    assert trainer.learning_rate == 0.05 * factor


def test_large_layers_equal_the_book(train_by_the_book):
    layers = (Layer(300, "relu", "he_normal"), Layer(300, "relu", "he_normal"))
    spec = DIGITS.but(layers=layers, optimizer="adam", learning_rate=0.001)
    compare(spec, train_by_the_book, steps=7, relative=1e-9)


def test_masked_connections_and_their_gradients_are_exactly_zero():
    groups = ((1, 2), (1, 2))
    layers = (Layer(4, groups=groups, init="he_normal"),)
    trainer = Trainer(
        BASE.but(layers=layers, optimizer="adamw", regularization="l2", regularization_rate=0.1)
    )
    trainer.advance(3)
    for flat in (trainer.parameters, trainer.gradient, trainer.update):
        W = flat[:8].reshape(2, 4)
        assert (W[0, 2:] == 0).all()
        assert (W[1, :2] == 0).all()
        assert (W[0, :2] != 0).all()


def test_frozen_parameters_stay_to_the_bit_while_their_gradients_stay_visible():
    trainer = Trainer(BASE.but(frozen=("W1[1,2]", "b2"), optimizer="adam"))
    before = trainer.build.layout.weights(trainer.parameters)
    trainer.run(steps=9)
    after = trainer.build.layout.weights(trainer.parameters)
    gradient = trainer.build.layout.weights(trainer.gradient)
    assert after[0][0][0, 1] == before[0][0][0, 1]
    assert (after[1][1] == before[1][1]).all()
    assert gradient[0][0][0, 1] != 0
    assert (gradient[1][1] != 0).all()
    assert (after[0][1] != before[0][1]).all()


def test_the_update_is_what_was_added():
    for optimizer in OPTIMIZERS:
        trainer = Trainer(BASE.but(optimizer=optimizer))
        trainer.advance(2)
        before = trainer.parameters
        trainer.advance(1)
        np.testing.assert_allclose(trainer.update, trainer.parameters - before, rtol=1e-9, atol=1e-15)


def test_with_and_without_statistics_the_bits_are_the_same():
    first, second = Trainer(BASE), Trainer(BASE)
    for trainer in (first, second):
        trainer._kernel.load(upcoming(trainer.build.batches, BASE, 0, 3))
    assert first._kernel.run(3) == second._kernel.run(3, with_statistics=False) == 3
    assert (first.history.steps.count, second.history.steps.count) == (3, 0)
    np.testing.assert_array_equal(first.parameters, second.parameters)
    np.testing.assert_array_equal(first.gradient, second.gradient)


@pytest.mark.parametrize("dead", [False, True])
@pytest.mark.parametrize("last", ["keep", "drop", "carry"])
def test_numbers_taken_late_are_those_taken_after_every_step(last, dead):
    """Where a layer is dead, the squares of nothing are taken in a way of their own."""
    spec = BASE.but(last_batch=last, optimizer="momentum")
    if dead:
        spec = spec.but(layers=(Layer(4, "relu", bias=-9.0), Layer(3, "tanh", init="zeros")))
    late, watched = Trainer(spec), Trainer(spec)
    late.run(steps=150)
    for step in range(1, 151):
        watched.run(steps=1)
        assert watched.history.steps.count == step
    names = late.history.steps.names
    for name in names:
        np.testing.assert_array_equal(late.history[name], watched.history[name])


def test_parameters_set_in_any_row_of_the_ring_are_those_trained_on():
    trainer, twin = Trainer(BASE), Trainer(BASE)
    for steps in (1, 3, 4, 30, 64, 65):
        trainer.run(steps=steps)
        twin.run(steps=steps)
        trainer._kernel.parameters = trainer.parameters * 0.5
        twin.set_parameters({f"W{n}": W * 0.5 for n, (W, _) in enumerate(twin.weights, 1)})
        twin.set_parameters({f"b{n}": b * 0.5 for n, (_, b) in enumerate(twin.weights, 1)})
    trainer.run(steps=5)
    twin.run(steps=5)
    np.testing.assert_array_equal(trainer.parameters, twin.parameters)


def signs(w, g, slots, t, eta, hyper, decays):
    """An optimizer of a test, that uses all it is given."""
    m = slots["mean"] = hyper.beta1 * slots["mean"] + (1 - hyper.beta1) * g
    return w - eta / t**0.5 * (np.sign(m) + hyper.weight_decay * decays * w)


@pytest.mark.parametrize("more", [{}, {"regularization": "l2", "regularization_rate": 0.02, "clip": 0.5}])
@pytest.mark.parametrize("frozen", [(), ("W1[2,3]", "b1")])
def test_an_optimizer_without_a_fast_form_is_run_by_the_book(train_by_the_book, monkeypatch, more, frozen):
    row = Optimizer("signs", "Signs", "", "", signs, slots=("mean",), uses=("beta1", "weight_decay"))
    monkeypatch.setitem(OPTIMIZERS, "signs", row)
    compare(BASE.but(optimizer="signs", frozen=frozen, **more), train_by_the_book, steps=20)
