import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.ui.style import oklab
from bplab.ui.style.tokens import COLORS


def as_hex(word: int) -> str:
    return f"#{int(word) & 0xFFFFFF:06x}"


@given(st.integers(0, 0xFFFFFF))
def test_a_color_survives_the_way_to_oklab_and_back(word):
    color = f"#{word:06x}"
    assert "#" + bytes(oklab.rgb(oklab.lab(color))).hex() == color


def test_white_is_the_lightest_and_has_no_hue():
    assert oklab.lab("#ffffff") == pytest.approx([1, 0, 0], abs=1e-6)


def test_the_published_figures_of_pure_red_come_out():
    assert oklab.lab("#ff0000") == pytest.approx([0.62796, 0.22486, 0.12585], abs=1e-4)


@pytest.mark.parametrize(
    ("mode", "ends"), [("light", ("#db9c7d", "#7da7dc")), ("dark", ("#926243", "#416b99"))]
)
def test_the_soft_ramp_ends_where_the_pictures_have_it(mode, ends):
    neg, zero, pos = (getattr(COLORS[token], mode) for token in ("neg", "zero", "pos"))
    ramp = oklab.ramp(neg, zero, pos, oklab.STRENGTH["map"])
    for word, expected in zip((ramp[0], ramp[255]), ends, strict=True):
        assert (
            np.abs(np.array(list(bytes.fromhex(as_hex(word)[1:]))) - list(bytes.fromhex(expected[1:]))).max()
            <= 4
        )


def test_a_ramp_passes_through_zero_in_its_middle_and_is_opaque():
    ramp = oklab.ramp("#c75c12", "#e9ebee", "#2672ca", 0.95)
    assert as_hex(ramp[128]) == "#e9ebee"
    assert ramp.shape == (256,)
    assert ramp.dtype == np.uint32
    assert np.all(ramp >> 24 == 0xFF)


def test_a_ramp_darkens_steadily_from_zero_on_a_light_ground():
    ramp = oklab.ramp("#c75c12", "#e9ebee", "#2672ca", 0.95)
    lightness = np.array([oklab.lab(as_hex(word))[0] for word in ramp])
    assert np.all(np.diff(lightness[:129]) > -2e-3)
    assert np.all(np.diff(lightness[128:]) < 2e-3)


@pytest.mark.parametrize(
    ("dark", "drawn"),
    [
        (False, ["#692691", "#4460c0", "#0195c5", "#27bdaf"]),
        (True, ["#975ac0", "#7292ef", "#47c5f3", "#75ecde"]),
    ],
)
def test_four_layers_have_the_colors_of_the_pictures(dark, drawn):
    for index, expected in enumerate(drawn):
        made = np.array(oklab.layer_rgb(index, 4, dark))
        assert np.abs(made - list(bytes.fromhex(expected[1:]))).max() <= 8


def test_a_lone_layer_is_the_output_and_teal():
    assert oklab.layer_rgb(0, 1, dark=False) == oklab.layer_rgb(3, 4, dark=False)
