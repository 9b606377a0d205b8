"""A number says where it is from, on screen and in arrays."""

import pytest

from bplab.experiment.parameters import Parameter
from bplab.explain.cards.cells import Figure, Unit
from bplab.explain.cards.opening import opens, told
from bplab.explain.names import Name


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("W2[1,3]", Parameter(1, 0, 2)), ("b2[3]", Parameter(1, None, 2)), ("a1[4]", Unit(0, 3)),
        ("∂ℓ/∂a1[4]", Unit(0, 3)), ("f′(z2[1])", Unit(1, 0)), ("x[2]", Unit(-1, 1)), ("η", None),
        ("∂L/∂W2[1,3]", Parameter(1, 0, 2)), ("t[1]", None), ("m", None),
    ],
)  # fmt: skip
def test_a_number_opens_what_it_is_of(name, wanted):
    assert opens(name) == wanted


def test_a_weight_tells_its_place_in_arrays_and_in_pytorchs():
    weight = Figure(Name("W2[1,3]", "w"), -0.14523, "−0.145", Parameter(1, 0, 2))
    assert told(weight) == ("W2[1,3] = −0.14523\nin arrays, from 0: W[1][0, 2]\nin PyTorch: weight[2, 0]")
    assert told(Figure(Name("η", "eta"), 0.5, "0.5")) == "η = 0.5"
    assert told(Figure(Name("a1[4]", "a"), 0.25, "0.25", Unit(0, 3))).endswith(
        "in arrays, from 0: [3] of its layer"
    )
