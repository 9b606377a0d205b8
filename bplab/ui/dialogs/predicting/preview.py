"""The view of predicted rows: those without a prediction are tinted, what is predicted stands out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

from bplab.export.predicted import Predictions
from bplab.ui.dialogs.predicting.model import NO_PREDICTION, PREDICTED, PredictedModel
from bplab.ui.dialogs.preview import ROW, Index, Look, PreviewTable
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import ColorToken

LEAST, MOST = 84, 300  # width of a column


class PredictedPreview(PreviewTable):
    """Draws only the cells in sight."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "Predicted rows")
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setFont(theme.font("caption"))
            header.setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)

    def look(self, index: Index) -> Look:
        bad, predicted = bool(index.data(NO_PREDICTION)), bool(index.data(PREDICTED))
        ground: ColorToken = "badw" if bad else "accw" if predicted else "panel"
        return Look(ground, "t2" if bad else "text", bold=predicted)

    def show_predictions(self, found: Predictions) -> None:
        """Show what was predicted."""
        model = PredictedModel(found)
        model.setParent(self)
        self.setModel(model)
        metrics = self.fontMetrics()
        for column in range(model.columnCount()):
            texts = [str(model.headerData(column, Qt.Orientation.Horizontal))]
            texts += [str(model.index(row, column).data()) for row in range(min(model.rowCount(), 20))]
            width = max(map(metrics.horizontalAdvance, texts)) + 28
            self.setColumnWidth(column, max(LEAST, min(MOST, width)))
