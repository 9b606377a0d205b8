"""The list of recent files tells of its changes, and says when a file was open."""

from pathlib import Path
from time import mktime

import pytest

from bplab.experiment.presets import PRESETS
from bplab.storage.document import Document
from bplab.storage.parts import PNG
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer
from bplab.ui.recents import Recents, when_text


def document(epochs=1, name="circle"):
    trainer = Trainer(PRESETS[name].spec)
    trainer.run(epochs=epochs)
    run = Run(3, trainer)
    run.rest()
    return Document((Record.of(run),), 3, thumbnail=PNG)


@pytest.fixture
def recents(qapp, tmp_path):
    recents = Recents(tmp_path)
    yield recents
    recents.close()


def test_an_added_file_is_listed_with_what_it_is_about(recents, qtbot):
    with qtbot.waitSignal(recents.changed):
        recents.add(Path("here.bplab"), document())
    (found,) = recents.files
    assert found.path == Path("here.bplab").absolute()
    assert (found.title, found.about, found.thumbnail) == ("here", "circle 2-4-1 · epoch 1", PNG)
    assert found.result.startswith("test ")


def test_files_can_be_taken_off(recents, qtbot):
    for name in ("a", "b"):
        recents.add(Path("/" + name), document())
    with qtbot.waitSignal(recents.changed):
        recents.remove(Path("/b"))
    assert [one.title for one in recents.files] == ["a"]
    with qtbot.waitSignal(recents.changed):
        recents.clear()
    assert recents.files == ()


def local(year, month, day, hour, minute):
    return mktime((year, month, day, hour, minute, 0, 0, 0, -1))


@pytest.mark.parametrize(
    ("then", "text"),
    [
        ((2025, 11, 29, 14, 5), "Today 14:05"),
        ((2025, 11, 28, 23, 59), "Yesterday 23:59"),
        ((2025, 11, 24, 9, 12), "24 Nov 09:12"),
        ((2025, 11, 30, 9, 12), "30 Nov 09:12"),
        ((2024, 2, 3, 9, 12), "3 Feb 2024"),
    ],
)
def test_a_moment_is_written_as_people_say_it(then, text):
    assert when_text(local(*then), local(2025, 11, 29, 15, 0)) == text


def test_a_moment_that_no_calendar_has_is_left_out():
    assert when_text(1e300, 0.0) == ""
