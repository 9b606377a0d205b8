"""The view of predicted rows: those without a prediction are tinted, what is predicted stands out."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from bplab.export.predicted import Predictions
from bplab.ui.controls.painting import KeyboardFocus, draw_frame
from bplab.ui.dialogs.predicting.model import NO_PREDICTION, PREDICTED, Index, PredictedModel
from bplab.ui.style.theme import Theme

ROW = 23
LEAST, MOST = 84, 300  # width of a column


class PredictedPreview(KeyboardFocus, QTableView):
    """Draws only the cells in sight."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setItemDelegate(_Cell(theme, self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionMode(QTableView.SelectionMode.NoSelection)
        self.setEditTriggers(QTableView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setFont(theme.font("caption"))
            header.setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.setAccessibleName("Predicted rows")
        theme.changed.connect(self.viewport().update)

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


class _Cell(QStyledItemDelegate):
    """Draws one cell."""

    def __init__(self, theme: Theme, view: PredictedPreview) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        color, rect = self._theme.color, option.rect
        bad, predicted = bool(index.data(NO_PREDICTION)), bool(index.data(PREDICTED))
        painter.save()
        painter.fillRect(rect, color("badw" if bad else "accw" if predicted else "panel"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), color("grid"))
        painter.fillRect(QRect(rect.right(), rect.top(), 1, rect.height()), color("grid"))
        painter.setFont(self._theme.font("form", 600 if predicted else None))
        painter.setPen(color("t2" if bad else "text"))
        box = rect.adjusted(8, 0, -10, 0)
        text = painter.fontMetrics().elidedText(
            str(index.data() or ""), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, index.data(Qt.ItemDataRole.TextAlignmentRole), text)
        if bool(option.state & QStyle.StateFlag.State_HasFocus) and self._view.ring:
            draw_frame(painter, QRectF(rect), None, color("acc"), 3, 2.0)
        painter.restore()
