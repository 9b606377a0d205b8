"""Card 2 as a chain of derivatives: ∂ℓ/∂w = ∂ℓ/∂a · ∂a/∂z · ∂z/∂w, a number under each; the paths before."""

from bplab.experiment.parameters import Parameter
from bplab.explain.cards.backward import mixed_entries, mixed_sum
from bplab.explain.cards.cells import Card, Figure, Row, Table, Unit
from bplab.explain.cards.opening import opens
from bplab.explain.cards.point import Point, title_of
from bplab.explain.cards.tables import Entry, entries_of, line_row, sum_rows
from bplab.explain.chain import contributions_of
from bplab.explain.lines import Named, Sum, product
from bplab.explain.names import Name, derivative, of_neuron, of_parameter
from bplab.explain.passes import TOGETHER

PATHS = 64  # written out
SLOPES = {"sigmoid": "a (1 − a)", "tanh": "1 − a²", "identity": "1", "relu": "1 for z > 0, else 0"}
DIFFERENCES = {"half_squared": "output − target", "mse": "2 (output − target) / K"}


def chain_card(point: Point, parameter: Parameter) -> Card:
    """Write ∂ℓ/∂w factor by factor, after the sum over the paths that lead on from the neuron."""
    w = of_parameter(parameter)
    more = f"∂{point.loss.plain}/∂{w.plain[0].lower()}, factor by factor"
    main, note = _main(point, parameter), TOGETHER if point.together else ""
    if point.layer < point.last:
        tables: tuple[Table, ...] = (_paths(point), main)
    elif _mixes(point):
        tables = (_outputs(point), main)
    else:
        tables = (main,)
    return Card(2, "Backward", more, tables, note)


def _mixes(point: Point) -> bool:
    return bool(point.activation(point.layer).mixing) and not point.together


def _main(point: Point, parameter: Parameter) -> Table:
    layer, unit = point.layer, point.unit
    z, w = point.number("z").name, of_parameter(parameter)
    value = float(contributions_of(point.trace, parameter)[point.example])
    result = Named(derivative(point.loss, w), value)
    by_w, last = _by_weight(point, parameter)
    if point.passes.merged(layer):
        delta = Named(derivative(point.loss, z), point.number("δ").value)
        factors, hints = [delta, by_w], ["output − target" if point.together else "the sum", last]
    else:
        share = point.share(layer, unit)
        slope = Named(point.slope_name(layer, unit), float(point.slopes(layer)[unit]))
        first = _loss_hint(point) if layer == point.last else "the sum"
        factors, hints = [share, slope, by_w], [first, _slope_hint(point, layer), last]
    row = line_row(Sum(result, (product(*factors),)), "", point.tolerance)
    figures = [piece for piece in row.pieces if isinstance(piece, Figure)]
    source = parameter.source
    at = Unit(layer, unit) if source is None else opens(point.of_source(source).name.plain)
    figures[-1] = figures[-1]._replace(opens=at)
    row = row._replace(pieces=tuple(figures), aligned=True, hints=(*hints, ""))
    short = Name("w", "b" if parameter.source is None else "w")  # which one it is stands over the cards
    heads = [each.name.latex for each in factors[:-1]]
    heads += [derivative(over, short).latex for over in (z, point.loss)]
    return Table((row,), heads=tuple(heads))


def _by_weight(point: Point, parameter: Parameter) -> tuple[Named, str]:
    """∂z/∂w: what the weight multiplies, 1 for a bias; and that in words."""
    name = derivative(point.number("z").name, of_parameter(parameter))
    if parameter.source is None:
        return Named(name, 1.0), "1: it is a bias"
    source = point.of_source(parameter.source)
    at = opens(source.name.plain)
    if isinstance(at, Unit) and at.layer >= 0:
        return Named(name, source.value), f"a of {title_of(point, at.layer, at.unit)}"
    return Named(name, source.value), f"input {at.unit + 1}" if isinstance(at, Unit) else "input"


def _slope_hint(point: Point, layer: int) -> str:
    mask = point.trace.start.masks[layer] if layer < point.last else None
    said = SLOPES.get(point.activation(layer).name, "f′(z)")
    return said if mask is None else "f′(z), dropout"


def _loss_hint(point: Point) -> str:
    return DIFFERENCES.get(point.trace.start.spec.loss, "the loss's slope")


