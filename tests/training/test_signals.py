"""How strong the signal is before the slopes of a layer: by a published example, and by the book."""

import numpy as np
import pytest

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Experiment, Layer
from bplab.nn.activations import ACTIVATIONS
from bplab.training.signals import signals_in, signals_of
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer


def test_what_the_weights_carry_back_is_as_published():
    """Mazur, A step by step backpropagation example, 2015: 0.036350306 at h1; h2 in the same way."""
    found = signals_of(trace_step(Trainer(PRESETS["worked-example"].spec).next_step()))
    second = 0.138498562 * 0.45 - 0.038098236 * 0.55
    assert found.carried_norms[0] == pytest.approx(np.sqrt((0.036350306**2 + second**2) / 2), rel=1e-7)
    assert np.isnan(found.carried_norms[1])


@pytest.mark.parametrize("dropout", [0.0, 0.5])
def test_times_the_slopes_it_is_delta(dropout):
    spec = Experiment(layers=(Layer(5, dropout=dropout), Layer(3, activation="sigmoid")))
    trace = trace_step(Trainer(spec).next_step())
    found = signals_of(trace)
    (W2, _), (W3, _) = trace.start.build.layout.weights(trace.start.parameters)[1:]
    for layer, (W, name) in enumerate(((W2, "tanh"), (W3, "sigmoid"))):
        mask = trace.start.masks[layer]
        carried = trace.delta[layer + 1] @ W.T * (1 if mask is None else mask)
        assert found.carried_norms[layer] == pytest.approx(np.sqrt((carried**2).mean()))
        slope = ACTIVATIONS[name].slope(trace.z[layer], ACTIVATIONS[name].f(trace.z[layer]))
        assert (carried * slope) == pytest.approx(trace.delta[layer])


def test_a_row_of_history_does_not_know_it():
    assert np.isnan(signals_in(np.arange(9.0)).carried_norms).all()
