"""What can be diagnosed: names, and the picture that shows each."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Diagnosis:
    """One finding about a run: its id in `KINDS`, the cause in a few words, and the figures that show it."""

    id: str
    sentence: str
    evidence: str
    layer: int | None = None  # the layer that is meant, from 0

    @property
    def title(self) -> str:
        """Its name."""
        return KINDS[self.id].title


@dataclass(frozen=True)
class Kind:
    """A diagnosis by name, and the tab that shows it, with a switch there ("" if it needs none)."""

    title: str
    tab: str
    switch: str = ""
    is_trouble: bool = True


KINDS: dict[str, Kind] = {
    "scale": Kind("Inputs or targets of very unequal size", "Histograms"),
    "exploding": Kind("Exploding gradient", "Gradients", "By layer"),
    "rate_too_large": Kind("Learning rate too large", "Loss"),
    "identical": Kind("Identical neurons", "Weights", "Equal neurons"),
    "near_zero": Kind("Weights close to zero", "Histograms"),
    "dead_relu": Kind("Dead ReLU neurons", "Histograms"),
    "vanishing": Kind("Vanishing gradient", "Gradients", "By layer"),
    "saturated": Kind("Saturated neurons", "Histograms"),
    "rate_too_small": Kind("Learning rate too small", "Gradients", "Over time"),
    "stuck": Kind("Stuck", "Loss"),
    "overfitting": Kind("Overfitting", "Loss"),
    "converged": Kind("Converged", "Loss", is_trouble=False),
}
