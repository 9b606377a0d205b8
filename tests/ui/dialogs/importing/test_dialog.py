"""The dialog of Import data...: what is found is shown, changed, and imported only when that is wanted."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from bplab.ui.dialogs.importing.choices import Split
from bplab.ui.dialogs.importing.dialog import ImportDialog
from bplab.ui.dialogs.importing.files import ask_file

Key = Qt.Key
PATIENCE = 60_000


@pytest.fixture
def open_dialog(qtbot, theme):
    parents = []

    def make(raw, ask=lambda _parent, take: take(None)):
        parent = QWidget()
        qtbot.addWidget(parent)
        parents.append(parent)
        dialog = ImportDialog(parent, theme, "iris-messung.csv", lambda: raw, ask)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.worker.busy, timeout=PATIENCE)
        return dialog

    yield make
    for parent in parents:
        parent.close()


@pytest.fixture
def wait(qtbot):
    return lambda dialog: qtbot.waitUntil(lambda: not dialog.worker.busy, timeout=PATIENCE)


def texts(dialog):
    return {name: label.text() for name, label in dialog._labels.items()}


def test_it_shows_what_the_picture_shows(open_dialog, flowers):
    dialog = open_dialog(flowers)
    said = texts(dialog)
    assert said["file"] == "iris-messung.csv · 4,352 bytes"
    assert said["numbered"] == "numbered as in a spreadsheet: the names are row 1"
    assert dialog._total.text() + said["classes"] == (
        "150 rows, 147 used, 4 inputs, 3 classes · setosa 49, versicolor 49, virginica 49"
    )
    assert dialog.faults.accessibleName().splitlines() == [
        "3 rows are left out",
        "row 17: petal length: 'n/a' is not a number: left out",
        "row 54: 5 cells, but 6 names: left out",
        "row 120: sepal length: '7,7 cm' is not a number: left out",
    ]
    assert [label.text() for label in dialog.choices.parts.counts] == [
        "103 train: 35 setosa, 34 versicolor, 34 virginica",
        "44 test: 14 setosa, 15 versicolor, 15 virginica",
    ]
    headings = [(h.name, h.use.role, h.use.kind, h.range) for h in dialog.preview.heads._headings]
    assert headings[0] == ("no", "ignore", "number", "1..150")
    assert headings[3] == ("petal length", "input", "number", "1,0..6,7")
    assert headings[5] == ("species", "target", "category", "3 names")
    assert dialog.choices.task.note.text() == "guessed: species has 3 names"


def test_names_are_counted_alike_everywhere_in_the_rows_that_are_used(open_dialog):
    dialog = open_dialog(b"size,kind\n1,a\n2,b\n3,a\nlarge,c\n4,b\n5,a\n")
    assert "2 classes" in dialog._total.text()
    assert dialog.preview.heads._headings[1].range == "2 names"
    assert dialog.choices.task.note.text() == "guessed: kind has 2 names"


def test_import_gives_the_data_and_how_it_is_split(open_dialog, flowers, qtbot):
    dialog = open_dialog(flowers)
    dialog.choices.parts.stratify.click()
    with qtbot.waitSignal(dialog.wanted) as caught:
        dialog.accept_button.click()
    own, split = caught.args
    assert own.name == "iris-messung.csv"
    assert own.dataset.count == 147
    assert split == Split(train_percent=70, stratify=False, standardize=True, scale_targets=False)


def test_targets_are_scaled_in_regression_unless_one_chooses_otherwise(open_dialog, flowers, wait):
    dialog = open_dialog(flowers)
    targets = dialog.choices.task.targets
    assert (targets.isEnabled(), targets.isChecked()) == (False, False)
    dialog._edit_column(1, "role", "target")
    wait(dialog)
    assert dialog.choices.split.scale_targets
    assert not dialog.choices.parts.stratify.isEnabled()
    targets.click()
    dialog._edit_column(5, "role", "ignore")
    wait(dialog)
    assert not dialog.choices.split.scale_targets


def test_columns_are_changed_with_keys_alone(open_dialog, flowers, wait, monkeypatch):
    menus = []
    monkeypatch.setattr("bplab.ui.dialogs.importing.heads.QMenu.popup", lambda menu, _at: menus.append(menu))
    dialog = open_dialog(flowers)
    heads = dialog.preview.heads
    heads.setFocus()
    QTest.keyClick(heads, Key.Key_Right)
    QTest.keyClick(heads, Key.Key_Space)
    assert [(action.text(), action.isChecked()) for action in menus[0].actions()] == [
        ("Input", True),
        ("Target", False),
        ("Ignore", False),
    ]
    menus[0].actions()[1].trigger()
    wait(dialog)
    assert heads._headings[1].use.role == "target"
    assert heads._headings[5].use.role == "input"
    assert dialog.choices.task.task.value == "regression"
    assert dialog._total.text() == "150 rows, 147 used, 6 inputs, 1 target"
    assert heads.accessibleName().startswith("sepal length, role: Target")
    QTest.keyClick(heads, Key.Key_Down)
    assert heads.accessibleName().startswith("sepal length, kind: Number")


def test_tab_reaches_every_control(open_dialog, flowers):
    dialog = open_dialog(flowers)
    dialog.activateWindow()
    dialog.choices.file.boxes["separator"].setFocus()
    reached = []
    for _ in range(20):
        reached.append(dialog.focusWidget())
        dialog.focusNextChild()
    parts, task = dialog.choices.parts, dialog.choices.task
    wanted = [*dialog.choices.file.boxes.values(), dialog.choices.file.header, task.gaps, task.inputs]
    wanted += [parts.slider, parts.stratify, dialog.preview.heads, dialog.preview]
    wanted += [dialog.cancel_button, dialog.accept_button]
    assert [widget for widget in wanted if widget not in reached] == []


def test_a_wrong_separator_is_told_and_can_be_changed_back(open_dialog, flowers, wait):
    dialog = open_dialog(flowers)
    box = dialog.choices.file.boxes["separator"]
    box.edited.emit("|")
    wait(dialog)
    assert not dialog.accept_button.isEnabled()
    assert "The table has only one column. Is the separator right?" in dialog.faults.accessibleName()
    dialog.choices.file.boxes["separator"].edited.emit(";")
    wait(dialog)
    assert dialog.accept_button.isEnabled()


def test_a_table_without_a_whole_row_is_told_by_its_first(open_dialog):
    dialog = open_dialog(b"a;b\n1\n2\n")
    assert "No row of the table can be used: row 2: 1 cell, but 2 names." in dialog.faults.accessibleName()
    assert dialog.preview.rows.bad_row(0).number == 2


def test_all_rows_are_equally_high_after_some_were_folded(open_dialog, flowers):
    dialog = open_dialog(flowers)
    heights = {dialog.preview.rowHeight(row) for row in range(13)}
    assert heights == {19, 23}
    dialog.shown.segment("all").click()
    assert {dialog.preview.rowHeight(row) for row in range(150)} == {23}


def test_bad_cells_can_be_filled(open_dialog, flowers, wait):
    dialog = open_dialog(flowers)
    dialog.choices.task.gaps.edited.emit("fill")
    wait(dialog)
    assert dialog.faults.accessibleName().splitlines()[0] == "1 row is left out, 2 cells are filled"


def test_a_second_file_is_the_test_set(open_dialog, flowers, wait, tmp_path):
    path = tmp_path / "second.csv"
    path.write_bytes(flowers)
    dialog = open_dialog(flowers, lambda _parent, take: take(path))
    dialog.choices.parts.source.segment("second").click()
    wait(dialog)
    wait(dialog)
    assert dialog.choices.parts.file.text() == "second.csv"
    assert [label.text().split(":")[0] for label in dialog.choices.parts.counts] == ["147 train", "147 test"]
    assert dialog._outcome.own.test_rows == 147
    assert dialog.faults.accessibleName().splitlines() == [
        "3 rows are left out; second file, 3 rows are left out",
        "row 17: petal length: 'n/a' is not a number: left out",
        "row 54: 5 cells, but 6 names: left out",
        "and 4 more",
    ]


def test_a_second_file_is_read_again_with_the_first(open_dialog, flowers, wait, tmp_path):
    path = tmp_path / "second.csv"
    path.write_bytes(flowers)
    dialog = open_dialog(flowers, lambda _parent, take: take(path))
    dialog.choices.parts.source.segment("second").click()
    wait(dialog)
    wait(dialog)
    dialog.choices.file.header.click()
    wait(dialog)
    wait(dialog)
    assert dialog._second[1].table.columns[0].name == "column 1"


def test_a_second_file_that_is_not_chosen_leaves_the_share(open_dialog, flowers, wait):
    dialog = open_dialog(flowers)
    dialog.choices.parts.source.segment("second").click()
    wait(dialog)
    assert dialog.choices.parts.source.value == "share"
    assert dialog.accept_button.isEnabled()


def test_a_file_that_is_no_table_is_refused_in_the_dialog(open_dialog):
    dialog = open_dialog(b"PK\x03\x04")
    assert "save it as CSV" in dialog.faults.accessibleName()
    for key in (Key.Key_Right, Key.Key_End, Key.Key_Space):
        QTest.keyClick(dialog.preview.heads, key)
    assert not dialog.accept_button.isEnabled()


def test_the_headings_of_the_table_before_change_nothing_while_another_is_read(
    open_dialog, flowers, monkeypatch
):
    dialog, asked = open_dialog(flowers), []
    monkeypatch.setattr(dialog.worker, "ask", lambda make, then: asked.append((make, then)))
    dialog.choices.file.boxes["separator"].edited.emit(",")
    make, then = asked.pop()
    then(make(lambda _share: None))  # it has one column; what it makes of it is still to come
    plan = dialog._plan
    dialog.preview.heads.edited.emit(3, "kind", "category")
    dialog.preview.heads.edited.emit(3, "role", "ignore")
    assert dialog._plan is plan
    make, then = asked.pop()
    then(make(lambda _share: None))
    assert "The table has only one column" in dialog.faults.accessibleName()


def test_a_long_table_shows_progress_and_is_given_up_with_the_dialog(qtbot, theme):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = ImportDialog(parent, theme, "long.csv", lambda: b"a,b\n" + b"1.5,2.5\n" * 300_000, Path)
    shares = []
    dialog.worker.progressed.connect(shares.append)
    dialog.show()
    qtbot.waitUntil(lambda: any(shares), timeout=PATIENCE)
    job = dialog.worker._job
    dialog.reject()
    qtbot.waitUntil(lambda: job.finished, timeout=PATIENCE)
    assert job.cancelled()


def test_a_file_is_asked_for_without_waiting(qtbot, theme, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("a,b\n", encoding="utf-8")
    parent, heard = QWidget(), []
    qtbot.addWidget(parent)
    asking = ask_file(parent, heard.append)
    assert asking.testOption(asking.Option.ReadOnly)
    asking.selectFile(str(path))
    asking.accept()
    ask_file(parent, heard.append).reject()
    assert heard == [path, None]
