"""The pump shows snapshots of any source, and none that another one still owes."""

from bplab.training.snapshot import Needs
from bplab.ui.live.source import PastSource, SnapshotSource


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


class Asked:
    """A runner that keeps what it is asked for, and answers when it is told to."""

    def __init__(self):
        self.pictures = []

    def picture(self, step, needs, take):
        self.pictures.append((step, needs, take))


def test_a_way_to_the_past_that_takes_long_is_not_begun_again_for_the_same_moment(qapp, settle):
    runner, answers = Asked(), []
    source = PastSource(runner)
    source.snapshot.connect(answers.append)
    source.step = 7
    source.ask(Needs(tiles=3))
    source.ask(Needs(tiles=3))
    assert len(runner.pictures) == 1
    source.ask(Needs(tiles=3, trace=1))  # another view wants more
    source.step = 8
    source.ask(Needs(tiles=3))
    assert [step for step, _, _ in runner.pictures] == [7, 7, 8]
    for number, (_, _, take) in enumerate(runner.pictures):
        take(number)
    settle()
    assert answers == [2]
    source.open_gate()  # answered, so it may be asked again
    source.ask(Needs(tiles=3))
    assert len(runner.pictures) == 4
