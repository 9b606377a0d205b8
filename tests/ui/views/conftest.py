"""What tests of views share: a stage, and pixels to look at."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication


@pytest.fixture(autouse=True)
def shown_tips(monkeypatch):
    """Tips and menus are windows, which the offscreen platform cannot raise: they are only noted."""
    shown = []
    monkeypatch.setattr(
        "bplab.ui.views.base.picture.QToolTip.showText", lambda _at, text, _on: shown.append(text)
    )
    monkeypatch.setattr("bplab.ui.views.base.picture.QMenu.popup", lambda menu, _at: shown.append(menu))
    return shown


@pytest.fixture(params=["light", "dark"])
def themes(theme, request):
    theme.set_mode(request.param)
    return theme


class Stage:
    """A view on screen: its pixels, and a pointer on it."""

    def __init__(self, view) -> None:
        self.view = view

    def show(self, snapshot):
        self.view.show_snapshot(snapshot)
        QApplication.processEvents()
        return self.pixels()

    def pixels(self):
        QApplication.processEvents()
        return self.view.grab().toImage()

    def color(self, x: float, y: float) -> QColor:
        return self.pixels().pixelColor(round(x), round(y))

    def point_at(self, x: float, y: float, on=None) -> None:
        where = QPointF(x, y)
        none = Qt.MouseButton.NoButton
        move = QMouseEvent(QEvent.Type.MouseMove, where, where, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(on or self.view, move)

    def tip(self, x: float, y: float) -> str:
        return next((text for place, text in self.view.tips() if place.contains(QPointF(x, y))), "")

    def help(self, x: float, y: float) -> None:
        """Rest the pointer there, until a tip would come."""
        point = QPoint(round(x), round(y))
        QApplication.sendEvent(self.view, QHelpEvent(QEvent.Type.ToolTip, point, point))


@pytest.fixture
def stage(qtbot):
    """Put a view on screen."""

    def make(view, width: int = 336, height: int = 405) -> Stage:
        qtbot.addWidget(view)
        view.resize(width, height)
        view.show()
        QApplication.processEvents()
        return Stage(view)

    return make
