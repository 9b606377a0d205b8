"""What is imported is trained on at once, with a network that fits, and Undo brings the old data back."""

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

import bplab
from bplab.ui.commands.importing import is_table

TEXT = "size\tweight\tkind\n" + "1\t2.5\ta\n2\t1.5\tb\n3\t0.5\tc\n" * 20


def import_now(driver):
    dialog = driver.lab.commands.file.imports.dialog
    driver.until(lambda: dialog.ready)
    dialog.accept_button.click()
    driver.until_shown()


def test_pasted_rows_are_imported_as_one_step_that_undo_takes_back(driver):
    before = driver.lab.session.spec
    QApplication.clipboard().setText(TEXT)
    driver.lab.actions["paste_link"].trigger()
    assert driver.lab.session.spec == before
    import_now(driver)
    assert driver.snapshot.shape.sizes == (2, 4, 3)
    assert driver.snapshot.spec.data.own.title == "pasted rows"
    assert driver.snapshot.spec.output.activation == "softmax"
    assert driver.lab.session.undo_stack.undoText() == "Import pasted rows"
    driver.lab.session.undo_stack.undo()
    driver.until_shown()
    assert driver.snapshot.spec == before
    assert driver.lab.session.undo_stack.index() == 0


def test_a_chosen_file_is_opened(driver, tmp_path, monkeypatch):
    path = tmp_path / "measured.tsv"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr("bplab.ui.commands.importing.ask_file", lambda _parent, take, _kinds: take(path))
    driver.lab.workspace.sidebar.form.picker.own.actions()[0].trigger()
    import_now(driver)
    assert driver.snapshot.spec.data.own.title == "measured.tsv"
    assert driver.lab.workspace.sidebar.form.picker.more.isChecked()


def test_a_dropped_table_is_opened(driver, tmp_path):
    path = tmp_path / "measured.csv"
    path.write_text(TEXT, encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(300, 300), *given)
    QApplication.sendEvent(driver.lab.window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(driver.lab.window, QDropEvent(QPointF(300, 300), *given))
    import_now(driver)
    assert driver.snapshot.spec.data.own.title == "measured.csv"


def test_rows_of_a_spreadsheet_are_told_from_other_text():
    assert is_table("a\tb\n1\t2\n")
    assert is_table("1;2\n3;4")
    assert not is_table("milk, bread")
    assert not is_table("dear all,\n\nsee below")


def test_an_opened_file_with_data_of_ones_own_can_be_edited_on(driver, tmp_path):
    path = tmp_path / "measured.csv"
    path.write_text(TEXT, encoding="utf-8")
    own = bplab.dataset_from_csv(path)
    trainer = bplab.Trainer(bplab.experiment_for(own), data=own)
    trainer.run(epochs=1)
    bplab.save(tmp_path / "run.bplab", trainer)
    driver.lab.files.opens.open(tmp_path / "run.bplab")
    driver.until(lambda: driver.snapshot.spec.data.own is not None)
    assert driver.lab.session.edit("Change seed to 7", driver.lab.session.spec.but(seed=7))
    driver.until_shown()
    assert driver.snapshot.spec.seed == 7


def test_arrays_are_trained_on_at_once_and_wrong_ones_refused(driver, tmp_path):
    path = tmp_path / "measured.npz"
    X = np.arange(40.0).reshape(20, 2)
    np.savez(path, X=X, y=17000 + 100 * X[:, 0])
    driver.lab.commands.file.imports.import_file(path)
    driver.until(lambda: driver.snapshot.spec.data.own is not None)
    assert driver.snapshot.shape.sizes == (2, 4, 1)
    assert driver.snapshot.spec.data.scale_targets
    np.savez(path, X=X)
    driver.lab.commands.file.imports.import_file(path)
    driver.until(driver.lab.window.notice.isVisible)
    assert "has no array y" in driver.lab.window.notice.text
