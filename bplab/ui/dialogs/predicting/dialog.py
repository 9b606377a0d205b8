"""The dialog of Predict rows...: rows and predictions as soon as they are known; saving writes a CSV file."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bplab.data.csv.builder import Watch
from bplab.export.predicted import Predictions
from bplab.ui.controls.button import Button
from bplab.ui.controls.text import TextLabel
from bplab.ui.dialogs.importing.choices import Rule
from bplab.ui.dialogs.importing.faults import Faults
from bplab.ui.dialogs.importing.worker import TableWorker
from bplab.ui.dialogs.predicting.preview import PredictedPreview
from bplab.ui.style.theme import Theme

SIZE = (860, 600)
NUMBERED = "numbered as in a spreadsheet"
NOTED = "Notes on the rows"
Make = Callable[[Watch], Predictions | str]  # a sentence says why there are none


class PredictDialog(QDialog):
    """Shows predictions, and emits them when they are to be saved."""

    wanted = Signal(object)  # Predictions

    def __init__(self, parent: QWidget, theme: Theme, name: str, make: Make) -> None:
        super().__init__(parent)
        self._theme, self.found = theme, None
        self.setWindowTitle("Predict rows")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.preview, self.faults = PredictedPreview(theme), Faults(theme)
        self.faults.hide()
        self.save_button = Button(theme, "Save predictions...", kind="primary", height=36)
        self.close_button = Button(theme, "Close", height=36)
        self.said = TextLabel(theme, "", "form", "text", 600)
        self._lay_out(name)
        self.save_button.setEnabled(False)
        self.save_button.clicked.connect(lambda: self.wanted.emit(self.found))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.reject)
        self.worker = TableWorker(self)
        self.worker.progressed.connect(self._show_progress)
        self.finished.connect(lambda _: self.worker.close())
        self.resize(*SIZE)
        self.worker.ask(make, self._show)

    found: Predictions | None

    def _lay_out(self, name: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 16, 10)
        head.setSpacing(12)
        head.addWidget(TextLabel(self._theme, "Predict rows", "heading", "text"))
        head.addWidget(TextLabel(self._theme, name, "caption", "t2"), 1)
        head.addWidget(TextLabel(self._theme, NUMBERED, "caption", "t2"))
        column.addLayout(head)
        column.addWidget(Rule(self._theme))
        middle = QVBoxLayout()
        middle.setContentsMargins(16, 12, 16, 12)
        middle.setSpacing(8)
        frame = QFrame()
        frame.setObjectName("preview")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.preview)
        middle.addWidget(frame, 1)
        middle.addWidget(self.faults)
        column.addLayout(middle, 1)
        column.addWidget(Rule(self._theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 9, 16, 9)
        foot.setSpacing(8)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.close_button)
        foot.addWidget(self.save_button)
        column.addLayout(foot)

    def refuse(self, sentence: str) -> None:
        """Say why there are no predictions, or why they cannot be saved."""
        self.faults.show_lines(sentence, [], 0)

    def _show_progress(self, share: float) -> None:
        if share:
            self.said.setText(f"Predicting: {100 * share:.0f} %")

    def _show(self, found: Predictions | str) -> None:
        self.said.setText("" if isinstance(found, str) else found.summary)
        if isinstance(found, str):
            self.refuse(found)
            return
        self.found = found
        self.preview.show_predictions(found)
        self.save_button.setEnabled(True)
        self.save_button.setDefault(True)
        if found.rows.notes:
            lines = [(f"row {number:,}", text) for number, text in found.first_notes]
            self.faults.show_lines(NOTED, lines, len(found.rows.notes) - len(lines))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.worker.close()
        super().closeEvent(event)
