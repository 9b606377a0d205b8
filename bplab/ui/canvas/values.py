"""What the numbers on the canvas say: in short beside neurons and connections, in full when asked."""

from dataclasses import dataclass
from typing import Any

from bplab.experiment.parameters import Parameter, parse_block, parse_parameter
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.training.trace import ExampleTrace
from bplab.ui.canvas.numbers import Numbers
from bplab.ui.canvas.picks import Neuron
from bplab.ui.canvas.spots import Spot
from bplab.ui.canvas.telling import BIASES, SYMBOLS, parameter_value
from bplab.ui.canvas.wording import neuron_title, parameter_title
from bplab.ui.style.tokens import ColorToken

Run = tuple[str, ColorToken, int]  # text, color, weight
BIAS_SIGNS = {"weights": "b ", "gradients": "∂b ", "updates": "Δb "}


@dataclass(frozen=True)
class Saying:
    """A number's short text, and what it is with all its digits."""

    runs: tuple[Run, ...]
    full: str
    copy: str
    frozen: bool = False


class Speaker:
    """Says the number that belongs to a spot; None where it is not known yet."""

    def __init__(self, spec: Experiment, shape: Shape, numbers: Numbers) -> None:
        self._spec, self._shape, self._numbers = spec, shape, numbers

    def say(self, spot: Spot) -> Saying | None:
        """Say the number of a spot."""
        if isinstance(spot.pick, Parameter):
            return self._parameter(spot.pick)
        trace = self._numbers.trace
        if trace is None or (spot.kind == "delta" and not self._started):
            return None
        return self._neuron(spot, spot.pick, trace)

    @property
    def _started(self) -> bool:
        return self._numbers.snapshot is not None and self._numbers.snapshot.step > 0

    def _parameter(self, parameter: Parameter) -> Saying | None:
        mode = self._numbers.edge_mode
        value = parameter_value(self._numbers, mode, parameter)
        if value is None:
            return None
        frozen = is_frozen(self._spec, parameter)
        title = parameter_title(self._spec, self._shape, parameter)
        if parameter.source is None:
            sign = BIAS_SIGNS[mode]
            runs: tuple[Run, ...] = ((sign, "t2", 400), (short(value), "t2", 500))
            return Saying(runs, f"{BIASES[mode]} {title} = {exact(value)}", repr(value), frozen)
        return Saying(
            ((short(value), ink_of(value), 600),),
            f"{SYMBOLS[mode]} {title} = {exact(value)}",
            repr(value),
            frozen,
        )

    def _neuron(self, spot: Spot, neuron: Neuron, trace: ExampleTrace) -> Saying:
        title, of = neuron_title(self._spec, self._shape, neuron), example_title(trace)
        if spot.kind == "x":
            value = trace.x[neuron.unit]
            return Saying(
                ((short(value), "text", 600),), f"{title} = {exact(value)}, {of}", repr(float(value))
            )
        z, a, delta = (each[neuron.column - 1][neuron.unit] for each in (trace.z, trace.a, trace.delta))
        if spot.kind == "delta":
            full = f"δ = ∂ℓ/∂z of {title} = {exact(delta)}, {of}"
            return Saying((("δ ", "t2", 500), (short(delta), "text", 600)), full, repr(float(delta)))
        z_runs: tuple[Run, ...] = (("z ", "t2", 500), (short(z), "t2", 500))
        a_runs: tuple[Run, ...] = (("a ", "acc", 600), (short(a), "acc", 600))
        if spot.kind == "z":
            return Saying(z_runs, f"z of {title} = {exact(z)}, {of}", repr(float(z)))
        if spot.kind == "a":
            return Saying(a_runs, f"a of {title} = {exact(a)}, {of}", repr(float(a)))
        full = f"{title}\nz = {exact(z)}\na = {exact(a)}\n{of}"
        return Saying((*z_runs, ("   ", "t2", 500), *a_runs), full, f"z = {float(z)!r}\na = {float(a)!r}")

    def notes(self) -> list[Run]:
        """Explain the output: what a stands for, and what the example is."""
        trace, snapshot = self._numbers.trace, self._numbers.snapshot
        if trace is None or snapshot is None:
            return []
        if trace.row is None:
            return [(f"mean of {trace.count:,} examples", "t2", 400)]
        dataset, coding = snapshot.prepared.dataset, self._shape.coding
        noun = "point" if snapshot.prepared.row.extent is not None else "example"
        if not dataset.classes:
            return [(f"{noun}'s target {short(float(trace.target[-1]))}", "t2", 500)]
        label = int(dataset.targets[trace.row])
        lines: list[Run] = []
        if coding.name == "zero_one":
            lines.append((f"a is P({dataset.classes[1]}) = {short(trace.a[-1][0])}", "t2", 500))
        ink: ColorToken = "t2"
        if len(dataset.classes) == 2:
            ink = "pos" if label else "neg_text"
        return [*lines, (f"this {noun} is {dataset.classes[label]}", ink, 600)]


def short(value: Any) -> str:
    """Write a number with three decimals; where they would all be 0, or need room, by its power of ten."""
    number = float(value)
    size = abs(number)
    if size >= 1000 or 0 < size < 0.0005:
        mantissa, _, power = f"{number:.1e}".partition("e")
        return f"{mantissa}e{int(power)}".replace("-", "−") if power else str(number)
    return f"{number:.3f}".replace("-0.000", "0.000").replace("-", "−")


def exact(value: Any) -> str:
    """Write a number with all its digits."""
    return repr(float(value)).replace("-", "−")


def ink_of(value: float) -> ColorToken:
    """Give the color of a number by its sign."""
    if value > 0:
        return "pos"
    return "neg_text" if value < 0 else "t2"


def example_title(trace: ExampleTrace) -> str:
    """Say which example a number is of."""
    if trace.example is None:
        return f"mean of {trace.count:,} examples"
    return f"example {trace.example + 1:,} of {trace.count:,}"


def is_frozen(spec: Experiment, parameter: Parameter) -> bool:
    """Whether a parameter is frozen, by its own name or with its whole layer."""
    return any(
        parse_block(name) == (parameter.layer, parameter.source is None)
        if "[" not in name
        else parse_parameter(name) == parameter
        for name in spec.frozen
    )
