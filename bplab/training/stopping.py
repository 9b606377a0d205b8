"""The rules that end training: epochs done, loss reached, no progress. They never use the test part."""

from math import inf
from typing import Any, NamedTuple

from bplab.experiment.spec import Experiment
from bplab.training.metrics import Evaluation


class Memory(NamedTuple):
    """The state of the rules: the best loss so far, and what has been reported."""

    best: float = inf
    best_epoch: int = 0
    limit: int = 0  # the epoch limit that has been reached,
    limit_from: int = 0  # and when: it counts again from there
    reached: float = inf  # the loss that has been reached


NOTHING_SEEN = Memory()


class Rules:
    """Applies the stop rules to a run, given their state.

    A rule that has ended training starts again when training continues: another number of epochs, another
    wait for progress, another fall below the loss.
    """

    def __init__(self, memory: Memory = NOTHING_SEEN) -> None:
        self.memory = memory

    def verdict(self, spec: Experiment, epoch: int, evaluation: Evaluation | None) -> str:
        """Return why training stops at the end of an epoch, as a sentence, or an empty text.

        `evaluation` is that of the epoch, or None if it was not measured.
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
        begin = self.memory.limit_from if spec.epochs == self.memory.limit else 0
        if not spec.epochs or epoch - begin < spec.epochs:
            return ""
        self._note(limit=spec.epochs, limit_from=epoch)
        return f"{'Another' if begin else 'All'} {spec.epochs:,} epochs are done."

    def _watch(self, evaluation: Evaluation) -> None:
        """Follow the validation loss, or the training loss if there is no validation part."""
        watched = evaluation.validation if evaluation.validation.count else evaluation.train
        if watched.loss is not None and watched.loss < self.memory.best:
            self.memory = Memory(
                watched.loss, evaluation.epoch, *self.memory[2:]
            )  # called often, so no `_note`

    def _loss_below(self, spec: Experiment, evaluation: Evaluation) -> str:
        train = evaluation.train.loss
        if train is None or not train < spec.stop_loss:
            if self.memory.reached != inf:
                self._note(reached=inf)
            return ""
        if self.memory.reached <= spec.stop_loss:
            return ""
        self._note(reached=spec.stop_loss)
        return f"The training loss, {train:.3g}, fell below {spec.stop_loss:g}."

    def _no_progress(self, spec: Experiment, evaluation: Evaluation) -> str:
        waited = evaluation.epoch - self.memory.best_epoch
        if waited < spec.stop_patience:
            return ""
        self._note(best_epoch=evaluation.epoch)
        name = "validation" if evaluation.validation.count else "train"
        return f"The {name} loss has not improved for {waited:,} epochs."

    def _note(self, **seen: Any) -> None:
        self.memory = self.memory._replace(**seen)
