"""The rules that end training: epochs done, a loss reached, no progress. The test part is never looked at."""

from math import inf

from bplab.experiment.spec import Experiment
from bplab.training.metrics import Evaluation


class Rules:
    """Remembers what the rules need: the best loss so far, and what was already said.

    A rule that has ended training begins anew, so that going on goes on: another so many epochs, another wait
    for progress, another fall below the loss.
    """

    def __init__(self) -> None:
        self._best = inf
        self._best_epoch = 0
        self._limit = 0  # the limit of epochs that was already reached,
        self._limit_from = 0  # and when: from there it counts anew
        self._reached = inf  # the loss that was already reached

    def verdict(self, spec: Experiment, epoch: int, evaluation: Evaluation | None) -> str:
        """Say in words why training stops at the end of an epoch, or nothing.

        `evaluation` is that epoch's, or None when it was not measured.
        """
        said = ""
        if evaluation is not None:
            self._watch(evaluation)
            if spec.stop == "loss_below":
                said = self._loss_below(spec, evaluation)
            elif spec.stop == "no_progress":
                said = self._no_progress(spec, evaluation)
        return said or self._all_epochs(spec, epoch)

    def _all_epochs(self, spec: Experiment, epoch: int) -> str:
        begin = self._limit_from if spec.epochs == self._limit else 0
        if not spec.epochs or epoch - begin < spec.epochs:
            return ""
        self._limit, self._limit_from = spec.epochs, epoch
        return f"{'Another' if begin else 'All'} {spec.epochs:,} epochs are done."

    def _watch(self, evaluation: Evaluation) -> None:
        """Follow the loss of the validation part where there is one, else of the training part."""
        watched = evaluation.validation if evaluation.validation.count else evaluation.train
        if watched.loss is not None and watched.loss < self._best:
            self._best, self._best_epoch = watched.loss, evaluation.epoch

    def _loss_below(self, spec: Experiment, evaluation: Evaluation) -> str:
        train = evaluation.train.loss
        if train is None or not train < spec.stop_loss:
            self._reached = inf
            return ""
        if self._reached <= spec.stop_loss:
            return ""
        self._reached = spec.stop_loss
        return f"The train loss, {train:.3g}, fell below {spec.stop_loss:g}."

    def _no_progress(self, spec: Experiment, evaluation: Evaluation) -> str:
        waited = evaluation.epoch - self._best_epoch
        if waited < spec.stop_patience:
            return ""
        self._best_epoch = evaluation.epoch
        name = "validation" if evaluation.validation.count else "train"
        return f"The {name} loss has not improved for {waited:,} epochs."
