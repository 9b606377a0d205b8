"""A background that trains only when it is told to."""

from dataclasses import replace

import pytest

from bplab.trials.trial import train


class Job:
    """The trials that were to be made, and who listens."""

    def __init__(self, trials, listener):
        self.trials, self.listener, self.cancelled = trials, listener, False

    def cancel(self):
        self.cancelled = True

    def join(self):
        pass

    def train(self, *places, steps=None):
        """Make some of the trials, as long as they are or shorter."""
        for place in places:
            trial = self.trials[place]
            self.listener.on_result(
                train(place, trial if steps is None else replace(trial, steps=steps), print)
            )


class Background:
    """Keeps the jobs that were started."""

    def __init__(self):
        self.jobs = []

    def start(self, trials, listener):
        self.jobs.append(Job(trials, listener))
        return self.jobs[-1]


@pytest.fixture
def background():
    return Background()
