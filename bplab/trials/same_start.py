"""Same start, one change: an experiment with other values of one setting, each trained as far."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.differences import TRAITS, title_of
from bplab.experiment.edits import set_field
from bplab.experiment.shape import frame_of
from bplab.experiment.spec import Experiment
from bplab.training.build import check
from bplab.training.changes import Change
from bplab.training.parameter_edits import is_parameter
from bplab.trials.trial import Trial

MOST = 6


class Variant(NamedTuple):
    """A run to be made, named by what is different: `Adam`, `η 0.1`."""

    title: str
    trial: Trial


def same_start(
    spec: Experiment, path: str, values: Sequence[str], steps: int, changes: Sequence[Change] = (),
    data: OwnData | None = None,
) -> tuple[Variant, ...]:  # fmt: skip
    """Give a setting other values, as typed; `path` names it as in `set_field`.

    Changes of the run are repeated, except those of this setting, and those of what a variant does not have.
    A value that the run has itself is left out.
    Raises: UserError if a value is not possible, there are too many, or none is left.
    """
    texts = dict.fromkeys(text.strip() for text in values)
    if len(texts) > MOST:
        raise UserError(f"At most {MOST} values can be compared at a time, not {len(texts)}.")
    own, made = Trial(spec, steps, tuple(changes), data), list[Variant]()
    for text in texts:
        other = set_field(spec, path, text)
        check(other)
        trial = Trial(other, steps, tuple(_kept(changes, path, spec, other)), data)
        if trial not in (own, *(variant.trial for variant in made)):
            made.append(Variant(_title(path, spec, other), trial))
    if not made:
        raise UserError("Choose at least one value that this run does not have itself.")
    return tuple(made)


def _kept(changes: Sequence[Change], path: str, spec: Experiment, other: Experiment) -> Iterator[Change]:
    """The changes that a variant repeats."""
    same_shape = frame_of(spec) == frame_of(other)
    for change in changes:
        if is_parameter(change.field) or change.field == "frozen":
            fits = same_shape
        elif change.field.startswith("layers."):
            fits = int(change.field.split(".")[1]) < len(other.layers) and not _names(path, change.field)
        else:
            fits = change.field != path
        if fits:
            yield change


def _names(path: str, field: str) -> bool:
    """Whether a path, which may have a * for all layers, names a setting of a layer."""
    parts = zip(path.split("."), field.split("."), strict=False)
    return path.count(".") == field.count(".") and all(one in ("*", other) for one, other in parts)


def _title(path: str, spec: Experiment, other: Experiment) -> str:
    """What is different; where only the later changes are, what the setting is."""
    own = (trait.phrase(spec, other) for trait in TRAITS if path in (trait.key, f"layers.*.{trait.key}"))
    return title_of(spec, other) or next(own, "Other initial settings")
