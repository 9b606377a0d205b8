"""The panel "Slope of the loss": why the selected weight moves as it does, and what comes of it."""

from time import perf_counter
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from bplab.experiment.parameters import Parameter
from bplab.explain.slope.curve import Slope, refined, slope_of
from bplab.explain.slope.point import Point, exists
from bplab.explain.slope.words import Told, told, what_loss
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.training.step import StepTrace
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.views.base.context import Selected, ViewContext
from bplab.ui.views.microscope.slope.controls import TRAINING
from bplab.ui.views.microscope.slope.layout import SlopeLayout
from bplab.ui.views.microscope.slope.worker import SlopeWorker

SELECT = "Select a weight or a bias in the network."
PAUSE = "Pause to see the slope: a step of this network takes long to work out."
DIVERGED = "The loss is not a number here: the run has diverged."
APART = 0.3  # seconds between two slopes while training runs, at least
LATE = 3.0  # seconds after which a step of a running training is no longer of now
SHARE = 0.04  # of the time that they may take then


class Shown(NamedTuple):
    """All that is shown of a slope, made beside the window."""

    slope: Slope
    words: Told
    opposite: Parameter | None


class SlopePanel(SlopeLayout):
    """Has slopes computed beside the window, and shows what comes; hidden, it does nothing."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context.theme, parent)
        self._context = context
        self._snapshot: Snapshot | None = None
        self._trace: StepTrace | None = None  # the newest
        self._came = 0.0  # when it did
        self._point: Point | None = None  # that is computed last
        self._slope: Slope | None = None  # that is shown
        self._opposite: Parameter | None = None
        self._due = 0.0  # when the next slope may be computed while training runs
        self._worker: SlopeWorker[Shown] = SlopeWorker(self)
        self._worker.ready.connect(self._take)
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._follow)
        context.selection_changed.connect(self._selection_changed)
        self.switch.edited.connect(lambda _part: self._begin_anew())
        self.what_if.edited.connect(lambda _rate: self._compute())
        self.sign.clicked.connect(self._show_other_sign)
        self.plot.resized.connect(self._tell_small)
        self.show_message("")

    @property
    def needs(self) -> Needs:
        """Every number of the step that comes next."""
        return Needs(step=True)

    @property
    def parameter(self) -> Parameter | None:
        """The weight or bias whose slope it is: that selected, or the bias of a selected neuron."""
        selected: Selected = self._context.selected
        if isinstance(selected, Neuron):
            return Parameter(selected.column - 1, None, selected.unit) if selected.column else None
        return selected

    @property
    def settled(self) -> bool:
        """Whether all is shown that there is to show."""
        return not self._worker.busy and not self._later.isActive()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Follow the run; while it trains, not every picture has its step in it."""
        before, self._snapshot = self._snapshot, snapshot
        moment = snapshot.run, snapshot.step, snapshot.learning_rate
        if before is None or (before.run, before.step, before.learning_rate) != moment:
            self.what_if.set_run(snapshot.learning_rate)
        if before is None or before.run != snapshot.run:
            self._trace = self._slope = None
        if snapshot.next_step is not None:
            self._trace, self._came = snapshot.next_step, perf_counter()
        elif self._is_running and perf_counter() - self._came > LATE:
            self._trace = None
        elif self._trace is not None:
            return  # the next picture has one again
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._forget()

    def _follow(self) -> None:
        """Compute the slope of the newest step, as soon as it may be."""
        if not self.isVisible():
            return
        wait = self._due - perf_counter() if self._is_running else 0.0
        if self._is_running and (wait > 0 or self._worker.busy):
            if not self._later.isActive():
                self._later.start(max(1, round(1000 * wait)))
            return
        self._ask()

    @property
    def _is_running(self) -> bool:
        return self._snapshot is not None and self._snapshot.state is RunState.RUNNING

    def _selection_changed(self, _selected: Selected) -> None:
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Forget what is shown and what is being computed: it is of something else."""
        self._forget()
        self._show_none("")
        if self.isVisible():
            self._ask()

    def _forget(self) -> None:
        self._worker.forget()
        self._later.stop()

    def _ask(self) -> None:
        self._forget()
        trace, parameter = self._trace, self.parameter
        if parameter is None:
            self._show_none(SELECT)
        elif trace is None:
            self._show_none(PAUSE if self._is_running else "")
        elif not exists(trace, parameter):
            self._show_none(SELECT)
        else:
            self._point = Point(trace, parameter, self.switch.value == TRAINING)
            self._compute()

    def _compute(self) -> None:
        """See where the learning rate that is tried leads; the run keeps its own."""
        point, rate, before = self._point, self.what_if.rate, self._slope
        if point is not None:
            self._worker.ask(lambda turn: _shown(slope_of(point, rate, before, turn)))

    def _take(self, shown: Shown, seconds: float) -> None:
        self._due = perf_counter() + max(APART, seconds / SHARE)
        slope, words, self._opposite = shown
        if not np.isfinite(slope.point.now):
            self._show_none(DIVERGED)
            return
        self._slope = slope
        self.plot.show_slope(slope, words)
        self.show_words(slope, words, self.plot.small_step, self._what(slope.point))
        self.show_opposite(self._opposite is not None)
        if not (self._is_running or slope.is_refined):
            self._worker.ask(lambda turn: _shown(refined(slope, turn)))

    def _what(self, point: Point) -> str:
        """Which loss it is, and which parameter, if that is not what is selected."""
        of = f"{point.parameter.name}, " if isinstance(self._context.selected, Neuron) else ""
        return f"{of}{what_loss(point)}"

    def _show_none(self, message: str) -> None:
        self._point = self._slope = self._opposite = None
        self.show_message(message)

    def _tell_small(self) -> None:
        self.tell_small(self.plot.small_step)

    def _show_other_sign(self) -> None:
        if self._opposite is not None:
            self._context.selection_wanted.emit(self._opposite)


def _shown(slope: Slope) -> Shown:
    return Shown(slope, told(slope), slope.point.opposite)
