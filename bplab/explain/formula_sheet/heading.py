"""What a sheet says of the step besides its equations: title, experiment, where it is from."""

from typing import NamedTuple

import numpy as np

from bplab.arrays import Floats
from bplab.explain.formula_sheet.activations import bare_title
from bplab.explain.formula_sheet.closing import Digits
from bplab.explain.formula_sheet.equations import Sheet
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS
from bplab.numerals import plain, short
from bplab.training.step import StepInput

MAZUR = "In Mazur's article these weights are w5 to w8, then w1 to w4, in the order of the table."


class Heading(NamedTuple):
    """The texts around a sheet."""

    title: str
    subtitle: str
    source: str
    notes: tuple[str, ...]


def heading_of(start: StepInput, example: int, sheet: Sheet, digits: Digits) -> Heading:
    """Describe a step."""
    spec, shape = start.spec, start.build.shape
    parts = [f"{spec.data.row.title}, {'-'.join(map(str, shape.sizes))}", _activations(start)]
    parts += [LOSSES[spec.loss].title.lower(), f"η = {plain(start.learning_rate)}"]
    if spec.optimizer != "sgd":
        parts.append(OPTIMIZERS[spec.optimizer].title)
    frozen = start.build.layout.frozen(spec.frozen)
    if frozen is not None:
        parts.append(_frozen(start, frozen.astype(np.float64)))
    if len(start.batch) > 1:
        parts.append(f"example {example + 1:,} of {len(start.batch):,}")
    notes = [*_digits_notes(sheet, digits)]
    if spec.data.name == "worked_example" and parts[-1] == "biases frozen":
        notes.append(MAZUR)
    name = spec.data.name.replace("_", "-")
    return Heading("One step by hand", " · ".join(parts), f"{name}, step {start.step + 1:,}", tuple(notes))


def _activations(start: StepInput) -> str:
    names = [layer.activation for layer in start.build.shape.layers]
    if len(set(names)) == 1 and len(names) > 1:
        return f"{bare_title(names[0])} in {'both' if len(names) == 2 else 'all'} layers"
    said = [f"{bare_title(name)}" for name in dict.fromkeys(names[:-1])]
    return ", ".join([*said, f"{bare_title(names[-1])} at the output"])


def _frozen(start: StepInput, flat: Floats) -> str:
    pairs = start.build.layout.weights(flat)
    weights, biases = any(W.any() for W, _ in pairs), all(b.all() for _, b in pairs)
    return "biases frozen" if biases and not weights else "some parameters frozen"


def _digits_notes(sheet: Sheet, digits: Digits) -> tuple[str, ...]:
    """How many decimals there are, and whose."""
    if not digits.by_hand:
        more = "or as many more as the lines that use them need to close"
        return (f"Results have {digits.asked} decimals, {more}.",)
    off = max(abs(digits.values[line.result] - line.result.value) for line in sheet.equations)
    return (
        f"Results have {digits.asked} decimals, or three significant digits.",
        f"They follow from the numbers printed; the run's own differ by up to {short(off, 1)}.",
    )
