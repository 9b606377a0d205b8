"""OKLab, a perceptually uniform color space, for heat maps through zero and for the colors of layers.

Source: Björn Ottosson, "A perceptual color space for image processing" (2020).
"""

from typing import Literal

import numpy as np
import numpy.typing as npt

from bplab.arrays import Floats

Ramp = npt.NDArray[np.uint32]
RampKind = Literal["tile", "map"]

STRENGTH: dict[RampKind, float] = {"tile": 0.95, "map": 0.58}

_LMS = np.array([
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
])  # fmt: skip
_LAB = np.array([
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
])  # fmt: skip


def lab(hex_color: str) -> Floats:
    """Convert "#rrggbb" to lightness, green-red and blue-yellow.

    Shapes: (3,).
    """
    srgb = np.array([int(hex_color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(_LAB @ np.cbrt(_LMS @ linear))


def rgb(colors: Floats) -> npt.NDArray[np.uint8]:
    """Convert OKLab colors to red, green, blue; channels out of the screen's gamut are clipped.

    Shapes: (..., 3) to (..., 3).
    """
    lms = (colors @ np.linalg.inv(_LAB).T) ** 3
    linear = np.clip(lms @ np.linalg.inv(_LMS).T, 0, 1)
    srgb = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(srgb * 255).astype(np.uint8))


def ramp(neg: str, zero: str, pos: str, strength: float) -> Ramp:
    """Make the 256 colors from neg over zero to pos, each end with its own strength.

    Shapes: (256,), 0xffRRGGBB; index 0 is neg, 128 zero, 255 pos.
    """
    t = np.where(np.arange(256) < 128, (np.arange(256) - 128) / 128, (np.arange(256) - 128) / 127)[:, None]
    middle, low, high = lab(zero), lab(neg), lab(pos)
    line = middle + strength * np.where(t < 0, -t * (low - middle), t * (high - middle))
    return packed(rgb(line))


def packed(colors: npt.NDArray[np.uint8]) -> Ramp:
    """Pack red, green, blue into the 0xffRRGGBB words of QImage.Format_RGB32.

    Shapes: (..., 3) to (...).
    """
    word = colors.astype(np.uint32)
    return np.asarray(0xFF000000 | word[..., 0] << 16 | word[..., 1] << 8 | word[..., 2], dtype=np.uint32)


def layer_rgb(index: int, count: int, dark: bool) -> tuple[int, int, int]:
    """The color of layer index of count: violet first, the output layer (the last) teal."""
    t = index / (count - 1) if count > 1 else 1.0
    hue = np.radians(310 + t * (185 - 310))
    lightness = 0.58 + t * 0.29 if dark else 0.42 + t * 0.30
    chroma = 0.16 - t * 0.05 if dark else 0.17 - t * 0.05
    red, green, blue = rgb(np.array([lightness, chroma * np.cos(hue), chroma * np.sin(hue)]))
    return int(red), int(green), int(blue)
