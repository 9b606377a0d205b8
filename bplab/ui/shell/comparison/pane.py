"""One of two compared runs: its head, its network, its output and its loss."""

from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bplab.training.compared import ComparedRun, what_it_is
from bplab.training.snapshot import Needs, Snapshot
from bplab.ui.controls.painting import painter_for
from bplab.ui.shell.comparison.head import RunHead
from bplab.ui.shell.comparison.network import NetworkBeside
from bplab.ui.shell.right_column import COLUMN_WIDTH, PICTURE_HEIGHT
from bplab.ui.style.theme import Theme
from bplab.ui.views.loss.compared import ComparedLoss
from bplab.ui.views.output.view import OutputView

LEAST_PICTURE = 200  # pixels of height
LOSS, BESIDE_TABLE = 216, 160  # pixels of width that the output leaves to the loss; a table needs more
NETWORK = 180  # pixels of height that a low window leaves to the network


class RunPane(QWidget):
    """Shows snapshots of one run; nothing in it edits."""

    def __init__(
        self, theme: Theme, run: ComparedRun, other: ComparedRun, *, current: bool,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._theme = theme
        title = run.summary.title
        self.head = RunHead(theme, title, what_it_is(run, other), current=current)
        self.network = NetworkBeside(theme, run.number, run.summary.spec)
        self.output, self.loss = OutputView(theme), ComparedLoss(theme, other.summary)
        self.output.map.switchable = False
        self.network.graph.setAccessibleName(f"Network of {title}")
        self.output.setAccessibleName(f"Output of {title}")
        self.loss.setAccessibleName(f"Loss of {title}")
        self.setAccessibleName(self.head.accessibleName())
        self._lay_out()
        theme.changed.connect(self.update)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.network, 1)
        column.addSpacing(1)
        self._pictures = QHBoxLayout()
        self._pictures.setSpacing(1)
        self._pictures.addWidget(self.output)
        self._pictures.addWidget(self.loss, 1)
        column.addLayout(self._pictures)

    @property
    def needs(self) -> Needs:
        """What its parts need."""
        return self.network.needs | self.output.needs | self.loss.needs

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show another moment of the run in all parts."""
        for part in (self.head, self.network, self.output, self.loss):
            part.show_snapshot(snapshot)
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        """In a low or narrow window output and loss shrink before the network does."""
        beside = BESIDE_TABLE if self.output.current is self.output.table else LOSS
        width = min(COLUMN_WIDTH, self.width() - beside)
        whole = width + PICTURE_HEIGHT - COLUMN_WIDTH  # of a map as wide as there is room for
        height = max(LEAST_PICTURE, min(whole, self.height() - self.head.height() - NETWORK))
        self.output.setFixedSize(width, height)
        self.loss.setFixedHeight(height)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter_for(self).fillRect(self.rect(), self._theme.color("line"))
