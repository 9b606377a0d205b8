"""The data sets as pictures: five visible, the others behind the sixth."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QWidget

from bplab.data.dataset_row import DatasetRow
from bplab.data.datasets import DATASETS
from bplab.data.own import OWN, OwnData
from bplab.ui.controls.grid_walk import walk_grid
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.rows import GAP, INSET
from bplab.ui.controls.thumbnail import FRAME, Thumbnail
from bplab.ui.form.pictures import draw_more, picture_of
from bplab.ui.style.theme import Theme

AT_HAND = ("circle", "xor", "gauss", "spiral", "digits")
COLUMNS = 3
OWN_TITLE = "My data..."
IMPORT_TIP = "Import a table of your own: CSV, TSV, or rows of a spreadsheet."
DRAW_TITLE = "Draw points"
DRAW_TIP = "Draw examples in the plane, on the points of the current set or on an empty sheet."
CAPTIONS = {
    OWN: OWN_TITLE,
    "xor_points": "XOR, four",
    "worked_example": "Worked",
}  # where the title is too long
MORE_TIP = "More data sets: curves, surfaces, and tiny sets to follow by hand."


class DatasetPicker(QWidget):
    """Click a picture, or select one with the arrow keys and Space."""

    edited = Signal(str)
    own_wanted = Signal()  # data of one's own, from a file
    drawing_wanted = Signal()  # or drawn

    def __init__(self, theme: Theme, frame: int = FRAME) -> None:
        super().__init__()
        at_hand = [row for row in DATASETS.values() if row.name in AT_HAND]
        self._value = at_hand[0]
        self._own: OwnData | None = None
        self.thumbnails = {
            row.name: Thumbnail(theme, row.title, picture_of(row), row.help, frame=frame) for row in at_hand
        }
        self.more = Thumbnail(theme, "More...", draw_more, MORE_TIP, frame=frame)
        self.menu = self._make_menu()
        layout = QGridLayout(self)
        layout.setContentsMargins(INSET, 0, INSET, 0)
        layout.setHorizontalSpacing(GAP)
        layout.setVerticalSpacing(4)
        for place, thumbnail in enumerate(self._all()):
            layout.addWidget(thumbnail, place // COLUMNS, place % COLUMNS)
        for row in at_hand:
            self.thumbnails[row.name].clicked.connect(lambda _=False, row=row: self._choose(row))
        self.more.clicked.connect(self._open_menu)
        self.set_value(self._value)

    def set_value(self, row: DatasetRow, own: OwnData | None = None) -> None:
        """Show which set is chosen without emitting a signal; of one's own, perhaps its points."""
        before = self._value, self._own
        self._value, self._own = row, own
        for known, thumbnail in self.thumbnails.items():
            thumbnail.setChecked(known == row.name)
        self.more.setChecked(row.name not in AT_HAND)
        for action in self.menu.actions():
            action.setChecked(action.data() == row.name)
        if (row, own) == before:
            return
        if row.name in AT_HAND:
            self.more.set_picture("More...", draw_more, MORE_TIP)
        else:
            self.more.set_picture(
                CAPTIONS.get(row.name, row.title),
                picture_of(row, own),
                f"{row.help}\nClick for more data sets.",
            )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not walk_grid(self._all(), COLUMNS, event.key()):
            super().keyPressEvent(event)

    def _all(self) -> list[Thumbnail]:
        return [*self.thumbnails.values(), self.more]

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for row in DATASETS.values():
            if row.name not in AT_HAND:
                action = QAction(row.title, menu)
                action.setToolTip(wrapped(row.help))
                action.setCheckable(True)
                action.setData(row.name)
                action.triggered.connect(lambda _=False, row=row: self._choose(row))
                menu.addAction(action)
        self._add_own(menu)
        return menu

    def _add_own(self, menu: QMenu) -> None:
        """My data comes last; its check mark says that such data is in use."""
        self.own = menu.addMenu(OWN_TITLE)
        self.own.setToolTipsVisible(True)
        own = self.own.menuAction()
        own.setToolTip(wrapped(f"{IMPORT_TIP}\n{DRAW_TIP}"))
        own.setCheckable(True)
        own.setData(OWN)
        for title, tip, wanted in (
            ("Import data...", IMPORT_TIP, self.own_wanted), (DRAW_TITLE, DRAW_TIP, self.drawing_wanted)
        ):  # fmt: skip
            action = self.own.addAction(title)
            action.setToolTip(wrapped(tip))
            action.triggered.connect(wanted)

    def _open_menu(self) -> None:
        self.set_value(self._value, self._own)  # the click has toggled the check mark; the menu decides
        self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _choose(self, row: DatasetRow) -> None:
        before = self._value
        self.set_value(row)
        if row != before:
            self.edited.emit(row.name)
