"""How the window shows a document, taken into its file and restored from it; what is unknown is ignored."""

from collections.abc import Mapping
from typing import Any

from bplab.experiment.parameters import Parameter, parse_parameter
from bplab.explain.stages import STAGES, Stop
from bplab.training.trace import MEAN
from bplab.ui.canvas.base.picks import Neuron, Pick, still_there
from bplab.ui.commands.view import ViewCommands
from bplab.ui.shell.workspace import Workspace


class KeptView:
    """Each part of the window gives its share, and takes it."""

    def __init__(self, workspace: Workspace, view: ViewCommands) -> None:
        self._workspace, self._view = workspace, view

    def taken(self) -> dict[str, Any]:
        """As plain JSON."""
        workspace, stepper = self._workspace, self._workspace.stepper
        stop = workspace.context.stop
        found: dict[str, Any] = {
            "essentials": self._view.essentials,
            "dock": dict(workspace.dock.choices),
            "example": "mean" if stop >= MEAN else stop,
            "selected": _words_of(workspace.canvas.graph.scene.selected),
            "layerwise": stepper.layerwise,
        }
        if stepper.stop is not None and stepper.past is None and not stepper.is_trained:
            found["stage"] = {"stage": stepper.stop.stage, "layer": stepper.stop.layer}
        return found

    def restore(self, view: Mapping[str, Any]) -> None:
        """Show the current run as it was shown; a presentation keeps its layout."""
        if self._view.present.view is None:
            self._restore_layout(view)
        graph, stepper = self._workspace.canvas.graph, self._workspace.stepper
        graph.select(self._still(_pick_of(view.get("selected"))))
        example = view.get("example")
        if example == "mean" or (type(example) is int and 1 <= example < MEAN):
            graph.pick_example(MEAN if example == "mean" else example)
        stepper.set_layerwise(view.get("layerwise") is True)
        stop = _stop_of(view.get("stage"))
        if stop is not None:
            stepper.enter(stop)

    def _restore_layout(self, view: Mapping[str, Any]) -> None:
        if isinstance(view.get("essentials"), bool):
            self._view.show_essentials(view["essentials"])
        dock, choices = self._workspace.dock, view.get("dock")
        if not isinstance(choices, Mapping):
            return
        dock.restore(choices)
        if self._view.essentials and choices.get("dock.open") is True:  # which offer a tab only when called
            for page in dock.pages:
                if page.title == choices.get("dock.tab"):
                    dock.call(page)

    def _still(self, pick: Pick) -> Pick:
        shape = self._workspace.context.session.shape
        return pick if still_there(pick, shape.sizes, shape.fan_in) else None


def _words_of(pick: Pick) -> Any:
    if isinstance(pick, Parameter):
        return pick.name
    return [pick.column, pick.unit] if isinstance(pick, Neuron) else None


def _pick_of(words: Any) -> Pick:
    if isinstance(words, str):
        try:
            return parse_parameter(words)
        except ValueError:
            return None
    if isinstance(words, list) and len(words) == 2 and all(type(word) is int and word >= 0 for word in words):
        return Neuron(*words)
    return None


def _stop_of(words: Any) -> Stop | None:
    if not isinstance(words, Mapping) or type(words.get("layer")) is not int:
        return None
    stage = next((stage for stage in STAGES if stage == words.get("stage")), None)
    return None if stage is None else Stop(stage, words["layer"])
