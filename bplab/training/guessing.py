"""The loss of guessing: of the best answer that is the same for every example."""

from math import log

import numpy as np

from bplab.arrays import Floats
from bplab.data.prepare import Prepared
from bplab.nn.codings import Coding
from bplab.nn.losses import LOSSES
from bplab.numerals import short
from bplab.training.build import Build, coded_targets

DIGITS = 3
NEARLY = 0.01  # of the loss: classes this close to even are told as even, by the number that one knows
SQUARED = ("half_squared", "mse")


def guessing_loss(build: Build) -> float:
    """Measure the best constant answer on the training part, in the units of the train loss."""
    spec, targets = build.spec, build.measured_targets[build.prepared.split.train]
    loss = loss_of_constant(targets, spec.loss)
    return loss if spec.reduction == "mean" else loss * len(targets)


def loss_of_constant(targets: Floats, loss: str) -> float:
    """The mean loss of the best answer that is the same for all of these targets.

    For classes these are their shares, for numbers the mean, for an absolute error the median.

    Shapes: (n, outputs).
    """
    if loss.endswith("cross_entropy"):
        return _entropy(targets.mean(axis=0), is_binary=loss.startswith("binary"))
    middle = np.median(targets, axis=0) if loss == "mae" else targets.mean(axis=0)
    y = np.broadcast_to(middle, targets.shape)
    return float(LOSSES[loss].per_example(y, y, targets).mean())


def _entropy(shares: Floats, *, is_binary: bool) -> float:
    """The entropy of one class of several, or the sum over independent yes or no.

    Shapes: (outputs,).
    """
    all_shares = np.concatenate([shares, 1 - shares]) if is_binary else shares
    known = all_shares[all_shares > 0]
    return float(-(known * np.log(known)).sum())


def guessing(prepared: Prepared, coding: Coding, loss: str) -> tuple[float, str] | None:
    """The mean loss of guessing on the training part, and where it comes from: "ln 2 = 0.693".

    None if guessing costs nothing, or for losses of numbers that are not squared.
    """
    classes = len(prepared.dataset.classes)
    if loss not in SQUARED and not (classes and loss.endswith("cross_entropy")):
        return None
    train, is_scaled = prepared.split.train, prepared.target_scaler is not None
    targets = prepared.dataset.targets if is_scaled else coded_targets(prepared, coding)
    value = loss_of_constant(targets[train], loss)
    if not value > 0:
        return None
    if not classes:
        return value, f"mean = {short(value, DIGITS)}"
    even = _of_even_classes(coding, classes, loss)
    if even is not None and even[0] - value < NEARLY * even[0]:
        return even[0], f"{even[1]} = {even[0]:.{DIGITS}{'f' if loss not in SQUARED else 'g'}}"
    return value, f"class shares = {short(value, DIGITS)}"


def _of_even_classes(coding: Coding, classes: int, loss: str) -> tuple[float, str] | None:
    """The loss if there are as many examples of each class, and its name, if it has one."""
    if loss.endswith("cross_entropy") and (classes == 2 or not loss.startswith("binary")):
        return log(classes), f"ln {classes}"
    if loss in SQUARED and classes == 2:
        half = ((coding.high - coding.low) / 2) ** 2
        return half / 2 if loss == "half_squared" else half, "middle"
    return None
