"""A view of several pages, one of which is shown: a switch at the left edge chooses it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.controls.options import Option
from bplab.ui.controls.segmented import Segmented
from bplab.ui.controls.within import Ordered
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.view import Chooser, PlacedView

INSET, TOP, APART = 16, 5, 12  # pixels beside and above the switch, and between it and what follows


class Page(PlacedView, Protocol):
    """A page, which is a picture; its controls begin where the switch ends."""

    def setGeometry(self, x: int, y: int, w: int, h: int, /) -> None: ...


@dataclass(frozen=True)
class PageRow:
    """A page by its name in the remembered choices; `make(left, parent)` is called when it is first shown."""

    name: str
    title: str
    help: str
    make: Callable[[int, QWidget], Page]


class Pages(Ordered, QWidget):
    """Shows the page that the user chose; a page costs nothing before it is first shown."""

    failed = Signal(str)

    def __init__(self, theme: Theme, rows: Sequence[PageRow], key: str, name: str) -> None:
        super().__init__()
        self.theme = theme
        self._rows = {row.name: row for row in rows}
        self._key = key  # of the remembered choice
        self._pages: dict[str, Page] = {}
        self._kept: dict[str, object] = {}  # choices remembered for pages that are not made yet
        self._snapshot: Snapshot | None = None
        self._chosen = rows[0].name
        self._shown: QWidget | None = None
        options = [Option(row.name, row.title, row.help) for row in rows]
        self.switch = Segmented(theme, options, height=26, name=name, parent=self)
        self.switch.adjustSize()
        self.switch.move(INSET, TOP)
        self.switch.edited.connect(self.choose)
        self.show_page()

    @property
    def left(self) -> int:
        """Where a page may begin beside the switch."""
        return self.switch.geometry().right() + APART

    @property
    def current(self) -> Page:
        """The page that is shown."""
        return self.page(self.switch.value)

    @property
    def needs(self) -> Needs:
        """What the page shown needs."""
        return self.current.needs

    @property
    def choices(self) -> dict[str, object]:
        """The user's choices here, to be remembered."""
        found = dict(self._kept)
        for page in self._pages.values():
            if isinstance(page, Chooser):
                found |= page.choices
        return {**found, self._key: self._chosen}

    def restore(self, choices: Mapping[str, object]) -> None:
        """Restore remembered choices; those that no longer make sense are ignored."""
        self._kept = {name: value for name, value in choices.items() if name != self._key}
        for page in self._pages.values():
            if isinstance(page, Chooser):
                page.restore(choices)
        chosen = choices.get(self._key)
        if isinstance(chosen, str) and chosen in self._rows:
            self._chosen = chosen
            self.show_page()

    def page(self, name: str) -> Page:
        """A page by its name, made now if necessary."""
        if name not in self._pages:
            page = self._pages[name] = self._rows[name].make(self.left, self)
            page.failed.connect(self.failed)
            page.setGeometry(0, 0, self.width(), self.height())
            cast("QWidget", page).hide()
            QWidget.setTabOrder(self.switch.segment(list(self._rows)[-1]), cast("QWidget", page))
            if isinstance(page, Chooser):
                page.restore({**page.choices, **self._kept})
        return self._pages[name]

    def walked(self) -> Iterable[QObject]:
        """The switch, which lies above the pages, comes before them."""
        return sorted(self.children(), key=lambda child: child is not self.switch)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot on the current page; a new run on all."""
        old, self._snapshot = self._snapshot, snapshot
        for page in tuple(self._pages.values()):
            if page is self.current or old is None or old.run != snapshot.run:
                page.show_snapshot(snapshot)

    def choose(self, name: str) -> None:
        """Show a page as if the user had clicked its segment."""
        self._chosen = name
        self.show_page()

    @property
    def due(self) -> str:
        """The page to be shown."""
        return self._chosen

    def show_page(self) -> None:
        """Show the page that is due, with what was shown last."""
        before, due = self._shown, cast("QWidget", self.page(self.due))
        self.switch.set_value(self.due)
        if due is before:
            return
        self._shown = due
        if self._snapshot is not None:
            self.current.show_snapshot(self._snapshot)
        due.show()
        self.switch.raise_()
        if before is not None:
            if before.hasFocus():
                due.setFocus()
            before.hide()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The page has the focus; with a focus proxy, Tab would pass the switch over."""
        super().focusInEvent(event)
        cast("QWidget", self.current).setFocus(event.reason())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for page in self._pages.values():
            page.setGeometry(0, 0, self.width(), self.height())
