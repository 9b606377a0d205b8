"""What is odd about the data, said under their settings; nothing and no room where nothing is odd."""

from functools import lru_cache

from bplab.data.warnings import notes
from bplab.errors import UserError
from bplab.experiment.spec import DataSpec, Experiment
from bplab.training.build import prepared_data
from bplab.ui.controls.options import wrapped
from bplab.ui.controls.rows import INSET
from bplab.ui.controls.text import Text
from bplab.ui.theme import Theme

ROOM = 74  # pixels in height: four lines; the tip has the rest


class DataNotes(Text):
    """A few lines of small text."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "caption", "t2")
        self.setWordWrap(True)
        self.setContentsMargins(INSET, 6, INSET, 0)
        self.setMaximumHeight(ROOM)
        self.setAccessibleName("About the data")
        self.hide()

    def show_spec(self, spec: Experiment) -> None:
        """Say what is odd about the data of an experiment."""
        found = _notes(spec.data, spec.batch_size)
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        self.setText(found[0] + more if found else "")
        self.setToolTip(wrapped("\n".join(found)))
        self.setVisible(bool(found))


@lru_cache(maxsize=8)
def _notes(data: DataSpec, batch_size: int) -> tuple[str, ...]:
    try:
        return notes(prepared_data(data), batch_size, data.validation_percent)
    except UserError:
        return ()  # said elsewhere
