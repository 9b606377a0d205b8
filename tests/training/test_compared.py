"""A compared run says what it is beside the other, and what its settings were."""

import pytest

from bplab.experiment.presets import PRESETS
from bplab.training.compared import compared, what_differs, what_it_is
from bplab.training.record import Record
from bplab.training.run import Origin, Run
from bplab.training.run_summary import summaries_of
from bplab.training.trainer import Trainer

SPIRAL = PRESETS["spiral"].spec


def trained(number, spec, steps, parent=None):
    run = Run(number, Trainer(spec), parent=parent)
    run.trainer.run(steps=steps)
    run.rest()
    return run


@pytest.fixture(scope="module")
def pair():
    """The compared runs of two numbers, in order, of some runs."""

    def make(runs, *numbers):
        records = [Record.of(run) for run in runs]
        summaries = {one.number: one for one in summaries_of(records, (), runs[-1].number)}
        return compared(numbers, records, summaries)

    return make


@pytest.fixture(scope="module")
def branched():
    parent = trained(1, SPIRAL, 12)
    branch = parent.branch(2, 9, SPIRAL.but(learning_rate=0.1))
    branch.trainer.run(steps=3)
    return parent, branch


def test_a_branch_is_told_by_where_it_began_and_what_changed(pair, branched):
    parent, branch = pair(branched, 1, 2)
    assert what_it_is(parent, branch) == "η 0.03 throughout"
    assert what_it_is(branch, parent) == "Branch of Spiral at step 9: η 0.03 to 0.1"
    assert (branch.parent, branch.end, branch.number) == ("Spiral", 12, 2)


def test_a_run_that_was_trained_until_now_has_the_figures_and_curves_of_now():
    run = trained(1, SPIRAL, 9)
    summaries = {one.number: one for one in summaries_of([Record.of(run)], (), 1)}
    run.trainer.run(epochs=30)
    (found,) = compared([1], [Record.of(run)], summaries)
    assert (summaries[1].step, found.end, found.summary.epoch) == (9, 9 + 30 * 9, 31)
    assert found.summary.evaluation == run.trainer.evaluation
    assert found.summary.curves.epochs[-1] == pytest.approx(31, abs=1)


def test_settings_are_those_of_the_step(pair, branched):
    parent, branch = pair(branched, 1, 2)
    assert [branch.spec_at(step).learning_rate for step in (0, 8, 9, 12)] == [0.03, 0.03, 0.1, 0.1]
    assert what_differs(parent, branch, 10) == "η 0.03 on the left, 0.1 on the right"
    assert what_differs(branch, parent, 10) == "η 0.1 on the left, 0.03 on the right"


def test_what_changed_on_the_way_was_not_so_throughout(pair, branched):
    parent = trained(1, SPIRAL, 5)
    parent.trainer.change(SPIRAL.but(learning_rate=0.3))
    parent.trainer.run(steps=2)
    other = trained(2, SPIRAL.but(optimizer="adam"), 3, Origin(1, 0))
    left, right = pair((parent, other), 1, 2)
    assert what_it_is(left, right) == "η 0.3; Momentum at the end"
    assert what_it_is(right, left) == "From the start of Spiral: Momentum to Adam"


def test_parameters_set_by_hand_are_what_differs_where_no_setting_does(pair):
    parent = trained(1, SPIRAL, 12)
    branch = parent.branch(2, 9)
    branch.trainer.set_parameters({"W1[1,1]": 2.0})
    branch.trainer.run(steps=1)
    left, right = pair((parent, branch), 1, 2)
    assert what_differs(left, right, 10) == "W1[1,1] by hand on the right"
    assert what_it_is(left, right) == "The first run"


def test_a_run_that_is_gone_is_left_out(pair, branched):
    assert [run.number for run in pair(branched, 1, 7)] == [1]
