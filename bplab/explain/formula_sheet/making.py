"""Makes a sheet of a step with one example: forward, loss, backward, gradient and update."""

from dataclasses import replace

import numpy as np

from bplab.errors import UserError
from bplab.experiment.shape import Shape
from bplab.experiment.spec import Experiment
from bplab.explain.formula_sheet.activations import title_of
from bplab.explain.formula_sheet.equations import Section, Sheet
from bplab.explain.formula_sheet.losses import loss_lines
from bplab.explain.formula_sheet.passes import backward_lines, forward_lines, outputs_of
from bplab.explain.formula_sheet.quantities import Quantities
from bplab.explain.formula_sheet.updating import update_table
from bplab.nn.network import loss_of
from bplab.nn.step import join
from bplab.training.kernel.book import book_layers
from bplab.training.step import StepInput, StepTrace, trace_step

MOST_PARAMETERS = 300
MOST_INPUTS = 24  # of one neuron


def check_sheet(spec: Experiment, shape: Shape) -> None:
    """Check whether a formula sheet can be made of an experiment.

    Raises: UserError that says why not.
    """
    if shape.parameters > MOST_PARAMETERS or max(shape.fan_in) > MOST_INPUTS:
        raise UserError(
            f"A formula sheet has room for {MOST_PARAMETERS} parameters and {MOST_INPUTS} inputs of a "
            f"neuron; this network has {shape.parameters:,} parameters. Make its layers smaller."
        )
    if (spec.skip and spec.layers) or any(layer.groups for layer in shape.layers):
        raise UserError(
            "A formula sheet is of fully connected layers, one after the other; remove groups and the link "
            "from input to output."
        )
    if any(layer.dropout for layer in spec.layers):
        raise UserError("A formula sheet is of a step without dropout; set dropout to 0.")
    if spec.output.activation == "softmax" and spec.loss != "categorical_cross_entropy":
        raise UserError(
            "A formula sheet of softmax outputs is with categorical cross-entropy; choose it as loss."
        )


def make_sheet(start: StepInput, example: int) -> Sheet:
    """Write out a step, with one example of its batch, in double precision.

    Raises: UserError as `check_sheet`, and if the numbers are not finite.
    """
    check_sheet(start.spec, start.build.shape)
    double = replace(
        start,
        spec=start.spec.but(dtype="float64"),
        parameters=start.parameters.astype(np.float64),
        slots={name: slot.astype(np.float64) for name, slot in start.slots.items()},
    )
    trace = trace_step(double)
    _check_finite(trace)
    made = Quantities(trace, min(example, len(trace.x) - 1))
    sections = (
        Section("Forward", _note(made.activations), tuple(forward_lines(made))),
        Section("Loss", "", loss_lines(outputs_of(made))),
        Section("Backward", r"\delta  = \partial \ell/\partial z", tuple(backward_lines(made))),
    )
    table = update_table(made)
    return Sheet(sections, table.rows, table.note, table.heads, made.names, _after(made))


def _check_finite(trace: StepTrace) -> None:
    if not (np.isfinite(trace.loss) and np.isfinite(join(trace.parameters)).all()):
        raise UserError(
            "The numbers of this step are not finite, because the run diverges; go back to an earlier step."
        )


def _note(activations: list[str]) -> str:
    """What f is, and which weight leads where."""
    if len(set(activations)) == 1:
        said = title_of(activations[0])
    else:
        hidden = ", ".join(map(title_of, dict.fromkeys(activations[:-1])))
        said = f"{hidden} in hidden layers, {title_of(activations[-1])} at the output"
    leads = r"w_{ij}\text{ leads from }i\text{ to }j\text{; the layer stands above}"
    return rf"f\text{{ is {said}; }}" + leads


def _after(made: Quantities) -> tuple[float, float]:
    """The loss of the example after the step, and by how much it is lower."""
    trace, at = made.trace, slice(made.example, made.example + 1)
    layers = book_layers(trace.start.build.layout, join(trace.parameters))
    with np.errstate(all="ignore"):
        after = loss_of(layers, trace.x[at], trace.target[at], made.spec.loss)
    return after, float(trace.losses[made.example]) - after
