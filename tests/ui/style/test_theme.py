import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from bplab.ui.style.theme import Theme


@pytest.fixture
def theme(qapp):
    theme = Theme("light")
    yield theme
    theme.set_mode("light")
    qapp.setStyleSheet("")
    theme.deleteLater()


def test_a_color_is_the_one_of_the_design_in_both_modes(theme):
    assert theme.color("acc") == QColor("#4f38c9")
    theme.set_mode("dark")
    assert theme.dark
    assert theme.color("acc") == QColor("#b6a8ff")


def test_a_change_is_told_once_and_only_when_it_is_one(theme, qtbot):
    heard = []
    theme.changed.connect(lambda: heard.append(theme.dark))
    theme.set_mode("dark")
    theme.set_mode("dark")
    theme.set_mode("light")
    assert heard == [True, False]


def test_the_system_mode_follows_the_system(theme, monkeypatch):
    hints = QApplication.styleHints()
    theme.set_mode("system")
    hints.setColorScheme(Qt.ColorScheme.Dark)
    assert theme.dark is (hints.colorScheme() == Qt.ColorScheme.Dark)
    hints.setColorScheme(Qt.ColorScheme.Light)
    assert theme.dark is (hints.colorScheme() == Qt.ColorScheme.Dark)


def test_the_application_is_dressed_again_when_the_mode_changes(theme, qapp):
    theme.apply(qapp)
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#ffffff")
    theme.set_mode("dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#1b1e24")
    assert "#1b1e24" in qapp.styleSheet()


@pytest.mark.parametrize("role", ["tick", "caption", "form", "body", "heading", "readout", "title"])
def test_the_bundled_inter_is_what_is_drawn(theme, role):
    assert QFontInfo(theme.font(role)).family() == "Inter"


def test_the_formula_font_is_the_bundled_serif_italic(theme):
    info = QFontInfo(theme.font("formula"))
    assert (info.family(), info.italic()) == ("Noto Serif", True)


def test_figures_are_of_equal_width(theme):
    metrics = QFontMetricsF(theme.font("readout"))
    assert len({round(metrics.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


def test_sizes_are_whole_pixels_whatever_the_resolution_of_the_screen(theme):
    assert [theme.font(role).pixelSize() for role in ("tick", "caption", "form", "body")] == [10, 11, 13, 13]


def test_ramps_have_a_color_for_every_byte(theme):
    assert theme.ramp("tile").shape == theme.ramp("map").shape == (256,)
    assert theme.ramp("tile")[0] != theme.ramp("map")[0]


def test_layers_run_from_violet_to_teal(theme):
    assert theme.layer_color(0, 4).hslHue() > theme.layer_color(3, 4).hslHue()


def test_a_change_of_theme_dresses_a_widget_as_often_however_deep_it_stands(theme, qapp, qtbot):
    theme.apply(qapp)

    class Counting(QWidget):
        dressed = 0

        def changeEvent(self, event):
            self.dressed += event.type() == QEvent.Type.StyleChange

    top = QWidget()
    qtbot.addWidget(top)
    widgets, parent = [], top
    for _ in range(8):
        parent = Counting(parent)
        widgets.append(parent)
    top.show()
    before = [widget.dressed for widget in widgets]
    theme.set_mode("light" if theme.dark else "dark")
    dressed = [widget.dressed - count for widget, count in zip(widgets, before, strict=True)]
    assert len(set(dressed)) == 1
