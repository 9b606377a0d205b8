"""The small tables that belong to an experiment rather than to the mathematics."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Help:
    """One row of a small table: what it is called and what it does."""

    title: str
    help: str


REDUCTIONS = {
    "mean": Help("Mean", "Divide the summed gradient by the number of examples in the batch."),
    "sum": Help("Sum", "Add the gradients of all examples; larger batches then take larger steps."),
}

ORDERS = {
    "shuffle": Help("Shuffled each epoch", "A new random order of the examples in every epoch."),
    "fixed": Help("Fixed", "The same order of the examples in every epoch."),
}

LAST_BATCHES = {
    "keep": Help("Kept", "The smaller last batch of an epoch makes a step of its own."),
    "drop": Help("Dropped", "The examples left over at the end of an epoch are skipped."),
    "carry": Help("Carried", "Examples left over join the first batch of the next epoch."),
}

DTYPES = {
    "float64": Help("float64", "Double precision, about 16 digits."),
    "float32": Help("float32", "Single precision, about 7 digits; faster on large layers."),
}

STOPS = {
    "never": Help("When paused", "Train until you pause, or until the epoch limit."),
    "loss_below": Help(
        "Loss below", "Stop once the train loss, measured at the end of an epoch, falls below a value."
    ),
    "no_progress": Help(
        "No progress",
        "Stop when the validation loss (the train loss where there is no validation part) "
        "has not improved for some epochs. The test loss is never used.",
    ),
}
