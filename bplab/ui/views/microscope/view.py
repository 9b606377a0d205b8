"""The Microscope: one weight, bias or neuron in the step that comes next, number by number."""

from collections.abc import Mapping
from time import monotonic
from typing import cast

import numpy as np
from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent

from bplab.experiment.parameters import Parameter
from bplab.explain.cards.cells import Unit
from bplab.explain.cards.own import own_page
from bplab.explain.cards.page import Form, Page, page_of
from bplab.explain.updates import Update
from bplab.training.own_point import pass_forward
from bplab.training.snapshot import Needs, RunState, Snapshot
from bplab.training.step import StepTrace
from bplab.training.trace import MEAN
from bplab.ui.views.base.context import ViewContext
from bplab.ui.views.microscope.copying import written
from bplab.ui.views.microscope.empty import INPUT, LARGE, NOTHING, WAITING
from bplab.ui.views.microscope.panes import Panes
from bplab.ui.views.microscope.selection import looked_at, selection_of, still_there
from bplab.ui.views.microscope.sheet import is_back
from bplab.ui.views.microscope.slope.panel import LATE
from bplab.ui.views.microscope.switches import FORMS

OFTEN = 2.0  # seconds between two looks while training runs: nobody reads a page of numbers faster
FEW = 10  # steps since the last look: a training so slow is followed,
SOON = 0.25  # with these seconds between two looks