def _paths(point: Point) -> Table:
    """∂ℓ/∂a of a hidden neuron: the sum over the neurons that it leads to."""
    layer, unit, behind, passes = point.layer, point.unit, point.behind, point.passes
    W = passes.layers[layer + 1].W[unit, behind]
    a, merged = of_neuron("a", layer + 1, unit), passes.merged(layer + 1)
    shares, slopes = point.shares(layer + 1), point.slopes(layer + 1)
    deltas = point.trace.delta[layer + 1][point.example]

    def made(place: int) -> Entry:
        each = behind[place]
        z = of_neuron("z", layer + 2, each)
        by_a = Named(derivative(z, a), float(W[place]))
        before = [Named(derivative(point.loss, z), float(deltas[each]))]
        if not merged:
            slope = Named(point.slope_name(layer + 1, each), float(slopes[each]))
            before = [Named(point.share_name(layer + 1, each), float(shares[each])), slope]
        lead = rf"\text{{over {title_of(point, layer + 1, each)}}}"
        return Entry(lead, product(*before, by_a))

    columns = (deltas[behind], W) if merged else (shares[behind], slopes[behind], W)
    share = point.share(layer, unit)
    rows, total = sum_rows(entries_of(columns, made, PATHS), share, _sum(len(behind)), point.tolerance)
    hints = _path_hints(point, merged=merged)
    rows = tuple(
        _with_weight(point, row)._replace(hints=hints if place == 0 or len(rows) < 4 else ())
        for place, row in enumerate(rows)
    )
    return Table(rows, (total,), heads=_path_heads(point, merged=merged), label=_label(len(behind)))


def _with_weight(point: Point, row: Row) -> Row:
    """Have the last factor open the weight that it is."""
    if len(row.pieces) < 2 or not isinstance(row.pieces[-1], Figure):
        return row
    each = row.pieces[-1]
    behind = opens(each.name.plain)
    if not isinstance(behind, Unit):
        return row
    weight = Parameter(point.layer + 1, point.unit, behind.unit)
    return row._replace(
        pieces=(*row.pieces[:-1], each._replace(opens=weight)), result=row.result._replace(opens=weight)
    )


def _path_hints(point: Point, *, merged: bool) -> tuple[str, ...]:
    behind = point.layer + 1
    if merged:
        return ("output − target" if behind == point.last else "δ", "weight w", "")
    first = _loss_hint(point) if behind == point.last else "its own sum"
    return (first, _slope_hint(point, behind), "weight w", "")


def _path_heads(point: Point, *, merged: bool) -> tuple[str, ...]:
    behind, a = point.layer + 2, of_neuron("a", point.layer + 1, point.unit)
    a_k, z_k = (Name(f"{letter}k", f"{letter}^{{({behind})}}_{{k}}") for letter in "az")
    by_a = derivative(z_k, a).latex
    if merged:
        return (derivative(point.loss, z_k).latex, by_a, "")
    return (derivative(point.loss, a_k).latex, derivative(a_k, z_k).latex, by_a, "")


def _label(count: int) -> str:
    words = {1: "one path", 2: "two paths", 3: "three paths"}
    ks = "1" if count == 1 else "1, 2" if count == 2 else f"1 … {count}"
    return f"{words.get(count, f'{count:,} paths')}\nto the loss, k = {ks}"


def _sum(count: int) -> str:
    words = {1: "the one path", 2: "sum of both paths"}
    return rf"\text{{{words.get(count, f'sum of all {count:,} paths')}}}"


def _outputs(point: Point) -> Table:
    """∂ℓ/∂z of a softmax output: every output depends on this z."""
    whole = mixed_sum(point)
    leads = [rf"\text{{over {title_of(point, point.layer, place)}}}" for place in range(len(whole.terms))]
    result = Named(derivative(point.loss, point.number("z").name), whole.result.value)
    entries = mixed_entries(point, whole, leads, PATHS)
    rows, total = sum_rows(entries, result, _sum(len(leads)), point.tolerance)
    a_k = Name("ak", f"a^{{({point.layer + 1})}}_{{k}}")
    heads = (derivative(point.loss, a_k).latex, derivative(a_k, point.number("z").name).latex, "")
    return Table(rows, (total,), heads=heads, label=_label(len(leads)))
