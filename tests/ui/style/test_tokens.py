import itertools

import pytest

from bplab.ui.style.tokens import COLORS, TYPES


def luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("ink", ["text", "t2", "t3"])
def test_text_stands_out_from_every_ground(mode, ink):
    color = getattr(COLORS[ink], mode)
    assert contrast(color, getattr(COLORS["panel"], mode)) >= 4.99
    for ground in ("win", "canvas", "field", "hover"):
        assert contrast(color, getattr(COLORS[ground], mode)) >= 4.4


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"), [("onacc", "acc"), ("text", "accw"), ("ok", "okw"), ("text", "badw")]
)
def test_text_on_a_wash_stands_out(mode, ink, ground):
    assert contrast(getattr(COLORS[ink], mode), getattr(COLORS[ground], mode)) >= 4.4


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_two_surfaces_with_text_roles_are_the_same_color(mode):
    inks = [getattr(COLORS[token], mode) for token in ("text", "t2", "t3", "acc", "pos", "neg", "ok", "bad")]
    assert all(one != other for one, other in itertools.combinations(inks, 2))


def test_sizes_rise_from_ticks_to_titles():
    roles = ("tick", "caption", "form", "body", "heading", "readout", "section", "hint", "title")
    assert [TYPES[role].size for role in roles] == [10, 11, 12.5, 13, 14, 18, 18, 20, 22]
