"""All of a result: the sentence, the maps by layer, the largest differences, what was tried."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bplab.homework.check import Check
from bplab.homework.verdict import block_names, headline, largest_differences, not_tried, reasons, tried
from bplab.ui.controls.text import TextLabel
from bplab.ui.homework.banner import Banner
from bplab.ui.homework.flow import LINE
from bplab.ui.homework.layer_card import WIDTH, LayerCard
from bplab.ui.homework.tables import DifferenceTable, TriedTable, rest
from bplab.ui.style.theme import Theme

MOST_CARDS = 40


class _Heading(QWidget):
    """A heading, and at its right or beside it what is said of it."""

    def __init__(self, theme: Theme, title: str, *, aside: bool = False) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 2, 4)
        row.setSpacing(10)
        self.said = TextLabel(theme, "", "caption")
        row.addWidget(TextLabel(theme, title, "heading", "text"))
        if not aside:
            row.addStretch()
        row.addWidget(self.said)
        if aside:
            row.addStretch()


class Result(QWidget):
    """Shows a check, or why there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.banner = Banner(theme)
        self._body = QWidget()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self.cards: list[LayerCard] = []
        self._largest, self.differences = _Heading(theme, "Largest differences"), DifferenceTable(theme)
        self._tried_head, self.tried = _Heading(theme, "Tried on the lab's numbers"), TriedTable(theme)
        self.rest = TextLabel(theme, "", "caption")
        self.rest.setWordWrap(True)
        self.rest.setMinimumHeight(LINE)  # as in the banner
        self.rest.setContentsMargins(6, 4, 6, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.banner)
        column.addWidget(self._body)
        column.addStretch()
        self._lay_out()
        self._body.hide()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self._body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(2)
            row.addLayout(column, 1 if column is right else 0)
        where = _Heading(self._theme, "Where they differ", aside=True)
        where.said.setText("relative difference")
        where.setFixedWidth(WIDTH)
        left.addWidget(where)
        left.addLayout(self._cards)
        left.addStretch()
        right.addWidget(self._largest)
        right.addWidget(self.differences)
        right.addSpacing(16)
        for widget in (self._tried_head, self.tried, self.rest):
            right.addWidget(widget)
        right.addStretch()

    def show_words(self, tone: str, words: str) -> None:
        """Show only a sentence."""
        self.banner.tell("bad" if tone == "bad" else "busy", words)
        self._body.hide()

    def show_check(self, check: Check) -> None:
        """Show a result."""
        self.banner.tell("ok" if check.right else "bad", headline(check), reasons(check))
        self._show_cards(check)
        rows = largest_differences(check)
        wrong = sum(check.differ(layer) for layer in range(len(check.lab)))
        of = wrong or check.homework.count
        self._largest.said.setText(f"{len(rows)} of {of:,} · relative: difference ÷ the larger of the two")
        self.differences.show_rows(rows, right=check.right)
        found = tried(check)
        self.tried.show_rows(found)
        self.rest.setText(" ".join(filter(None, (rest(found), not_tried(check)))))
        for widget in (self._tried_head, self.tried, self.rest):
            widget.setVisible(not check.right)
        if not check.right:
            where = block_names(check, check.blocks)
            where = "all gradients" if where == "All gradients" else where
            self._tried_head.said.setText(f"largest relative difference left in {where}")
        self._body.show()

    def _show_cards(self, check: Check) -> None:
        for card in self.cards:
            self._cards.removeWidget(card)
            card.deleteLater()
        layers = min(len(check.lab), MOST_CARDS)
        self.cards = [
            LayerCard(self._theme, check, layer, legend=layer == layers - 1) for layer in range(layers)
        ]
        for card in self.cards:
            self._cards.addWidget(card, 0, Qt.AlignmentFlag.AlignLeft)
