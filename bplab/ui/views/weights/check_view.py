"""The check of all gradients as a map: each parameter's gradient against central differences of the loss."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from bplab.experiment.parameters import Parameter
from bplab.explain.check_map import KINK, SMALL, CheckMap, map_of, table
from bplab.training.jobs import Job
from bplab.training.snapshot import Needs, Snapshot
from bplab.training.step import StepInput
from bplab.training.verification import Verification
from bplab.ui.checker import GradientChecker
from bplab.ui.controls.button import Button
from bplab.ui.controls.options import Option
from bplab.ui.controls.painting import draw_ring
from bplab.ui.controls.segmented import Segmented
from bplab.ui.session import Session
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.card import draw_card
from bplab.ui.views.base.layers import layer_names
from bplab.ui.views.base.picture import Tip
from bplab.ui.views.base.probed import Probed
from bplab.ui.views.weights.check_layout import Block, lay_out, neighbor
from bplab.ui.views.weights.check_painter import (
    BAR,
    lines_of,
    paint_axis,
    paint_block,
    paint_legend,
    scale_of,
    write,
)

HEAD, INSET, WORDS, NAMES, LEGEND = 36, 16, 18, 17, 20
LONG = 0.5  # seconds after which progress is worth showing
CHECK, CANCEL = "Check gradients", "Cancel"
CHECK_TIP = (
    "Changes every weight and bias slightly up and down, and checks that the loss of the next batch changes "
    "as backpropagation predicts. Training continues meanwhile."
)
ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class CheckView(Probed):
    """One block of cells per layer; arrows walk the cells, Enter selects the parameter on the canvas."""

    probe: Parameter | None = None
    picked = Signal(object)  # Parameter: the user wants it selected

    def __init__(
        self, theme: Theme, session: Session, left: int = INSET, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "Gradient check", parent)
        self._snapshot: Snapshot | None = None
        self._map: CheckMap | None = None
        self._said = ""  # while it works, or why it cannot be done
        self._selected: Parameter | None = None
        self.checker = GradientChecker(session, self)
        self.checker.found.connect(self._take)
        self.checker.refused.connect(self._say)
        self.checker.working.connect(self._show_progress)
        session.run_changed.connect(self.forget)
        self.switch = Segmented(theme, KINDS, height=26, name="Which error is shown", parent=self)
        self.switch.adjustSize()
        self.switch.move(left, 5)
        self.switch.edited.connect(lambda _kind: self.update())
        self.button = Button(theme, CHECK, height=26, parent=self)
        self.button.setToolTip(CHECK_TIP)
        self.button.clicked.connect(self._press)

    @property
    def needs(self) -> Needs:
        """Nothing: the step is asked for when it is checked."""
        return Needs()

    @property
    def choices(self) -> dict[str, str]:
        """The user's choices here, to be remembered."""
        return {"weights.error": self.switch.value}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        if self.switch.restore(choices.get("weights.error")):
            self.update()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Another network has nothing to show before it is checked."""
        old, self._snapshot = self._snapshot, snapshot
        if old is None or old.run != snapshot.run:
            self.update()

    def set_selected(self, selected: object) -> None:
        """Mark the parameter that is selected on the canvas, if one is."""
        self._selected = selected if isinstance(selected, Parameter) else None
        self.update()

    def check(self) -> None:
        """Check all gradients of the run's next step."""
        self.forget()
        self.checker.check()
        self._label(CANCEL)

    def forget(self) -> None:
        """Cancel the check, and show nothing."""
        self.checker.forget()
        self._map, self.probe = None, None
        self._say("")

    def _press(self) -> None:
        (self.forget if self.checker.busy else self.check)()

    def _take(self, found: Verification, point: StepInput) -> None:
        self._map = map_of(found, point)
        self._say("")

    def _show_progress(self, job: Job[Verification]) -> None:
        if job.seconds > LONG:
            self._said = f"{job.done:,} of {job.total:,} gradients checked"
            self.describe()
            self.update()

    def _say(self, text: str) -> None:
        self._said = text
        self._label(CHECK)
        self.describe()
        self.update()

    def _label(self, text: str) -> None:
        if text != self.button.text():
            self.button.setText(text)
            self._place_button()

    def _place_button(self) -> None:
        self.button.adjustSize()
        self.button.move(self.width() - INSET - self.button.width(), 5)

    @property
    def _relative(self) -> bool:
        return self.switch.value == "relative"

    def plan(self) -> tuple[Block, ...]:
        """Where the layers of what was checked stand."""
        if self._map is None:
            return ()
        shapes = [(len(block) - 1, block.shape[1]) for block in self._map.relative]
        return lay_out(shapes, QRectF(self.rect()).adjusted(INSET, HEAD + WORDS + NAMES, -INSET, -LEGEND - 4))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_button()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it any more: what is being checked is given up."""
        if not event.spontaneous() and self.checker.busy:
            self.forget()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme.color("panel"))
        if self._map is not None:
            self._paint_map(painter, self._map)
        else:
            painter.setFont(theme.font("form"))
            painter.setPen(theme.color("t2"))
            box = QRectF(self.rect()).adjusted(80, HEAD, -80, 0)
            wrapped = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box, wrapped, self._said or self._invitation())
        if self.ring and self.probe is None:
            draw_ring(painter, QRectF(self.rect()).adjusted(2, 2, -2, -2), theme)

    def _invitation(self) -> str:
        shown = self._snapshot
        count = f"all {shown.shape.parameters:,} gradients" if shown is not None else "all gradients"
        return f"{CHECK} compares {count} of the next step with central differences of its loss."

    def _paint_map(self, painter: QPainter, found: CheckMap) -> None:
        theme, plan = self.theme, self.plan()
        errors = found.relative if self._relative else found.absolute
        scale = scale_of(errors, theme, relative=self._relative)
        bar = self.button.x() - 24.0
        if bar - BAR > self.switch.geometry().right() + 20:
            paint_axis(painter, bar, scale, theme)
        names = layer_names(found.point.build.shape)
        for block, name in zip(plan, names, strict=True):
            paint_block(painter, block, errors[block.layer], found.beyond[block.layer], scale, theme)
            place = QRectF(block.weights.left(), HEAD + WORDS, 120, NAMES)
            write(painter, place, name, theme.layer_color(block.layer, len(plan)), theme)
        ink = theme.color("ok" if found.found.check.within() else "bad")
        write(painter, QRectF(INSET, HEAD, self.width() - 2 * INSET, WORDS), found.words, ink, theme)
        check = found.found.check
        counts = ((np.inf, found.wrong_count), (KINK, check.kink_count), (SMALL, check.small_count))
        paint_legend(painter, INSET, self.height() - LEGEND / 2 - 1, counts, theme)
        self._paint_marks(painter, found, plan)

    def _paint_marks(self, painter: QPainter, found: CheckMap, plan: tuple[Block, ...]) -> None:
        """Frame the selected parameter, and describe the one at hand."""
        for parameter, color in ((self._selected, "acc"), (self.probe, "text")):
            if parameter is not None and parameter.layer < len(plan):
                place = plan[parameter.layer].place(parameter)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(self.theme.color(color), 1.5))  # type: ignore[arg-type]
                painter.drawRect(place.adjusted(-1, -1, 1, 1))
        if self.probe is not None:
            place = plan[self.probe.layer].place(self.probe)
            inside = QRectF(self.rect()).adjusted(0, HEAD, 0, 0)
            draw_card(painter, place.center(), inside, lines_of(found, self.probe), self.theme)

    def description(self) -> str:
        found, text = self._map, self._said or self._invitation()
        if found is not None and self.probe is not None:
            text = ", ".join(lines_of(found, self.probe))
        elif found is not None:
            text = found.words
        return text

    def parameter_at(self, point: QPointF) -> Parameter | None:
        """The parameter under a point; of several in a cell, the worst."""
        if self._map is None:
            return None
        found = (block.at(point, self._map.beyond[block.layer]) for block in self.plan())
        return next((parameter for parameter in found if parameter is not None), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.set_probe(self.parameter_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        parameter = self.parameter_at(event.position())
        if parameter is not None and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(parameter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, step = Qt.Key(event.key()), STEPS.get(Qt.Key(event.key()))
        if key == Qt.Key.Key_Escape and self.probe is not None:
            self.set_probe(None)
        elif key in ENTER and self.probe is not None:
            self.picked.emit(self.probe)
        elif step is not None and self._map is not None:
            self.set_probe(neighbor(self.plan(), self.probe, *step))
        else:
            super().keyPressEvent(event)

    def tips(self) -> list[Tip]:
        return [(QRectF(0, 0, self.width(), HEAD + WORDS), CHECK_TIP)]

    def values_text(self) -> str:
        return table(self._map) if self._map is not None else ""


KINDS = (
    Option(
        "relative",
        "Relative",
        "The difference divided by the size of the gradient. What is within the check's noise is right.",
    ),
    Option("absolute", "Absolute", "The difference between backpropagation and central differences."),
)
