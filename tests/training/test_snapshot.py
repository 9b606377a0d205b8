"""A snapshot is an immutable picture of one step, with what was asked for and no more."""

import numpy as np
import pytest

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.network import forward
from bplab.training import snapshot
from bplab.training.kernel.book import book_layers
from bplab.training.run import Run
from bplab.training.snapshot import Needs, RunState
from bplab.training.trace import MEAN
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(5, dropout=0.3), Layer(3, "relu")), skip=True)
DIGITS = Experiment(
    data=DataSpec("digits"), layers=(Layer(8),), output=Output("softmax"), loss="categorical_cross_entropy"
)
ALL = Needs(True, True, True, True, True, True, True, map=11, tiles=7)
PARTS = ("weights", "gradients", "updates", "activations", "map", "tiles", "confusion")


def picture(spec=SPEC, needs=ALL, steps=12):
    trainer = Trainer(spec)
    trainer.run(steps=steps)
    return trainer, Run(3, trainer, RunState.PAUSED).picture(needs, 4)


@pytest.mark.parametrize(
    ("needs", "given"),
    [
        (Needs(), set()),
        (Needs(parameters=True), {"weights"}),
        (Needs(gradients=True), {"gradients"}),
        (Needs(updates=True), {"updates"}),
        (Needs(activations=True), {"activations"}),
        (Needs(confusion=True), {"confusion"}),
        (Needs(map=5), {"map"}),
        (Needs(tiles=5), {"tiles"}),
        (ALL, set(PARTS)),
    ],
)
def test_only_what_was_asked_for_is_given(needs, given):
    _, shot = picture(needs=needs)
    assert {name for name in PARTS if getattr(shot, name) is not None} == given


def test_wishes_of_several_views_add_up():
    assert Needs(map=5, parameters=True) | Needs(map=9, tiles=2) == Needs(parameters=True, map=9, tiles=2)


def test_the_numbers_are_those_of_the_run():
    trainer, shot = picture()
    assert (shot.run, shot.version, shot.state) == (3, 4, RunState.PAUSED)
    assert (shot.step, shot.epoch, shot.steps_per_epoch) == (12, 1, 9)
    assert shot.learning_rate == 0.3
    assert shot.batch_loss == trainer.last_row[0]
    for number, (W, b) in enumerate(trainer.weights):
        np.testing.assert_array_equal(shot.weights[number][0], W)
        np.testing.assert_array_equal(shot.weights[number][1], b)
    assert shot.evaluation.step == 12
    assert Run(3, trainer, RunState.PAUSED).picture(Needs(), 4).evaluation.step == 9


def test_an_evaluation_that_was_asked_for_is_of_this_moment_with_the_settings_of_this_moment():
    trainer, _ = picture(steps=9)
    trainer.change(trainer.spec.but(regularization="l2", regularization_rate=1.0))
    shot = Run(1, trainer, RunState.PAUSED).picture(Needs(evaluation=True), 1)
    assert shot.evaluation.penalty > 0


