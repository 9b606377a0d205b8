"""Learning rate schedules: large steps first, small ones later."""

from collections.abc import Callable
from dataclasses import dataclass
from math import cos, floor, pi


@dataclass(frozen=True)
class Schedule:
    """A factor that multiplies the learning rate: factor(step, steps_per_epoch, epochs, gamma).

    `uses` names the settings that it reads: `schedule_epochs` is epochs, `schedule_factor` is gamma.

    Units: step counts from 0; epochs > 0.
    """

    name: str
    title: str
    formula: str
    help: str
    factor: Callable[[int, int, float, float], float]
    uses: tuple[str, ...] = ()


def constant(step: int, steps_per_epoch: int, epochs: float, gamma: float) -> float:
    """Constant.

    Formula: 1
    """
    return 1.0


def step_down(step: int, steps_per_epoch: int, epochs: float, gamma: float) -> float:
    """Step decay.

    Formula: gamma^floor(epoch / epochs)
    """
    epoch = step // steps_per_epoch
    return float(gamma ** floor(epoch / epochs))


def exponential(step: int, steps_per_epoch: int, epochs: float, gamma: float) -> float:
    """Exponential decay.

    Formula: gamma^epoch
    """
    return float(gamma ** (step // steps_per_epoch))


def cosine(step: int, steps_per_epoch: int, epochs: float, gamma: float) -> float:
    """Cosine decay, updated at every step; 0 after the given epochs.

    Formula: (1 + cos(pi t / epochs)) / 2, t in epochs
    Source: Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, 2017 (one period).
    """
    return (1 + cos(pi * min(1.0, step / steps_per_epoch / epochs))) / 2


def warmup(step: int, steps_per_epoch: int, epochs: float, gamma: float) -> float:
    """Linear warm-up.

    Formula: min(1, (step + 1) / (steps of the given epochs))
    """
    return min(1.0, (step + 1) / (epochs * steps_per_epoch))


SCHEDULES: dict[str, Schedule] = {
    "constant": Schedule(
        "constant",
        "Constant",
        "η",
        "The learning rate is constant.",
        constant,
    ),
    "step": Schedule(
        "step",
        "Step",
        "η γ^⌊epoch / E⌋",
        "The learning rate is multiplied by γ every E epochs.",
        step_down,
        uses=("schedule_epochs", "schedule_factor"),
    ),
    "exponential": Schedule(
        "exponential",
        "Exponential",
        "η γ^epoch",
        "The learning rate is multiplied by γ after every epoch.",
        exponential,
        uses=("schedule_factor",),
    ),
    "cosine": Schedule(
        "cosine",
        "Cosine",
        "η ½ (1 + cos(π epoch / E))",
        "Follows half a cosine wave down to 0 at epoch E, slowly at first and at the end, and stays there.",
        cosine,
        uses=("schedule_epochs",),
    ),
    "warmup": Schedule(
        "warmup",
        "Warm-up",
        "η min(1, (step + 1) / steps in E epochs)",
        "Rises linearly to the full learning rate during the first E epochs, so that early steps do no "
        "damage.",
        warmup,
        uses=("schedule_epochs",),
    ),
}
