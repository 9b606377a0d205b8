"""Sine, cosine and logarithm as browsers have them: witnesses are values printed by Node.js."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.data import fdlibm

# Here a C library usually rounds the other way.
SINES = [
    (0.1272792204, 0.12693584475838335),
    (0.7353910511999999, 0.6708771981633828),
    (0.8273149326, 0.7361166262963533),
    (0.883883475, 0.7732074213243186),
    (1.1030865768, 0.8926031718599128),
    (1.3010764752, 0.9638455829316148),
]
COSINES = [
    (0.4525483392, 0.8993357400662876),
    (0.565685424, 0.8442214152054015),
    (0.6646803732, 0.787113973564858),
    (0.7636753224, 0.7222991124872379),
    (0.7707463902, 0.7173908811657923),
    (0.8273149326, 0.67685472037216),
]
LOGS = [
    (0.0848528136, -2.4668371281580956),
    (0.12020815259999999, -2.1185304338898794),
    (0.36062445779999996, -1.0199181452217698),
    (0.4101219324, -0.8913007673996762),
    (0.6222539664, -0.47440696346788924),
    (0.6646803732, -0.40844899567609183),
]


def test_values_are_those_of_a_browser_to_the_bit():
    assert [fdlibm.sin(x) for x, _ in SINES] == [y for _, y in SINES]
    assert [fdlibm.cos(x) for x, _ in COSINES] == [y for _, y in COSINES]
    assert [fdlibm.log(x) for x, _ in LOGS] == [y for _, y in LOGS]


@given(st.floats(-100_000, 100_000))
def test_sine_and_cosine_are_right_to_the_last_bit_or_so(x):
    assert fdlibm.sin(x) == pytest.approx(math.sin(x), rel=3e-16, abs=1e-300)
    assert fdlibm.cos(x) == pytest.approx(math.cos(x), rel=3e-16, abs=1e-300)


@given(st.floats(1e-300, 1e300))
def test_the_logarithm_is_right_to_the_last_bit_or_so(x):
    assert fdlibm.log(x) == pytest.approx(math.log(x), rel=3e-16)


@pytest.mark.parametrize("turns", range(1, 40))
def test_next_to_quarter_turns_nothing_is_lost(turns):
    x = turns * math.pi / 2
    for near in (x, math.nextafter(x, 0), math.nextafter(x, 99), x - 1e-9, -x, -x + 1e-12):
        assert fdlibm.sin(near) == pytest.approx(math.sin(near), rel=3e-16)
        assert fdlibm.cos(near) == pytest.approx(math.cos(near), rel=3e-16)


def test_exact_values():
    assert (fdlibm.sin(0.0), fdlibm.cos(0.0), fdlibm.log(1.0), fdlibm.log(0.5)) == (0, 1, 0, -math.log(2))
    assert (fdlibm.sin(1e-9), fdlibm.cos(1e-9)) == (1e-9, 1)
