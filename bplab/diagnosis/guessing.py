"""The loss of guessing: of the best answer that is the same for every example."""

import numpy as np

from bplab.arrays import Floats
from bplab.nn.losses import LOSSES
from bplab.training.build import Build


def guessing_loss(build: Build) -> float:
    """Measure the best constant answer on the training part, in the units of the train loss.

    For classes these are their shares, for numbers the mean, for an absolute error the median.
    """
    targets, spec = build.measured_targets[build.prepared.split.train], build.spec
    count = len(targets)
    if spec.loss.endswith("cross_entropy"):
        losses = np.array([_entropy(targets.mean(axis=0), is_binary=spec.loss.startswith("binary"))])
        losses = np.repeat(losses, count)
    else:
        middle = np.median(targets, axis=0) if spec.loss == "mae" else targets.mean(axis=0)
        y = np.broadcast_to(middle, targets.shape)
        losses = LOSSES[spec.loss].per_example(y, y, targets)
    return float(losses.mean() if spec.reduction == "mean" else losses.sum())


def _entropy(shares: Floats, *, is_binary: bool) -> float:
    """The entropy of one class of several, or the sum over independent yes or no.

    Shapes: (outputs,).
    """
    all_shares = np.concatenate([shares, 1 - shares]) if is_binary else shares
    known = all_shares[all_shares > 0]
    return float(-(known * np.log(known)).sum())
