"""Rules end training when they should, look at validation and never at test, and let one go on."""

import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.metrics import Evaluation, PartScore
from bplab.training.stopping import Rules
from bplab.training.trainer import Trainer

BASE = Experiment(data=DataSpec("circle", points=100), batch_size=16)


def measured(epoch, train, validation=None, test=0.0):
    parts = (PartScore(train, 1, 2), PartScore(validation, 1, 2 if validation is not None else 0))
    return Evaluation(epoch, epoch, *parts, PartScore(test, 1, 2))


def verdicts(spec, losses):
    rules = Rules()
    return [
        bool(rules.verdict(spec, epoch, measured(epoch, *parts))) for epoch, parts in enumerate(losses, 1)
    ]


def test_a_limit_of_epochs_ends_training_and_counts_anew_when_one_goes_on():
    trainer = Trainer(BASE.but(epochs=3))
    trainer.run(steps=10**4)
    assert trainer.epoch == 3
    assert trainer.stopped == "All 3 epochs are done."
    assert trainer.finished
    assert trainer.advance(1) == 0
    trainer.go_on()
    trainer.run(steps=10**4)
    assert trainer.epoch == 6
    assert trainer.stopped == "Another 3 epochs are done."


def test_the_limit_holds_where_epochs_are_not_measured():
    trainer = Trainer(BASE.but(epochs=3, evaluate_every=5))
    trainer.run(epochs=10)
    assert trainer.epoch == 3


def test_a_loss_below_the_value_ends_training_at_the_end_of_that_epoch():
    trainer = Trainer(BASE.but(stop="loss_below", stop_loss=0.3, layers=(Layer(8),), learning_rate=1.0))
    trainer.run(epochs=1000)
    losses = trainer.history.epochs.read("train_loss", 10**6).mean
    assert losses[-1] < 0.3 <= losses[:-1].min()
    assert trainer.stopped.startswith("The training loss, 0.2")


def test_going_on_below_the_loss_stops_only_at_another_fall():
    spec = BASE.but(stop="loss_below", stop_loss=1.0)
    assert verdicts(spec, [(2,), (0.9,), (0.8,), (1.5,), (0.7,)]) == [False, True, False, False, True]


def test_a_loss_that_is_not_a_number_is_not_below_anything():
    assert verdicts(BASE.but(stop="loss_below", stop_loss=1.0), [(float("nan"),)]) == [False]


def test_no_progress_waits_for_its_patience_and_then_anew():
    spec = BASE.but(stop="no_progress", stop_patience=3)
    losses = [(5,), (4,), (4,), (4.5,), (4.1,), (4.2,), (4.2,), (4.2,), (3,), (3,)]
    assert verdicts(spec, losses) == [False] * 4 + [True, False, False, True, False, False]


def test_validation_is_watched_where_there_is_one_and_test_never():
    spec = BASE.but(stop="no_progress", stop_patience=2)
    falling = [9, 8, 7, 6, 5]
    assert verdicts(spec, [(loss, 1.0, loss) for loss in falling]) == [False, False, True, False, True]
    assert verdicts(spec, [(1.0, loss, 1.0) for loss in falling]) == [False] * 5
    assert verdicts(spec, [(loss, None, 1.0) for loss in falling]) == [False] * 5
    assert verdicts(spec, [(1.0, None, loss) for loss in falling]) == [False, False, True, False, True]


@pytest.mark.parametrize("rule", [{}, {"stop": "loss_below", "stop_loss": 0.0}])
def test_otherwise_training_goes_on(rule):
    trainer = Trainer(BASE.but(**rule))
    trainer.run(epochs=20)
    assert trainer.epoch == 20
    assert trainer.stopped == ""


@pytest.mark.parametrize(("limit", "end"), [(4, 4), (1, 3), (2, 4), (0, 52)])
def test_after_a_change_of_the_limit_training_goes_on_to_the_new_one(limit, end):
    trainer = Trainer(BASE.but(epochs=2))
    trainer.run(epochs=5)
    trainer.change(trainer.spec.but(epochs=limit))
    trainer.run(epochs=50)
    assert trainer.epoch == end
