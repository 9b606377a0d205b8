"""What is tried against a diagnosis, with a background that trains when it is told to."""

from dataclasses import replace

import pytest

from bplab.diagnosis.fixes import candidates
from bplab.diagnosis.looking import facts_of
from bplab.diagnosis.trying import SEEDS, Goal
from bplab.experiment.parts import SEED
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.training.trainer import Trainer
from bplab.trials.trial import Failure, Progress
from bplab.ui.diagnoses.fixing import Attempt, Fixing
from bplab.ui.diagnoses.tried import table_of
from bplab.ui.diagnoses.words import FixLine, line_of

SPEC = Experiment(
    data=DataSpec(name="xor_points"), layers=(Layer(units=2, activation="sigmoid", init="zeros"),), seed=100
)


@pytest.fixture(scope="module")
def facts():
    trainer = Trainer(SPEC)
    trainer.run(steps=20)
    return facts_of(trainer)


@pytest.fixture
def attempt(facts):
    return Attempt.begin(7, "identical", SPEC, facts, candidates(SPEC, "identical"))


@pytest.fixture
def fixing(qapp, background):
    return Fixing(background)


def tried(fixing):
    return fixing.find(7, "identical", SPEC)


def better(outcomes):
    """The same seeds, as if all had reached the loss and kept it."""
    return tuple(
        replace(each, seeds=tuple(replace(tried, reached=3.0, keeps=True) for tried in each.seeds))
        for each in outcomes
    )


def test_progress_names_the_change_and_the_seed(fixing, background, attempt):
    fixing.start(attempt, None)
    count = len(attempt.outcomes)
    [job] = background.jobs
    assert len(job.trials) == SEEDS * count
    assert line_of(tried(fixing)).text == f"Trying {count} changes on 5 seeds each..."
    job.listener.on_progress(Progress(0, 10, 20))
    line = line_of(tried(fixing))
    assert line.text == f"Trying tanh + Xavier with seed 100: 0 of {SEEDS * count} runs made"
    assert line.share == round(0.5 / (SEEDS * count), 2)
    job.train(0)
    assert line_of(tried(fixing)).text.startswith("Trying tanh + Xavier with seed 101: 1 of")


def test_at_the_end_the_best_change_is_said_and_offered(fixing, background, attempt):
    fixing.start(attempt, None)
    [job] = background.jobs
    job.train(*range(len(job.trials)))
    job.listener.on_end()
    count = len(attempt.outcomes)
    assert not tried(fixing).ranked[0].reached  # in 20 epochs
    assert line_of(tried(fixing)) == FixLine(f"None of {count} changes reaches loss < 0.2.", count=count)
    reached = replace(tried(fixing), goal=Goal(10.0, 20), outcomes=better(tried(fixing).outcomes))
    best = reached.ranked[0]
    assert line_of(reached) == FixLine(f"{best.sentence}.", offered=True, count=count)
    table = table_of("Identical neurons", tried(fixing))
    assert table.caption.startswith(f"{len(attempt.outcomes)} changes tried on 5 seeds each (100 to 104), ")
    assert {row.title for row in table.rows} == {"tanh + Xavier", "ReLU + He"}
    assert [seed.said.split(":")[0] for seed in table.rows[0].seeds] == [f"seed {100 + n}" for n in range(5)]


def test_cancel_ends_it_and_what_is_heard_afterwards_is_too_late(fixing, background, attempt):
    fixing.start(attempt, None)
    [job] = background.jobs
    fixing.cancel()
    assert job.cancelled
    assert tried(fixing) is None
    job.train(0)
    job.listener.on_end()
    assert tried(fixing) is None


def test_what_is_tried_for_a_run_that_is_left_is_ended(fixing, background, attempt):
    fixing.start(attempt, None)
    fixing.stay_with(7, SPEC)
    assert not background.jobs[0].cancelled
    fixing.stay_with(7, SPEC.but(learning_rate=0.7))
    assert background.jobs[0].cancelled


def test_a_trial_that_cannot_be_made_is_said_and_the_others_count(fixing, background, attempt):
    told = []
    fixing.failed.connect(told.append)
    fixing.start(attempt, None)
    [job] = background.jobs
    job.listener.on_failure(Failure(0, "Seeds end there.", is_bug=False))
    job.train(1)
    job.listener.on_end()
    assert told == ["Seeds end there."]
    assert tried(fixing).is_over
    assert sum(outcome.count for outcome in tried(fixing).outcomes) == 1


def test_if_nothing_could_be_made_nothing_is_known(fixing, background, attempt):
    fixing.start(attempt, None)
    background.jobs[0].listener.on_end()
    assert tried(fixing) is None


def test_where_there_are_not_five_seeds_it_says_so(fixing, background, facts):
    last = SPEC.but(seed=SEED.high)
    told = []
    fixing.failed.connect(told.append)
    fixing.start(Attempt.begin(7, "identical", last, facts, candidates(last, "identical")), None)
    assert "Seeds end" in told[0]
    assert background.jobs == []
