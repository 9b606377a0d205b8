"""Whether the lines that a script consists of have been written for every row that an experiment uses."""

from collections.abc import Container, Mapping

from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.schedules import SCHEDULES


def check_lines(spec: Experiment, tool: str, lines: Mapping[str, Container[str]]) -> None:
    """Check the rows that have lines, by kind: "activation", "loss", "optimizer" or "schedule".

    Raises: UserError if a row that the experiment uses has no lines for this tool.
    """
    activations = [*(layer.activation for layer in spec.layers), spec.output.activation]
    used = [
        *(("activation", ACTIVATIONS[name].title, name) for name in activations),
        ("loss", LOSSES[spec.loss].title, spec.loss),
        ("optimizer", OPTIMIZERS[spec.optimizer].title, spec.optimizer),
        ("schedule", SCHEDULES[spec.schedule].title, spec.schedule),
    ]
    for kind, title, name in used:
        if kind in lines and name not in lines[kind]:
            raise UserError(
                f"{title} cannot be exported to {tool}: choose another {kind}, or another export."
            )
