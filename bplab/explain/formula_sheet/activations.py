"""How outputs and slopes of each activation are written: with numbers where that is short."""

from collections.abc import Sequence

import numpy as np

from bplab.explain.formula_sheet.equations import Equation, Quantity, by_function, numbered
from bplab.explain.formula_sheet.names import of
from bplab.nn.activations import ACTIVATIONS

FORMULAS = {
    "identity": "z",
    "sigmoid": "1 ÷ (1 + e^{−z})",
    "tanh": r"\mathrm{tanh} z",
    "relu": r"\mathrm{max} (0, z)",
    "leaky_relu": r"z \text{ for } z > 0, \text{ else } 0.01 z",
    "elu": r"z \text{ for } z > 0, \text{ else } e^{z} − 1",
    "softplus": r"\mathrm{ln} (1 + e^{z})",
    "softsign": "z ÷ (1 + |z|)",
    "swish": "z ÷ (1 + e^{−z})",
}
BY_Z = {  # slopes that z alone decides
    "identity": "1", "relu": r"1 \text{ for } z > 0, \text{ else } 0",
    "leaky_relu": r"1 \text{ for } z > 0, \text{ else } 0.01",
}  # fmt: skip


def bare_title(name: str) -> str:
    """The name of an activation within a sentence."""
    title = ACTIVATIONS[name].title
    return title if title[1:2].isupper() else title[0].lower() + title[1:]


def title_of(name: str) -> str:
    """What f is, within a sentence."""
    return f"the {bare_title(name)}" if name in ("sigmoid", "identity") else bare_title(name)


def output_line(activation: str, a: Quantity, z: Quantity, layer: int, unit: int) -> Equation:
    """The output of a neuron, f(z)."""
    f = ACTIVATIONS[activation].f
    symbols = [f"f({of('z', layer, unit)})"]
    formula = FORMULAS.get(activation)
    return by_function(
        a, [*symbols, formula] if formula else symbols, [z], lambda values: float(f(np.array(values[0])))
    )


def softmax_lines(
    powers: Sequence[Quantity], total: Quantity, a: Sequence[Quantity], z: Sequence[Quantity]
) -> list[Equation]:
    """Powers of e, their sum, and the share of each."""
    lines = [
        by_function(power, [], [each], lambda values: float(np.exp(values[0])))
        for power, each in zip(powers, z, strict=True)
    ]
    pieces = [piece for power in powers for piece in (" + ", power)][1:]
    names = " + ".join(power.latex for power in powers)
    lines.append(numbered(total, [names], pieces, sum))
    for unit, (output, power) in enumerate(zip(a, powers, strict=True), 1):
        symbols = [f"e^{{z}}_{{{unit}}} ÷ {total.latex}"]
        lines.append(numbered(output, symbols, [power, " ÷ ", total], lambda values: values[0] / values[1]))
    return lines


def slope_line(activation: str, f: Quantity, a: Quantity, z: Quantity, layer: int, unit: int) -> Equation:
    """The slope f'(z), from a where that is shorter."""
    name = of("a", layer, unit)
    if activation == "sigmoid":
        return numbered(
            f, [f"{name} (1 − {name})"], [a, " × (1 − ", a, ")"], lambda values: values[0] * (1 - values[1])
        )
    if activation == "tanh":
        return numbered(f, [f"1 − ({name})^{{2}}"], ["1 − ", a, "²"], lambda values: 1 - values[0] ** 2)
    row = ACTIVATIONS[activation]

    def work_out(values: Sequence[float]) -> float:
        at = np.array(values[0])
        return float(row.slope(at, row.f(at)))

    said = BY_Z.get(activation)
    return by_function(
        f, [said] if said else [rf"\text{{slope of {row.title} at }} {of('z', layer, unit)}"], [z], work_out
    )
