"""What connections say within a step that is walked through: gradients, and old values beside new ones."""

from collections.abc import Iterator

from bplab.experiment.parameters import Parameter
from bplab.explain.digits import APPROXIMATELY, printed, reproduces
from bplab.numerals import exact, parsed
from bplab.training.step import StepTrace
from bplab.training.trace import ExampleTrace
from bplab.ui.canvas.base.numbers import Numbers
from bplab.ui.canvas.labels.digits import Decimals

MOST_DECIMALS = 6
SLOTS = {
    "velocity": "velocity v",
    "mean": "mean gradient m",
    "square_mean": "mean square s",
    "square_sum": "sum of squares s",
}


def step_values(numbers: Numbers, kind: str, parameter: Parameter) -> tuple[float, ...] | None:
    """The gradient of a weight, or its old and new value; None before the step is known."""
    step, trace = numbers.step, numbers.trace
    if step is None or trace is None:
        return None
    return (gradient_of(step, trace, parameter),) if kind == "dw" else old_and_new(step, parameter)


def gradient_of(step: StepTrace, trace: ExampleTrace, parameter: Parameter) -> float:
    """∂ℓ/∂w of an example, a δ, or ∂L/∂w of the batch for the mean."""
    if trace.example is None:
        W, b = step.gradients[parameter.layer]
        return float(b[parameter.unit] if parameter.source is None else W[parameter.source, parameter.unit])
    return _source(trace, parameter) * float(trace.delta[parameter.layer][parameter.unit])


def old_and_new(step: StepTrace, parameter: Parameter) -> tuple[float, float]:
    """A parameter before the step and after it."""
    place = step.start.build.layout.index(parameter)
    W, b = step.parameters[parameter.layer]
    new = b[parameter.unit] if parameter.source is None else W[parameter.source, parameter.unit]
    return float(step.start.parameters[place]), float(new)


def gradient_text(trace: ExampleTrace, parameter: Parameter, value: float, decimals: Decimals) -> str:
    """Print a gradient; marked if the printed factors a and δ do not reproduce it."""
    text = printed(value, decimals.a)
    if trace.example is None:
        return text
    places = decimals.factor if _is_input(trace, parameter) else decimals.a
    source = _source(trace, parameter)
    delta = float(trace.delta[parameter.layer][parameter.unit])
    found = parsed(printed(source, places)) * parsed(printed(delta, decimals.a))
    return text if reproduces(found, text) else APPROXIMATELY + text


def update_texts(old: float, new: float, decimals: int) -> tuple[str, str]:
    """Print an old and a new value with as many digits as tell them apart, within bounds."""
    for places in range(decimals, MOST_DECIMALS + 1):
        texts = printed(old, places), printed(new, places)
        if texts[0] != texts[1]:
            return texts
    return printed(old, decimals), printed(new, decimals)


def update_lines(step: StepTrace, parameter: Parameter, *, is_made: bool = False) -> Iterator[str]:
    """Tell an update in full, with what the optimizer remembers."""
    layer, unit, source = parameter.layer, parameter.unit, parameter.source
    place = step.start.build.layout.index(parameter)
    old, new = old_and_new(step, parameter)
    pair = step.gradients[layer]
    gradient = pair[1][unit] if source is None else pair[0][source, unit]
    used = step.used_gradients[layer]
    given = used[1][unit] if source is None else used[0][source, unit]
    yield f"old = {exact(old)}"
    yield f"gradient ∂L/∂{'b' if source is None else 'w'} = {exact(gradient)}"
    if given != gradient:
        yield f"with penalty, clipped: {exact(given)}"
    for name, slot in step.slots.items():
        yield f"{SLOTS.get(name, name)} = {exact(slot[place])}, before {exact(step.start.slots[name][place])}"
    yield f"new = {exact(new)}{'' if is_made else ', not applied yet'}"


def _source(trace: ExampleTrace, parameter: Parameter) -> float:
    """What a weight multiplies: an output of the layer before, or an input; 1 for a bias."""
    if parameter.source is None:
        return 1.0
    before = trace.a[parameter.layer - 1] if parameter.layer else trace.x
    direct = parameter.source - len(before)
    return float(before[parameter.source] if direct < 0 else trace.x[direct])


def _is_input(trace: ExampleTrace, parameter: Parameter) -> bool:
    return parameter.layer == 0 or (parameter.source or 0) >= len(trace.a[parameter.layer - 1])
