"""Curves to learn, one number in and one out: a sine wave, and any formula in x."""

from collections.abc import Callable

import numpy as np

from bplab.data.dataset import Dataset, Floats
from bplab.data.expression import Expression, parse
from bplab.errors import UserError, quoted

DOMAIN = 6.0  # curves run from -DOMAIN to DOMAIN
USUAL = "sin(x)"
LARGEST = 1e9  # squares of it, summed, stay far from where single precision ends
CHECKED = np.arange(-600, 601) / 100  # from end to end; whole numbers are exact, for poles like to be there


def sine(rng: np.random.Generator, points: int, noise: float) -> Dataset:
    """Ask for sin x; noise moves each y by a normal deviation of noise/100."""
    x = _places(rng, points)
    return _curve(x, np.sin(x) + _shifts(rng, points, noise))


def function_of(formula: str) -> Callable[[np.random.Generator, int, float], Dataset]:
    """Give what draws points from y = f(x), as the maker of a data set does.

    Noise moves each y by a normal deviation of noise/100 of half the range of f (of 1 if f never changes).

    Raises: UserError for a formula that cannot be read, or has no value or too large a one at some x.
    """
    f = parse(formula)
    heights = checked(f, CHECKED)
    half_range = float(np.ptp(heights)) / 2 or 1.0

    def make(rng: np.random.Generator, points: int, noise: float) -> Dataset:
        x = _places(rng, points)
        return _curve(x, checked(f, x) + half_range * _shifts(rng, points, noise))

    return make


def checked(f: Expression, x: Floats) -> Floats:
    """Compute a formula where it must have a value that can be learned.

    Raises: UserError that names the x with none, or with too large a one.
    """
    y = f(x)
    bad = np.flatnonzero(~(np.abs(y) <= LARGEST))
    if bad.size:
        at, value = x[bad[0]], y[bad[0]]
        problem = f"{value:.2g} is too large to learn" if np.isfinite(value) else "it has no finite value"
        raise UserError(
            f"The formula {quoted(f.text)} cannot be used: at x = {at:.3g} {problem}. It needs a value of at "
            f"most {LARGEST:,.0f} at every x from {-DOMAIN:g} to {DOMAIN:g}; abs, min and max can see to "
            "that, as in log(abs(x) + 1)."
        )
    return y


def _places(rng: np.random.Generator, points: int) -> Floats:
    return rng.uniform(-DOMAIN, DOMAIN, points)


def _shifts(rng: np.random.Generator, points: int, noise: float) -> Floats:
    shifts: Floats = rng.standard_normal(points) * noise / 100
    return shifts


def _curve(x: Floats, y: Floats) -> Dataset:
    return Dataset(x[:, None], y[:, None], (), ("x",), target_names=("y",))
