"""Warnings about the data, shown under their settings; hidden if there are none."""

from bplab.training.snapshot import Snapshot
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.rows import INSET
from bplab.ui.controls.text import TextLabel
from bplab.ui.style.theme import Theme

ROOM = 74  # pixels in height: four lines; the tooltip has the rest


class DataNotes(TextLabel):
    """A few lines of small text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "caption", "t2")
        self.setWordWrap(True)
        self.setContentsMargins(INSET, 6, INSET, 0)
        self.setMaximumHeight(ROOM)
        self.setAccessibleName("About the data")
        self.hide()
        self._said: tuple[str, ...] = ()

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the warnings about a run's data."""
        found = snapshot.notes
        if found == self._said:
            return
        self._said = found
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        self.setText(found[0] + more if found else "")
        self.setToolTip(wrapped("\n".join(found)))
        self.setVisible(bool(found))
