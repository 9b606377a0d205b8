"""The ring of keyboard focus is seen all around, also where children reach to the edges."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication

from bplab.ui.views.gradients.over_time import OverTimeView
from bplab.ui.views.loss.view import LossView


@pytest.mark.parametrize("make", [LossView, OverTimeView])
def test_the_ring_lies_over_the_plots(make, theme, qtbot):
    view = make(theme)
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    acc = theme.color("acc").name()
    for size in ((500, 300), (640, 260)):
        view.resize(*size)
        image, middle = view.grab().toImage(), view.rect().center()
        right, low = view.width() - 4, view.height() - 4
        edges = [
            QPoint(3, middle.y()),
            QPoint(right, middle.y()),
            QPoint(middle.x(), 3),
            QPoint(middle.x(), low),
        ]
        assert [image.pixelColor(at).name() for at in edges] == [acc] * 4
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut))
    assert view.grab().toImage().pixelColor(3, view.height() // 2).name() != acc
