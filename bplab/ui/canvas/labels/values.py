"""The texts of the numbers on the canvas: short beside neurons and connections, in full on request."""

from typing import NamedTuple

from bplab.data.prepare import Prepared
from bplab.experiment.parameters import Parameter, parse_block, parse_parameter
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.explain.digits import APPROXIMATELY, printed
from bplab.explain.loss import MOST_WRITTEN, loss_text
from bplab.numerals import exact, short
from bplab.training.step import StepTrace
from bplab.training.trace import ExampleTrace
from bplab.ui.canvas.base.numbers import Numbers
from bplab.ui.canvas.base.wording import neuron_title, parameter_title
from bplab.ui.canvas.labels.descriptions import BIASES, SYMBOLS, example_title, parameter_value
from bplab.ui.canvas.labels.digits import Digits
from bplab.ui.canvas.labels.label import LabelPosition
from bplab.ui.canvas.labels.step_texts import gradient_text, step_values, update_lines, update_texts
from bplab.ui.style.tokens import ColorToken

Note = tuple[str, ColorToken, int]  # text, color, weight
SIGNS = {"x": ("",), "z": ("z = ",), "a": ("a = ",), "za": ("z = ", "a = "), "delta": ("δ = ∂ℓ/∂z = ",)}
SIGNS |= {"t": ("target t = ",), "dt": (*SIGNS["delta"], "target t = "), "update": ("old = ", "new = ")}
SIGNS |= {"new b": SIGNS["update"]}
WITHIN_STEP = {"dw", "update", "new b"}  # kinds of numbers that belong to a step
SET_HINT = "Click to set it by hand or freeze it."
LOOSE = "≈: the digits shown of the other numbers do not reproduce the last digit of this one."
FROZEN = "Frozen: training does not change it."
NO_TARGET: Note = ("my point has no target", "t2", 600)
BIAS_SIGNS = {"weights": "b ", "gradients": "∂b ", "updates": "Δb "}


class LabelPart(NamedTuple):
    """A symbol and its number, each with its color and weight."""

    sign: str
    text: str
    sign_ink: ColorToken = "t2"
    sign_weight: int = 500
    ink: ColorToken = "text"
    weight: int = 600


class LabelText(NamedTuple):
    """The text at one position, and whether the parameter is frozen."""

    parts: tuple[LabelPart, ...]
    frozen: bool = False
    faded: bool = False  # a walk has not come to it yet
    active: bool = False  # a walk computes it now

    @property
    def words(self) -> str:
        """The complete text."""
        return "".join(part.sign + part.text for part in self.parts)


Z, A = LabelPart("z ", "", ink="t2", weight=500), LabelPart("a ", "", "acc", 600, "acc")
PLAIN = {
    "x": LabelPart("", ""),
    "z": Z,
    "a": A,
    "delta": LabelPart("δ ", ""),
    "t": LabelPart("t ", "", ink="t2", weight=500),
}


DEFAULT = Digits()


