"""The equations of the forward and the backward pass."""

from collections.abc import Iterator, Sequence
from math import exp, prod

from bplab.explain.formula_sheet.activations import output_line, slope_line, softmax_lines
from bplab.explain.formula_sheet.equations import Equation, Piece, Quantity, numbered
from bplab.explain.formula_sheet.losses import Outputs, delta_line
from bplab.explain.formula_sheet.names import of
from bplab.explain.formula_sheet.quantities import Quantities
from bplab.nn.losses import LOSSES

WRITTEN = 4  # terms of a sum in symbols; of more, a sum sign


def forward_lines(made: Quantities) -> Iterator[Equation]:
    """Weighted sums and outputs, neuron by neuron."""
    for layer in range(1, made.last + 1):
        softmax = made.activations[layer - 1] == "softmax"
        for unit in made.units(layer):
            yield _weighted_sum(made, layer, unit)
            if not softmax:
                a, z = made.get("a", layer, unit), made.get("z", layer, unit)
                yield output_line(made.activations[layer - 1], a, z, layer, unit)
        if softmax:
            yield from _softmax(made, layer)


def _weighted_sum(made: Quantities, layer: int, unit: int) -> Equation:
    """The sum of w a, + b."""
    sources, b = made.units(layer - 1), made.get("b", layer, unit)
    pieces: list[Piece] = []
    for source in sources:
        pieces += [" + "] if pieces else []
        pieces += [made.get("w", layer, source, unit), " × ", made.get("a", layer - 1, source)]
    names = [f"{of('w', layer, source, unit)} {of('a', layer - 1, source)}" for source in sources]
    if len(names) > WRITTEN:
        before = "x_{i}" if layer == 1 else f"a^{{{layer - 1}}}_{{i}}"
        names = [rf"\sum_{{i}} w^{{{layer}}}_{{i{unit}}} {before}"]

    def work_out(values: Sequence[float]) -> float:
        return sum(w * a for w, a in zip(values[:-1:2], values[1:-1:2], strict=True)) + values[-1]

    symbols = " + ".join([*names, b.latex])
    return numbered(made.get("z", layer, unit), [symbols], [*pieces, " + ", b], work_out)


def _softmax(made: Quantities, layer: int) -> list[Equation]:
    z = [made.get("z", layer, unit) for unit in made.units(layer)]
    powers = [Quantity(f"e^{{z}}_{{{unit}}}", exp(each.value)) for unit, each in enumerate(z, 1)]
    total = Quantity("S", sum(power.value for power in powers))
    return softmax_lines(powers, total, [made.get("a", layer, unit) for unit in made.units(layer)], z)


def outputs_of(made: Quantities) -> Outputs:
    """The outputs with their targets and error signals."""
    layer, units = made.last, made.units(made.last)
    rule = LOSSES[made.spec.loss]
    merged = rule.delta is not None and rule.outputs is not None and made.activations[-1] in rule.outputs
    return Outputs(
        layer,
        made.spec.loss,
        tuple(made.get("a", layer, unit) for unit in units),
        tuple(made.names[f"t{unit}"] for unit in units),
        tuple(made.get("d", layer, unit) for unit in units),
        tuple(None if merged else made.slope(layer, unit) for unit in units),
        float(made.trace.losses[made.example]),
    )


def backward_lines(made: Quantities) -> Iterator[Equation]:
    """Error signals, from the outputs back."""
    outputs = outputs_of(made)
    for unit in made.units(made.last):
        if outputs.slopes[unit - 1] is not None:
            yield _slope(made, made.last, unit)
        yield delta_line(outputs, unit - 1)
    for layer in range(made.last - 1, 0, -1):
        for unit in made.units(layer):
            yield from _hidden(made, layer, unit)


def _slope(made: Quantities, layer: int, unit: int) -> Equation:
    a, z = made.get("a", layer, unit), made.get("z", layer, unit)
    return slope_line(made.activations[layer - 1], made.slope(layer, unit), a, z, layer, unit)


def _hidden(made: Quantities, layer: int, unit: int) -> Iterator[Equation]:
    """The sum over the next layer, f'(z), and their product."""
    behind = made.units(layer + 1)
    weights = [made.get("w", layer + 1, unit, each) for each in behind]
    deltas = [made.get("d", layer + 1, each) for each in behind]
    value = sum(w.value * delta.value for w, delta in zip(weights, deltas, strict=True))
    total = Quantity(rf"\sum_{{k}} w^{{{layer + 1}}}_{{{unit}k}} \delta^{{{layer + 1}}}_{{k}}", value)
    pieces: list[Piece] = []
    for w, delta in zip(weights, deltas, strict=True):
        pieces += [*([" + "] if pieces else []), w, " × ", delta]

    def work_out(values: Sequence[float]) -> float:
        return sum(w * delta for w, delta in zip(values[::2], values[1::2], strict=True))

    yield numbered(total, [], pieces, work_out)
    yield _slope(made, layer, unit)
    f = made.slope(layer, unit)
    symbols = rf"( {total.latex} ) \cdot {f.latex}"
    yield numbered(made.get("d", layer, unit), [symbols], [total, " × ", f], prod)
