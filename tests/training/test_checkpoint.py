"""Going on from a checkpoint is never having stopped, to the bit, wherever it was taken."""

import pickle

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.optimizers import OPTIMIZERS
from bplab.training.build import build
from bplab.training.changes import GO_ON, Change
from bplab.training.replay import replay
from bplab.training.snapshot import Needs, RunState, take_snapshot
from bplab.training.trainer import Trainer

STEPS = 11  # three epochs and a part, of four steps; where the last batch is dropped, of three
BASE = Experiment(
    data=DataSpec("gauss", points=23, noise=20, train_percent=100),  # 23 = 7 + 7 + 7 + 2
    layers=(Layer(3), Layer(2, "relu", bias=0.1)),
    batch_size=7,
    learning_rate=0.05,
    schedule="cosine",
    schedule_epochs=9.0,
)
CUTS = (0, 1, 5, 6, 8)  # before and after the first step, within an epoch, at the end of one
VARIANTS = {
    "plain": {},
    "dropout": {"layers": (Layer(3, dropout=0.4), Layer(2, "relu", bias=0.1, dropout=0.2))},
    "L1": {"regularization": "l1", "regularization_rate": 0.02},
    "L1, pruning": {"regularization": "l1_prune", "regularization_rate": 0.8},
}


def since(trainer, step, epoch):
    """All that a run has come to, with the rows of its history since a step, as bytes."""
    steps, epochs = trainer.history.steps, trainer.history.epochs
    rows = [steps.read(name, 999, first=step + 1).mean for name in steps.names]
    rows += [epochs.read(name, 999, first=epoch + 1).mean for name in epochs.names]
    made = trainer.checkpoint()
    arrays = [made.parameters, made.dead, trainer.gradient, trainer.update, *made.slots.values(), *rows]
    state = (made.step, made.epoch, made.position, made.changes, made.memory, made.evaluation)
    return [array.tobytes() for array in arrays], state, made.divergence, made.stopped, trainer.spec


def resumed(spec, checkpoint, changes=()):
    return Trainer.resume(build(spec), spec, changes, checkpoint)


@pytest.mark.parametrize("last", ["keep", "drop", "carry"])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_going_on_equals_never_having_stopped(optimizer, dtype, last):
    """With four variants and five cuts each, 840 cases in all."""
    for name, variant in VARIANTS.items():
        spec = BASE.but(optimizer=optimizer, dtype=dtype, last_batch=last, **variant)
        whole, checkpoints = Trainer(spec), []
        for cut in CUTS:
            whole.run(steps=cut - whole.step)
            checkpoints.append(whole.checkpoint())
        whole.run(steps=STEPS - whole.step)
        for made in checkpoints:
            again = Trainer.resume(whole.build, spec, (), made)
            again.run(steps=STEPS - made.step)
            assert since(again, made.step, made.epoch) == since(whole, made.step, made.epoch), (
                name,
                made.step,
            )


def test_a_checkpoint_is_read_only_and_stays_as_training_goes_on():
    trainer = Trainer(BASE.but(optimizer="adam"))
    trainer.run(steps=5)
    made = trainer.checkpoint()
    arrays = (made.parameters, made.dead, *made.slots.values())
    copies = [array.copy() for array in arrays]
    trainer.run(steps=9)
    for array, copy in zip(arrays, copies, strict=True):
        np.testing.assert_array_equal(array, copy)
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_while_no_weight_is_dead_all_checkpoints_share_one_mask_which_takes_no_memory():
    trainer = Trainer(BASE.but(optimizer="adam"))
    first = trainer.checkpoint()
    trainer.run(steps=5)
    made = trainer.checkpoint()
    assert made.dead is first.dead is pickle.loads(pickle.dumps(made)).dead
    assert made.nbytes == 3 * made.parameters.nbytes


def test_where_weights_are_dead_each_checkpoint_has_a_mask_of_its_own():
    trainer = Trainer(BASE.but(**VARIANTS["L1, pruning"]))
    trainer.run(steps=11)
    made = trainer.checkpoint()
    assert made.dead.any()
    assert made.nbytes == made.parameters.nbytes + made.dead.nbytes
    copied = made.dead.copy()
    trainer.change(trainer.spec.but(regularization="none"))
    np.testing.assert_array_equal(made.dead, copied)
    assert not trainer.checkpoint().dead.any()


