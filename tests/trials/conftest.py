"""A network with more state than its weights."""

from dataclasses import replace

import pytest

from bplab.experiment.presets import PRESETS


@pytest.fixture
def spiral():
    """The preset, with dropout and Adam."""
    spec = PRESETS["spiral"].spec
    layers = tuple(replace(layer, dropout=0.1) for layer in spec.layers)
    return spec.but(layers=layers, optimizer="adam", learning_rate=0.01)
