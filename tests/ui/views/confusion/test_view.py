from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest

from bplab.experiment.spec import DataSpec
from bplab.training.metrics import Worst
from bplab.training.run import Run as TrainedRun
from bplab.training.snapshot import Needs, RunState
from bplab.ui.views.confusion.cells import AIR, Grid, _paint_beside, apart, fitting, paint_counts
from bplab.ui.views.confusion.view import ConfusionView
from bplab.ui.views.confusion.worst import SHARE, _places, _taken, image_of


@pytest.fixture
def on(stage, theme):
    return stage(ConfusionView(theme), 336, 387)


def test_right_answers_are_shaded_in_the_accent_and_errors_in_the_warning_color(stage, themes, start, alike):
    on = stage(ConfusionView(themes), 336, 387)
    counts = np.diag([50] * 10)
    counts[3, 3], counts[3, 7] = 0, 50
    on.show(start("digits").snapshot(confusion=counts))
    grid = on.view._grid()
    corner = QPointF(3, 3)
    right, wrong, empty = (grid.place(*cell).topLeft() + corner for cell in ((0, 0), (3, 7), (0, 1)))
    assert alike(on.color(right.x(), right.y()), themes.color("acc"))
    assert alike(on.color(wrong.x(), wrong.y()), themes.color("bad"))
    assert alike(on.color(empty.x(), empty.y()), themes.color("canvas"))


def test_it_says_how_many_are_right_and_of_what(on, start):
    snapshot = start("digits").snapshot(epochs=1)
    on.show(snapshot)
    right, count = snapshot.evaluation.test.correct, snapshot.evaluation.test.count
    assert on.view.summary() == f"{100 * right / count:.1f} % right ({right}/{count} test)"


def test_the_pointer_reads_a_cell(on, start):
    snapshot = start("digits").snapshot(epochs=1)
    on.show(snapshot)
    place = on.view._grid().place(8, 1).center()
    on.point_at(place.x(), place.y())
    row = snapshot.confusion[8]
    assert on.view._cells.lines(8, 1) == ["true 8, predicted as 1", f"{row[1]} of {row.sum()} test examples"]
    assert on.view._cell == (8, 1)
    assert on.view.accessibleDescription() == ", ".join(on.view._cells.lines(8, 1))


def test_keys_walk_the_cells(on, start):
    on.show(start("digits").snapshot())
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left):
        QTest.keyClick(on.view, key)
    assert on.view._cell == (1, 0)
    QTest.keyClick(on.view, Qt.Key.Key_Escape)
    assert on.view._cell is None


def test_new_counts_change_the_picture_and_a_snapshot_without_leaves_them_with_their_epoch(on, start):
    run = start("digits")
    before = on.show(run.snapshot())
    after = on.show(run.snapshot(epochs=1))
    assert after != before
    says = on.view.summary()
    assert on.show(run.snapshot(steps=1, confusion=None)) == after
    assert on.view.summary() == says
    on.show(run.snapshot(epochs=1, confusion=None))
    assert on.view.summary() == says.replace(" test)", " test, epoch 1)")
    on.show(run.snapshot())
    assert "epoch" not in on.view.summary()


def test_another_run_forgets_the_old_counts(on, start):
    on.show(start("digits", 1).snapshot())
    on.show(start("digits", 2).snapshot(confusion=None))
    assert on.view.summary() == ""
    assert on.view.values_text() == ""


def test_worst_examples_are_explained(on, start):
    worst = (Worst(17, 8, 3, 0.97),)
    on.show(start("digits").snapshot(worst=worst))
    row = on.view.plan().worst
    assert on.tip(row.left() + 10, row.top() + 40) == (
        "Example 18 is 8; the network predicts 3 with output 0.9700."
    )


def test_without_errors_it_says_so(on, start):
    run = start("digits")
    assert on.show(run.snapshot(worst=())) != on.show(run.snapshot())


def test_pictures_of_examples_run_from_paper_to_ink():
    image = image_of(np.array([[0.0, 1.0], [0.5, 0.0]]), QColor("white"), QColor("black"))
    assert image.pixelColor(0, 0) == QColor("white")
    assert image.pixelColor(1, 0) == QColor("black")
    assert image.pixelColor(0, 1) == QColor(128, 128, 128)


def test_every_cell_has_its_place_and_every_place_its_cell(on):
    grid = Grid(7, on.view.plan().cells)
    cells = [(row, column) for row in range(7) for column in range(7)]
    assert [grid.at(grid.place(*cell).center()) for cell in cells] == cells
    assert grid.at(QPointF(-5, 0)) is None


