"""Export writes the step that is shown; pictures show what the window shows; weights come in and go out."""

import io
import json

import numpy as np
import pytest
from PySide6.QtGui import QAction, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog

from bplab.experiment.spec import Experiment
from bplab.export.table import EXPORTS
from bplab.training.trainer import Trainer
from bplab.ui import pictures
from bplab.ui.commands import exporting
from bplab.ui.commands.pictures import PictureCommands
from bplab.ui.dialogs.question import Question
from bplab.ui.pictures import svg_of


@pytest.fixture
def lab(driver):
    driver.until_shown()
    return driver.lab


def shown(driver, kind):
    driver.until(lambda: any(each.isVisible() for each in driver.lab.window.findChildren(kind)))
    return [each for each in driver.lab.window.findChildren(kind) if each.isVisible()][-1]


def choose(driver, path):
    """Choose a file in the dialog, and wait until it is read or written."""
    dialog = shown(driver, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    driver.until(lambda: bool(driver.lab.window.notice.text))


def entry(lab, title):
    return next(each for each in lab.window.menus.findChildren(QAction) if each.text() == f"{title}...")


def make_steps(driver, count):
    for _ in range(count):
        driver.lab.actions["step_batch"].trigger()
    driver.until(lambda: driver.lab.timeline.end == count)


@pytest.mark.parametrize("name", [name for name in EXPORTS if name != "onnx"])
def test_every_kind_of_file_is_written(driver, lab, tmp_path, name):
    row = EXPORTS[name]
    make_steps(driver, 3)
    path = tmp_path / f"out{row.suffix}"
    entry(lab, row.title).trigger()
    choose(driver, path)
    assert path.read_bytes()
    assert path.name in lab.window.notice.text


def test_a_past_step_is_written_as_it_was(driver, lab, tmp_path):
    make_steps(driver, 12)
    lab.timeline.go_to(5)
    driver.until(lambda: lab.timeline.shown == 5)
    entry(lab, "Weights").trigger()
    choose(driver, tmp_path / "w.npz")
    trainer = Trainer(lab.session.spec)
    trainer.run(steps=5)
    with np.load(tmp_path / "w.npz") as archive:
        assert np.array_equal(archive["W1"], trainer.weights[0][0])
    assert lab.timeline.shown == 5


def test_what_cannot_be_written_is_told_and_leaves_nothing(driver, lab, tmp_path):
    entry(lab, "Settings (JSON)").trigger()
    choose(driver, tmp_path / "nowhere" / "s.json")
    assert "nothing was written" in lab.window.notice.text
    assert "cannot be written" in lab.window.notice.text


def test_settings_are_those_of_the_experiment(driver, lab, tmp_path):
    entry(lab, "Settings (JSON)").trigger()
    choose(driver, tmp_path / "s.json")
    assert Experiment.from_dict(json.loads((tmp_path / "s.json").read_text("utf-8"))) == lab.session.spec


def test_weights_come_back_as_initial_weights_that_undo_takes_away(driver, lab, tmp_path):
    before = lab.session.spec
    make_steps(driver, 4)
    entry(lab, "Weights").trigger()
    choose(driver, tmp_path / "w.npz")
    lab.window.notice.dismiss()
    lab.actions["import_weights"].trigger()
    choose(driver, tmp_path / "w.npz")
    trainer = Trainer(before)
    trainer.run(steps=4)
    assert np.array_equal(Trainer(lab.session.spec).parameters, trainer.parameters)
    assert "imported" in lab.window.notice.text
    lab.session.undo_stack.undo()
    assert lab.session.spec == before


def test_weights_of_another_network_are_refused_in_words(driver, lab, tmp_path):
    np.savez(tmp_path / "w.npz", W1=np.ones((2, 3)), b1=np.ones(3), W2=np.ones((3, 1)), b2=[0.0])
    before = lab.session.spec
    lab.actions["import_weights"].trigger()
    choose(driver, tmp_path / "w.npz")
    assert "does not fit" in lab.window.notice.text
    assert lab.session.spec == before


def picture_page(driver, lab):
    entry(lab, "Picture").trigger()
    return shown(driver, Question)


def test_a_png_has_as_many_pixels_as_chosen(driver, lab, tmp_path):
    picture_page(driver, lab).verb.click()
    choose(driver, tmp_path / "p.png")
    image = QImage(str(tmp_path / "p.png"))
    assert image.size() == 2 * lab.window.size()
    assert lab.workspace.canvas.graph.fineness == 1


def test_the_notice_of_the_last_picture_is_not_in_the_next(driver, lab, tmp_path):
    notice, canvas, drawn = lab.window.notice, lab.workspace.canvas, []
    clean = canvas.height()
    notice.tell("Picture written to p.png.", tone="info")
    driver.settle()

    def draw():
        drawn.append((notice.isVisible(), canvas.height()))
        return b"PNG"

    lab.files.findChild(PictureCommands).write(draw, 1, tmp_path / "q.png")
    driver.until(lambda: "q.png" in notice.text)
    driver.settle()
    assert drawn == [(False, clean)]
    assert notice.isVisible()
    assert canvas.height() < clean


def test_an_svg_has_letters_as_lines(driver, lab, tmp_path):
    data = svg_of(lab.window, "Whole window")
    assert QSvgRenderer(data).isValid()
    assert b"<text" not in data
    assert data.count(b"aria-label") > 20


def test_the_archive_of_weights_is_plain(driver, lab, tmp_path):
    entry(lab, "Weights").trigger()
    choose(driver, tmp_path / "w.npz")
    with np.load(io.BytesIO((tmp_path / "w.npz").read_bytes()), allow_pickle=False) as archive:
        assert list(archive) == ["W1", "b1", "W2", "b2"]


def test_nobody_chooses_a_name_for_what_cannot_be_written_here(driver, lab, monkeypatch):
    monkeypatch.setattr(exporting, "find_spec", lambda _name: None)
    entry(lab, "ONNX").trigger()
    assert "pip install onnx" in lab.window.notice.text
    assert not lab.window.findChildren(QFileDialog)


def test_a_picture_of_too_many_pixels_is_refused_in_words(driver, lab, tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "MOST_PIXELS", 1000)
    picture_page(driver, lab).verb.click()
    choose(driver, tmp_path / "p.png")
    assert "choose a smaller size" in lab.window.notice.text
    assert lab.workspace.canvas.graph.fineness == 1
    assert not (tmp_path / "p.png").exists()
