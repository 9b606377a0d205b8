"""Card 2, Backward: δ = (Σ w δ) f′(z) term by term, and δ a of the parameter that is looked at."""

from collections.abc import Sequence

import numpy as np

from bplab.experiment.parameters import Parameter
from bplab.explain.cards.cells import Card, Row, Table
from bplab.explain.cards.opening import opens
from bplab.explain.cards.point import Point
from bplab.explain.cards.tables import Entry, entries_of, line_row, sum_rows
from bplab.explain.chain import contributions_of
from bplab.explain.lines import Line, Named, Sum, Term, product
from bplab.explain.names import Name, derivative, flat, of_neuron, of_parameter
from bplab.explain.passes import TOGETHER

ONE = Named(Name("1", "1"), 1.0)


def backward_card(point: Point, parameter: Parameter | None, most: int) -> Card:
    """Write where the neuron's δ comes from; then what the parameter makes of it."""
    note = ""
    if point.activation(point.layer).mixing and not point.together:
        table = _mixed(point, most)
    elif point.together:
        table, note = _together(point), TOGETHER
    else:
        table = _usual(point, most)
    if parameter is not None:
        table = table._replace(ends=(*table.ends, share_row(point, parameter)))
    return Card(2, "Backward", "", (table,), note)


def share_row(point: Point, parameter: Parameter) -> Row:
    """Write ∂ℓ/∂w = δ a."""
    value = float(contributions_of(point.trace, parameter)[point.example])
    source = parameter.source
    factors = point.number("δ"), ONE if source is None else point.of_source(source)
    lead = (r" \cdot " if source is None else " ").join(factor.name.latex for factor in factors)
    line = Sum(Named(derivative(point.loss, of_parameter(parameter)), value), (product(*factors),))
    return line_row(line, f"{lead} =", point.tolerance, marked=True)


def slope_line(point: Point) -> Line:
    """f′(z), by its output where that is how it is worked out."""
    slope = point.passes.slope_line(point.layer, point.unit)
    a, kind = point.number("a"), point.activation(point.layer).name
    if point.dropped or kind not in {"sigmoid", "tanh"}:
        return slope
    if kind == "tanh":
        return Sum(slope.result, (product(ONE), Term((a, a), minus=True)))
    rest = Named(Name(f"1 − {a.name.plain}", f"1 - {a.name.latex}"), 1 - a.value)
    return Sum(slope.result, (product(a, rest),))


def mixed_sum(point: Point) -> Sum:
    """δ of one z that every softmax output depends on."""
    *_, whole = point.passes.backward(point.layer, point.unit)
    if not isinstance(whole, Sum):
        raise TypeError("The δ of a softmax output is a sum.")
    return whole


def path_entries(point: Point, leads: Sequence[str], most: int) -> list[Entry]:
    """W δ of every neuron behind."""
    layer, unit, passes, behind = point.layer, point.unit, point.passes, point.behind

    def made(place: int) -> Entry:
        each = behind[place]
        weight, delta = passes.weight(layer + 1, unit, each), passes.number("δ", layer + 1, each)
        return Entry(leads[place], product(weight, delta))

    columns = passes.layers[layer + 1].W[unit, behind], point.trace.delta[layer + 1][point.example, behind]
    return entries_of(columns, made, most)


def mixed_entries(point: Point, whole: Sum, leads: Sequence[str], most: int) -> list[Entry]:
    """∂ℓ/∂a · ∂a/∂z of every output."""

    def made(place: int) -> Entry:
        at = opens(of_neuron("a", point.layer + 1, place).plain)
        return Entry(leads[place], whole.terms[place], opens=at)

    columns = [np.array([term.factors[side].value for term in whole.terms]) for side in (0, 1)]
    return entries_of(columns, made, most)


def counted(letter: str, places: Sequence[int]) -> list[str]:
    """K = 1, k = 2 and so on."""
    return [f"{letter} = {place + 1}" for place in places]


def _together(point: Point) -> Table:
    [line] = point.passes.backward(point.layer, point.unit)
    return Table(
        (), (_row(point, line),), lead=_formula(point, f"{_of('a', point)} - t_{{{point.unit + 1}}}")
    )


def _usual(point: Point, most: int) -> Table:
    """(Σ w δ) f′(z); at the output the loss's own derivative in the place of the sum."""
    slope, kept, delta = slope_line(point), point.passes.kept(point.layer, point.unit), point.number("δ")
    share, by_z = point.share(point.layer, point.unit), rf"f'({_of('z', point)})"
    rows: tuple[Row, ...] = ()
    if point.layer == point.last:
        formula = rf"\partial {point.loss.latex}/\partial {_of('a', point)} \cdot {by_z}"
        first = _row(point, point.passes.share(point.layer, point.unit))
    else:
        weight, error = (
            f"w^{{({point.layer + 2})}}_{{{point.unit + 1}k}}",
            rf"\delta^{{({point.layer + 2})}}_{{k}}",
        )
        formula = rf"(\sum {weight} {error}) \cdot {by_z}"
        entries = path_entries(point, counted("k", point.behind), most)
        rows, first = sum_rows(entries, share, r"\text{sum}", point.tolerance)
    factors = [share, slope.result] if kept is None else [share, kept, slope.result]
    ends = first, line_row(slope, f"{by_z} =", point.tolerance), _row(point, Sum(delta, (product(*factors),)))
    return Table(rows, ends, lead=_formula(point, formula))


def _mixed(point: Point, most: int) -> Table:
    """Every softmax output depends on this z: a sum over all outputs."""
    whole = mixed_sum(point)
    leads = counted("k", range(len(whole.terms)))
    rows, total = sum_rows(
        mixed_entries(point, whole, leads, most),
        whole.result,
        rf"{_of('δ', point)} = \text{{sum}}",
        point.tolerance,
    )
    formula = rf"\sum \partial\ell/\partial a_{{k}} \cdot \partial a_{{k}}/\partial {_of('z', point)}"
    return Table(rows, (total,), lead=_formula(point, formula))


def _row(point: Point, line: Line) -> Row:
    return line_row(line, f"{flat(line.result.name)} =", point.tolerance)


def _of(letter: str, point: Point) -> str:
    return of_neuron(letter, point.layer + 1, point.unit).latex


def _formula(point: Point, right: str) -> str:
    return f"{_of('δ', point)} = {right}"
