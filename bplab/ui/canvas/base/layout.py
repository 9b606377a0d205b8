"""The positions of columns and neurons, computed without Qt."""

from dataclasses import dataclass, replace

import numpy as np

from bplab.arrays import Floats, Integers
from bplab.ui.canvas.base.surroundings import USUAL, Surroundings

INSET = 16.0  # left and right of the outermost cards
CARD = 136.0  # the widest card
SHORT_PITCH = 120.0  # cards narrower than this are short
MAX_ROWS = 16  # columns with more neurons are collapsed to
ENDS = 6  # this many first and last neurons
TOP = 9.0  # above the first neuron
MAX_PITCH, MAX_TILE = 134.0, 64.0
MIN_TILE = 7.0
PICKER = 44.0  # space for the example picker in the lower left corner
FEW = 12  # largest number of neurons for which all numbers are shown
NUMBER_ROW, NUMBER_PITCH = (
    96.0,
    195.0,
)  # minimum distances between neurons and between columns for all numbers
LINE = 21.0  # between the lines of numbers under a neuron
GAPS = ((32.0, 88.0), (11.0, 46.0), (5.0, 6.0))  # between cards, if cards are at least this wide


@dataclass(frozen=True)
class NumberLines:
    """How the numbers under a neuron are arranged, given the pitch of rows and columns."""

    lines: int
    row: float
    pitch: float

    @property
    def room(self) -> float:
        """The height of the lines under the last neuron."""
        return LINE * self.lines

    @property
    def under(self) -> float:
        """The height of the lines between two neurons."""
        return LINE * self.lines + 4


FORMS = (
    NumberLines(2, NUMBER_ROW, NUMBER_PITCH),
    NumberLines(1, 60.0, 275.0),
)  # z, a above δ; all three side by side


DENSE = tuple(replace(form, row=0.84 * form.row) for form in FORMS)  # with smaller neurons


@dataclass(frozen=True)
class Viewport:
    """The zoom and offset of the graph; the defaults show all of it."""

    zoom: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def zoomed(self, factor: float, x: float, y: float) -> "Viewport":
        """Zoom, keeping the point under (x, y) in place."""
        return Viewport(self.zoom * factor, x - (x - self.dx) * factor, y - (y - self.dy) * factor)

    def panned(self, dx: float, dy: float) -> "Viewport":
        """Shift by a distance."""
        return Viewport(self.zoom, self.dx + dx, self.dy + dy)


@dataclass(frozen=True, eq=False)
class Column:
    """One layer's neurons: which are shown, where, and how many are hidden.

    Shapes: shown, xs, ys (rows,).
    Units: pixels; xs, ys are centers, tile is the width of a neuron.
    """

    x: float
    units: int
    shown: Integers
    xs: Floats
    ys: Floats
    tile: float
    left: float  # where connections arrive
    right: float  # and leave
    more_y: float = 0.0  # center of "n more"
    picture: tuple[int, int] | None = None  # rows and columns, if the neurons are the pixels of an image
    under: float = 0.0  # height of the numbers under its last neuron

    @property
    def foot(self) -> float:
        """The lower edge of the last neuron, including its numbers."""
        return self.bottom + self.under

    @property
    def hidden(self) -> int:
        """The number of neurons not shown."""
        return self.units - int(self.shown.size)

    @property
    def top(self) -> float:
        """The upper edge of the first neuron."""
        return float(self.ys[0] - self.tile / 2)

    @property
    def bottom(self) -> float:
        """The lower edge of the last neuron."""
        return float(self.ys[-1] + self.tile / 2)

    def row_of(self, unit: int) -> int | None:
        """The row of a neuron among those shown."""
        found = np.flatnonzero(self.shown == unit)
        return int(found[0]) if found.size else None


@dataclass(frozen=True, eq=False)
class GraphLayout:
    """All columns, inputs first."""

    columns: tuple[Column, ...]
    card: float  # width of a card
    pitch: float  # from column to column
    row: float  # from neuron to neuron
    numbers: bool = False  # whether there is room for all numbers
    room: float = 0.0  # at the right of the last column

    @property
    def short(self) -> bool:
        """Whether there is room only for short cards."""
        return self.pitch < SHORT_PITCH


def arrange(
    sizes: tuple[int, ...],
    width: float,
    height: float,
    view: Viewport,
    image: tuple[int, int] | None = None,
    around: Surroundings = USUAL,
) -> GraphLayout:
    """Arrange the columns of a network; `image` says that the inputs are the pixels of an image.

    Units: pixels; image is (rows, columns).
    """
    few = image is None and sum(sizes) <= FEW
    card, first, pitch = columns_in(len(sizes), width, around.sides if few else ())
    rows = max(_rows(units) for number, units in enumerate(sizes) if number or image is None)
    tall = max(height - TOP - around.floor(rows, height), 40.0)
    form = _form(rows, tall, pitch, around.dense) if few else None
    tall -= form.room if form else 0.0
    step, tile = _spacing(rows, tall, pitch)
    tile = min(tile, step - form.under) if form else tile
    asked = form or FORMS[0]
    roomy = min(step / asked.row, pitch / asked.pitch) * view.zoom >= 1
    middle = TOP + tall / 2
    columns = [
        _column(first + number * pitch, middle, step, tile, units, view) for number, units in enumerate(sizes)
    ]
    if image is not None:
        columns[0] = _picture(first, middle, image, min(card, tall, 0.75 * pitch), view)
    elif around.picker:
        place = over_picker(sizes[0], (middle, step, tile), height, LINE + 2 if form else 0.0)
        columns[0] = _column(first, *place, sizes[0], view)
    numbers = roomy and (form is not None or (view.zoom > 1 and image is None))
    pitch, step = pitch * view.zoom, step * view.zoom
    layout = GraphLayout(tuple(columns), card_width(pitch), pitch, step, numbers, width - columns[-1].right)
    footed = tuple(_footed(layout, column) for column in columns) if numbers else layout.columns
    return replace(layout, columns=footed)


