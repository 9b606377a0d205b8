"""The window's look, light or dark, by choice or following the system."""

from functools import lru_cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from bplab.ui.style import oklab
from bplab.ui.style.palette import make_palette
from bplab.ui.style.resources import load_fonts
from bplab.ui.style.sheet import make_sheet
from bplab.ui.style.tokens import COLORS, STRONGER, TYPES, ColorToken, FontRole, Mode

_layer_rgb = lru_cache(maxsize=512)(oklab.layer_rgb)


class Theme(QObject):
    """The current colors and fonts; `changed` is emitted after they have changed."""

    changed = Signal()
    chosen = Signal(str)  # a mode, which may look the same

    def __init__(self, mode: Mode = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        load_fonts()
        self._mode: Mode = mode
        self.reduce_motion = False  # no animations
        self._contrast = False
        self._dark = self._wants_dark()
        self._colors: dict[ColorToken, QColor] = {}
        self._fonts: dict[tuple[FontRole, int | None, bool], QFont] = {}
        self._ramps: dict[oklab.RampKind, oklab.Ramp] = {}
        self._app: QApplication | None = None
        self._make_colors()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def mode(self) -> Mode:
        """The chosen mode: light, dark, or as the system."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the current colors are the dark ones."""
        return self._dark

    def set_mode(self, mode: Mode) -> None:
        """Choose light, dark, or as the system."""
        self._mode = mode
        self._tell_system()
        self._refresh()
        self.chosen.emit(mode)

    @property
    def high_contrast(self) -> bool:
        """Whether the borders of controls are as dark as their labels."""
        return self._contrast

    def set_high_contrast(self, on: bool) -> None:
        """Switch dark borders of controls on or off."""
        if on != self._contrast:
            self._contrast = on
            self._make_colors()
            self._dress()
            self.changed.emit()

    def color(self, token: ColorToken) -> QColor:
        """A color by its name in the design."""
        return self._colors[token]

    def layer_color(self, index: int, count: int) -> QColor:
        """The color of layer index of count layers with weights: the first violet, the output teal."""
        return QColor(*_layer_rgb(index, count, self._dark))

    def ramp(self, kind: oklab.RampKind) -> oklab.Ramp:
        """The colors of a heat map: "tile" strong, "map" (and its axis) soft.

        Shapes: (256,) of 0xffRRGGBB in the format of QImage.Format_RGB32; 0 is neg, 128 zero, 255 pos.
        """
        return self._ramps[kind]

    def font(self, role: FontRole, weight: int | None = None, tabular: bool = True) -> QFont:
        """A font by its role; a weight overrides the role's own.

        Digits have equal widths unless tabular is off, which also tightens hyphens within words.
        """
        key = (role, weight, tabular)
        if key in self._fonts:
            return QFont(self._fonts[key])
        kind = TYPES[role]
        font = QFont(kind.family)
        font.setPixelSize(
            int(kind.size + 0.5)
        )  # Qt draws whole pixels only, regardless of how a size is given
        font.setWeight(QFont.Weight(weight or kind.weight))
        font.setItalic(kind.italic)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        if tabular and not kind.italic:
            font.setFeature(QFont.Tag("tnum"), 1)
        self._fonts[key] = font
        return QFont(font)

    def apply(self, app: QApplication) -> None:
        """Apply the style to the application, now and after each change."""
        self._app = app
        app.setStyle("Fusion")
        app.setFont(self.font("body", tabular=False))
        self._tell_system()
        self._dress()

    def _wants_dark(self) -> bool:
        if self._mode == "system":
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._mode == "dark"

    def _tell_system(self) -> None:
        # Window frames and native dialogs follow the choice as well.
        schemes = {
            "light": Qt.ColorScheme.Light,
            "dark": Qt.ColorScheme.Dark,
            "system": Qt.ColorScheme.Unknown,
        }
        QGuiApplication.styleHints().setColorScheme(schemes[self._mode])

    def _system_changed(self) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        dark = self._wants_dark()
        if dark != self._dark:
            self._dark = dark
            self._make_colors()
            self._dress()
            self.changed.emit()

    def _make_colors(self) -> None:
        hexes = {token: tone.dark if self._dark else tone.light for token, tone in COLORS.items()}
        if self._contrast:
            hexes |= {token: hexes[STRONGER[token]] for token in STRONGER}
        self._colors = {token: QColor(color) for token, color in hexes.items()}
        self._ramps = {
            kind: oklab.ramp(hexes["neg"], hexes["zero"], hexes["pos"], strength)
            for kind, strength in oklab.STRENGTH.items()
        }

    def _dress(self) -> None:
        if self._app is not None:
            palette: QPalette = make_palette(self._colors)
            self._app.setPalette(palette)
            self._app.setStyleSheet(
                ""
            )  # replacing another one, each widget would be styled once per ancestor
            self._app.setStyleSheet(make_sheet(self._colors))