class MicroscopeView(Panes):
    """Follows the selection and the example picked; a click on a number looks at where it comes from."""

    failed = Signal(str)

    def __init__(self, context: ViewContext) -> None:
        super().__init__(context)
        self._context = context
        self._snapshot: Snapshot | None = None
        self._trace: StepTrace | None = None
        self._taken = 0.0  # when the trace was
        self._before: list[Parameter | Unit] = []  # what was looked at, for the way back
        self._to_edit = False  # the number, once it is there
        self._following = False  # a number is being followed, not picked on the canvas
        self._example = 1  # picked last
        self._fitted: object = None  # what was made to fit last, so that new numbers do not change its form
        self._tight = False
        self._connect()
        self._show()

    def _connect(self) -> None:
        context = self._context
        context.selection_changed.connect(self._selected)
        context.stop_changed.connect(self._picked)
        context.point_changed.connect(lambda _point: self._picked(context.stop))
        self.sheet.opened.connect(self._follow)
        self.sheet.chosen.connect(context.stop_wanted)
        self.sheet.copied.connect(self._copy)
        self.sheet.shown_at.connect(self._scroll_to)
        self.sheet.back_wanted.connect(self.go_back)
        self.sheet.edit_wanted.connect(self.edit)
        self.sheet.text = lambda: self._written("text")
        self.head.back_wanted.connect(self.go_back)
        self.forms.edited.connect(lambda _form: self._show())
        self.cards.edited.connect(lambda _card: self._show())
        self.parts.edited.connect(lambda _part: self._show())
        self.moments.edited.connect(self._choose_moment)
        self.empty.wanted.connect(self._select)
        self._picked(context.stop)

    @property
    def needs(self) -> Needs:
        """The whole step that comes next; while training runs only now and then."""
        snapshot, trace = self._snapshot, self._trace
        if snapshot is None or snapshot.state is not RunState.RUNNING or trace is None:
            return Needs(step=True)
        slow = 0 < snapshot.step - trace.start.step <= FEW
        return Needs(step=monotonic() - self._taken >= (SOON if slow else OFTEN))

    @property
    def choices(self) -> dict[str, str]:
        """What a person has chosen here, to be remembered."""
        return {"microscope.form": self.forms.value}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Choose again what was remembered; what does not make sense any more is left alone."""
        if choices.get("microscope.form") in {form.value for form in FORMS}:
            self.forms.set_value(str(choices["microscope.form"]))
            self._show()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Take a new step; one of another run leaves nothing of the old one."""
        if self._snapshot is not None and snapshot.run != self._snapshot.run:
            self._trace = None
        self._snapshot = snapshot
        self.slope.show_snapshot(snapshot)
        late = monotonic() - self._taken > LATE
        if snapshot.next_step is not None:
            self._trace, self._taken = snapshot.next_step, monotonic()
        elif snapshot.state is RunState.RUNNING and (self._trace is None or not late):
            return  # nothing new to be seen
        elif snapshot.state is RunState.RUNNING:
            self._trace = None
        if self.isVisible():
            self._show()

    @property
    def at(self) -> Parameter | Unit | None:
        """What is looked at."""
        return looked_at(self._context.selected)

    @property
    def page(self) -> Page | None:
        """What there is to be seen, if anything is selected and its numbers are known."""
        at, trace, snapshot = self.at, self._trace, self._snapshot
        if snapshot is None or snapshot.run != self._context.session.run:
            return None  # its numbers are of the network before
        if at is None or trace is None or not still_there(trace, at):
            return None
        if self._context.point is not None:
            return own_page(trace, pass_forward(trace, np.array(self._context.point)), at, self.rows)
        stop, form = self._context.stop, cast("Form", self.forms.value)
        example = None if stop >= MEAN else min(stop, len(trace.x)) - 1
        return page_of(trace, at, example, form, self.rows)

    def edit(self) -> None:
        """Have the selected number edited, as soon as it is shown."""
        self._to_edit = True
        self._show()

    def go_back(self) -> None:
        """Look at what was looked at before."""
        if self._before:
            self._select(self._before.pop())

    def _select(self, at: Parameter | Unit) -> None:
        self._following = True
        self._context.selection_wanted.emit(selection_of(at))
        self._following = False
        self._show()

    def _follow(self, at: Parameter | Unit) -> None:
        """Look at where a number comes from."""
        if self.at is not None and at != self.at:
            self._before.append(self.at)
        self._select(at)

    def _selected(self) -> None:
        if not self._following:
            self._before.clear()
        if self.isVisible():
            self._show()

    def _picked(self, stop: int) -> None:
        is_mean = stop >= MEAN and self._context.point is None
        self.moments.set_value("mean" if is_mean else "example")
        self._example = self._example if stop >= MEAN else stop
        if self.isVisible():
            self._show()

    def _choose_moment(self, moment: str) -> None:
        self._context.stop_wanted.emit(MEAN if moment == "mean" else self._example)

    def _show(self) -> None:
        """Show the page, or say why there is none."""
        page, snapshot = self.page, self._snapshot
        self.area.setVisible(page is not None)
        self.head.look_at(self.at if page is not None else None)
        self.head.back.setVisible(bool(self._before))
        self.forms.setVisible(isinstance(self.at, Parameter))
        self._fit(page)
        self.updateGeometry()
        self._show_message(page)
        if page is not None and snapshot is not None and isinstance(page.at, Parameter):
            value = Update(page.trace, page.at).old.value
            self.head.show_value(value, started=snapshot.step > 0)
            if self._to_edit and self.isVisible():
                self._to_edit = False
                self.head.edit()

    def _fit(self, page: Page | None) -> None:
        """Show the page so that nothing has to be scrolled: with low bars, or the update apart."""
        form = self.at, self.forms.value, self.moments.value, self.size(), self._context.session.spec
        if form != self._fitted:
            self._fitted, self._tight, self.is_split = form, False, False
        self._show_page(page)
        if page is None or self.is_low or self.is_presented:
            return
        if self.is_overfull and not self._tight:
            self._tight = True
            self._show_page(page)
        if self.is_overfull and not self.is_split:
            self.is_split = True
            self._show_page(self.page)

    def _show_page(self, page: Page | None) -> None:
        self.cards.setVisible(self.is_low and page is not None)
        self.parts.setVisible(self.is_split and page is not None)
        tight = self._tight and not self.is_split
        self.sheet.show_page(page, self.shown, bare=self.is_presented, tight=tight)

    def _show_message(self, page: Page | None) -> None:
        running = self._snapshot is not None and self._snapshot.state is RunState.RUNNING
        text = LARGE if running else WAITING
        if self._context.selected is None:
            text = NOTHING
        elif self.at is None:
            text = INPUT
        self.empty.setVisible(page is None)
        if page is None:
            self.empty.say(text, self._trace if self.at is None else None)

    def _written(self, what: str) -> str:
        at, trace = self.at, self._trace
        return "" if at is None or trace is None else written(trace, at, self._example, what)

    def _copy(self, what: str) -> None:
        QGuiApplication.clipboard().setText(self._written(what))

    def _scroll_to(self, place: QRectF) -> None:
        center = place.center()
        self.area.ensureVisible(round(center.x()), round(center.y()), 0, 60)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_back(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_back(event):
            self.go_back()
        elif event.key() == Qt.Key.Key_F2:
            self.edit()
        elif event.key() == Qt.Key.Key_Escape and self.head.value.hasFocus():
            self.sheet.setFocus(Qt.FocusReason.OtherFocusReason)  # Space plays again
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.is_presented:  # without the tabs
            self.head.row.addWidget(self.tools)
            self.tools.show()
        self.head.present(self.is_presented)
        self.arrange()
        self._show()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees it any more: what is being checked is given up."""
        if not event.spontaneous():
            self.head.checker.forget()
        super().hideEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.arrange()
        self._show()
