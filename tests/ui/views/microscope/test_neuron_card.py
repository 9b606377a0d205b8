"""Words of a neuron's card keep off its curves, wherever the example's point lies on them."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from bplab.nn.activations import ACTIVATIONS
from bplab.ui.views.microscope.neuron_card import Panel, place_beside

X = np.linspace(-8, 8, 241)


@pytest.mark.parametrize("width", [205.0, 350.0])
@pytest.mark.parametrize("kind", ["tanh", "sigmoid", "relu", "softplus", "identity"])
@pytest.mark.parametrize("z", [-7.5, -3.0, -0.5, 0.121, 1.0, 3.47, 6.0, 7.9])
def test_words_stand_beside_the_point_and_off_the_curve(kind, z, width):
    row = ACTIVATIONS[kind]
    f = row.f(X)
    for y, value in ((f, row.f(np.array([z]))[0]), (row.slope(X, f), None)):
        low, high = min(0.0, float(y.min())), float(y.max()) + 0.02
        panel = Panel(QRectF(34, 18, width, 112), X, y, low, high)
        at = panel.at(z, float(np.interp(z, X, y) if value is None else value))
        wide, lines = (92, 2) if value is not None else (98, 1)
        box = place_beside(panel, at, wide, 16 * lines)
        assert not [point for point in panel.line.toList() if box.contains(point)]
        assert not box.contains(at)
        assert panel.place.adjusted(0, -2, 10, 0).contains(box)
