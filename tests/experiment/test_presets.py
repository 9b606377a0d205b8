"""Presets are ready to run, each with words of its own."""

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Experiment
from bplab.training.build import check


def test_the_presets_are_there_under_their_names():
    assert list(PRESETS) == ["circle", "spiral", "digits", "ten-sigmoid", "worked-example"]


def test_every_preset_is_ready_to_run_and_says_what_it_shows():
    for preset in PRESETS.values():
        check(preset.spec)
        assert preset.title
        assert preset.help.endswith(".")
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)


def test_the_first_one_is_circle_2_4_1_tanh():
    spec = PRESETS["circle"].spec
    assert isinstance(spec, Experiment)
    assert (spec.data.name, spec.hidden, spec.layers[0].activation) == ("circle", "4", "tanh")
