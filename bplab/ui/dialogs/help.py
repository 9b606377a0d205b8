"""Help: the meaning of every term, setting and option, searchable and offline."""

from html import escape
from itertools import groupby

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLineEdit, QTextBrowser, QVBoxLayout, QWidget

from bplab.ui.dialogs.frame import open_dialog
from bplab.ui.glossary import Topic, topics
from bplab.ui.style.theme import Theme

SIZE = (620, 640)
NOTHING = "Nothing found. Try fewer letters, or Search commands (Ctrl+K)."


def show_help(parent: QWidget, theme: Theme, word: str = "") -> None:
    """Open the help, at a term if one is given."""
    page = HelpPage(theme)
    page.field.setText(word)
    open_dialog(parent, "Help", page, SIZE)


class HelpPage(QWidget):
    """A field, and below it every topic that contains all words typed."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._topics = list(topics())
        self.field = QLineEdit()
        self.field.setAccessibleName("Search help")
        self.field.setPlaceholderText("Search terms and settings, such as delta, batch, He")
        self.field.setClearButtonEnabled(True)
        self.text = QTextBrowser()
        self.text.setAccessibleName("Help")
        self.text.setFont(theme.font("body", tabular=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        column.addWidget(self.text, 1)
        self.field.textChanged.connect(self._find)
        theme.changed.connect(self._show)
        self._found: list[Topic] = []
        self._find("")

    @property
    def found(self) -> list[str]:
        """The titles shown."""
        return [topic.title for topic in self._found]

    def _find(self, text: str) -> None:
        wanted = text.casefold().split()
        self._found = sorted(
            (topic for topic in self._topics if _fits(topic, wanted)),
            key=lambda topic: not _fits(topic._replace(text="", section=""), wanted),
        )
        if not wanted:
            self._found = self._topics
        self._show()

    def _show(self) -> None:
        strong = f"style='color:{self._theme.color('text').name()}; font-weight:600'"
        quiet = f"style='color:{self._theme.color('t2').name()}'"
        parts = [f"<p {quiet}>{NOTHING}</p>"] if not self._found else []
        for section, group in groupby(self._found, key=lambda topic: topic.section):
            parts.append(f"<h3 {strong}>{escape(section)}</h3>")
            for topic in group:
                body = escape(topic.text).replace("\n", "<br>")
                parts.append(f"<p {quiet}><b {strong}>{escape(topic.title)}</b><br>{body}</p>")
        self.text.setHtml("".join(parts))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.field.setFocus()


def _fits(topic: Topic, wanted: list[str]) -> bool:
    everything = f"{topic.title} {topic.text} {topic.section}".casefold()
    return all(word in everything for word in wanted)
