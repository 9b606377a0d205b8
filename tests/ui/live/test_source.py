"""The pump shows snapshots of any source, and none that another one still owes."""

from bplab.training.snapshot import Needs
from bplab.ui.live.source import SnapshotSource


class Owing(SnapshotSource):
    """Asked, it answers when it is told to."""

    def __init__(self, lab):
        super().__init__(lab)
        self.asked, self.opened = [], 0

    def ask(self, needs: Needs) -> None:
        self.asked.append(needs)

    def open_gate(self) -> None:
        self.opened += 1


def test_a_kept_moment_is_shown_in_place_of_the_run_and_the_run_again_afterwards(driver):
    driver.until_shown()
    lab = driver.lab
    driver.play(2)
    kept, source = driver.snapshot, Owing(lab)
    lab.pump.show_from(source)
    driver.until(lambda: bool(source.asked))
    assert source.asked[0].map
    source.snapshot.emit(kept)
    driver.until(lambda: driver.snapshot is kept and source.opened > 0)


def test_what_the_source_before_still_owes_is_shown_nowhere(driver):
    driver.until_shown()
    pump, first, second = driver.lab.pump, Owing(driver.lab), Owing(driver.lab)
    late = driver.snapshot
    pump.show_from(first)
    driver.until(lambda: bool(first.asked))
    pump.show_from(second)
    assert first.opened == 1
    driver.until(lambda: bool(second.asked))
    shown = []
    pump.shown.connect(shown.append)
    first.snapshot.emit(late)
    driver.settle()
    assert not shown
    second.snapshot.emit(late)
    driver.until(lambda: shown == [late])
