import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.ui.diagnoses.table import FixTable
from bplab.ui.diagnoses.tried import TriedRow, TriedSeed, TriedTable


def row(title, reached, kept=0, median="–", count=5, **more):
    seeds = tuple(TriedSeed(place >= count - reached, f"seed {100 + place}: ...") for place in range(count))
    return TriedRow(title, seeds, kept, median, **more)


TABLE = TriedTable(
    "Vanishing gradient",
    "8 changes tried on 5 seeds each (100 to 104), 120 epochs as this run, η 0.3 as it is",
    "Two changes together",
    "seeds that reach train loss < 0.2",
    "still below at epoch 120",
    (
        row("tanh + Xavier", 5, 5, "17", best=True),
        row("ReLU + He", 5, 4, "15", remark="seed 104 ends at 0.69"),
    ),
    (row("tanh", 1), *(row(title, 0) for title in ("Xavier", "ReLU", "He", "Adam", "η × 10"))),
)


@pytest.fixture
def table(theme, qtbot):
    table = FixTable(theme, TABLE)
    qtbot.addWidget(table)
    table.resize(868, table.sizeHint().height())
    table.show()
    qtbot.waitExposed(table)
    return table


def test_it_has_a_row_for_every_pair_and_a_cell_for_every_single_change(table):
    assert [each.accessibleName() for each in table.rows] == [
        "tanh + Xavier: 5 of 5 reach it, median epoch 17; still below at the end: 5 of 5",
        "ReLU + He: 5 of 5 reach it, median epoch 15; still below at the end: 4 of 5; seed 104 ends at 0.69",
    ]
    assert [each.accessibleName() for each in table.cells][:2] == [
        "tanh: 1 of 5 reach it, median epoch –; still below at the end: 0 of 5",
        "Xavier: 0 of 5 reach it",
    ]
    assert abs(table.height() - 236) <= 4


def test_each_row_can_be_tried_by_keys_alone_and_esc_closes(table):
    heard = []
    table.try_wanted.connect(lambda row: heard.append(row.title))
    table.closed.connect(lambda: heard.append("closed"))
    table.take_focus()
    focus = table.focusWidget()
    assert focus.accessibleName() == "Try tanh + Xavier as branch"
    QTest.keyClick(focus, Qt.Key.Key_Return)
    QTest.keyClick(table.rows[1].button, Qt.Key.Key_Space)
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert heard == ["tanh + Xavier", "ReLU + He", "closed"]


def test_each_seed_is_named_in_the_tooltip(table):
    tip = table.rows[0].toolTip().splitlines()
    assert (tip[0], tip[5]) == ("tanh + Xavier", "seed 104: ...")
