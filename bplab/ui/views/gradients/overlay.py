"""The lines of other runs in the gradient plots: dashed, each in the color of its layer."""

from collections.abc import Iterable, Sequence

from bplab.training.run_summary import RunSummary
from bplab.ui.style.theme import Theme
from bplab.ui.views.base.heat import between
from bplab.ui.views.gradients.lines import GradientQuantity, other_lines
from bplab.ui.views.plot.others import Other

DASHES = (5.0, 4.0)
SHARE = 0.75  # of the color of a layer


def others_of(
    runs: Iterable[RunSummary], quantity: GradientQuantity, layers: int, theme: Theme
) -> list[Other]:
    """The lines of some runs; those of a network with as many layers have the same colors."""
    found = []
    for run in runs:
        count = len(run.spec.layers) + 1
        lines = [] if run.layers is None else other_lines(run.layers, quantity, count)
        for layer, line in enumerate(lines):
            color = theme.color("t3") if count != layers else theme.layer_color(layer, layers)
            soft, name = between(theme.color("panel"), color, SHARE), run.title if layer == count - 1 else ""
            found.append(Other(line, soft, DASHES, name, ink=theme.color("t2")))
    return found


def last_of(others: Sequence[Other]) -> float:
    """The last epoch of them all."""
    return max((float(other.line.x[-1]) for other in others if len(other.line.x)), default=0.0)