def number_lines_of(layout: GraphLayout, column: Column) -> NumberLines | None:
    """How the numbers under a column's neurons are arranged; None if they are beside them."""
    room = layout.row - column.tile
    return next((form for form in FORMS if room >= form.under and layout.pitch >= form.pitch), None)


def over_picker(
    units: int, place: tuple[float, float, float], height: float, line: float
) -> tuple[float, float, float]:
    """Center, pitch and tile size of the inputs so that all are above the picker, if possible.

    `line` is the height of the number under each.
    """
    middle, step, tile = place
    rows, low = _rows(units), height - PICKER - line
    tall = (rows - 1) * step + tile
    if middle + tall / 2 <= low:
        return place
    if tall > low - TOP:
        step = (low - TOP + line) / rows
        tile = float(np.floor(min(tile, step - line, 0.91 * step)))
        tall = (rows - 1) * step + tile
    return (low - tall / 2, step, tile) if tile >= MIN_TILE else place


def _footed(layout: GraphLayout, column: Column) -> Column:
    form = number_lines_of(layout, column)
    return replace(column, under=form.room + 3 if form else 0.0)


def columns_in(
    count: int, width: float, sides: tuple[tuple[float, float], ...] = ()
) -> tuple[float, float, float]:
    """The width of a card, the center of the first column, and the distance between columns.

    `sides`: the room to leave for numbers at the left and at the right, the first that is possible.
    """
    room = max(width - 2 * INSET, 120.0)
    for gap, least in GAPS:
        card = min(CARD, (room - gap * (count - 1)) / count)
        if card >= least:
            break
    for left, right in sides:
        within = (width - left - right) / (count - 1)
        if within >= NUMBER_PITCH:
            return card, left, within
    return card, INSET + card / 2, (room - card) / (count - 1)


def card_width(pitch: float) -> float:
    """The width of cards at a given distance."""
    return next((min(CARD, pitch - gap) for gap, least in GAPS if pitch - gap >= least), 6.0)


def _rows(units: int) -> int:
    return units if units <= MAX_ROWS else 2 * ENDS + 1


def _form(rows: int, tall: float, pitch: float, dense: bool) -> NumberLines | None:
    """Choose how numbers are arranged under neurons, if there is room for them at all."""
    fitting = (
        form for form in (DENSE if dense else FORMS) if _spacing(rows, tall - form.room, pitch)[0] >= form.row
    )
    return next((form for form in fitting if pitch >= form.pitch), None)


def _spacing(rows: int, tall: float, pitch: float) -> tuple[float, float]:
    """Choose the distance and size of neurons so that the tallest column fills the height.

    Many neurons are close together (91 % of the distance), few are farther apart.
    """
    step = min(max(tall / (rows - 1 + 0.91), (tall - 19) / (rows - 1 + 0.33)), MAX_PITCH)
    tile = min(0.91 * step, 19 + 0.33 * step, MAX_TILE, max(0.32 * pitch, MIN_TILE))
    return step, float(np.floor(tile))


def _column(x: float, middle: float, step: float, tile: float, units: int, view: Viewport) -> Column:
    if units <= MAX_ROWS:
        shown, places = np.arange(units), np.arange(units)
    else:
        shown = np.concatenate([np.arange(ENDS), np.arange(units - ENDS, units)])
        places = np.concatenate([np.arange(ENDS), np.arange(ENDS + 1, 2 * ENDS + 1)])
    ys = middle + (places - (places[-1]) / 2) * step
    center, side = x * view.zoom + view.dx, tile * view.zoom
    return Column(
        center, units, shown.astype(np.intp), np.full(shown.size, center), ys * view.zoom + view.dy, side,
        center - side / 2, center + side / 2, middle * view.zoom + view.dy,
    )  # fmt: skip


def _picture(x: float, middle: float, image: tuple[int, int], side: float, view: Viewport) -> Column:
    rows, columns = image
    cell = np.floor(side / max(rows, columns))
    shown = np.arange(rows * columns)
    xs = (x + (shown % columns - (columns - 1) / 2) * cell) * view.zoom + view.dx
    ys = (middle + (shown // columns - (rows - 1) / 2) * cell) * view.zoom + view.dy
    center, half = x * view.zoom + view.dx, columns * cell / 2 * view.zoom
    return Column(
        center, shown.size, shown.astype(np.intp), xs, ys, float(cell * view.zoom),
        center - half, center + half, picture=image,
    )  # fmt: skip
