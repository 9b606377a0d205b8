"""An ONNX model computes the network's outputs; without the package, a sentence says how to get it."""

import sys

import numpy as np
import pytest

from bplab.errors import UserError
from bplab.experiment.edits import set_field
from bplab.experiment.presets import PRESETS, preset
from bplab.export.onnx_model import OPERATORS, onnx_model
from bplab.export.source import Source
from bplab.nn.activations import ACTIVATIONS
from bplab.training.scripting import Trainer

MOONS = preset("moons")
HIDDEN = [name for name, row in ACTIVATIONS.items() if not row.output_only]
LARGE = {"diverging", "exploding"}  # their values soon pass the range of single precision
SPECS = {name: row.spec for name, row in PRESETS.items() if name not in {*LARGE, "symmetry-1986"}} | {
    name: set_field(MOONS, "layers.0.activation", name) for name in HIDDEN
} | {
    "features": set_field(MOONS, "data.features", "x,y,x_squared,y_squared,xy,sin_x,sin_y"),
    "skip": MOONS.but(skip=True),
    "scaled targets": set_field(preset("sine"), "data.scale_targets", "true"),
}  # fmt: skip


def test_without_the_package_a_sentence_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(UserError, match="pip install onnx"):
        onnx_model(Source.of(Trainer(preset("circle"))))


def test_a_program_without_pip_says_where_the_package_can_be_had(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(UserError, match="the installed program does not contain"):
        onnx_model(Source.of(Trainer(preset("circle"))))


@pytest.mark.parametrize("name", sorted(LARGE))
def test_values_beyond_single_precision_are_refused_before_anything_is_made(name):
    trainer = Trainer(preset(name))
    trainer.run(steps=20)
    with pytest.raises(UserError, match=r"reach .*at most 3\.4e\+38.*earlier step"):
        onnx_model(Source.of(trainer))


def test_an_activation_without_an_operator_is_refused_in_words(monkeypatch):
    assert ACTIVATIONS.keys() >= OPERATORS
    monkeypatch.setattr("bplab.export.onnx_model.OPERATORS", OPERATORS - {"tanh"})
    with pytest.raises(UserError, match="cannot be exported to ONNX: choose another activation"):
        onnx_model(Source.of(Trainer(preset("spiral"))))


@pytest.mark.slow
@pytest.mark.parametrize("name", SPECS)
def test_the_model_computes_what_the_network_does(name):
    pytest.importorskip("onnx", reason="the package onnx is not installed")
    runtime = pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed")
    trainer = Trainer(SPECS[name])
    trainer.run(steps=20)
    X = trainer.build.prepared.dataset.inputs[:50]
    session = runtime.InferenceSession(onnx_model(Source.of(trainer)), providers=["CPUExecutionProvider"])
    found = session.run(None, {"x": X.astype(np.float32)})[0]
    expected = trainer.predict(X)
    assert np.abs(found - expected).max() < 1e-5 * np.abs(expected).max()