@pytest.mark.parametrize("steps", [0, 8, 12])
def test_gradients_updates_and_signals_are_those_of_the_step_that_comes_next(steps):
    trainer, shot = picture(steps=steps)
    trainer.advance(1)
    wanted = trainer.build.layout.weights(trainer.gradient)
    for old, new, update, found, right in zip(
        shot.weights, trainer.weights, shot.updates, shot.gradients, wanted, strict=True
    ):
        for part in (0, 1):
            np.testing.assert_allclose(old[part] + update[part], new[part], rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(found[part], right[part], rtol=1e-11, atol=1e-14)
    rows = [shot.gradient_norms, shot.bias_gradient_norms, shot.delta_norms, shot.update_ratios]
    np.testing.assert_allclose(np.concatenate(rows), trainer.last_row[1:], rtol=1e-9)


@pytest.mark.parametrize("steps", [0, 20])
@pytest.mark.parametrize("dropout", [0.0, 0.4])
def test_the_gradient_shown_is_the_mean_of_delta_times_what_it_was_given(steps, dropout):
    layers = (Layer(4, "tanh", dropout=dropout), Layer(3, "relu"))
    trainer = Trainer(Experiment(layers=layers, batch_size=10))
    trainer.run(steps=steps)
    shots = [
        Run(1, trainer, RunState.PAUSED).picture(Needs(gradients=True, trace=number), 1)
        for number in range(1, 11)
    ]
    for layer, (W, b) in enumerate(shots[0].gradients):
        traces = [shot.trace for shot in shots]
        given = [trace.a[layer - 1] if layer else trace.x for trace in traces]
        deltas = [trace.delta[layer] for trace in traces]
        products = [np.outer(a, delta) for a, delta in zip(given, deltas, strict=True)]
        np.testing.assert_allclose(W, np.mean(products, axis=0), rtol=1e-12, atol=1e-16)
        np.testing.assert_allclose(b, np.mean(deltas, axis=0), rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("steps", [0, 1, 7])
def test_the_worked_examples_numbers_close(steps):
    """One example a batch: db is its delta, dW is that times what it was given, the step minus half of it."""
    spec = PRESETS["worked-example"].spec
    _, shot = picture(spec, Needs(parameters=True, gradients=True, updates=True, trace=1), steps)
    for layer, ((W, b), (dW, db), (step, _)) in enumerate(
        zip(shot.weights, shot.gradients, shot.updates, strict=True)
    ):
        given = shot.trace.a[0] if layer else shot.trace.x
        np.testing.assert_allclose(given @ W + b, shot.trace.z[layer], rtol=1e-14)
        np.testing.assert_allclose(db, shot.trace.delta[layer], rtol=1e-14)
        np.testing.assert_allclose(dW, np.outer(given, shot.trace.delta[layer]), rtol=1e-14)
        np.testing.assert_allclose(step, -spec.learning_rate * dW, rtol=1e-12, atol=1e-16)
    if not steps:
        assert shot.gradients[1][0][0, 0] == pytest.approx(0.082167041, abs=5e-10)
        assert shot.gradients[0][0][0, 0] == pytest.approx(0.000438568, abs=5e-10)


def test_a_step_that_takes_long_to_trace_is_traced_at_rest_and_for_one_example_while_training(monkeypatch):
    trainer, _ = picture()
    needs = ALL | Needs(trace=3, histograms="gradients")
    monkeypatch.setattr(snapshot, "AT_ONCE", 0.9 * trainer.next_step().effort)
    hurried = Run(1, trainer, RunState.RUNNING).picture(needs, 1)
    assert (hurried.gradients, hurried.updates, hurried.histograms) == (None, None, None)
    assert hurried.trace.example == 2
    np.testing.assert_array_equal(hurried.delta_norms, trainer.last_row[1:].reshape(4, -1)[2])
    assert Run(1, trainer, RunState.RUNNING).picture(Needs(trace=MEAN), 1).trace is None
    at_rest = Run(1, trainer, RunState.PAUSED).picture(needs, 1)
    assert None not in (at_rest.gradients, at_rest.updates, at_rest.histograms)


def test_a_float32_run_is_pictured_in_float32():
    _, shot = picture(SPEC.but(dtype="float32"), ALL | Needs(trace=3))
    found = (shot.weights, shot.gradients, shot.updates, shot.trace.z, shot.trace.a, shot.trace.delta)
    assert {array.dtype for part in found for array in arrays_of(part)} == {np.dtype("float32")}


def arrays_of(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from arrays_of(part)


def test_arrays_are_read_only_and_stay_as_training_goes_on():
    trainer, shot = picture()
    arrays = [
        array
        for name in (*PARTS, "gradient_norms", "update_ratios")
        for array in arrays_of(getattr(shot, name))
    ]
    copies = [array.copy() for array in arrays]
    trainer.run(steps=30)
    for array, copy in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, copy)
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_maps_show_what_the_network_answers_at_the_centers_of_the_cells():
    trainer, shot = picture()
    side = 11
    at = (np.arange(side) + 0.5) / side * 12 - 6
    points = np.array([[x1, x2] for x2 in at for x1 in at])
    layers = book_layers(trainer.build.layout, trainer.parameters)
    y = forward(layers, points, skip=True).y
    np.testing.assert_allclose(shot.map, y.T.reshape(1, side, side), atol=1e-5)
    assert shot.map.dtype == np.float32


def test_tiles_show_every_neuron_over_the_plane():
    trainer, shot = picture()
    assert [tile.shape for tile in shot.tiles] == [(2, 7, 7), (5, 7, 7), (3, 7, 7), (1, 7, 7)]
    at = (np.arange(7) + 0.5) / 7 * 12 - 6
    np.testing.assert_allclose(shot.tiles[0][0], np.tile(at, (7, 1)), rtol=1e-6)
    np.testing.assert_allclose(shot.tiles[0][1], np.tile(at[:, None], 7), rtol=1e-6)
    trace = forward(
        book_layers(trainer.build.layout, trainer.parameters), np.array([[at[3], at[6]]]), skip=True
    )
    for tile, a in zip(shot.tiles[1:], trace.a, strict=True):
        np.testing.assert_allclose(tile[:, 6, 3], a[0], atol=1e-5)


def test_activations_are_means_over_training_examples():
    trainer, shot = picture()
    X = trainer.build.prepared.X[trainer.build.prepared.split.train[:256]]
    trace = forward(book_layers(trainer.build.layout, trainer.parameters), X, skip=True)
    for mean, a in zip(shot.activations, (X, *trace.a), strict=True):
        np.testing.assert_allclose(mean, a.mean(axis=0), rtol=1e-9, atol=1e-12)


def test_digits_have_a_confusion_matrix_and_worst_examples_but_no_map():
    trainer, shot = picture(DIGITS, steps=5)
    assert (shot.map, shot.tiles) == (None, None)
    test = trainer.build.prepared.split.test
    assert (shot.confusion.sum(), shot.confusion_part) == (len(test), "test")
    assert shot.confusion.trace() == shot.evaluation.test.correct
    assert 0 < len(shot.worst) <= 8
    assert all(row.index in test and row.label != row.predicted for row in shot.worst)


def test_without_a_test_part_the_training_part_is_judged():
    _, shot = picture(Experiment(data=DataSpec("xor_points"), batch_size=0))
    assert (shot.confusion.sum(), shot.confusion_part) == (4, "train")


def test_a_diverged_run_can_be_pictured():
    spec = Experiment(
        data=DataSpec("plane"),
        layers=(Layer(4, "relu"),),
        output=Output("identity"),
        loss="mse",
        learning_rate=50.0,
    )
    _, shot = picture(spec, steps=500)
    assert shot.divergence is not None


def test_a_1d_set_has_a_curve_from_end_to_end_and_every_set_predictions():
    spec = Experiment(
        data=DataSpec(name="sine", points=50),
        layers=(Layer(units=4),),
        output=Output(activation="identity"),
        loss="half_squared",
    )
    trainer, shot = picture(spec, Needs(curve=13, predictions=True, map=5))
    assert shot.map is None
    assert shot.curve.shape == (1, 13)
    (W1, b1), (W2, b2) = trainer.weights
    ends = trainer.build.prepared.inputs_of(np.array([[-6.0], [6.0]]))
    np.testing.assert_allclose(shot.curve[0, [0, -1]], (np.tanh(ends @ W1 + b1) @ W2 + b2)[:, 0])
    X = trainer.build.prepared.X
    np.testing.assert_allclose(shot.predictions, np.tanh(X @ W1 + b1) @ W2 + b2)
    assert not shot.curve.flags.writeable
    assert picture(needs=Needs(curve=13))[1].curve is None


def test_asked_for_the_step_a_snapshot_has_all_of_the_one_that_comes_next():
    run = Run(1, Trainer(Experiment(layers=(Layer(3),))))
    run.trainer.run(steps=5)
    snapshot = run.picture(Needs(step=True, gradients=True, trace=2), 1)
    step = snapshot.next_step
    assert step.start.step == 5
    assert snapshot.gradients is step.gradients
    assert (snapshot.trace.delta[0] == step.delta[0][1]).all()
    assert run.picture(Needs(gradients=True), 2).next_step is None


def test_an_output_map_stays_as_it_was_when_the_next_one_is_made():
    trainer = Trainer(Experiment(batch_size=8))
    run = Run(1, trainer, RunState.PAUSED)
    first = run.picture(Needs(map=20), 1).map
    before = first.copy()
    trainer.run(steps=20)
    second = run.picture(Needs(map=20), 2).map
    assert np.array_equal(first, before)
    assert not np.array_equal(first, second)
    fresh = Trainer(Experiment(batch_size=8))
    fresh.run(steps=20)
    assert np.array_equal(second, Run(2, fresh, RunState.PAUSED).picture(Needs(map=20), 1).map)


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_the_loss_after_the_next_step_is_that_of_its_own_batch_with_its_dropout(reduction):
    trainer, shot = picture(SPEC.but(reduction=reduction), Needs(step=True, outcome=True))
    start = shot.next_step.start
    trainer.run(steps=1)
    X, T = trainer.build.prepared.X[start.batch], trainer.build.targets[start.batch]
    layers = book_layers(trainer.build.layout, trainer.checkpoint().parameters)
    y = forward(layers, X, [*start.masks, None], skip=True).y
    each = -(T * np.log(y) + (1 - T) * np.log(1 - y)).sum(axis=1)
    assert shot.next_loss == pytest.approx(each.mean() if reduction == "mean" else each.sum(), rel=1e-9)
    assert shot.next_loss != shot.next_step.loss
