"""A file is shown as it was left: essentials, tab, selection, example, stage of the walk."""

import json

from bplab.experiment.parameters import parse_parameter
from bplab.explain.stages import Stop
from bplab.storage.document import Document
from bplab.storage.resumed import resumed
from bplab.training.trace import MEAN
from bplab.ui.canvas.base.picks import Neuron
from bplab.ui.commands.kept_view import KeptView


def parts(driver):
    lab = driver.lab
    return lab, KeptView(lab.workspace, lab.commands.view), lab.workspace.canvas.graph


def reopened(driver):
    """Save all in memory, leave it for something else, and open it again."""
    lab, frozen = driver.lab, []
    lab.document.freeze(frozen.append)
    driver.until(lambda: bool(frozen))
    view = json.loads(json.dumps(frozen[0].view))
    lab.commands.file.new()
    lab.commands.view.set_essentials(True)
    driver.until_shown()
    lab.document.adopt(resumed(frozen[0]))
    driver.until(lambda: driver.snapshot.run == lab.session.run)
    driver.until_shown()
    return view


def test_tab_selection_and_example_come_back(driver):
    driver.until_shown()
    lab, kept, graph = parts(driver)
    lab.commands.view.set_essentials(False)
    driver.settle()
    lab.workspace.dock.select(2)
    graph.select(parse_parameter("W2[3,1]"))
    graph.pick_example(4)
    before = kept.taken()
    view = reopened(driver)
    assert view == before == kept.taken()
    assert not lab.commands.view.essentials
    assert lab.workspace.dock.choices["dock.tab"] == "Weights"
    assert graph.scene.selected == parse_parameter("W2[3,1]")
    assert lab.workspace.context.stop == 4
    assert graph.values.picker.shown == 4


def test_the_mean_a_neuron_and_the_stage_of_a_walk_come_back(driver):
    driver.until_shown()
    lab, _, graph = parts(driver)
    graph.select(Neuron(1, 2))
    lab.actions["next_stage"].trigger()
    driver.until(lambda: lab.stepper.stop is not None)
    lab.stepper.go_to(Stop("backward", 1))
    graph.pick_example(MEAN)
    view = reopened(driver)
    driver.until(lambda: lab.stepper.stop == Stop("backward", 1))
    assert (view["example"], view["selected"]) == ("mean", [1, 2])
    assert graph.scene.selected == Neuron(1, 2)
    assert lab.workspace.context.stop == MEAN
    assert not lab.stepper.layerwise


def test_in_essentials_the_microscope_comes_back(driver):
    driver.until_shown()
    lab, _, graph = parts(driver)
    lab.commands.view.set_essentials(True)
    graph.select(parse_parameter("W1[1,1]"))
    lab.workspace.look_closer(edit=False)
    driver.until_shown()
    reopened(driver)
    assert lab.commands.view.essentials
    assert lab.workspace.dock.choices == {"dock.open": True, "dock.tab": "Microscope"}


def test_what_does_not_exist_here_is_ignored(driver):
    driver.until_shown()
    _, kept, graph = parts(driver)
    kept.restore({})
    for odd in (None, 7, "x", [], {}, [1], [1, -1], [99, 0], "W9[9,9]", {"stage": "sideways", "layer": 1}):
        kept.restore(dict.fromkeys(("essentials", "dock", "example", "selected", "layerwise", "stage"), odd))
        assert graph.scene.selected is None
    kept.restore({"stage": {"stage": "forward", "layer": 99}, "selected": "W1[1,9]", "colors": "loud"})
    driver.until_shown()
    assert Document(view=kept.taken()).view["selected"] is None
