"""Runs in a table: their names, where they come from, their figures and a short curve."""

from dataclasses import replace

import numpy as np
import pytest

from bplab.experiment.presets import preset
from bplab.training.record import Record
from bplab.training.run import Origin, Run
from bplab.training.run_summary import MOST_POINTS, summaries_of
from bplab.training.snapshot import RunState
from bplab.training.trainer import Trainer

SPIRAL = preset("spiral")


def run_of(number, spec=SPIRAL, parent=None, steps=0):
    run = Run(number, Trainer(spec), parent=parent)
    run.trainer.run(steps=steps)
    return run


@pytest.fixture(scope="module")
def family():
    """Spiral, Adam from its start, a branch at step 20 with another rate, and one more of that."""
    first = run_of(1, steps=30)
    adam = run_of(2, SPIRAL.but(optimizer="adam"), Origin(1, 0), steps=9)
    branch = first.branch(3, 20)
    branch.trainer.change(SPIRAL.but(learning_rate=0.1))
    branch.trainer.run(steps=15)
    further = branch.branch(4, 25)
    further.trainer.change(branch.trainer.spec.but(regularization="l2", regularization_rate=0.001))
    further.trainer.run(steps=1)
    return tuple(Record.of(run) for run in (first, adam, branch, further))


def test_runs_are_named_by_what_differs_from_their_parent(family):
    found = summaries_of(family)
    assert [one.title for one in found] == ["Spiral", "Adam", "η 0.1", "L2 0.001"]
    assert [one.origin for one in found] == ["the first run", "Spiral, start", "Spiral, 20", "η 0.1, 25"]
    assert [one.differing for one in found] == [(), ("optimizer",), ("learning_rate",), ("l2",)]


def test_a_summary_holds_figures_settings_and_state_of_the_last_step(family):
    found = summaries_of(family)
    assert [(one.number, one.step, one.epoch) for one in found] == [
        (1, 30, 3),
        (2, 9, 1),
        (3, 35, 3),
        (4, 26, 2),
    ]
    assert found[2].spec.learning_rate == found[3].spec.learning_rate == 0.1
    assert found[0].evaluation is family[0].evaluation
    assert {one.state for one in found} == {RunState.PAUSED}
    assert summaries_of([Record.of(run_of(1))], current=1)[0].state is RunState.IDLE


def test_a_restart_without_a_change_is_the_same_again():
    records = [
        Record.of(run_of(1, steps=1)),
        *(Record.of(run_of(number, parent=Origin(number - 1, 0), steps=1)) for number in (2, 3)),
    ]
    assert [one.title for one in summaries_of(records)] == ["Spiral", "Spiral again", "Spiral again (2)"]


def test_a_name_that_a_person_gave_stays_and_children_take_it_on(family):
    named = [replace(family[0], title="My first"), *family[1:]]
    found = summaries_of(named)
    assert [one.title for one in found] == ["My first", "Adam", "η 0.1", "L2 0.001"]
    assert found[1].origin == "My first, start"


def test_runs_without_a_step_are_left_out_and_their_children_are_those_of_their_parents():
    adam = SPIRAL.but(optimizer="adam")
    first, unused = run_of(1, steps=5), run_of(2, adam, Origin(1, 0))
    other = run_of(3, adam.but(learning_rate=0.1), Origin(2, 0), steps=1)
    branch = first.branch(4, 5)
    records = [Record.of(run) for run in (first, unused, other, branch)]
    found = summaries_of(records)
    assert [(one.title, one.origin) for one in found] == [
        ("Spiral", "the first run"), ("η 0.1, Adam", "Spiral, start"), ("Spiral again", "Spiral, 5"),
    ]  # fmt: skip
    assert len(summaries_of(records, current=2)) == len(records)


def test_a_branch_is_shown_before_its_first_step_and_a_branch_of_it_keeps_its_own_step():
    first = run_of(1, steps=9)
    branch = first.branch(2, 8)
    further = branch.branch(3, 4)
    found = summaries_of([Record.of(run) for run in (first, branch, further)])
    assert [one.origin for one in found] == ["the first run", "Spiral, 8", "Spiral again, 4"]


def test_a_run_whose_parent_is_deleted_has_its_own_name_and_no_origin(family):
    found = summaries_of([family[1], family[3]])
    assert [(one.title, one.origin, one.parent) for one in found] == [
        ("Spiral", "–", None), ("Spiral (2)", "–", None),
    ]  # fmt: skip


def test_an_experiment_of_ones_own_is_named_by_its_data():
    assert summaries_of([Record.of(run_of(1, SPIRAL.but(seed=7), steps=1))])[0].title == "Spiral"
    assert summaries_of([Record.of(run_of(1, preset("two-gaussians"), steps=1))])[0].title == "Two Gaussians"


def test_a_parameter_set_by_hand_names_a_branch_that_differs_in_nothing_else():
    first = run_of(1, steps=3)
    branch = first.branch(2, 3)
    branch.trainer.set_parameters({"W1[1,2]": 0.5})
    assert summaries_of([Record.of(first), Record.of(branch)], current=2)[1].title == "W1[1,2] by hand"


def test_curves_are_the_history_shortened_and_taken_over_while_nothing_is_new(family):
    found = summaries_of(family)
    history = family[0].history
    np.testing.assert_array_equal(found[0].curves.epochs, [0, 1, 2, 3])
    np.testing.assert_array_equal(found[0].curves.series["train_loss"], history["train_loss"])
    assert np.isnan(found[0].curves.series["validation_loss"]).all()
    again = summaries_of(family, found)
    assert all(one.curves is other.curves for one, other in zip(again, found, strict=True))
    long = run_of(1, preset("xor"), steps=3000)
    curve = summaries_of([Record.of(long)])[0].curves
    assert len(curve.epochs) == len(curve.series["test_loss"]) <= MOST_POINTS


def test_runs_that_are_drawn_have_the_curves_of_their_layers_too(family):
    found = summaries_of(family, drawn=frozenset({2}))
    assert [one.layers is None for one in found] == [True, False, True, True]
    layers, history = found[1].layers, family[1].history
    np.testing.assert_allclose(layers.epochs, np.arange(1, 10) / 9)
    np.testing.assert_array_equal(layers.series["update_ratio/3"], history["update_ratio/3"])
    again = summaries_of(family, found, drawn=frozenset({2, 3}))
    assert again[1].layers is layers
    assert again[2].layers is not None


def test_a_run_of_which_little_is_kept_is_drawn_from_its_coarse_curves(family):
    whole, coarse = (summaries_of([one], drawn=frozenset({1}))[0] for one in (family[0], family[0].reduced()))
    assert (whole.kept, coarse.kept) == (True, False)
    np.testing.assert_array_equal(
        coarse.layers.series["gradient_norm/0"], whole.layers.series["gradient_norm/0"]
    )
    nothing = replace(family[0].reduced(), curves={})
    assert summaries_of([nothing], drawn=frozenset({1}))[0].layers is None
