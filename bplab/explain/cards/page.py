"""All that the Microscope shows of one parameter or neuron: cards, a bar an example, the batch's gradient."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from bplab.arrays import Array
from bplab.experiment.parameters import Parameter
from bplab.explain.cards.backward import backward_card
from bplab.explain.cards.cells import Card, Figure, Unit
from bplab.explain.cards.chain_rule import chain_card
from bplab.explain.cards.closing import scale_of
from bplab.explain.cards.forward import BIAS, forward_card
from bplab.explain.cards.neuron import Curve, curve_of
from bplab.explain.cards.point import Point, gradient_of
from bplab.explain.cards.update import update_card
from bplab.explain.chain import contributions_of
from bplab.explain.names import BATCH_LOSS, LOSS
from bplab.training.step import StepTrace

Form = Literal["delta", "chain"]
ROWS = 8  # terms that the sums of the δ form write out at most
BATCH_DIGITS = 4


@dataclass(frozen=True, eq=False)
class Page:
    """One look through the Microscope; `example` is None at the batch's mean.

    Shapes: bars (batch,), ∂ℓ/∂w of each example.
    """

    trace: StepTrace
    at: Parameter | Unit
    form: Form
    example: int | None
    cards: tuple[Card, ...]
    bars: Array
    each: str  # LaTeX: what a bar is
    gradient: Figure  # ∂L/∂w
    whole: str  # LaTeX: how it comes from the bars
    curve: Curve | None

    @property
    def neuron(self) -> Unit:
        """The neuron that it is about."""
        return Unit(self.at.layer, self.at.unit)


def page_of(
    trace: StepTrace, at: Parameter | Unit, example: int | None, form: Form, rows: int = ROWS
) -> Page:
    """Work out what is to be shown; a run that diverged shows what it has."""
    parameter = at if isinstance(at, Parameter) else Parameter(at.layer, None, at.unit)
    with np.errstate(all="ignore"):
        point = Point(trace, example or 0, at.layer, at.unit)
        whole = gradient_of(trace, parameter, BATCH_LOSS)
        figure = Figure(
            whole.name, whole.value, scale_of([whole.value], BATCH_DIGITS).write(whole.value), parameter
        )
        return Page(
            trace, at, form, example,
            _cards(point, at, example, form, rows), contributions_of(trace, parameter),
            rf"\partial {LOSS.latex}/\partial {_letter(parameter)}", figure, _whole(trace, parameter),
            curve_of(point) if isinstance(at, Unit) and example is not None else None,
        )  # fmt: skip


def _cards(
    point: Point, at: Parameter | Unit, example: int | None, form: Form, rows: int
) -> tuple[Card, ...]:
    parameter = at if isinstance(at, Parameter) else None
    update = () if parameter is None else (update_card(point.trace, parameter),)
    if example is None:
        return update
    if form == "chain" and parameter is not None:
        return (chain_card(point, parameter), *update)
    marked = None if parameter is None else BIAS if parameter.source is None else parameter.source
    return (forward_card(point, marked, rows), backward_card(point, parameter, rows), *update)


def _letter(parameter: Parameter) -> str:
    return "b" if parameter.source is None else "w"


def _whole(trace: StepTrace, parameter: Parameter) -> str:
    """∂L/∂w = mean(δ a) over 32 examples."""
    count, letter = len(trace.x), _letter(parameter)
    each = r"\delta" if parameter.source is None else r"\delta a"
    if count == 1:
        return rf"\partial L/\partial {letter} = {each} \text{{ of the one example}} ="
    how = "mean" if trace.start.spec.reduction == "mean" else "sum"
    return rf"\partial L/\partial {letter} = \text{{{how}}}({each}) \text{{ over {count:,} examples}} ="
