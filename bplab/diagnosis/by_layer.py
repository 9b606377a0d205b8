"""How the error signal changes from layer to layer, split into the factors of the weights and of f′."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, isfinite, log, nan

from bplab.arrays import Array
from bplab.numerals import parsed, short

KEPT = 10.0  # a signal that changes by less than this factor from the output to the first layer is kept
SHARE = 2 / 3  # a factor with this share of the whole change, or more, is the only cause
SLOPE, WEIGHTS, BOTH = "f′", "W", "f′ and W"


@dataclass(frozen=True)
class LayerFactor:
    """What the error signal is multiplied by on its way to a hidden layer from the one after it.

    Formula: rms δ of the layer = weights × slope × rms δ of the next layer
    """

    layer: int  # the one that it reaches, from 0
    weights: float  # rms dL/da of the layer / rms δ of the next one: the factor of the next layer's W
    slope: float  # rms δ / rms dL/da of the layer: the factor of its f′(z)

    @property
    def together(self) -> float:
        """The factor that the signal strip shows."""
        return self.weights * self.slope


@dataclass(frozen=True)
class ByLayer:
    """The error signal of one step in every layer, and its factors.

    Units: rms of δ = ∂ℓ/∂z over examples and neurons; factors are NaN where a signal is 0 or not finite.
    """

    levels: tuple[float, ...]  # rms δ of each layer, the first hidden layer first
    factors: tuple[LayerFactor, ...]  # of each hidden layer

    @property
    def fall(self) -> float:
        """How many times smaller the signal is in the first layer than in the output layer."""
        return self.levels[-1] / self.levels[0] if self.levels[0] > 0 else nan

    @property
    def mean_weights(self) -> float:
        """The average factor of W, as the geometric mean."""
        return _geometric([factor.weights for factor in self.factors])

    @property
    def mean_slope(self) -> float:
        """The average factor of f′, as the geometric mean."""
        return _geometric([factor.slope for factor in self.factors])

    @property
    def mean_together(self) -> float:
        """The average factor of both."""
        return _geometric([factor.together for factor in self.factors])

    @property
    def cause(self) -> str:
        """The factor that shrinks the signal, or lets it grow: f′, W or both; empty if its size is kept."""
        if not isfinite(self.fall) or not self.fall > 0 or 1 / KEPT < self.fall < KEPT:
            return ""
        weights = log(self.mean_weights) / log(self.mean_together)  # its share; that of f′ is the rest
        if weights >= SHARE:
            return WEIGHTS
        return SLOPE if 1 - weights >= SHARE else BOTH

    @property
    def sentence(self) -> str:
        """The average factors, and the cause: "On average f′ × 0.19, W × 1.7, ...: f′ is the cause."."""
        slope, weights, together = self.mean_slope, self.mean_weights, self.mean_together
        if not isfinite(together):
            return ""
        said = _closing(slope, weights, together)
        causes = {SLOPE: "f′ is the cause", WEIGHTS: "W is the cause", BOTH: "both are the cause"}
        return f"On average {said}: {causes.get(self.cause, 'the signal keeps its size')}."


def by_layer(delta_norms: Sequence[float] | Array, carried_norms: Sequence[float] | Array) -> ByLayer:
    """Split the way of the error signal, as in `Snapshot.delta_norms` and `.carried_norms`, or `Signals`.

    Shapes: (layers,) both, the first hidden layer first; carried_norms NaN of the output layer.
    """
    levels, carried = tuple(map(float, delta_norms)), tuple(map(float, carried_norms))
    hidden = range(len(levels) - 1)
    factors = (
        LayerFactor(layer, _ratio(carried[layer], levels[layer + 1]), _ratio(levels[layer], carried[layer]))
        for layer in hidden
    )
    return ByLayer(levels, tuple(factors))


def _ratio(above: float, below: float) -> float:
    return above / below if above > 0 and below > 0 else nan


def _geometric(factors: Sequence[float]) -> float:
    usable = bool(factors) and all(isfinite(factor) and factor > 0 for factor in factors)
    return exp(sum(map(log, factors)) / len(factors)) if usable else nan


def _closing(slope: float, weights: float, together: float) -> str:
    """Print two factors and their product with the fewest digits that reproduce it."""
    for digits in (2, 3, 4):
        texts = [short(value, digits) for value in (slope, weights)]
        product = short(parsed(texts[0]) * parsed(texts[1]), 2)
        if product == short(together, 2):
            return f"f′ × {texts[0]}, W × {texts[1]}, together × {product}"
    return f"f′ × {short(slope)}, W × {short(weights)}, together ≈ {short(together)}"
