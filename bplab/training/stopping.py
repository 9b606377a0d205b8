"""The rules that end training: a loss reached, or no progress. The test part is never looked at."""

from math import inf

from bplab.experiment.spec import Experiment
from bplab.training.metrics import Evaluation


class Progress:
    """Remembers the best loss so far, of the validation part where there is one, else of the training part."""

    def __init__(self) -> None:
        self.best = inf
        self.best_epoch = 0

    def verdict(self, spec: Experiment, evaluation: Evaluation) -> str:
        """Say in words why training stops now, or nothing."""
        watched = evaluation.validation if evaluation.validation.count else evaluation.train
        name = "validation" if evaluation.validation.count else "train"
        if watched.loss is not None and watched.loss < self.best:
            self.best, self.best_epoch = watched.loss, evaluation.epoch
        train = evaluation.train.loss
        if spec.stop == "loss_below" and train is not None and train < spec.stop_loss:
            return f"The train loss, {train:.3g}, fell below {spec.stop_loss:g}."
        waited = evaluation.epoch - self.best_epoch
        if spec.stop == "no_progress" and waited >= spec.stop_patience:
            return f"The {name} loss has not improved for {waited:,} epochs."
        return ""
