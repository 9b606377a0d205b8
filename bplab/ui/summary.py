"""What a document is about, in two lines: the network and its epoch, and how well it does."""

import re

from bplab.experiment.shape import shape_of
from bplab.experiment.spec import Experiment
from bplab.storage.document import Document
from bplab.training.metrics import Evaluation
from bplab.ui.scores import accuracy_text, loss_text

FEW_LAYERS = 4  # hidden layers that are always listed


def about_text(document: Document) -> str:
    """`circle 2-4-1 · epoch 120`, of the current run."""
    run = document.run(document.current)
    if run is None:
        return ""
    return f"{name_of(run.spec)} {sizes_text(run.spec)} · epoch {run.now.epoch:,}"


def result_text(document: Document) -> str:
    """`test 97.5 % (117/120)` or `test loss 0.0129`, of the current run."""
    run = document.run(document.current)
    if run is None:
        return ""
    if run.now.divergence is not None:
        return f"diverged at step {run.now.divergence.step:,}"
    return score_text(run.evaluation)


def score_text(scores: Evaluation) -> str:
    """The result on the test part, or on the training part if there is none; nothing before it is known."""
    name, part = ("test", scores.test) if scores.test.count else ("train", scores.train)
    if part.accuracy is not None:
        return f"{name} {' '.join(accuracy_text(part))}"
    return f"{name} loss {loss_text(part.loss)}" if part.loss is not None else ""


def name_of(spec: Experiment) -> str:
    """The name of the data, as in a sentence; own data have the name that they came with."""
    own = spec.data.own
    return spec.data.name.replace("_", " ") if own is None else own.title


def file_name(spec: Experiment) -> str:
    """A name for a file, without its ending: `spiral-8-8-6`."""
    words = re.sub(r"[^\w-]+", "-", name_of(spec)).strip("-")
    sizes = sizes_text(spec).replace("×", "x")
    inner = sizes.split("-")[1:-1]
    return "-".join([words or "experiment", *inner])


def sizes_text(spec: Experiment) -> str:
    """The sizes of all layers: 2-8-8-6-1, many equal ones as 2-6×10-1."""
    sizes = shape_of(spec).sizes
    inner = sizes[1:-1]
    many = len(inner) > FEW_LAYERS and len(set(inner)) == 1
    hidden = f"{inner[0]}×{len(inner)}" if many else "-".join(map(str, inner))
    return "-".join(filter(None, (str(sizes[0]), hidden, str(sizes[-1]))))
