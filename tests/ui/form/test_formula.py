from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bplab.experiment.edits import with_dataset

# Tooltips and menus come to the front, which the offscreen platform cannot do.
pytestmark = pytest.mark.qt_log_ignore("does not support", extend=True)


def names(session):
    stack = session.undo_stack
    return [stack.text(i) for i in range(stack.count())]


def test_a_formula_of_ones_own_is_typed_where_the_data_have_one(form, session, qtbot):
    editor = form.editor("data.formula")
    assert not editor.isVisible()
    session.edit("Change data", with_dataset(session.spec, "function"))
    assert editor.isVisible()
    editor.field.setFocus()
    editor.field.setText("")
    qtbot.keyClicks(editor.field, "log(x)")
    assert "log" in editor.field.toolTip()
    qtbot.keyClick(editor.field, Qt.Key.Key_Return)
    assert session.spec.data.formula == "sin(x)"
    editor.field.setText("")
    qtbot.keyClicks(editor.field, "x^2/4")
    qtbot.keyClick(editor.field, Qt.Key.Key_Return)
    assert session.spec.data.formula == "x^2/4"
    assert names(session)[-1] == "Change y = f(x) to x^2/4"


def test_a_refused_formula_is_told_under_its_field_until_a_good_one_is_typed(form, session):
    session.edit("Function", with_dataset(session.spec, "function"))
    editor = form.editor("data.formula")
    field, why = editor.field, editor.why
    form.window().show()
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "sin(x)/x")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert "at x = 0 the value is not finite" in why.text()
    assert why.isVisibleTo(editor)
    assert why.wordWrap()
    assert why.heightForWidth(form.width()) > 2 * why.fontMetrics().height()
    assert field.text() == "sin(x)/x"  # to be mended
    assert session.spec.data.formula == "sin(x)"
    field.selectAll()
    QTest.keyClicks(field, "sin(x)/(x^2+1)")
    assert not why.isVisibleTo(editor)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert session.spec.data.formula == "sin(x)/(x^2+1)"
    assert why.text() == ""


@pytest.mark.parametrize("formula", ["1/0", "tan(x)*1e9", "sqrt(x) + log(x) + 1/x + exp(exp(x)) + abs(x)"])
def test_all_lines_of_a_refusal_are_in_view(form, session, settle, formula):
    session.edit("Function", with_dataset(session.spec, "function"))
    editor = form.editor("data.formula")
    editor.field.setFocus()
    editor.field.selectAll()
    QTest.keyClicks(editor.field, formula)
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    settle()
    assert editor.why.height() == editor.why.heightForWidth(editor.why.width())
    assert editor.rect().contains(editor.why.geometry())
    form.resize(264, 1200)
    settle()
    assert editor.why.height() == editor.why.heightForWidth(editor.why.width())
    QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    settle()
    assert editor.height() == editor.sizeHint().height()


@pytest.mark.parametrize("how", ["escape", "same again", "undo"])
def test_the_refusal_of_a_formula_goes_with_its_cause(form, session, how):
    session.edit("Function", with_dataset(session.spec, "function"))
    session.edit("Formula", session.spec.but(data=replace(session.spec.data, formula="x")))
    editor = form.editor("data.formula")
    editor.field.setFocus()
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "1/x")
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert editor.why.text()
    if how == "escape":
        QTest.keyClick(editor.field, Qt.Key.Key_Escape)
    elif how == "undo":
        session.undo_stack.undo()
    else:
        editor.field.selectAll()
        QTest.keyClicks(editor.field, "x")
        QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert editor.why.text() == ""
