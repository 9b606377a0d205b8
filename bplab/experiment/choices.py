"""The small tables that belong to an experiment rather than to the mathematics."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One row of a small table: what it is called and what it does."""

    title: str
    help: str


REDUCTIONS = {
    "mean": Option("Mean", "Divide the summed gradient by the number of examples in the batch."),
    "sum": Option("Sum", "Add the gradients of all examples; larger batches then take larger steps."),
}

ORDERS = {
    "shuffle": Option("Shuffled each epoch", "A new random order of the examples in every epoch."),
    "fixed": Option("Fixed", "The same order of the examples in every epoch."),
}

LAST_BATCHES = {
    "keep": Option("Kept", "The smaller last batch of an epoch makes a step of its own."),
    "drop": Option("Dropped", "The examples left over at the end of an epoch are skipped."),
    "carry": Option("Carried", "Examples left over join the first batch of the next epoch."),
}

DTYPES = {
    "float64": Option("float64", "Double precision, about 16 digits."),
    "float32": Option("float32", "Single precision, about 7 digits; faster on large layers."),
}

STOPS = {
    "never": Option("When paused", "Train until you pause, or until the epoch limit."),
    "loss_below": Option(
        "Loss below", "Stop once the train loss, measured at the end of an epoch, falls below a value."
    ),
    "no_progress": Option(
        "No progress",
        "Stop when the validation loss (the train loss where there is no validation part) "
        "has not improved for some epochs. The test loss is never used.",
    ),
}
