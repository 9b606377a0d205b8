"""File > Predict rows... shows what the network says about the rows of a table, and writes it."""

import csv

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import bplab
from bplab.experiment.own import with_own_data

PATIENCE = 60_000
RNG = np.random.default_rng(2)
ROWS = [(float(x), "left" if x < 0 else "right") for x in RNG.normal(size=40)]
TABLE = "place,side,height\n" + "".join(f"{x:.3f},{side},{5000 + 100 * x:.1f}\n" for x, side in ROWS)
NEW = "side,place\nleft,-1.5\nright,0.5\nmiddle,0.1\nright,n/a\n=left,1\n"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "old.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "new.csv").write_text(NEW, encoding="utf-8")
    return tmp_path


@pytest.fixture
def trained(driver, folder):
    own, session = bplab.dataset_from_csv(folder / "old.csv", target="height"), driver.lab.session
    session.bring(own)
    session.open("Import", with_own_data(session.spec, own))
    driver.until_shown()
    driver.play(epochs=3)
    return driver


def opened(driver, path):
    commands = driver.lab.commands.predict
    commands.open(path)
    driver.until(lambda: commands.dialog is not None and not commands.dialog.worker.busy)
    return commands.dialog


def test_rows_are_shown_with_predictions_in_the_datas_own_units_and_notes(trained, folder):
    dialog = opened(trained, folder / "new.csv")
    model = dialog.preview.model()
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    assert heads == ["side", "place", "predicted height", "note"]
    assert model.rowCount() == 5
    assert model.index(0, 0).data() == "left"
    assert 4000 < dialog.found.outputs[0, 0] < 6000
    assert model.index(2, 2).data() == ""
    assert model.index(2, 3).data() == "side: 'middle' is not among the values of the training part"
    assert dialog.said.text() == "5 rows, 2 predicted"
    assert "row 4: side: 'middle'" in dialog.faults.accessibleName()
    dialog.close_button.click()


def test_keys_alone_walk_through_the_rows_and_close(trained, folder):
    dialog = opened(trained, folder / "new.csv")
    dialog.activateWindow()
    trained.until(dialog.isActiveWindow)
    for _ in range(10):
        if dialog.focusWidget() is dialog.preview:
            break
        QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Tab)
    assert dialog.preview.accessibleName() == "Predicted rows"
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(dialog.preview, key)
    assert dialog.preview.currentIndex().data() == "middle"
    QTest.keyClick(dialog.preview, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is not dialog.preview
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Escape)
    trained.until(lambda: not dialog.isVisible())


def test_they_are_written_for_a_spreadsheet(trained, folder, monkeypatch):
    dialog = opened(trained, folder / "new.csv")
    out = folder / "out.csv"
    monkeypatch.setattr(
        trained.lab.files.desk, "choose", lambda _purpose, _title, _path, chosen, **_: chosen(out)
    )
    dialog.save_button.click()
    trained.until(lambda: trained.lab.commands.predict.dialog is None)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["row"] for row in rows] == ["2", "3", "4", "5", "6"]
    assert float(rows[0]["predicted height"]) > 0
    assert rows[4]["note"] == "side: '=left' is not among the values of the training part"


def test_what_cannot_be_predicted_is_said(trained, folder):
    (folder / "other.csv").write_text("height\n5\n", encoding="utf-8")
    dialog = opened(trained, folder / "other.csv")
    assert "no column 'place'" in dialog.faults.accessibleName()
    assert not dialog.save_button.isEnabled()
    dialog.reject()
    missing = opened(trained, folder / "nowhere.csv")
    assert "cannot be read" in missing.faults.accessibleName()
    missing.reject()


def test_a_moment_of_the_past_predicts_as_it_did_then(trained, folder):
    trained.lab.timeline.go_to(0)
    trained.until(lambda: trained.snapshot.is_past)
    dialog = opened(trained, folder / "new.csv")
    expected = bplab.Trainer(trained.snapshot.spec, data=trained.lab.session.own_of(trained.snapshot.spec))
    raw = {"side = left": 1.0, "side = right": 0.0, "place": -1.5}
    row = [[raw[name] for name in expected.build.prepared.dataset.input_names]]
    assert dialog.found.outputs[0] == pytest.approx(expected.predict(row)[0])
    dialog.reject()


def test_cells_of_a_file_are_no_markup_in_tooltips(trained, folder):
    (folder / "evil.csv").write_text("side,place\n<img src=x><b>left</b>,1\n", encoding="utf-8")
    dialog = opened(trained, folder / "evil.csv")
    tip = dialog.preview.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in tip
    assert "<img" not in tip
    dialog.reject()
