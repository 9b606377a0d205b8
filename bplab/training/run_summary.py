"""What is shown of a run among others: its name, its origin, its settings, its figures and a short curve."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count, takewhile

import numpy as np

from bplab.arrays import Floats
from bplab.experiment.differences import differences, title_of
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import Experiment
from bplab.training.batches import batches_of
from bplab.training.changes import spec_after
from bplab.training.history import EPOCH_SERIES, PER_LAYER
from bplab.training.metrics import Evaluation
from bplab.training.parameter_edits import is_parameter
from bplab.training.record import Record
from bplab.training.run import Origin
from bplab.training.runs import AnyRecord
from bplab.training.snapshot import RunState

MOST_POINTS, LAYER_POINTS = 512, 200
AGAIN = " again"
FIRST, NOWHERE = "the first run", "–"


@dataclass(frozen=True, eq=False)
class RunCurves:
    """Loss and accuracy of each part over the epochs, by their names in the history.

    Shapes: epochs and each series (n,), n at most MOST_POINTS; NaN where a part does not have it.
    """

    epochs: Floats
    series: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class LayerCurves:
    """The sizes of gradient, error signal and step in every layer, by their names in the history.

    Shapes: epochs (with fractions) and each series (n,).
    """

    epochs: Floats
    series: Mapping[str, Floats]


@dataclass(frozen=True, eq=False)
class RunSummary:
    """A run as a row of a table."""

    number: int
    title: str
    parent: Origin | None
    origin: str  # in words: `Spiral, 540`
    spec: Experiment  # with the changes made so far
    before: Experiment | None  # that of its parent, where it branched off
    differing: tuple[str, ...]  # keys of experiment.differences.TRAITS in which it differs from its parent
    difference: str  # the same in words
    step: int
    epoch: int
    evaluation: Evaluation
    state: RunState
    curves: RunCurves
    kept: bool = True  # else its steps are made again before it can be shown
    layers: LayerCurves | None = None  # of a run that is drawn beside another


def summaries_of(
    records: Iterable[AnyRecord],
    known: Iterable[RunSummary] = (),
    current: int = 0,
    drawn: frozenset[int] = frozenset(),
) -> tuple[RunSummary, ...]:
    """Summarize all runs, oldest first; curves are taken over from earlier summaries where nothing is new.

    A run that has no step at all is left out, unless it is the current one. Those that are drawn beside
    another have the curves of their layers too.
    """
    found: dict[int, RunSummary] = {}
    earlier = {one.number: one for one in known}
    by_number: dict[int, AnyRecord] = {}
    for record in _adopted(records, current):
        by_number[record.number] = record
        parent = by_number.get(record.parent.run) if record.parent else None
        spec, before = spec_of(record), _spec_before(record, parent)
        now, old = record.now, earlier.get(record.number)
        keys, words = _difference(before, spec, old)
        same = old if old is not None and old.step == now.step else None
        found[record.number] = RunSummary(
            number=record.number,
            title=_title(record, parent, words, found),
            parent=record.parent if parent is not None else None,
            origin=_origin(record, found),
            spec=spec,
            before=before,
            differing=keys,
            difference=words,
            step=now.step,
            epoch=now.epoch,
            evaluation=record.evaluation,
            state=_state(record),
            kept=isinstance(record, Record),
            curves=curves_of(record) if same is None else same.curves,
            layers=_layers(record, same) if record.number in drawn else None,
        )
    return tuple(found.values())


def as_it_stands(summary: RunSummary, record: AnyRecord) -> RunSummary:
    """A summary with the figures of now, if the run was trained since."""
    now = record.now
    if summary.step == now.step:
        return summary
    return replace(
        summary, step=now.step, epoch=now.epoch, evaluation=record.evaluation, state=_state(record),
        curves=curves_of(record),
    )  # fmt: skip


def _adopted(records: Iterable[AnyRecord], current: int) -> Iterator[AnyRecord]:
    """The runs to show by number, each as the child of the nearest ancestor that is shown."""
    origins: dict[int, Origin | None] = {}  # of runs that are left out
    for record in sorted(records, key=lambda record: record.number):
        parent = record.parent
        if parent is not None and parent.run in origins:
            parent = origins[parent.run]
        if record.now.step or record.number == current:
            yield replace(record, parent=parent)
        else:
            origins[record.number] = parent


def curves_of(record: AnyRecord) -> RunCurves:
    """Shorten the history of the epochs."""
    read = {name: record.curve(name, MOST_POINTS) for name in EPOCH_SERIES}
    return RunCurves(read["train_loss"].x, {name: np.array(curve.mean) for name, curve in read.items()})


def _layers(record: AnyRecord, old: RunSummary | None) -> LayerCurves | None:
    """The curves of all layers, if there are any."""
    if old is not None and old.layers is not None:
        return old.layers
    names = tuple(f"{name}/{layer}" for name in PER_LAYER for layer in range(len(record.spec.layers) + 1))
    if isinstance(record, Record):
        steps, values = record.history.steps.overview(names, LAYER_POINTS)
        series = dict(zip(names, values.T, strict=True))
    else:
        curves = {name: record.curve(name) for name in names}
        steps, series = curves[names[0]].x, {name: curve.mean for name, curve in curves.items()}
    per_epoch = batches_of(record.spec, record.spec.data.train_count).steps_per_epoch
    return LayerCurves(steps / per_epoch, series) if len(steps) else None


def spec_of(record: AnyRecord, step: int | None = None) -> Experiment:
    """The settings of a run after all of its steps, or after so many."""
    changes = (one for one in record.changes if step is None or one.step <= step)
    return spec_after(record.spec, tuple(changes))


def _spec_before(record: AnyRecord, parent: AnyRecord | None) -> Experiment | None:
    """The settings of the parent where the run begins to be another."""
    if parent is None or record.parent is None:
        return None
    return spec_of(parent, record.parent.step)


def _difference(
    before: Experiment | None, spec: Experiment, old: RunSummary | None
) -> tuple[tuple[str, ...], str]:
    """What differs from the parent, as keys and in words."""
    if before is None:
        return (), ""
    if old is not None and (old.before, old.spec) == (before, spec):
        return old.differing, old.difference
    return differences(before, spec), title_of(before, spec)


def _title(
    record: AnyRecord, parent: AnyRecord | None, difference: str, others: Mapping[int, RunSummary]
) -> str:
    """The name given by a person, else one that says what is different; a second one of a name is counted."""
    if record.title:
        return record.title
    title, taken = _made_title(record, parent, difference, others), {one.title for one in others.values()}
    numbered = (f"{title} ({number})" for number in count(2))
    return title if title not in taken else next(each for each in numbered if each not in taken)


def _made_title(
    record: AnyRecord, parent: AnyRecord | None, difference: str, others: Mapping[int, RunSummary]
) -> str:
    if parent is None:
        return _name_of(record.spec)
    if difference:
        return difference
    by_hand = _last_by_hand(record, parent)
    return f"{by_hand} by hand" if by_hand else others[parent.number].title.removesuffix(AGAIN) + AGAIN


def _last_by_hand(record: AnyRecord, parent: AnyRecord) -> str:
    """The parameter set last after the run branched off; a drag may have set it thousands of times."""
    begun = record.parent.step if record.parent is not None else 0
    inherited = [one for one in parent.changes if one.step == begun]
    own = takewhile(lambda one: one.step >= begun, reversed(record.changes))
    return next((one.field for one in own if is_parameter(one.field) and one not in inherited), "")


def _name_of(spec: Experiment) -> str:
    presets = (preset.title for preset in PRESETS.values() if preset.spec == spec)
    return next(presets, spec.data.row.title)


def _origin(record: AnyRecord, others: Mapping[int, RunSummary]) -> str:
    if record.parent is None or record.parent.run not in others:
        return FIRST if not others and record.parent is None else NOWHERE
    step = f"{record.parent.step:,}" if record.parent.step else "start"
    return f"{others[record.parent.run].title}, {step}"


def _state(record: AnyRecord) -> RunState:
    if record.now.divergence is not None:
        return RunState.DIVERGED
    if record.now.stopped:
        return RunState.DONE
    return RunState.PAUSED if record.now.step else RunState.IDLE
