"""Card 1, Forward: the weighted sum term by term, and what the activation makes of it."""

from bplab.explain.cards.cells import Card, Row, Table
from bplab.explain.cards.closing import FEWEST, scale_of
from bplab.explain.cards.opening import figure
from bplab.explain.cards.point import Point
from bplab.explain.cards.tables import Entry, entries_of, line_row, sum_rows
from bplab.explain.lines import Applied, Line, product

BIAS = -1


def forward_card(point: Point, marked: int | None, most: int) -> Card:
    """Write z = Σ w a + b and a = f(z); `marked` is the source of what is looked at, or BIAS."""
    passes, layer, unit = point.passes, point.layer, point.unit
    W, sources = passes.layers[layer].W, point.sources

    def made(place: int) -> Entry:
        source = sources[place]
        weight, a = passes.weight(layer, source, unit), point.of_source(source)
        return Entry(f"i = {source + 1}", product(weight, a), marked=source == marked)

    keep = sources.index(marked) if marked in sources else None
    entries = entries_of((W[sources, unit], point.inputs()), made, most, keep)
    bias = product(passes.weight(layer, None, unit))
    entries.append(Entry(r"\text{bias}", bias, marked=marked == BIAS))
    z = point.number("z")
    rows, total = sum_rows(entries, z, f"{z.name.latex} = \\text{{sum}}", point.tolerance)
    return Card(1, "Forward", "", (Table(rows, (total, *_outputs(point)), lead=_formula(point)),))


def _outputs(point: Point) -> list[Row]:
    """The rows from z to a."""
    return [
        _short(line) if isinstance(line, Applied) and len(line.arguments) > 1 else _row(point, line)
        for line in point.passes.outputs(point.layer, point.unit)
    ]


def _row(point: Point, line: Line) -> Row:
    return line_row(line, f"{line.result.name.latex} =", point.tolerance)


def _short(line: Applied) -> Row:
    """A softmax output, without the sums of all its neighbors."""
    text = scale_of([line.result.value], FEWEST).write(line.result.value)
    pieces = (f"{line.function.plain} of all {len(line.arguments)} z",)
    return Row(f"{line.result.name.latex} =", pieces, figure(line.result, text))


def _formula(point: Point) -> str:
    of, j = point.layer + 1, point.unit + 1
    before = f"a^{{({of - 1})}}_{{i}}" if point.layer else "x_{i}"
    return rf"z^{{({of})}}_{{{j}}} = \sum w^{{({of})}}_{{i{j}}} {before} + b^{{({of})}}_{{{j}}}"
