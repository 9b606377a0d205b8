"""When a loss is learned, and when enough was tried to judge it."""

import numpy as np

from bplab.diagnosis.facts import Facts

GUESSING = 0.95  # of the loss of guessing, or more, is as guessing
GOOD = 0.25  # of the loss of guessing, or less, is learned
RIGHT = 0.97  # of the training examples, or more, is learned too
TRIED, STEPS = 20, 200  # epochs, and steps, after which a loss is judged
FEWEST = 3  # measured losses that show whether it moves
HALF = 0.5  # of a layer's neurons


def is_learned(facts: Facts) -> bool:
    """Whether little of the loss of guessing is left, or was at an epoch not long ago."""
    lowest = np.min(np.nan_to_num(facts.train.last[-TRIED:], nan=np.inf), initial=np.inf)
    whole = facts.guessing or np.max(facts.train.means[:1], initial=0)  # one example is guessed without loss
    return bool(lowest <= GOOD * whole) or (facts.accuracy or 0) >= RIGHT


def is_tried(facts: Facts) -> bool:
    """Whether enough epochs were made, and newest ones measured, to judge the loss."""
    return facts.epoch >= TRIED and facts.step >= STEPS and len(facts.train.last) >= FEWEST
