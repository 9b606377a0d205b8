"""Each diagnosis is named on a preset made for it, and none on presets that train."""

from dataclasses import replace

import pytest

from bplab.diagnosis.diagnose import diagnose
from bplab.diagnosis.facts import LowestLoss
from bplab.diagnosis.kinds import KINDS
from bplab.diagnosis.learned import is_learned
from bplab.diagnosis.looking import facts_of
from bplab.diagnosis.rules import exploding
from bplab.diagnosis.rules_loss import converged, overfitting
from bplab.experiment.presets import PRESETS
from bplab.experiment.presets_classic import CLASSIC
from bplab.experiment.presets_data import DATA
from bplab.numerals import short
from bplab.training.trainer import Trainer


def named(preset, epochs):
    trainer = Trainer(PRESETS[preset].spec)
    trainer.run(epochs=epochs)
    return diagnose(trainer)


@pytest.mark.parametrize(("preset", "epochs", "expected"), [
    ("ten-sigmoid", 30, "vanishing"),
    ("zero-start", 5, "near_zero"),
    ("constant-start", 20, "identical"),
    ("too-large-rate", 20, "rate_too_large"),
    ("diverging", 1, "rate_too_large"),
    ("dying-relu", 10, "dead_relu"),
    ("exploding", 3, "exploding"),
    ("saturated", 5, "saturated"),
    ("too-small-rate", 25, "rate_too_small"),
    ("too-small-network", 80, "stuck"),
    ("unscaled", 5, "scale"),
    ("overfitting", 200, "overfitting"),
    ("two-gaussians", 30, "converged"),
])  # fmt: skip
def test_the_first_diagnosis_of_a_preset_made_for_it(preset, epochs, expected):
    assert named(preset, epochs)[0].id == expected


def test_the_notice_of_ten_sigmoid_layers_has_the_figures_of_the_picture():
    trainer = Trainer(PRESETS["ten-sigmoid"].spec)
    trainer.run(steps=120 * 9 - 1)
    (found,) = diagnose(trainer)
    assert found.title == "Vanishing gradient"
    assert found.sentence == "sigmoid's slope f′ is the cause, not W; loss 0.69, as guessing"
    assert found.evidence == (
        "rms δ falls 78,000-fold from Output to Hidden 1; Hidden 1 moves 5.9e−7 of its size per step"
    )


def test_a_large_growth_is_said_in_words():
    trainer = Trainer(PRESETS["exploding"].spec)
    trainer.run(epochs=1)
    found = exploding(replace(facts_of(trainer), first_signal=(2.5e6, 1.0)))
    assert found.evidence == "rms δ grows 2.5 million-fold from Output to Hidden 1"


def test_a_small_share_of_guessing_has_its_own_digits_and_a_constant_loss_is_no_range():
    trainer = Trainer(PRESETS["two-gaussians"].spec)
    trainer.run(epochs=30)
    facts = facts_of(trainer)
    assert "2.8 % of guessing" in converged(facts).sentence
    small = converged(replace(facts, guessing=40 * facts.guessing))
    assert "0.070 % of guessing" in small.sentence
    trainer.run(epochs=170)
    assert converged(facts_of(trainer)).evidence == "0.013 in the last 20 epochs"


def test_an_overfitting_run_is_told_losses_that_it_had_however_long_it_goes_on():
    trainer, told = Trainer(PRESETS["overfitting"].spec.but(epochs=0)), set()
    for epochs in (150, 77, 400, 1500):
        trainer.run(epochs=epochs)
        found = overfitting(facts_of(trainer))
        test, train = trainer.history["test_loss"], trainer.history["train_loss"]
        best = int(test.argmin())
        lowest, now = short(test[best]), short(trainer.evaluation.test.loss)
        assert found.sentence == f"test loss rises, from {lowest} at epoch {best} to {now}"
        now = short(trainer.evaluation.train.loss)
        assert found.evidence == f"train loss falls meanwhile, from {short(train[best])} to {now}"
        told.add(lowest)
    assert len(told) == 1


def test_of_an_epoch_long_past_it_is_told_about_when_it_was():
    assert LowestLoss(330.0, 0.1, 0.1).when == "epoch 330"
    assert LowestLoss(12_330.5, 0.1, 0.1).when == "about epoch 12,330"


def test_a_single_example_whose_loss_has_fallen_is_learned():
    trainer = Trainer(PRESETS["worked-example"].spec)
    trainer.run(epochs=300)
    assert is_learned(facts_of(trainer))
    assert not diagnose(trainer)
    slow = Trainer(PRESETS["worked-example"].spec.but(learning_rate=1e-4))
    slow.run(epochs=200)
    assert [found.id for found in diagnose(slow)] == ["rate_too_small"]


@pytest.mark.parametrize("preset", ["circle", "iris", "wine", "moons", "sine"])
def test_a_preset_that_trains_has_no_trouble_at_any_time(preset):
    trainer = Trainer(PRESETS[preset].spec)
    for _ in range(5):
        trainer.run(epochs=8)
        assert not [found for found in diagnose(trainer) if KINDS[found.id].is_trouble]


@pytest.mark.slow
@pytest.mark.parametrize("preset", [*DATA, *CLASSIC, "ten-tanh-xavier"])
def test_no_preset_that_trains_has_trouble_at_any_of_forty_moments(preset):
    trainer = Trainer(PRESETS[preset].spec)
    for _ in range(40):
        trainer.run(epochs=max(trainer.spec.epochs or 150, 150) // 40)
        assert not [found for found in diagnose(trainer) if KINDS[found.id].is_trouble]


def test_looking_changes_nothing_and_facts_are_diagnosed_as_the_run():
    trainer, alone = (Trainer(PRESETS["ten-sigmoid"].spec) for _ in range(2))
    for _ in range(3):
        trainer.run(steps=7)
        assert diagnose(facts_of(trainer)) == diagnose(trainer)
    alone.run(steps=21)
    assert (trainer.parameters == alone.parameters).all()


@pytest.mark.parametrize("steps", [0, 3])
@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_can_be_diagnosed_at_its_start(preset, steps):
    trainer = Trainer(PRESETS[preset].spec)
    trainer.run(steps=steps)
    assert {found.id for found in diagnose(trainer)} <= KINDS.keys()


@pytest.mark.parametrize("every", [40, 60])
@pytest.mark.parametrize("preset", ["too-large-rate", "two-gaussians"])
def test_a_loss_that_is_measured_seldom_is_not_judged(preset, every):
    trainer = Trainer(PRESETS[preset].spec.but(evaluate_every=every))
    for _ in range(5):
        trainer.run(epochs=11)
        assert not {found.id for found in diagnose(trainer)} & {"rate_too_large", "stuck", "converged"}
