"""Why? opens the picture that shows a diagnosis."""

from bplab.diagnosis.kinds import KINDS, Diagnosis
from bplab.ui.shell.workspace import Workspace
from bplab.ui.views.base.view import Chooser
from bplab.ui.views.gradients.view import GradientsView

COUNTED = {"near_zero": "weights", "scale": "sums", "dead_relu": "activations", "saturated": "activations"}


def show_why(diagnosis: Diagnosis, workspace: Workspace) -> None:
    """Open the tab and choose in it what shows the diagnosis."""
    kind = KINDS[diagnosis.id]
    name = next(name for name, place in workspace.places.items() if place.title == kind.tab)
    view = workspace.open_view(name)
    if isinstance(view, GradientsView) and kind.switch == "By layer":
        view.show_by_layer()
    elif isinstance(view, Chooser):
        view.restore({**view.choices, **_choices(diagnosis, kind.switch)})


def _choices(diagnosis: Diagnosis, switch: str) -> dict[str, str]:
    """What is to be chosen, as the views name it; a view ignores what is another's."""
    chosen = {"loss.what": "loss", "gradients.page": switch}
    if diagnosis.id in COUNTED:
        chosen["histograms.kind"] = COUNTED[diagnosis.id]
    return chosen
