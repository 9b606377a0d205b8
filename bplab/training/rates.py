"""The learning rate of each step: the setting times the schedule's factor."""

import numpy as np

from bplab.arrays import Array
from bplab.experiment.spec import Experiment
from bplab.nn.schedules import SCHEDULES


def learning_rates(spec: Experiment, steps_per_epoch: int, step: int, count: int) -> Array:
    """The learning rates of `count` steps, the first of which follows `step` steps.

    Shapes: (count,).
    """
    if spec.schedule == "constant":
        return np.full(count, spec.learning_rate)
    factor = SCHEDULES[spec.schedule].factor
    return spec.learning_rate * np.array(
        [
            factor(number, steps_per_epoch, spec.schedule_epochs, spec.schedule_factor)
            for number in range(step, step + count)
        ]
    )
