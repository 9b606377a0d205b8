"""Lists are trained one after the other, and each ends once, cancelled or not."""

from queue import SimpleQueue

import pytest

from bplab.experiment.presets import PRESETS
from bplab.trials.background import Background
from bplab.trials.trial import Progress, Result, Trial

CIRCLE = PRESETS["circle"].spec
FOREVER = 10**9


class Heard:
    """Keeps what it is told, in order; the last is None."""

    def __init__(self):
        self.told = SimpleQueue()
        self.on_progress = self.on_result = self.on_failure = self.told.put

    def on_end(self):
        self.told.put(None)

    def all(self):
        return list(iter(self.told.get, None))


@pytest.fixture
def background():
    made = Background()
    yield made
    made.close()
    assert made.jobs == []


def test_results_arrive_one_by_one_and_then_the_end(background):
    heard = Heard()
    background.start([Trial(CIRCLE, 9), Trial(CIRCLE, 18)], heard)
    results = [one for one in heard.all() if isinstance(one, Result)]
    assert [(one.trial, one.now.step) for one in results] == [(0, 9), (1, 18)]


def test_cancel_ends_a_list_and_the_next_one_is_trained(background):
    first, second = Heard(), Heard()
    job = background.start([Trial(CIRCLE, 9), Trial(CIRCLE, FOREVER)], first)
    background.start([Trial(CIRCLE, 9)], second)
    while not isinstance(first.told.get(), Result):
        pass  # the progress of the first trial, on a slow machine
    assert isinstance(first.told.get(), Progress)
    assert second.told.empty()
    job.cancel()
    assert all(isinstance(one, Progress) for one in first.all())
    assert isinstance(second.all()[-1], Result)


def test_a_list_that_waits_can_be_cancelled(background):
    first, second = Heard(), Heard()
    job = background.start([Trial(CIRCLE, FOREVER)], first)
    waiting = background.start([Trial(CIRCLE, 9)], second)
    waiting.cancel()
    assert second.all() == []
    assert isinstance(first.told.get(), Progress)
    job.cancel()
    first.all()


def test_cancelling_twice_or_after_the_end_does_nothing(background):
    heard = Heard()
    job = background.start([Trial(CIRCLE, 9)], heard)
    heard.all()
    job.cancel()
    job.cancel()
    assert heard.told.empty()


def test_closing_ends_all_lists():
    background, first, second = Background(), Heard(), Heard()
    background.start([Trial(CIRCLE, FOREVER)], first)
    background.start([Trial(CIRCLE, FOREVER)], second)
    assert isinstance(first.told.get(), Progress)
    background.close()
    assert background.jobs == []
    first.all()
    assert second.all() == []


def test_a_failure_of_one_trial_is_told_and_the_list_goes_on(background):
    heard = Heard()
    background.start([Trial(CIRCLE.but(batch_size=400, last_batch="drop"), 9), Trial(CIRCLE, 9)], heard)
    failure, *_, result = heard.all()
    assert (failure.trial, failure.is_bug) == (0, False)
    assert result.trial == 1


def test_a_process_that_dies_is_a_failure_of_the_list(background):
    heard = Heard()
    job = background.start([Trial(CIRCLE, FOREVER)], heard)
    heard.told.get()
    job._child._process.kill()
    *_, failure = heard.all()
    assert failure.trial is None
    assert "The system ended the process" in failure.text
