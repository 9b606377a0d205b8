"""The chain rule of one parameter in one step: its effect on the loss, and its update."""

from dataclasses import dataclass

import numpy as np

from bplab.arrays import Array
from bplab.experiment.parameters import Parameter
from bplab.explain.lines import Line, Named, Sum, product
from bplab.explain.names import BATCH_LOSS, LOSS, Name, derivative, of_parameter
from bplab.explain.passes import ExamplePasses, sources_of
from bplab.explain.updates import Update
from bplab.training.step import StepTrace

SHOWN = 16  # neurons of the following layer whose error signals are written out


@dataclass(frozen=True, eq=False)
class Chain:
    """One parameter in a step, for one example and then for the whole batch.

    Shapes: contributions (batch,), δ a of each example.
    """

    trace: StepTrace
    parameter: Parameter
    example: int  # index in the batch, from 0
    forward: tuple[Line, ...]  # of the neuron that the parameter leads to
    loss: tuple[Line, ...]  # of the example
    backward: tuple[Line, ...]  # from the outputs to that neuron
    share: tuple[Line, ...]  # ∂ℓ/∂w of the example
    contributions: Array
    batch: tuple[Line, ...]  # ∂L/∂w
    update: tuple[Line, ...]
    delta: float  # of the example, as is activation
    activation: float


def explain(trace: StepTrace, parameter: Parameter, example: int = 0) -> Chain:
    """Derive the chain of an existing parameter for an example of the batch, counted from 0."""
    with np.errstate(all="ignore"):  # values of a diverged run may be infinite or NaN
        passes, update = ExamplePasses(trace, example), Update(trace, parameter)
        layer, unit = parameter.layer, parameter.unit
        contributions = contributions_of(trace, parameter)
        return Chain(
            trace, parameter, example, tuple(passes.forward(layer, unit)), (passes.loss(),),
            tuple(_backward(passes, layer, unit)), _share(passes, parameter, contributions), contributions,
            (_batch(trace, parameter, contributions, update.of(trace.gradients)),), tuple(update.lines()),
            float(trace.delta[layer][example, unit]), _activation(passes, parameter).value,
        )  # fmt: skip


def contributions_of(trace: StepTrace, parameter: Parameter) -> Array:
    """Each example's own ∂ℓ/∂w = δ a.

    Shapes: (batch,).
    """
    delta: Array = trace.delta[parameter.layer][:, parameter.unit]
    if parameter.source is None:
        return delta
    return delta * sources_of(trace, parameter.layer, parameter.source)


def _backward(passes: ExamplePasses, layer: int, unit: int) -> list[Line]:
    """From the outputs back to the neuron itself."""
    found: list[Line] = []
    for behind in range(passes.last, layer, -1):
        units = passes.trace.z[behind].shape[1]
        for each in range(units if units <= SHOWN else 0):
            found += passes.backward(behind, each)
    return [*found, *passes.backward(layer, unit)]


def _activation(passes: ExamplePasses, parameter: Parameter) -> Named:
    """The factor of the parameter: an output of the layer before, or 1 for a bias."""
    if parameter.source is None:
        return Named(Name("1", "1"), 1.0)
    return passes.source(parameter.layer, parameter.source)


def _share(passes: ExamplePasses, parameter: Parameter, contributions: Array) -> tuple[Line, ...]:
    """∂ℓ/∂w = δ a, and the same as a chain of partial derivatives."""
    layer, unit = parameter.layer, parameter.unit
    delta, a = passes.number("δ", layer, unit), _activation(passes, parameter)
    w, z = of_parameter(parameter), passes.number("z", layer, unit).name
    result = Named(derivative(LOSS, w), float(contributions[passes.example]))
    by_w = Named(derivative(z, w), a.value)
    if passes.merged(layer):
        factors = [Named(derivative(LOSS, z), delta.value), by_w]
    else:
        share, by_z = passes.share(layer, unit).result, derivative(passes.number("a", layer, unit).name, z)
        factors = [share, Named(by_z, passes.slope(layer, unit)), by_w]
    return Sum(result, (product(delta, a),)), Sum(result, (product(*factors),), note="the chain rule")


def _batch(trace: StepTrace, parameter: Parameter, contributions: Array, gradient: float) -> Sum:
    """∂L/∂w: the mean or the sum over all examples."""
    w, count = of_parameter(parameter), len(contributions)
    terms = tuple(
        product(Named(Name(f"example {number}", rf"\ell_{{{number}}}"), value))
        for number, value in enumerate(contributions.tolist(), 1)
        if value != 0
    )
    shared = trace.start.spec.reduction == "mean" and count > 1 and terms
    share = (Named(Name(f"{count}", f"{count}"), float(count), divides=True),) if shared else ()
    note = f"the other {count - len(terms)} give 0" if terms else "each gives 0"
    result = Named(derivative(BATCH_LOSS, w), gradient)
    return Sum(result, terms, share, note if len(terms) < count else "")
