"""The colors of classes: orange and blue for two; for more, colors that are easy to tell apart."""

from functools import lru_cache

import numpy as np
from PySide6.QtGui import QColor

from bplab.ui.style import oklab
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import Tone

SHADES = 128  # from the color of 0 to a class's own


def class_color(theme: Theme, index: int) -> QColor:
    """The color of a class; with very many classes, colors repeat."""
    tone = CLASSES[index % len(CLASSES)]
    return QColor(tone.dark if theme.dark else tone.light)


def class_ramps(theme: Theme, count: int) -> oklab.Ramp:
    """A soft ramp for each class, from the color of 0 to its own.

    Shapes: (count * SHADES,) of 0xffRRGGBB, one class after the other.
    """
    return _ramps(
        theme.color("zero").name(), tuple(class_color(theme, index).name() for index in range(count))
    )


@lru_cache(maxsize=16)
def _ramps(zero: str, colors: tuple[str, ...]) -> oklab.Ramp:
    soft = oklab.STRENGTH["map"]
    return np.concatenate([oklab.ramp(color, zero, color, soft)[-SHADES:] for color in colors])


CLASSES = (
    Tone("#c75c12", "#e98a3f", "the first class, as below zero"),
    Tone("#2672ca", "#4d9bec", "the second, as above zero"),
    Tone("#e0b100", "#f2dd6e", "the third"),
    Tone("#5a2d82", "#8e5fd0", "the fourth"),
    Tone("#6fc2ae", "#2f8f78", "the fifth"),
    Tone("#0e1013", "#b9c0ca", "the sixth"),
)


def decided_ramps(ramps: oklab.Ramp) -> oklab.Ramp:
    """Ramps in which each class has only its full color.

    Shapes: (classes x SHADES,), the same.
    """
    return np.repeat(ramps[SHADES - 1 :: SHADES], SHADES)
