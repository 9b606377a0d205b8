"""The dialog of Export > Picture...: of what, in which format, and how large."""

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from bplab.ui.controls.choice import ChoiceBox
from bplab.ui.controls.options import Option
from bplab.ui.controls.segmented import Segmented
from bplab.ui.dialogs.question import Question
from bplab.ui.style.theme import Theme

PNG, SVG = "png", "svg"
FORMATS = (
    Option(PNG, "PNG", "Pixels, for documents and the web."),
    Option(SVG, "SVG", "Lines and letters that stay sharp at any size; maps and connections remain pixels."),
)
SCALES = tuple(Option(scale, f"{scale}x", f"{scale} pixels for each one on the screen.") for scale in "1234")
USUAL = "2"
WIDTH = 380


class PicturePage(QWidget):
    """Three choices, and what comes of them."""

    def __init__(self, theme: Theme, subjects: Mapping[str, QWidget]) -> None:
        super().__init__()
        self._subjects = subjects
        column, form = QVBoxLayout(self), QFormLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        self._subject = ChoiceBox(theme, [Option(title, title) for title in subjects])
        self._subject.setAccessibleName("Picture of")
        self._format = Segmented(theme, FORMATS, height=28, name="Format")
        self._scale = Segmented(theme, SCALES, height=28, name="Size")
        self._scale.set_value(USUAL)
        form.addRow("Picture of", self._subject)
        form.addRow("Format", self._format)
        form.addRow("Size", self._scale)
        self._said = QLabel()
        self._said.setWordWrap(True)
        column.addWidget(self._said)
        for control in (self._subject, self._format, self._scale):
            control.edited.connect(self._show)
        self._show()

    @property
    def title(self) -> str:
        """What the picture is of."""
        return self._subject.value

    @property
    def widget(self) -> QWidget:
        """What is drawn."""
        return self._subjects[self.title]

    @property
    def format(self) -> str:
        """PNG or SVG."""
        return self._format.value

    @property
    def scale(self) -> int:
        """Pixels for each one on the screen."""
        return int(self._scale.value)

    def _show(self) -> None:
        size, is_png = self.widget.size(), self.format == PNG
        self._scale.setEnabled(is_png)
        if is_png:
            size *= self.scale
        unit = "pixels" if is_png else "units"
        self._said.setText(f"{size.width():,} x {size.height():,} {unit}, as it is shown now.")


def ask_picture(
    window: QWidget, theme: Theme, subjects: Mapping[str, QWidget], act: Callable[[PicturePage], object]
) -> Question:
    """Ask for a picture; `act` gets the page with the answers."""
    page = PicturePage(theme, subjects)

    def take() -> bool:
        act(page)
        return True

    dialog = Question(window, "Picture", page, "Save as...", take)
    dialog.setMinimumWidth(WIDTH)
    dialog.open()
    return dialog
