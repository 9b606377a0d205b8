"""The same experiment with other seeds, counted as it is printed; the published figures come out."""

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.training.metrics import PartScore
from bplab.training.track import Curve
from bplab.training.trainer import Trainer
from bplab.trials.seeds import SeedRun, Seeds, seeds
from bplab.trials.trial import train

SPIRAL = PRESETS["spiral"].spec


def made(trials):
    """Train them here, in this process."""
    return Seeds(tuple(SeedRun.of(train(place, trial, lambda _: None)) for place, trial in enumerate(trials)))


def run(*losses, end=None, diverged=False, epoch=None):
    """A run with a train loss at the start of each epoch."""
    curve = Curve(np.arange(float(len(losses))), *(np.array(losses, float) for _ in range(3)))
    last = losses[-1] if end is None else end
    train_score = PartScore() if diverged else PartScore(last, 3, 4)
    epochs = len(losses) - 1 if epoch is None else epoch
    return SeedRun(1, 9 * epochs, epochs, train_score, PartScore(), diverged, False, curve)


@pytest.fixture(scope="module")
def published():
    return made(seeds(SPIRAL, 16, 1800))


def test_the_published_figures_of_the_spiral_come_out(same_machine, published):
    assert (published.reached(0.2), published.ending_below(0.2)) == (9, 7)
    assert published.sentence(0.2) == "9 of 16 reach train loss < 0.2, 7 end below it."
    by_seed = {one.seed: one for one in published.runs}
    assert list(by_seed) == list(range(2, 18))
    for seed, train_loss, test_loss, epoch in [(2, 0.1704, 0.2116, 195), (3, 0.1898, 0.2517, 194)]:
        assert round(by_seed[seed].train.loss, 4) == train_loss
        assert round(by_seed[seed].test.loss, 4) == test_loss
        assert by_seed[seed].reached(0.2) == epoch
    assert by_seed[5].reached(0.2) == 171
    assert by_seed[4].reached(0.2) == 194
    assert not by_seed[4].ends_below(0.2)
    assert (round(published.median("train_loss"), 4), round(published.median("test_loss"), 4)) == (
        0.2309, 0.2991,
    )  # fmt: skip
    assert round(published.median("test_accuracy"), 3) == 0.858


def test_facts_are_those_of_the_trainer(published):
    facts = published.facts(0.2)
    assert list(facts) == ["below", "reached", "below_at_end", "count", "runs", "median", "band"]
    trainer = Trainer(SPIRAL)
    trainer.run(epochs=200)
    assert facts["runs"][0] == {
        "seed": 2, "step": 1800, "epoch": 200, "train_loss": trainer.evaluation.train.loss,
        "test_loss": trainer.evaluation.test.loss, "train_accuracy": trainer.evaluation.train.accuracy,
        "test_accuracy": trainer.evaluation.test.accuracy, "diverged": False, "stopped": False,
    }  # fmt: skip
    assert [row["epoch"] for row in facts["median"]] == list(range(201))
    finals = sorted(one["train_loss"] for one in facts["runs"])
    assert facts["median"][-1]["train_loss"] == pytest.approx((finals[7] + finals[8]) / 2)
    assert facts["band"][-1] == {
        "epoch": 200, "min": finals[0], "max": finals[-1],
        "lower_quartile": pytest.approx(np.quantile(finals, 0.25)),
        "upper_quartile": pytest.approx(np.quantile(finals, 0.75)),
    }  # fmt: skip


def test_only_the_seed_differs():
    trials = seeds(SPIRAL.but(seed=7), 3, 9)
    assert [trial.spec for trial in trials] == [SPIRAL.but(seed=seed) for seed in (7, 8, 9)]
    assert {trial.steps for trial in trials} == {9}


@pytest.mark.parametrize("count", [0, 1001])
def test_a_number_of_seeds_has_bounds(count):
    with pytest.raises(UserError, match=f"must be from 1 to 1,000, not {count:,}"):
        seeds(SPIRAL, count, 9)


def test_seeds_that_there_are_not_are_refused():
    last = 2**32 - 1
    assert len(seeds(SPIRAL.but(seed=last), 1, 9)) == 1
    with pytest.raises(UserError, match=r"Seeds end at 4,294,967,295: there are not 3"):
        seeds(SPIRAL.but(seed=last - 1), 3, 9)


def test_below_means_below():
    found = Seeds((run(0.5, 0.2), run(0.5, 0.19, 0.3), run(0.5, 0.19)))
    assert (found.reached(0.2), found.ending_below(0.2)) == (2, 1)
    assert [one.reached(0.2) for one in found.runs] == [None, 1, 1]


def test_an_end_inside_an_epoch_counts():
    found = run(0.5, 0.4, end=0.1, epoch=1)
    assert (found.reached(0.2), found.ends_below(0.2)) == (1, True)


def test_a_run_that_diverged_reaches_what_it_reached_before_and_ends_below_nothing():
    found = Seeds((run(0.5, 0.1, np.nan, diverged=True), run(0.5, np.nan, diverged=True), run(0.5, 0.3)))
    assert (found.reached(0.2), found.ending_below(0.2)) == (1, 0)
    assert found.ending_below(1e9) == 1
    assert found.sentence(0.2) == "1 of 3 reach train loss < 0.2, 0 end below it; 2 diverged."
    assert found.sentence(None) == "Median train loss of 3: not finite; 2 diverged."
    facts = found.facts(None)
    assert facts["below"] is facts["reached"] is facts["below_at_end"] is None
    assert facts["runs"][0]["train_loss"] is None
    assert facts["median"][-1] == {"epoch": 2, "train_loss": None}


def test_runs_that_their_rule_stopped_are_told_apart():
    stopped = made(seeds(SPIRAL.but(stop="loss_below", stop_loss=0.6), 2, 900))
    assert all(one.stopped and not one.diverged and one.step < 900 for one in stopped.runs)
    assert stopped.reached(0.6) == stopped.ending_below(0.6) == 2