class LabelTexts:
    """Formats the number of a position; None if it is not known yet."""

    def __init__(self, spec: Experiment, shape: Shape, numbers: Numbers, digits: Digits = DEFAULT) -> None:
        self._spec, self._shape, self._numbers, self._digits = spec, shape, numbers, digits

    def say(self, position: LabelPosition) -> LabelText | None:
        """Format the number of a position in short."""
        values = self.values(position)
        if values is None:
            return None
        parts: tuple[LabelPart, ...]
        texts = [
            self._text(position, each, value)
            for each, value in zip(names_in(position.kind), values, strict=True)
        ]
        if position.kind in WITHIN_STEP and isinstance(position.pick, Parameter):
            parts = self._within_step(position.pick, position.kind, values)
        elif position.kind == "w":
            parts = (LabelPart("", texts[0], ink=ink_of(values[0])),)
        elif position.kind == "t":
            parts = (LabelPart("target ", texts[0], "t2", 400, "t2", 500),)
        elif position.kind == "b":
            parts = (LabelPart(BIAS_SIGNS[self._numbers.edge_mode], texts[0], "t2", 400, "t2", 500),)
        else:
            first, *others = zip(map(PLAIN.__getitem__, names_in(position.kind)), texts, strict=True)
            parts = (first[0]._replace(text=first[1]),)
            parts += tuple(part._replace(sign=f"   {part.sign}", text=text) for part, text in others)
        frozen = isinstance(position.pick, Parameter) and is_frozen(self._spec, position.pick)
        return LabelText(parts, frozen, *self._lighting(position))

    def _within_step(self, pick: Parameter, kind: str, values: tuple[float, ...]) -> tuple[LabelPart, ...]:
        """A gradient, or old → new; of what does not move, the old value alone."""
        decimals, trace = self._digits.decimals, self._numbers.trace
        if kind == "dw" and trace is not None:
            text = gradient_text(trace, pick, values[0], decimals)
            return (LabelPart("∂ ", text, ink=ink_of(values[0])),)
        old, new = values
        if kind == "new b":
            return self._new_bias(old, new)
        texts = update_texts(old, new, decimals.factor)
        if old == new:
            return (LabelPart("", texts[0], ink=ink_of(old)),)
        return LabelPart("", texts[0], ink=ink_of(old), weight=500), LabelPart(
            " → ", texts[1], ink=ink_of(new)
        )

    def _new_bias(self, old: float, new: float) -> tuple[LabelPart, ...]:
        """Like a weight, old → new, in the colors of biases."""
        texts = update_texts(old, new, self._digits.decimals.factor)
        before = LabelPart(BIAS_SIGNS["weights"], texts[0], "t2", 400, "t2", 500)
        return (before,) if old == new else (before, LabelPart(" → ", texts[1]))

    def _lighting(self, position: LabelPosition) -> tuple[bool, bool]:
        """Say whether a walk has not come to a number yet, and whether it computes it now."""
        light, pick = self._numbers.light, position.pick
        column = pick.layer + 1 if isinstance(pick, Parameter) else pick.column
        now = light.stop is not None and light.is_active(column)
        computed = {"forward": {"z", "a", "za"}, "backward": {"delta", "dt"}}
        stage = light.stop.stage if light.stop is not None else ""
        return not light.outputs(column), now and position.kind in computed.get(stage, set())

    def _text(self, position: LabelPosition, kind: str, value: float) -> str:
        sign = APPROXIMATELY if (kind, position.pick) in self._digits.loose else ""
        layer = position.pick.layer if isinstance(position.pick, Parameter) else position.pick.column - 1
        return sign + printed(value, self._digits.decimals.of(kind, layer))

    def values(self, position: LabelPosition) -> tuple[float, ...] | None:
        """The number of a position, or z and a where both are shown."""
        if isinstance(position.pick, Parameter) and position.kind in WITHIN_STEP:
            return step_values(self._numbers, position.kind, position.pick)
        if isinstance(position.pick, Parameter):
            value = parameter_value(self._numbers, self._numbers.edge_mode, position.pick)
            return None if value is None else (value,)
        trace, neuron = self._numbers.trace, position.pick
        if trace is None:
            return None
        if position.kind == "x":
            return (float(trace.x[neuron.unit]),)
        layer, unit = neuron.column - 1, neuron.unit
        if not self._is_known(position.kind, neuron.column, trace):
            return None
        parts = {"z": trace.z[layer], "a": trace.a[layer], "delta": trace.delta[layer], "t": trace.target}
        return tuple(float(parts[name][unit]) for name in names_in(position.kind))

    def _is_known(self, kind: str, column: int, trace: ExampleTrace) -> bool:
        """Whether a walk has come to a number; of an own point there are only those of the forward pass."""
        light = self._numbers.light
        if kind == "t":
            return not trace.is_own and (light.stop is None or light.stop.has_loss)
        if kind in {"delta", "dt"}:
            return not trace.is_own and light.deltas(column)
        return light.outputs(column)

    def tell(self, position: LabelPosition) -> str:
        """Describe the number of a position, with all its digits."""
        values = self.values(position)
        if values is None:
            return ""
        if isinstance(position.pick, Parameter):
            signs = BIASES if position.pick.source is None else SYMBOLS
            title = parameter_title(self._spec, self._shape, position.pick)
            if position.kind in WITHIN_STEP:
                return "\n".join(self._tell_step(position, title, values))
            lines = [f"{signs[self._numbers.edge_mode]} {title} = {exact(values[0])}", SET_HINT]
            return "\n".join([*lines, *([FROZEN] if is_frozen(self._spec, position.pick) else [])])
        title = neuron_title(self._spec, self._shape, position.pick)
        numbers = [f"{sign}{exact(value)}" for sign, value in zip(SIGNS[position.kind], values, strict=True)]
        of = [] if self._numbers.trace is None else [example_title(self._numbers.trace)]
        loose = {(name, position.pick) for name in names_in(position.kind)} & self._digits.loose
        hint = [LOOSE] if loose else []
        return "\n".join([title, *numbers, *of, *hint])

    def _tell_step(self, position: LabelPosition, title: str, values: tuple[float, ...]) -> list[str]:
        step, trace, pick = self._numbers.step, self._numbers.trace, position.pick
        if position.kind != "dw" and step is not None and isinstance(pick, Parameter):
            sign = "weight w" if position.kind == "update" else "bias b"
            return [f"{sign} {title}", *update_lines(step, pick, is_made=self._numbers.light.is_made)]
        mean = trace is None or trace.example is None
        of = [] if mean or trace is None else [example_title(trace)]
        return [f"∂{'L' if mean else 'ℓ'}/∂w {title} = {exact(values[0])}", *of]

    def copy(self, position: LabelPosition) -> str:
        """The number of a position in the format of a program."""
        values = self.values(position)
        if values is None:
            return ""
        if len(values) == 1:
            return repr(values[0])
        return "\n".join(f"{sign}{value!r}" for sign, value in zip(SIGNS[position.kind], values, strict=True))

    def notes(self) -> list[Note]:
        """Explain the output: the meaning of a, and what the example is."""
        trace, snapshot = self._numbers.trace, self._numbers.snapshot
        light, step = self._numbers.light, self._numbers.step
        if trace is None or snapshot is None or not light.outputs(len(self._shape.layers)):
            return []
        at_loss = light.stop is not None and light.stop.stage == "loss"
        if at_loss and step is not None and not trace.is_own:
            return self._loss(step)
        if trace.row is None:
            mean: Note = (f"mean of {trace.count:,} examples", "t2", 400)
            return [*self._probability(trace.a[-1][0]), NO_TARGET] if trace.is_own else [mean]
        dataset = snapshot.prepared.dataset
        noun = "point" if snapshot.prepared.row.planar else "example"
        if not dataset.classes:
            return self._target(trace, trace.row, noun, snapshot.prepared)
        label = int(dataset.targets[trace.row])
        lines = self._probability(trace.a[-1][0])
        ink: ColorToken = "t2"
        if len(dataset.classes) == 2:
            ink = "pos" if label else "neg_text"
        return [*lines, (f"this {noun} is {dataset.classes[label]}", ink, 600)]

    def _target(self, trace: ExampleTrace, row: int, noun: str, prepared: Prepared) -> list[Note]:
        """The one target; if it is scaled, it and the output in the data's own units."""
        if len(trace.target) > 1:
            return []  # each is beside its δ
        if prepared.target_scaler is None:
            return [(f"{noun}'s target {printed(trace.target[-1], self._digits.decimals.a)}", "t2", 500)]
        said, true = prepared.outputs_of(trace.a[-1]), prepared.dataset.targets[row]
        name = prepared.dataset.target_names[0] if prepared.dataset.target_names else "own units"
        return [
            (f"in {name}: {short(float(said[0]), 5)}", "t2", 500),
            (f"{noun}'s target {short(float(true[0]), 5)}", "t2", 500),
        ]

    def _probability(self, output: float) -> list[Note]:
        """What the output of two classes means."""
        snapshot = self._numbers.snapshot
        if snapshot is None or self._shape.coding.name != "zero_one":
            return []
        likely = snapshot.prepared.dataset.classes[1]
        return [(f"a is P({likely}) = {printed(output, self._digits.decimals.a)}", "t2", 500)]

    def _loss(self, step: StepTrace) -> list[Note]:
        """Target and output, and how far apart they are."""
        trace, batch = self._numbers.trace, f"L = {self._spec.reduction} of the batch = {printed(step.loss)}"
        if trace is None or trace.example is None:
            return [(batch, "text", 600)]
        lines: list[Note] = []
        if len(trace.target) <= MOST_WRITTEN:
            decimals = self._digits.decimals.a
            for name, values in (("target", trace.target), ("output", trace.a[-1])):
                numbers = ", ".join(printed(value, decimals) for value in values)
                lines.append((f"{name}{'s' if len(values) > 1 else ''} {numbers}", "t2", 500))
        lines.append((f"ℓ = {loss_text(step, trace.example).text}", "text", 600))
        return lines if trace.count == 1 else [*lines, (batch, "t2", 500)]


def names_in(kind: str) -> tuple[str, ...]:
    """Name the numbers at a kind of position."""
    pairs = {"za": ("z", "a"), "dt": ("delta", "t"), "update": ("w", "w"), "new b": ("b", "b")}
    return pairs.get(kind, (kind,))


def ink_of(value: float) -> ColorToken:
    """The color of a number by its sign."""
    if value > 0:
        return "pos"
    return "neg_text" if value < 0 else "t2"


def is_frozen(spec: Experiment, parameter: Parameter) -> bool:
    """Whether a parameter is frozen, individually or with its whole layer."""
    return any(
        parse_block(name) == (parameter.layer, parameter.source is None)
        if "[" not in name
        else parse_parameter(name) == parameter
        for name in spec.frozen
    )
