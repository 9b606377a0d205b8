"""A run on data of one's own keeps it wherever it goes: past steps, branches, records, other processes."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest

from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.own import experiment_for
from bplab.experiment.spec import Experiment
from bplab.training import build as module
from bplab.training.build import build
from bplab.training.difference import Difference, first_difference
from bplab.training.loop import Loop
from bplab.training.making import RunMaker
from bplab.training.record import Record
from bplab.training.replay_watch import ReplayWatch
from bplab.training.run import Run
from bplab.training.runs import Runs
from bplab.training.scripting import Trainer
from bplab.training.trainer import Trainer as Engine
from bplab.training.verification import verify
from bplab.trials.child import Child
from bplab.trials.same_start import same_start
from bplab.trials.seeds import seeds
from bplab.trials.trial import Result

INPUTS = np.random.default_rng(3).normal(size=(60, 2))
RINGS = Dataset(INPUTS, (np.hypot(*INPUTS.T) > 1).astype(int), ("in", "out"), ("left", "up"))
OWN = OwnData("rings", RINGS, test_rows=12)
SPEC = experiment_for(OWN)


def trained(steps=30, spec=SPEC):
    trainer = Trainer(spec, data=OWN)
    trainer.run(steps=steps)
    return trainer


def test_a_run_without_its_data_says_so_and_one_on_another_set_ignores_it():
    with pytest.raises(UserError, match='The data "rings" is not in this file'):
        Trainer(SPEC)
    assert Trainer(Experiment(), data=OWN).build.own is None


def test_it_is_learned_and_tested_on_its_own_test_examples():
    trainer = trained(300)
    assert trainer.evaluate("train").loss < 0.6
    assert trainer.evaluate("test").count == 12
    assert trainer.predict([[0.0, 0.0]]) < trainer.predict([[3.0, 3.0]])


def test_past_steps_and_branches_have_it_too():
    trainer = trained()
    for step in (0, 7):
        earlier = trainer.at(step)
        assert earlier.build.own is OWN
        earlier.run(steps=30 - step)
        assert earlier.parameters.tobytes() == trainer.parameters.tobytes()
    assert trainer.branch(learning_rate=0.01).build.own is OWN


def test_a_record_and_what_is_kept_of_it_bring_the_run_back():
    trainer = Engine(SPEC, data=OWN)
    trainer.run(steps=20)
    record = Record.of(Run(1, trainer))
    for kept in (record, record.reduced()):
        assert kept.own is OWN
        assert kept.resume().trainer.parameters.tobytes() == trainer.parameters.tobytes()


def test_runs_on_it_are_compared_step_by_step():
    runs = [Run(number, Engine(SPEC.but(learning_rate=number / 10), data=OWN)) for number in (1, 2)]
    for run in runs:
        run.trainer.run(steps=10)
    one, other = (Record.of(run).reduced() for run in runs)
    assert first_difference(one, other) == Difference(1, 10)


def test_other_seeds_and_changes_are_trained_on_it_in_a_child_process():
    change = same_start(SPEC, "learning_rate", ["0.2"], 20, data=OWN)[0].trial
    trials = [*seeds(SPEC, 1, 20, own=OWN), change]
    with Child(trials) as child:
        results = [message for message in child if isinstance(message, Result)]
    for result, trial in zip(results, trials, strict=True):
        expected = trained(20, trial.spec)
        assert result.now.parameters.tobytes() == expected.parameters.tobytes()


def test_a_run_that_is_gone_is_made_again_from_it():
    watch = ReplayWatch(Loop("test", print, print), print)
    maker = RunMaker(Runs(), watch, lambda _run, _state: None)
    assert maker.earlier(3, SPEC, OWN).trainer.build.own is OWN


def test_its_gradients_are_right():
    assert verify(SPEC, own=OWN).check.within()


def test_of_large_data_only_what_was_prepared_last_is_kept(monkeypatch):
    specs = [SPEC, SPEC.but(data=replace(SPEC.data, seed=2))]
    kept = [weakref.ref(build(spec, OWN).prepared) for spec in specs]
    gc.collect()
    assert all(ref() is not None for ref in kept)
    monkeypatch.setattr(module, "LARGE", 100)
    large = [weakref.ref(build(spec, OWN).prepared) for spec in specs]
    gc.collect()
    assert [ref() is not None for ref in large] == [False, True]
    assert build(specs[1], OWN).prepared is large[1]()
