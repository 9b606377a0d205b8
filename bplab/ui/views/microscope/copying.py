"""What is looked at as text to paste: the whole chain, line by line, plain or as LaTeX."""

from bplab.experiment.parameters import Parameter
from bplab.explain.cards.cells import Unit
from bplab.explain.chain import explain
from bplab.explain.latex import as_latex
from bplab.explain.text import as_text
from bplab.training.step import StepTrace
from bplab.ui.views.microscope.selection import still_there


def written(trace: StepTrace, at: Parameter | Unit, example: int, what: str) -> str:
    """Write the chain of a parameter, or of a neuron's bias, for an example counted from 1.

    `what` is "latex" or "text"; what the network does not have is nothing.
    """
    if not still_there(trace, at):
        return ""
    parameter = at if isinstance(at, Parameter) else Parameter(at.layer, None, at.unit)
    chain = explain(trace, parameter, min(example, len(trace.x)) - 1)
    return as_latex(chain) if what == "latex" else as_text(chain)