def test_a_checkpoint_can_be_kept_elsewhere():
    trainer = Trainer(BASE.but(optimizer="momentum"))
    trainer.run(steps=6)
    again = resumed(trainer.spec, pickle.loads(pickle.dumps(trainer.checkpoint())))
    again.run(steps=4)
    trainer.run(steps=4)
    assert since(again, 6, 1) == since(trainer, 6, 1)


@pytest.mark.parametrize("cut", range(12))
def test_changes_made_later_are_made_again_and_those_made_before_are_in_it(cut):
    """Settings, weights by hand, and going on after a stop."""
    spec = BASE.but(optimizer="adam", epochs=2)
    played = Trainer(spec)
    checkpoints = [played.checkpoint()]

    def go(steps):
        for _ in range(steps):
            played.run(steps=1)
            checkpoints.append(played.checkpoint())

    go(3)
    played.change(played.spec.but(learning_rate=0.2))
    go(2)
    played.set_parameters({"W1[2,3]": 0.5, "b2": [1, 2]})
    go(3)
    assert played.stopped
    played.go_on()
    go(4)
    assert [change.field for change in played.changes] == ["learning_rate", "W1[2,3]", "b2", GO_ON]
    checkpoint = checkpoints[cut]
    again = resumed(spec, checkpoint, played.changes)
    again.run(steps=played.step - cut)
    assert since(again, checkpoint.step, checkpoint.epoch) == since(played, checkpoint.step, checkpoint.epoch)
    assert again.changes == played.changes


def test_going_on_after_a_stop_is_a_change_so_that_a_replay_goes_on_as_well():
    spec = BASE.but(epochs=1)
    played = Trainer(spec)
    played.run(steps=99)
    played.go_on()
    played.go_on()  # nothing to go on from
    played.run(steps=99)
    assert (played.step, played.stopped) == (8, "Another 1 epochs are done.")
    assert played.changes == [Change(4, GO_ON, True)]
    replayed = Trainer(spec, played.changes)
    replayed.run(steps=99)
    assert since(replayed, 0, 0) == since(played, 0, 0)


def test_a_replay_to_a_step_is_never_ended_by_a_rule():
    spec = BASE.but(epochs=1)
    replayed = Trainer(spec)
    replay(replayed, 11)
    free = Trainer(BASE)
    free.run(steps=11)
    assert replayed.step == 11
    np.testing.assert_array_equal(replayed.parameters, free.parameters)
    assert (replayed.stopped, replayed.changes) == ("", [])


def test_a_diverged_run_stays_diverged():
    spec = BASE.but(
        data=DataSpec("plane", points=40), output=Output("identity"), loss="half_squared", learning_rate=50.0
    )
    trainer = Trainer(spec)
    trainer.run(steps=500)
    again = resumed(spec, trainer.checkpoint())
    assert again.divergence == trainer.divergence is not None
    assert again.advance(1) == 0


def test_a_picture_of_a_checkpoint_is_that_of_the_run_when_it_stood_there():
    needs = Needs(True, True, True, True, True, True, True, map=5, tiles=3, trace=2, histograms="gradients")
    trainer = Trainer(BASE)
    trainer.run(steps=6)
    given = {"spec": trainer.spec, "run": 1, "version": 1, "state": RunState.PAUSED}
    checkpoint = trainer.checkpoint()
    before = take_snapshot(trainer.build, trainer.checkpoint(lent=True), trainer.history, needs, **given)
    trainer.run(steps=9)
    after = take_snapshot(trainer.build, checkpoint, trainer.history, needs, **given)
    for shot in (before, after):  # and so the picture taken before has not moved either
        assert (shot.history.steps.count, shot.history.epochs.count) == (6, 2)
        assert shot.history.steps.last("batch_loss") == (6.0, shot.batch_loss)
    for name in ("weights", "gradients", "updates", "tiles", "delta_norms", "map"):
        for one, other in zip(leaves(getattr(before, name)), leaves(getattr(after, name)), strict=True):
            np.testing.assert_array_equal(one, other)
    assert before.evaluation == after.evaluation


def leaves(value):
    if isinstance(value, tuple):
        return [leaf for part in value for leaf in leaves(part)]
    return [value]
