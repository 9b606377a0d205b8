"""What a plot shows beneath its own lines: lines of something else, each with its name."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from bplab.arrays import Floats
from bplab.ui.style.theme import Theme
from bplab.ui.views.plot.axes import PlotFrame
from bplab.ui.views.plot.bands import Band, draw_band
from bplab.ui.views.plot.curves import Line
from bplab.ui.views.plot.end_labels import End, end_of
from bplab.ui.views.plot.names import Name, Names
from bplab.ui.views.plot.strokes import Stroke

WIDTH = 1.6


@dataclass(frozen=True, eq=False)
class Other:
    """A line as it is drawn; one with a name is labeled with it."""

    line: Line
    color: QColor
    dashes: tuple[float, float] | None = None
    name: str = ""
    width: float = WIDTH
    ink: QColor | None = None  # of its name, if not that of the line
    ends: bool = True  # whether a dot marks its end


class Others:
    """All areas and lines beneath; while there are any, `named` names the first of the own ones too."""

    def __init__(self) -> None:
        self.shown: tuple[Other, ...] = ()
        self.bands: tuple[Band, ...] = ()
        self.named = ""
        self._names = Names()

    def strokes(self, steps: Sequence[Floats]) -> list[Stroke]:
        """How they are drawn."""
        pairs = zip(self.shown, steps, strict=True)
        return [Stroke.growing(QPen(other.color, other.width), of, other.dashes) for other, of in pairs]

    def paint_bands(self, painter: QPainter, frame: PlotFrame) -> None:
        """Paint the areas, which lie beneath everything."""
        for band in self.bands:
            draw_band(painter, frame, band)

    def ends(self, frame: PlotFrame) -> list[End]:
        """Where they end; over areas the ends are not marked."""
        ended = (other for other in self.shown if other.ends and not self.bands)
        return [end for other in ended for end in end_of(frame, other.line, "", other.color)]

    def draw_names(
        self,
        painter: QPainter,
        field: QRectF,
        theme: Theme,
        steps: Sequence[Floats],
        first: tuple[QColor, Floats] | None,
        taken: Sequence[QRectF],
    ) -> None:
        """Name the lines, which come first among the steps of all, and the first of the own ones."""
        if not self.shown:
            return
        named = [(other, of) for other, of in zip(self.shown, steps, strict=False) if other.name]
        names = [Name(other.name, other.ink or other.color, of) for other, of in named]
        if self.named and first is not None:
            names.insert(0, Name(self.named, *first))
        self._names.draw(painter, field, theme, names, steps, taken)
