"""What stands on the timeline is as new as the views beside it."""

from itertools import pairwise

from bplab.ui.shell.timeline.state import silhouette_of


def test_while_training_runs_the_silhouette_ends_at_this_round_or_the_last(driver):
    lab, ends = driver.lab, []

    def note(snapshot):
        now = silhouette_of(snapshot.made.epochs).epochs[-1]
        ends.append((now, lab.workspace.timeline.track.state.silhouette.epochs[-1]))

    lab.commands.train.play_or_pause()
    driver.until(lambda: driver.snapshot.epoch > 5)
    lab.pump.shown.connect(note)
    driver.until(lambda: len(ends) > 8)
    assert all(shown in (before, now) for (before, _), (now, shown) in pairwise(ends))
    assert len({shown for _, shown in ends}) > 3
