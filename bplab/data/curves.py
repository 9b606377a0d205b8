"""Curves: a sine wave and any formula in x, to be learned themselves or as the boundary of two classes."""

from collections.abc import Callable

import numpy as np

from bplab.arrays import Floats
from bplab.data.dataset import Dataset
from bplab.data.expression import Expression, parse
from bplab.data.playground import two_colors
from bplab.errors import UserError, quoted
from bplab.numerals import fixed, minus, plain, short

DOMAIN = 6.0  # curves run from -DOMAIN to DOMAIN
BOUNDARY = 5.0  # half the side of the square that a boundary divides
USUAL = "sin(x)"
IN_FULL = 1e15  # larger numbers have a power of ten
LARGEST = 1e9  # their summed squares stay well within single precision
CHECKED = np.arange(-600, 601) / 100  # including whole numbers exactly, because poles are often there


def sine(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """Sample y = sin x; noise adds a normal deviation of noise/100 to each y."""
    x = _places(rng, points)
    return _curve(x, np.sin(x) + _shifts(rng, points, noise))


def function_of(formula: str) -> Callable[[np.random.Generator, int, float], Dataset]:
    """Return the function that samples y = f(x), as a data set's `make` does.

    Noise adds a normal deviation of noise/100 of half the range of f (of 1 if f is constant).

    Raises: UserError for a formula that cannot be parsed, or whose value at some x does not exist or is too
    large.
    """
    f = parse(formula)
    heights = checked(f, CHECKED)
    half_range = float(np.ptp(heights)) / 2 or 1.0

    def make(rng: np.random.Generator, points: int, noise: float) -> Dataset:
        x = _places(rng, points)
        return _curve(x, checked(f, x) + half_range * _shifts(rng, points, noise))

    return make


def boundary_of(formula: str) -> Callable[[np.random.Generator, int, float], Dataset]:
    """Return the function that samples two classes, blue where y > f(x), as a data set's `make` does.

    Points are uniform in the square from -BOUNDARY to BOUNDARY; noise adds a normal deviation of 3 noise/100
    to the height at which a point is compared, so that points near the curve change color.

    Raises: UserError as `function_of`, and where all of the square is on one side of the curve.
    """
    f = parse(formula)
    heights = checked(f, CHECKED[np.abs(CHECKED) <= BOUNDARY])
    if heights.min() >= BOUNDARY or heights.max() <= -BOUNDARY:
        raise UserError(
            f"The curve y = {quoted(f.text)} leaves all points on one side: at some x it must lie between "
            f"-{BOUNDARY:g} and {BOUNDARY:g}."
        )

    def make(rng: np.random.Generator, points: int, noise: float) -> Dataset:
        place = rng.uniform(-BOUNDARY, BOUNDARY, (points, 2))  # (n, 2)
        height = place[:, 1] + 3 * _shifts(rng, points, noise)
        return two_colors(place, blue=height > checked(f, place[:, 0]))

    return make


def checked(f: Expression, x: Floats) -> Floats:
    """Evaluate a formula on the domain and check that every value can be learned.

    Raises: UserError naming the x where the value does not exist or is too large.
    """
    y = f(x)
    bad = np.flatnonzero(~(np.abs(y) <= LARGEST))
    if bad.size:
        at, value = x[bad[0]], y[bad[0]]
        shown = fixed(value, 0) if abs(value) < IN_FULL else short(value)
        problem = f"the value {shown} is too large" if np.isfinite(value) else "the value is not finite"
        raise UserError(
            f"The formula {quoted(f.text)} cannot be used: at x = {minus(f'{at:.3g}')} {problem}. It must be "
            f"finite and at most {LARGEST:,.0f} at every x from {plain(-DOMAIN)} to {plain(DOMAIN)}; abs, "
            "min and max help, as in log(abs(x) + 1)."
        )
    return y


def _places(rng: np.random.Generator, points: int) -> Floats:
    return rng.uniform(-DOMAIN, DOMAIN, points)


def _shifts(rng: np.random.Generator, points: int, noise: float) -> Floats:
    shifts: Floats = rng.standard_normal(points) * noise / 100
    return shifts


def _curve(x: Floats, y: Floats) -> Dataset:
    return Dataset(x[:, None], y[:, None], (), ("x",), target_names=("y",))
