"""Scaled targets train well, and every loss and output is in the data's own units."""

from dataclasses import replace

import numpy as np
import pytest

import bplab
from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.data.warnings import notes
from bplab.experiment.edits import set_field, with_dataset
from bplab.experiment.own import experiment_for, with_own_data
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Experiment, Layer
from bplab.nn.losses import LOSSES
from bplab.training.build import build
from bplab.training.evaluation import Evaluator
from bplab.training.outputs import output_curve, output_map, predictions
from bplab.training.trainer import Trainer as Engine

SEEDS = pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
X = np.random.default_rng(7).normal(size=(50, 2))
TWO = np.stack([3000 + 40 * X[:, 0], 0.02 * X[:, 1] ** 2], axis=1)


def line(seed, low=-3.0, high=3.0):
    x = np.random.default_rng(seed).uniform(low, high, (200, 1))
    return bplab.dataset(x, 17000 + 100 * x[:, 0], name="line")


def trainer_for(own, epochs=20, **settings):
    trainer = bplab.Trainer(experiment_for(own).but(**settings), data=own)
    trainer.run(epochs=epochs)
    return trainer


@SEEDS
def test_a_line_far_from_zero_is_learned_by_the_net_of_the_sine_preset(seed):
    own = line(seed)
    trainer = bplab.Trainer(with_own_data(bplab.preset("sine"), own).but(seed=seed), data=own)
    trainer.run(epochs=100)
    rows = trainer.build.prepared.split.test
    true, said = own.dataset.targets[rows, 0], trainer.predict(own.dataset.inputs[rows])[:, 0]
    assert 1 - ((said - true) ** 2).sum() / ((true - true.mean()) ** 2).sum() > 0.99


@SEEDS
def test_diabetes_is_fitted_better_than_by_least_squares(seed):
    spec = with_dataset(Experiment(layers=(Layer(8),), learning_rate=0.1, seed=seed), "diabetes")
    trainer = bplab.Trainer(set_field(spec, "data.scale_targets", "on"))
    rows, prepared = trainer.build.prepared.split.train, trainer.build.prepared
    design, targets = np.c_[prepared.X[rows], np.ones(len(rows))], prepared.dataset.targets[rows]
    errors = design @ np.linalg.lstsq(design, targets)[0] - targets
    trainer.run(epochs=100)
    assert trainer.evaluate("train").loss < 0.5 * np.mean(errors**2)


@pytest.mark.parametrize("loss", ["half_squared", "mse", "mae", "huber"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_losses_are_those_of_the_predictions_in_the_datas_own_units(loss, dtype):
    own = bplab.dataset(X, TWO)
    trainer = trainer_for(own, loss=loss, dtype=dtype)
    split = trainer.build.prepared.split
    for part, rows in (("train", split.train), ("test", split.test)):
        y = trainer.predict(X[rows])
        expected = LOSSES[loss].per_example(y, y, TWO[rows]).mean()
        assert trainer.evaluate(part).loss == pytest.approx(expected, rel=1e-5)
    assert abs(trainer.predict(X) - TWO).max() < 200  # not as scaled


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_loss_of_a_step_is_in_the_same_units(reduction):
    own = bplab.dataset(X, TWO)
    trainer = trainer_for(own, reduction=reduction, learning_rate=0.001)
    step = trainer.trace()
    y = trainer.predict(X[step.batch])
    expected = getattr(LOSSES["half_squared"].per_example(y, y, TWO[step.batch]), reduction)()
    trainer.run(steps=1)
    assert trainer.history["batch_loss"][-1] == pytest.approx(expected)
    assert step.loss != pytest.approx(expected)


def test_every_picture_of_the_outputs_is_in_the_datas_own_units():
    plane = OwnData("plane", Dataset(X, 500 + X[:, :1], (), ("x", "y")), extent=6.0)
    curve = OwnData("curve", Dataset(X[:, :1], 500 + X[:, :1], (), ("x",)), domain=6.0)
    for own in (plane, curve):
        made = build(experiment_for(own), own)
        found = [predictions(made, made.parameters)]
        found.append(
            output_map(made, made.parameters, 8) if own is plane else output_curve(made, made.parameters, 8)
        )
        assert made.prepared.target_scaler is not None
        for values in found:
            assert (abs(values - 500) < 20).all()


def test_gradients_are_those_of_the_scaled_targets():
    trainer = trainer_for(bplab.dataset(X, TWO))
    step = trainer.trace()
    found = trainer.gradients(X[step.batch], TWO[step.batch])
    for pair, expected in zip(found, step.gradients, strict=True):
        for one, other in zip(pair, expected, strict=True):
            assert one == pytest.approx(other, abs=1e-12)


def test_a_constant_target_is_predicted_as_it_is():
    trainer = trainer_for(bplab.dataset(X, np.full(50, 17.0)), epochs=300)
    assert trainer.predict(X) == pytest.approx(np.full((50, 1), 17.0), abs=0.2)


def test_a_run_goes_on_to_the_bit_from_a_checkpoint():
    own = bplab.dataset(X, TWO)
    spec = experiment_for(own)
    whole, first = Engine(spec, data=own), Engine(spec, data=own)
    whole.run(steps=9)
    first.run(steps=4)
    second = Engine.resume(first.build, spec, (), first.checkpoint(), first.history)
    second.run(steps=5)
    assert second.parameters.tobytes() == whole.parameters.tobytes()
    assert second.history.get("batch_loss").tobytes() == whole.history.get("batch_loss").tobytes()


def test_scaling_is_on_for_numbers_of_ones_own_and_off_elsewhere():
    own = bplab.dataset(X, TWO)
    assert experiment_for(own).data.scale_targets
    assert not experiment_for(bplab.dataset(X, X[:, 0] > 0)).data.scale_targets
    assert not any(preset.spec.data.scale_targets for preset in PRESETS.values())
    assert not with_dataset(experiment_for(own), "diabetes").data.scale_targets
    off = set_field(experiment_for(own), "data.scale_targets", "off")
    assert not with_own_data(off, bplab.dataset(X, TWO[:, :1])).data.scale_targets


def test_without_scaling_or_with_classes_nothing_is_touched():
    own = bplab.dataset(X, TWO)
    spec = set_field(experiment_for(own), "data.scale_targets", "off")
    made = build(spec, own)
    assert made.unit is None
    assert made.targets.tobytes() == own.dataset.targets.tobytes()
    for name in ("circle", "encoder"):  # classes, and bits that are right or wrong
        plain = with_dataset(Experiment(), name)
        scaled = build(plain.but(data=replace(plain.data, scale_targets=True)))
        assert scaled.unit is None
        one, other = (
            Evaluator(each).measure(plain, each.parameters, 0, 0) for each in (build(plain), scaled)
        )
        assert one == other


def test_a_note_says_in_which_units_numbers_are():
    [note] = notes(build(experiment_for(line(1)), line(1)).prepared, 10)
    assert note.startswith(
        "Losses, outputs and curves are in the data's own units. For training, targets are "
    )
    assert "scaled to (y − 17,0" in note or "scaled to (y − 16,9" in note


def test_training_stops_below_a_loss_in_the_datas_own_units():
    own = bplab.dataset(X, 4e6 + 1e5 * X[:, 0])
    trainer = trainer_for(own, epochs=2000, stop="loss_below", stop_loss=1e8)
    assert trainer.stopped.startswith("The training loss")
    assert 0 < trainer.evaluate("train").loss < 1e8
