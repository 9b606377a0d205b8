"""Changes are tried on five seeds, and ranked by how many keep the loss that they reach."""

from dataclasses import replace

import pytest

from bplab.diagnosis import fixes as fixes_module
from bplab.diagnosis.fixes import candidates, is_fixable
from bplab.diagnosis.kinds import KINDS
from bplab.diagnosis.looking import facts_of
from bplab.diagnosis.trying import Goal, Outcome, Tried, goal_for, outcomes_of, ranked, trials_of
from bplab.experiment.presets import PRESETS
from bplab.training.build import check
from bplab.training.trainer import Trainer
from bplab.trials.trial import train

SIGMOIDS = PRESETS["ten-sigmoid"].spec


def titles(preset, name):
    return [fix.title for fix in candidates(PRESETS[preset].spec, name)]


def test_the_changes_for_a_vanishing_gradient_are_those_of_the_picture():
    assert titles("ten-sigmoid", "vanishing") == [
        "tanh + Xavier", "ReLU + He", "tanh", "Xavier", "ReLU", "He", "Adam", "η × 10",
    ]  # fmt: skip


@pytest.mark.parametrize("preset", PRESETS)
def test_every_change_is_an_experiment_that_differs(preset):
    spec = PRESETS[preset].spec
    for name in KINDS:
        fixes = candidates(spec, name)
        changed = [fix.spec for fix in fixes if fix.changes]  # another seed changes nothing else
        assert len({*changed} - {spec}) == len(changed) >= len(fixes) - (name == "stuck")
        assert bool(fixes) == is_fixable(spec, name) == (name != "converged")
        for fix in fixes:
            check(fix.spec)


def test_what_the_run_has_already_is_left_out():
    assert titles("ten-tanh-xavier", "vanishing") == ["ReLU + He", "ReLU", "He", "Adam", "η × 10"]


def test_an_initial_bias_that_kills_neurons_can_go():
    layers = tuple(replace(layer, bias=-20.0) for layer in PRESETS["dying-relu"].spec.layers)
    fixes = candidates(PRESETS["dying-relu"].spec.but(layers=layers), "dead_relu")
    (found,) = [fix for fix in fixes if fix.title == "initial bias 0"]
    assert {layer.bias for layer in found.spec.layers} == {0.0}
    assert "initial bias 0" not in titles("dying-relu", "dead_relu")


def test_weights_set_by_hand_give_way_to_drawn_ones():
    spec = PRESETS["constant-start"].spec.but(start={"W1[1,1]": 0.5})
    assert all(not fix.spec.start for fix in candidates(spec, "identical"))


def of_pair(title, epochs=120):
    """The outcome of one change of ten sigmoid layers."""
    fixes = [fix for fix in candidates(SIGMOIDS, "vanishing") if fix.title == title]
    goal = Goal(0.2, epochs * 9)
    results = [train(place, trial, print) for place, trial in enumerate(trials_of(fixes, goal))]
    return outcomes_of(fixes, goal, results)[0]


def test_tanh_and_xavier_reach_and_keep_the_loss_for_all_five_seeds():
    found = of_pair("tanh + Xavier", 25)
    assert [tried.seed for tried in found.seeds] == [100, 101, 102, 103, 104]
    assert found.reached == 5
    assert 8 <= found.median_epoch <= 24  # 17 with the arithmetic of the picture, 14 and 16 with others


@pytest.mark.slow
@pytest.mark.parametrize(("title", "sentence", "epoch"), [
    ("tanh + Xavier", "5 of 5 reach and keep loss < 0.2", 17),
    ("ReLU + He", "5 of 5 reach loss < 0.2, 4 of 5 keep it", 15),
    ("tanh", "1 of 5 reach and keep loss < 0.2", 64),
    ("Xavier", "0 of 5 reach loss < 0.2", None),
    ("ReLU", "0 of 5 reach loss < 0.2", None),
    ("He", "0 of 5 reach loss < 0.2", None),
    ("Adam", "0 of 5 reach loss < 0.2", None),
    ("η × 10", "0 of 5 reach loss < 0.2", None),
])  # fmt: skip
def test_the_figures_of_the_picture_are_those_of_120_epochs(same_machine, title, sentence, epoch):
    found = of_pair(title)
    assert (found.sentence, found.median_epoch) == (f"{title}: {sentence}", epoch)
    if title == "ReLU + He":
        assert [(tried.seed, round(tried.loss, 2)) for tried in found.lost] == [(104, 0.69)]


def test_the_order_is_by_the_end_then_by_those_that_reach_it_then_by_the_epoch():
    fixes, goal = candidates(SIGMOIDS, "vanishing"), Goal(0.2, 900)

    def outcome(place, *seeds):
        return Outcome(fixes[place], goal, tuple(Tried(0, epoch, 0.1, keeps) for epoch, keeps in seeds))

    made = [
        outcome(0, (None, False), (None, False)),
        outcome(1, (9, True), (5, False)),
        outcome(2, (9, True), (None, False)),
        outcome(3, (9, True), (3, False)),
    ]
    assert [found.fix.title for found in ranked(made)] == ["Xavier", "ReLU + He", "tanh", "tanh + Xavier"]
    assert made[0].facts == {
        "changes": {
            "layers.*.activation": "tanh",
            "start": "{}",
            "layers.*.init": "xavier_uniform",
            "output.init": "xavier_uniform",
        },
        "title": "tanh + Xavier", "reached": 0, "below_at_end": 0, "count": 2, "median_epoch": None,
    }  # fmt: skip


def test_the_goal_is_a_round_loss_below_a_third_of_guessing():
    trainer = Trainer(SIGMOIDS)
    assert goal_for(facts_of(trainer), "vanishing") == Goal(0.2, 20 * 9)
    trainer.run(epochs=30)
    assert goal_for(facts_of(trainer), "vanishing").steps == 270
    assert goal_for(facts_of(Trainer(PRESETS["iris"].spec)), "stuck").below == 0.2


def test_the_goal_of_an_overfitting_run_is_a_test_loss_below_its_last_one():
    trainer = Trainer(PRESETS["overfitting"].spec)
    trainer.run(epochs=200)
    goal, tests = goal_for(facts_of(trainer), "overfitting"), trainer.history["test_loss"]
    assert (goal.part, goal.text[:11]) == ("test", "test loss <")
    assert tests.min() < goal.below < tests[-1]


def test_of_a_stuck_run_other_seeds_tell_a_local_minimum_from_too_small_a_network():
    spec = PRESETS["too-small-network"].spec
    [fix] = [fix for fix in candidates(spec, "stuck") if fix.title == "another seed"]
    assert (fix.spec, fix.changes) == (spec, {})
    goal = Goal(0.2, 900)
    seeds = tuple(
        Tried(spec.seed + after, epoch, 0.1, epoch is not None)
        for after, epoch in ((0, None), (1, None), (2, 7.0))
    )
    minimum = Outcome(fix, goal, seeds)
    assert minimum.sentence == "another seed: 1 of 3 reach and keep loss < 0.2"
    assert minimum.spec == spec.but(seed=spec.seed + 2)
    assert minimum.facts["changes"] == {"seed": str(spec.seed + 2)}
    assert Outcome(fix, goal, seeds[:2]).spec.seed == spec.seed + 1


def test_whether_there_is_a_change_is_found_with_the_first_one(monkeypatch):
    checked = []
    monkeypatch.setattr(fixes_module, "check", checked.append)
    assert is_fixable(SIGMOIDS, "vanishing")
    assert len(checked) < len(candidates(SIGMOIDS, "vanishing"))
