"""Presets are ready to run, each with words of its own."""

from bplab.data.warnings import notes
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Experiment
from bplab.training.build import check, prepared_data


def test_the_presets_are_there_under_their_names():
    assert list(PRESETS) == [
        "circle", "spiral", "two-gaussians", "moons", "sine", "digits", "iris", "wine", "breast-cancer",
        "ten-sigmoid", "ten-tanh-xavier", "zero-start", "constant-start", "too-large-rate", "diverging",
        "dying-relu", "exploding", "saturated", "too-small-rate", "too-small-network", "unscaled",
        "overfitting",
        "worked-example", "worked-example-biases", "one-hidden-neuron", "xor", "symmetry-1986", "encoder",
        "family-trees",
    ]  # fmt: skip


def test_every_preset_is_ready_to_run_and_says_what_it_shows():
    for preset in PRESETS.values():
        check(preset.spec)
        assert preset.title
        assert preset.help.endswith(".")
        assert len(preset.help) <= 110
    assert len({preset.title for preset in PRESETS.values()}) == len(PRESETS)


def test_nothing_is_odd_about_their_data():
    for name, preset in PRESETS.items():
        said = notes(prepared_data(preset.spec.data), preset.spec.batch_size)
        assert said == () or name == "digits", name  # three pixels that nobody ever wrote on


def test_the_first_one_is_circle_2_4_1_tanh():
    spec = PRESETS["circle"].spec
    assert isinstance(spec, Experiment)
    assert (spec.data.name, spec.hidden, spec.layers[0].activation) == ("circle", "4", "tanh")
