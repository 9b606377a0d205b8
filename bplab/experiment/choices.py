"""Small tables of options that belong to an experiment rather than to the mathematics."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Help:
    """One option: its title and what it does."""

    title: str
    help: str


REDUCTIONS = {
    "mean": Help("Mean", "Divides the summed gradient by the number of examples in the batch."),
    "sum": Help("Sum", "Adds the gradients of all examples, so that larger batches take larger steps."),
}

ORDERS = {
    "shuffle": Help("Shuffled each epoch", "The examples come in a new random order in every epoch."),
    "fixed": Help("Fixed", "The examples come in the same order in every epoch."),
}

LAST_BATCHES = {
    "keep": Help("Kept", "The last, smaller batch of an epoch makes a step like the others."),
    "drop": Help("Dropped", "The examples left over at the end of an epoch are skipped."),
    "carry": Help("Carried", "Examples left over join the first batch of the next epoch."),
}

DTYPES = {
    "float64": Help("float64", "Double precision, about 16 digits."),
    "float32": Help("float32", "Single precision, about 7 digits; faster on large layers."),
}

STOPS = {
    "never": Help("When paused", "Trains until you pause, or until the epoch limit."),
    "loss_below": Help(
        "Loss below", "Stops when the training loss, measured after each epoch, falls below a value."
    ),
    "no_progress": Help(
        "No progress",
        "Stops when the validation loss (without a validation part, the training loss) has not improved for "
        "some epochs. The test loss is never used.",
    ),
}
