"""A push button: plain with a border, in the accent color in several strengths, or quiet until hovered."""

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from bplab.ui.controls.options import wrapped
from bplab.ui.controls.painting import EnterPresses, KeyboardFocus, draw_frame, draw_ring, painter_for
from bplab.ui.style.resources import draw_icon
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

Kind = Literal["plain", "primary", "outline", "soft", "quiet", "link"]  # outline and soft: the accent, weaker
GAP = 8


class Button(EnterPresses, KeyboardFocus, QPushButton):
    """A button with an icon, text or both, and a chevron if it opens a menu."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        icon: str = "",
        kind: Kind = "plain",
        height: int = 28,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self._icon = icon
        self._kind: Kind = kind
        self.icon_size = 16 if height > 28 else 14
        self.padding = 12
        self.has_chevron = False
        self.setFixedHeight(height)
        self.setFont(theme.font("heading" if height >= 40 else "body", 500, tabular=False))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def set_icon(self, name: str) -> None:
        """Show another icon of resources/icons."""
        if name != self._icon:
            self._icon = name
            self.updateGeometry()
            self.update()

    def set_kind(self, kind: Kind) -> None:
        """Change the look."""
        if kind != self._kind:
            self._kind = kind
            self.update()

    def bind(self, action: QAction, text: str | None = None) -> None:
        """Trigger an action and follow its tooltip and enabled state; a given text is kept."""
        if text is not None:
            self.setText(text)

        def show() -> None:
            if text is None:
                self.setText(words_of(action))
                self.updateGeometry()
            self.setToolTip(wrapped(action.toolTip()))
            self.setEnabled(action.isEnabled())

        action.changed.connect(show)
        self.clicked.connect(action.trigger)
        show()

    def sizeHint(self) -> QSize:
        return QSize(round(self._content_width()) + 2 * self.padding, self.height())

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_for(self)
        rect = QRectF(self.rect())
        if self.ring and self._kind == "primary":
            draw_ring(painter, rect, self._theme, 8)
            rect = rect.adjusted(3.5, 3.5, -3.5, -3.5)
        fill, border, ink = self._colors()
        draw_frame(painter, rect, fill, border)
        if self.ring and self._kind != "primary":
            draw_ring(painter, rect, self._theme)
        self._draw_content(painter, ink)

    def _colors(self) -> tuple[QColor | None, QColor | None, QColor]:
        color = self._theme.color
        touched = self.isEnabled() and (self.underMouse() or self.isDown())
        if self._kind == "primary" and self.isEnabled():
            fill = color("acc")
            if touched:
                fill = fill.darker(112) if self._theme.dark else fill.lighter(115)
            return fill, None, color("onacc")
        ink: ColorToken = "text" if self._kind == "plain" or touched else "t2"
        if not self.isEnabled():
            ink = "t3"
        if self._kind == "link":
            return (color("hover") if touched else None), None, color("acc")
        if self._kind == "quiet":
            return (color("hover") if touched or self.isChecked() else None), None, color(ink)
        if self._kind in ("outline", "soft") and self.isEnabled():
            washed = touched or self._kind == "soft"
            border = color("acc") if touched or self._kind == "outline" else None
            return color("accw" if washed else "field"), border, color("acc")
        ground: ColorToken = "hover" if touched or not self.isEnabled() else "field"
        return color(ground), color("line2" if self.isEnabled() else "line"), color(ink)

    def _draw_content(self, painter: QPainter, ink: QColor) -> None:
        x = (self.width() - self._content_width()) / 2
        middle = self.height() / 2
        if self._icon:
            size = self.icon_size
            draw_icon(painter, self._icon, ink, QRectF(x, middle - size / 2, size, size))
            x += size + GAP
        if self.text():
            width = self.fontMetrics().horizontalAdvance(self.text())
            painter.setPen(ink)
            box = QRectF(x, 0, width + 2, self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
            x += width + 6
        if self._opens:
            draw_icon(painter, "chevron-down", ink, QRectF(x, middle - 7, 14, 14))

    @property
    def _opens(self) -> bool:
        return self.has_chevron or self.menu() is not None

    def _content_width(self) -> float:
        text = self.fontMetrics().horizontalAdvance(self.text()) if self.text() else 0
        icon = self.icon_size if self._icon else 0
        gap = GAP if text and icon else 0
        return text + icon + gap + (20 if self._opens else 0)


def words_of(action: QAction) -> str:
    """Return an action's name without its mnemonic mark and the key shown in menus."""
    return action.text().split("\t")[0].replace("&", "")
