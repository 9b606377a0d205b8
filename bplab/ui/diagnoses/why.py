"""Why? opens the picture that shows a diagnosis."""

from bplab.diagnosis.kinds import KINDS, Diagnosis
from bplab.ui.shell.workspace import Workspace
from bplab.ui.views.base.view import Chooser
from bplab.ui.views.gradients.view import BY_LAYER, OVER_TIME, GradientsView
from bplab.ui.views.weights.view import WeightsView

PAGES = {"Over time": OVER_TIME, "By layer": BY_LAYER}  # of Gradients
COUNTED = {"near_zero": "weights", "scale": "sums"}  # by Histograms, which else count outputs


def show_why(diagnosis: Diagnosis, workspace: Workspace) -> None:
    """Open the tab and choose in it what shows the diagnosis."""
    kind = KINDS[diagnosis.id]
    name = next(name for name, place in workspace.places.items() if place.title == kind.tab)
    view = workspace.open_view(name)
    if isinstance(view, GradientsView):
        view.choose(PAGES[kind.switch])
    elif isinstance(view, WeightsView):
        view.show_equal_neurons(diagnosis.layer or 0)
    elif isinstance(view, Chooser):
        counted = COUNTED.get(diagnosis.id, "activations")
        view.restore({**view.choices, "loss.what": "loss", "histograms.kind": counted})
