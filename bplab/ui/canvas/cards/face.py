"""How a card looks: full, short if columns are close together, one line in low windows."""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from bplab.ui.controls.painting import draw_frame, draw_ring
from bplab.ui.controls.plus_minus import stepper_width
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken, FontRole

Kind = Literal["full", "short", "mini", "title"]
Align = Qt.AlignmentFlag
COUNTED = 46  # pixels that "neurons" needs beside the count
DOT = 3.0  # the radius of a mark


@dataclass(frozen=True)
class CardFace:
    """The texts of a card."""

    kind: Kind = "full"
    title: str = ""
    short: str = ""  # the title if there is little room
    units: int = 0
    sizable: bool = False  # the size of hidden layers can be chosen
    activation: str = ""
    init: str = ""
    line: str = ""  # second line: names of inputs, number of outputs
    link: str = ""  # third line, clickable
    small: str = ""  # third line of a short card
    tip: str = ""
    color: int = -1  # 0xRRGGBB of the bar; -1: none
    walked: bool = False  # a step is walked through: a card of one line names its activation
    active: bool = False  # a walk through a step computes this layer now
    equal: str = ""  # how few neurons differ, if some are equal: 1 of 4 different

    @property
    def ink(self) -> ColorToken:
        """The color of its title."""
        return "acc" if self.active else "text"


def draw_face(
    painter: QPainter, theme: Theme, rect: QRectF, face: CardFace, touched: bool, ring: bool
) -> None:
    """Draw a card except for its controls."""
    if face.kind != "title" or touched:
        draw_frame(painter, rect, theme.color("panel"), theme.color("line2" if touched else "line"), 8)
    if face.color >= 0 and face.kind != "title":
        inset = 12 if rect.width() > 90 else 0.15 * rect.width()
        draw_frame(
            painter, QRectF(rect.x() + inset, 0, rect.width() - 2 * inset, 3), QColor(face.color), None, 1.5
        )
    if ring:
        draw_ring(painter, rect, theme, 8)
    {"full": _full, "short": _short, "mini": _mini, "title": _title}[face.kind](painter, theme, rect, face)
    if face.equal and face.kind != "full":
        _dot(painter, theme, rect)


def inset(width: float) -> int:
    """The distance of the text of a full card from its left edge."""
    return 12 if width >= 126 else 8


def _full(painter: QPainter, theme: Theme, rect: QRectF, face: CardFace) -> None:
    x = inset(rect.width())
    wide = rect.width() - 2 * x
    _write(painter, theme, face.title, QRectF(x, 8, wide, 18), "body", face.ink, 600)
    if face.sizable:
        left = x + stepper_width(theme, face.units) + 7
        if face.equal:
            _equal(painter, theme, rect, face, left)
        elif rect.width() - left >= COUNTED:
            _write(painter, theme, "neurons", QRectF(left, 27, 60, 20), "caption", "t3")
    else:
        _write(painter, theme, face.line, QRectF(x, 27, wide, 20), "caption", "t3")
    if face.link:
        _write(painter, theme, face.link, QRectF(x, 46, wide, 22), "form", "acc")


def _equal(painter: QPainter, theme: Theme, rect: QRectF, face: CardFace, left: float) -> None:
    """Write in two lines how few neurons differ, or leave it to a dot."""
    count, _, word = face.equal.rpartition(" ")
    room = rect.width() - left - 2
    widest = max(QFontMetricsF(theme.font("tick", 500)).horizontalAdvance(text) for text in (count, word))
    if widest > room:
        _dot(painter, theme, rect)
        return
    for text, y in ((count, 25), (word, 36)):
        _write(painter, theme, text, QRectF(left, y, room, 12), "tick", "bad", 500)


def _dot(painter: QPainter, theme: Theme, rect: QRectF) -> None:
    """Mark a card that has no room for words; its tooltip has them."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("bad"))
    painter.drawEllipse(QPointF(rect.right() - 5, rect.top() + 6), DOT, DOT)


def _short(painter: QPainter, theme: Theme, rect: QRectF, face: CardFace) -> None:
    wide, x = rect.width() - 4, 2.0
    _write(painter, theme, face.short, QRectF(x, 5, wide, 16), "form", face.ink, 600, Align.AlignHCenter)
    _write(painter, theme, f"{face.units}", QRectF(x, 20, wide, 16), "form", "t2", 0, Align.AlignHCenter)
    _write(painter, theme, face.small, QRectF(x, 35, wide, 14), "tick", "t3", 0, Align.AlignHCenter)


def _title(painter: QPainter, theme: Theme, rect: QRectF, face: CardFace) -> None:
    name = face.small if face.activation else ""
    metrics = QFontMetricsF(theme.font("body", 600))
    for title in (face.title, face.short):
        text = " · ".join(filter(None, (title, name)))
        if metrics.horizontalAdvance(text) <= rect.width() - 6:
            break
    else:
        text = face.short
    _write(painter, theme, text, rect.adjusted(2, 0, -2, 0), "body", face.ink, 600, Align.AlignHCenter)


def _mini(painter: QPainter, theme: Theme, rect: QRectF, face: CardFace) -> None:
    told = face.small if face.walked and face.activation else f"{face.units}"
    for text in (f"{face.title} · {told}", f"{face.short} · {told}", face.short):
        if QFontMetricsF(theme.font("form", 600)).horizontalAdvance(text) <= rect.width() - 10:
            break
    box = rect.adjusted(2, 2, -2, 0)
    _write(painter, theme, text, box, "form", face.ink, 600, Align.AlignHCenter)


def _write(
    painter: QPainter,
    theme: Theme,
    text: str,
    box: QRectF,
    role: FontRole,
    ink: ColorToken,
    weight: int = 0,
    align: Align = Align.AlignLeft,
) -> None:
    font = theme.font(role, weight or None)
    painter.setFont(font)
    painter.setPen(theme.color(ink))
    fitting = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.drawText(box, align | Align.AlignVCenter, fitting)