def test_copy_gives_the_matrix(on, start):
    snapshot = start("digits").snapshot()
    on.show(snapshot)
    QTest.keyClick(on.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    rows = [row.split("\t") for row in QGuiApplication.clipboard().text().splitlines()]
    assert rows[0][1:] == list("0123456789")
    assert np.array_equal(np.array([row[1:] for row in rows[1:]], dtype=int), snapshot.confusion)


def test_it_needs_the_matrix_and_an_accuracy_of_the_same_moment(on, start):
    assert on.view.needs == Needs(confusion=True, evaluation=True)
    run = start("digits")
    run.trainer.run(steps=5)  # within an epoch
    snapshot = TrainedRun(1, run.trainer, RunState.RUNNING).picture(on.view.needs, 1)
    assert snapshot.evaluation.test.correct == int(np.trace(snapshot.confusion))
    on.show(snapshot)
    assert on.view.needs == Needs(confusion=True, evaluation=True)


def test_low_and_wide_the_examples_stand_beside_the_matrix(stage, theme, start):
    on = stage(ConfusionView(theme), 856, 203)
    on.show(start("digits").snapshot())
    plan = on.view.plan()
    assert plan.worst.left() > plan.cells.right()
    assert plan.cells.bottom() <= 203


@pytest.mark.parametrize(
    "width", [376, 446]
)  # in the smallest window, and in the widest without a right column
def test_beside_the_matrix_the_share_of_right_answers_stands_in_whole(stage, theme, start, width):
    on = stage(ConfusionView(theme), width, 158)
    on.show(replace(start("digits").snapshot(), confusion=np.diag(np.arange(40, 50))))
    assert on.view.summary() == "100.0 % right (445/445 test)"
    plan = on.view.plan()
    assert plan.cells.width() >= plan.cells.height()
    wide = QFontMetricsF(theme.font("caption")).horizontalAdvance(on.view.summary())
    assert plan.header.left() > plan.cells.right()
    assert wide <= plan.header.width()
    assert plan.header.right() <= width
    on.show(replace(start("digits").snapshot(epochs=1), confusion=None))  # it says now how old it is
    lines = Qt.TextFlag.TextWordWrap
    written = QFontMetricsF(theme.font("caption")).boundingRect(plan.header, lines, on.view.summary())
    assert "epoch" in on.view.summary()
    assert written.width() <= plan.header.width()
    assert plan.header.center().y() + written.height() / 2 <= plan.worst.top()


@pytest.mark.parametrize("count", [53, 530, 5300])
@pytest.mark.parametrize(("width", "height"), [(376, 158), (376, 191), (856, 203), (336, 387), (240, 387)])
def test_all_counts_stand_whole_in_their_cells_or_none_is_shown(stage, theme, start, count, width, height):
    written = []

    class Recording(QPainter):
        def drawText(self, place, flags, text):
            written.append((QFontMetricsF(self.font()).horizontalAdvance(text), place.width()))
            super().drawText(place, flags, text)

    on = stage(ConfusionView(theme), width, height)
    on.show(replace(start("digits").snapshot(), confusion=np.diag([count] * 10)))
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = Recording(image)
    paint_counts(painter, on.view._cells, on.view._grid(), theme)
    painter.end()
    assert all(wide <= room for wide, room in written)
    assert len(written) in {0, 10}
    if count == 53:
        assert len(written) == 10


def test_a_long_name_beside_its_row_is_written_upwards(qapp):
    image = QImage(40, 80, QImage.Format.Format_RGB32)
    for name, upright in (("versicolor", True), ("7", False)):
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        _paint_beside(painter, name, QRectF(10, 4, 12, 72))
        painter.end()
        inked = [(x, y) for y in range(80) for x in range(40) if image.pixelColor(x, y).lightness() < 200]
        height = max(y for _, y in inked) - min(y for _, y in inked)
        assert (height > 30) == upright


NAMED = ("iris", "wine", "breast_cancer", "symmetry", "encoder")


@pytest.mark.parametrize("size", [(336, 387), (504, 205), (856, 203), (320, 300)])
@pytest.mark.parametrize("data", NAMED)
def test_names_of_classes_are_readable_and_told_apart(stage, theme, start, data, size):
    on = stage(ConfusionView(theme), *size)
    snapshot = start("digits", data=DataSpec(name=data)).snapshot()
    on.show(snapshot)
    classes, grid = snapshot.prepared.dataset.classes, on.view._grid()
    metrics = QFontMetricsF(theme.font("caption"))
    columns = fitting(classes, metrics, grid.place(0, 0).width())
    rows = fitting(classes, metrics, grid.names - AIR)
    for names in (columns, rows):
        assert len(set(names)) == len(classes)
    high = grid.place(0, 0).height()
    lying = all(metrics.horizontalAdvance(name) <= grid.names - AIR for name in rows)
    upright = all(metrics.horizontalAdvance(name) <= high for name in rows)
    assert lying or upright
    assert all(metrics.horizontalAdvance(name) <= grid.place(0, 0).width() for name in columns)
    assert grid.field.left() - grid.names >= 0


@pytest.mark.parametrize("size", [(336, 387), (504, 205), (856, 203)])
@pytest.mark.parametrize("data", NAMED)
def test_what_an_example_was_taken_for_is_written_whole_and_within_the_view(stage, theme, start, data, size):
    on = stage(ConfusionView(theme), *size)
    snapshot = start("digits", data=DataSpec(name=data)).snapshot()
    on.show(snapshot)
    metrics = QFontMetricsF(theme.font("tick", 600))
    row = on.view.plan().worst
    places = _places(row, snapshot, theme)
    assert len(places) >= min(len(snapshot.worst), 3)
    for worst, place in places:
        assert metrics.horizontalAdvance(_taken(worst, snapshot)) + SHARE <= place.width()
        assert row.adjusted(-1, 0, 1, 1).contains(place)
        assert QRectF(on.view.rect()).contains(place)


def test_images_of_named_classes_stand_far_enough_apart_for_their_names(stage, theme, start):
    on = stage(ConfusionView(theme), 336, 387)
    snapshot = start("digits").snapshot()
    names = tuple(f"a long name {number}" for number in range(10))
    dataset = replace(snapshot.prepared.dataset, classes=names)
    named = replace(snapshot, prepared=replace(snapshot.prepared, dataset=dataset))
    on.show(named)
    metrics = QFontMetricsF(theme.font("tick", 600))
    places = _places(on.view.plan().worst, named, theme)
    assert places
    assert all(metrics.horizontalAdvance(_taken(worst, named)) <= place.width() for worst, place in places)


def test_only_whole_words_that_all_names_share_are_left_out():
    assert apart(("unit 1", "unit 2")) == ("1", "2")
    assert apart(("versicolor", "virginica")) == ("versicolor", "virginica")
    assert apart(("class", "class 2")) == ("class", "class 2")
    assert apart(("unit 1",)) == ("unit 1",)
