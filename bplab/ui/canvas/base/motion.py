"""Animates neurons to their new places when the network is edited; numbers are never animated."""

from PySide6.QtCore import QEasingCurve, QObject, QPointF, QRectF, QVariantAnimation, Signal
from PySide6.QtWidgets import QStyle, QWidget

from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.style.theme import Theme

GLIDE = 200  # ms; 0 if the system or the user asks for reduced motion


class Motion(QObject):
    """The old places of neurons, and the progress of the animation."""

    stepped = Signal()

    def __init__(self, widget: QWidget, theme: Theme) -> None:
        super().__init__(widget)
        self._widget, self._theme = widget, theme
        self._before: dict[Neuron, QRectF] = {}
        self._clock = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._clock.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._clock.valueChanged.connect(lambda _: self.stepped.emit())
        self._clock.finished.connect(self._before.clear)

    @property
    def progress(self) -> float:
        """The completed share of the way; 1 at rest."""
        running = self._clock.state() == QVariantAnimation.State.Running
        return float(self._clock.currentValue()) if running else 1.0

    def begin(self, seen: dict[Neuron, QRectF]) -> None:
        """Start from where neurons are shown now."""
        asked = self._widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration)
        if not self._widget.isVisible() or asked <= 0 or self._theme.reduce_motion:
            return
        self._clock.stop()
        self._before = dict(seen)
        self._clock.setDuration(min(GLIDE, asked))
        self._clock.start()

    def stop(self) -> None:
        """Finish immediately."""
        self._clock.stop()
        self._before = {}

    def place(self, neuron: Neuron, box: QRectF) -> QRectF:
        """The current place of a neuron on its way to a box; a new one grows from the box's center."""
        done = self.progress
        if done >= 1:
            return box
        start = self._before.get(neuron, QRectF(box.center(), box.center()))
        corners = [
            a + (b - a) * done
            for a, b in ((start.topLeft(), box.topLeft()), (start.bottomRight(), box.bottomRight()))
        ]
        return QRectF(QPointF(corners[0]), QPointF(corners[1]))
