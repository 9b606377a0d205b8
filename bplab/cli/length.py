"""How long to train: --epochs or --steps, else as long as the experiment says."""

import argparse

from bplab.errors import quoted
from bplab.experiment.spec import Experiment
from bplab.training.trainer import Trainer

USUAL_EPOCHS = 100


def add_length(parser: argparse.ArgumentParser) -> None:
    """Declare --epochs and --steps."""
    length = parser.add_mutually_exclusive_group()
    length.add_argument(
        "--epochs",
        type=count,
        metavar="N",
        help=f"number of epochs (default: the experiment's own limit, else {USUAL_EPOCHS})",
    )
    length.add_argument("--steps", type=count, metavar="N", help="number of updates instead")


def count(text: str) -> int:
    """Parse a whole number of the command line."""
    if not text.isdecimal() or len(text) > 12:
        raise argparse.ArgumentTypeError(f"expected a whole number of 0 or more, not {quoted(text)}")
    return int(text)


def without_limit(spec: Experiment, given: argparse.Namespace) -> Experiment:
    """The experiment without its own limit, if a length was requested."""
    return spec.but(epochs=0) if has_length(given) else spec


def has_length(given: argparse.Namespace) -> bool:
    """Whether a length was requested, of a command that has one."""
    return getattr(given, "epochs", None) is not None or getattr(given, "steps", None) is not None


def further(trainer: Trainer, given: argparse.Namespace) -> int:
    """The number of steps to make from here: so many, or to the end of so many epochs."""
    steps = goal(trainer.spec, given, trainer.steps_per_epoch)
    begun = trainer.steps_per_epoch - trainer.steps_to_epoch_end
    return steps if given.steps is not None else max(steps - begun, 0)


def goal(spec: Experiment, given: argparse.Namespace, steps_per_epoch: int) -> int:
    """The number of steps to make."""
    if given.steps is not None:
        return int(given.steps)
    epochs = given.epochs if given.epochs is not None else spec.epochs or USUAL_EPOCHS
    return int(epochs * steps_per_epoch)
