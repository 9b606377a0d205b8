"""What listens to a background job is deleted in the window, and not before the job's thread is over."""

from threading import Event

import pytest

from bplab.experiment.spec import Experiment
from bplab.trials.background import Background, Job
from bplab.trials.same_start import Variant
from bplab.trials.trial import Trial
from bplab.ui.background import seeds, variants
from bplab.ui.background.listening import Listening
from bplab.ui.background.seeds import Made, SeedGroups
from bplab.ui.background.variants import Variants

SOON = 0.1  # seconds in which the window would delete it


@pytest.fixture
def ends(monkeypatch):
    """Whether each listener was deleted while the thread was still telling it of the end."""
    found = []

    class Slow(Listening):
        def on_end(self):
            gone = Event()
            self.destroyed.connect(gone.set)
            super().on_end()
            found.append(gone.wait(SOON))

    monkeypatch.setattr(Job, "_train", lambda _job: None)
    for module in (seeds, variants):
        monkeypatch.setattr(module, "Listening", Slow)
    return found


def test_the_listener_of_variants_outlives_the_thread(qtbot, ends):
    started = Variants(Background())
    started.start(1, [Variant("Adam", Trial(Experiment(), 1))])
    qtbot.waitUntil(lambda: not started.busy)
    assert ends == [False]
    qtbot.waitUntil(lambda: not started.children())


def test_the_listener_of_a_group_of_seeds_outlives_the_thread(qtbot, ends):
    groups = SeedGroups(Background())
    groups.start(Made(1, "Circle", Experiment(), (), 5), 2)
    qtbot.waitUntil(lambda: not groups._jobs)
    assert ends == [False]
    qtbot.waitUntil(lambda: not groups.children())
