"""Runs as members of a file: spec.json, state.json, and arrays of what they have learned and gone through."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bplab.data.own import OwnData
from bplab.errors import UserError
from bplab.experiment.shape import Shape, shape_of
from bplab.experiment.spec import Experiment
from bplab.storage.changes import change_arrays, change_rows, read_changes
from bplab.storage.checkpoints import (
    COUNTS,
    FIGURES,
    MEASURED,
    MEASURED_FIGURES,
    MOST_EPOCHS,
    UNCOUNTED,
    check_counts,
    checkpoint_of,
    counts_of,
    evaluation_of,
    figures_array,
    measured_facts,
    measured_figures,
    read_timeline,
    read_vectors,
    timeline_figures,
    timeline_vectors,
)
from bplab.storage.histories import curve_arrays, history_arrays, history_facts, read_curves, read_history
from bplab.storage.source import Facts, Source
from bplab.training.build import Build, build
from bplab.training.changes import Change
from bplab.training.checkpoint import Checkpoint
from bplab.training.divergence import Divergence
from bplab.training.kernel.layout import ParameterLayout
from bplab.training.makers import Maker, Makers
from bplab.training.record import Final, Record, ReducedRecord
from bplab.training.run import Origin
from bplab.training.runs import AnyRecord

LONGEST = 200  # characters of a name
LONGEST_SENTENCE = 300
MOST_RUNS = 10_000
MOST_MAKERS = 1_000
MOST_ENTRIES = 4_096
TENSORS = ("z", "a", "loss", "delta", "gradient", "weights")
SPEC, STATE = "spec.json", "state.json"

Arrays: TypeAlias = dict[str, NDArray[Any]]


def record_facts(record: AnyRecord) -> dict[str, dict[str, Any]]:
    """The JSON members of a run."""
    now, layout = record.now, ParameterLayout(shape_of(record.spec))
    facts: dict[str, Any] = {
        "title": record.title[:LONGEST],
        "parent": None if record.parent is None else record.parent._asdict(),
        "changes": change_rows(record.changes, record.spec),
        "computed": [_maker_facts(maker) for maker in record.makers],
        "evaluation": measured_facts(record.evaluation),
        "stopped": now.stopped,
        "divergence": None if now.divergence is None else vars(now.divergence),
        "layers": [[rows - 1, units] for rows, units in zip(layout.rows, layout.units, strict=True)],
        "now": {"step": now.step, "epoch": now.epoch},
        "history": None,
        "rests": {},
    }
    if isinstance(record, Record):
        facts["now"] = dict(zip(COUNTS, counts_of(record.now), strict=True))
        facts["history"] = history_facts(record.history)
        facts["rests"] = {str(one.step): one.stopped for one in record.checkpoints if one.stopped}
    return {SPEC: record.spec.to_dict(), STATE: facts}


def record_arrays(record: AnyRecord) -> Arrays:
    """The arrays of a run by the names of their members."""
    return record_figures(record) | record_vectors(record)


def record_vectors(record: AnyRecord) -> Arrays:
    """The parameters of a run and what belongs to each, now and at its checkpoints, and its history."""
    if isinstance(record, ReducedRecord):
        return {}
    now = record.now
    state: Arrays = {"parameters": now.parameters} | ({"dead": now.dead} if now.dead.any() else {})
    found = _named("state", state) | _named("optim", now.slots)
    found |= _named("timeline", timeline_vectors(record.checkpoints))
    return found | _named("history", history_arrays(record.history))


def record_figures(record: AnyRecord) -> Arrays:
    """The other arrays of a run."""
    found = _named("changes", change_arrays(record.changes))
    if isinstance(record, ReducedRecord):
        figures = {"evaluation": np.array(measured_figures(record.evaluation))}
        curves = curve_arrays(record.curves, len(shape_of(record.spec).layers))
        return found | _named("state", figures) | _named("history", curves)
    found |= _named("state", {"figures": figures_array(record.now, record.evaluation)})
    return found | _named("timeline", timeline_figures(record.checkpoints))


def _named(folder: str, arrays: Mapping[str, NDArray[Any]]) -> Arrays:
    return {f"{folder}/{name}.npy": array for name, array in arrays.items()}


def _maker_facts(maker: Maker) -> dict[str, Any]:
    return {"until": maker.until, "version": maker.version, "numerics": dict(maker.numerics)}


def read_record(
    source: Source, number: int, settings: Mapping[str, Any], facts: Facts, data: Mapping[str, OwnData]
) -> AnyRecord:
    """Read a run from its folder; `data` is the own data in the file, by digest.

    Raises: FileError if anything of it is missing, damaged or impossible.
    """
    try:
        spec = Experiment.from_dict(settings)
        made = build(spec, None if spec.data.own is None else data.get(spec.data.own.digest))
    except UserError as error:
        raise source.refused(SPEC, str(error)) from None
    changes = tuple(read_changes(source.within("changes"), facts, made.spec, made.layout))
    head = _Head(facts, made.shape, number)
    if facts.take("history") is None:
        return _read_reduced(source, number, made, changes, head)
    return _read_whole(source, number, made, changes, head)


class _Head:
    """What state.json says of every run; what it repeats of the experiment is compared at the end."""

    def __init__(self, facts: Facts, shape: Shape, number: int) -> None:
        self.facts = facts
        self.title = facts.text("title", LONGEST)
        parent = facts.maybe("parent")
        self.parent = (
            None if parent is None else Origin(parent.whole("run", 1, number - 1), parent.whole("step"))
        )
        self.measured = _measured(facts.part("evaluation"))
        self.now = facts.part("now")
        self.step, self.epoch = self.now.wholes(("step", "epoch"))
        self.stopped = facts.text("stopped", LONGEST_SENTENCE)
        self.divergence = self._divergence(len(shape.layers))
        self.makers = self._makers()
        for key in ("layers", "rests"):
            facts.take(key)

    def _divergence(self, layers: int) -> Divergence | None:
        found = self.facts.maybe("divergence")
        if found is None:
            return None
        step = found.whole("step", self.step + 1, self.step + 1)
        tensor = found.text("tensor", LONGEST)
        if tensor not in TENSORS:
            found.fail(f"there is no tensor {tensor!r}")
        return Divergence(step, found.whole("layer", 0, layers - 1), tensor)

    def _makers(self) -> Makers:
        found: list[Maker] = []
        for each in self.facts.parts("computed", MOST_MAKERS):
            until = each.whole("until", found[-1].until + 1 if found else 1)
            found.append(Maker(until, each.text("version", LONGEST), _numerics(each.part("numerics"))))
        if (found[-1].until if found else 0) != self.step:
            self.facts.fail("it is not said who computed the last step")
        return tuple(found)


def _measured(facts: Facts) -> list[int]:
    return [facts.whole(name, -1 if name in UNCOUNTED else 0) for name in MEASURED]


def _numerics(facts: Facts) -> dict[str, str | int]:
    found = dict(facts.unknown)
    for key, value in found.items():
        if type(value) is int:
            facts.whole(key)
        else:
            facts.text(key, LONGEST)
    return found


def _read_reduced(
    source: Source, number: int, made: Build, changes: tuple[Change, ...], head: _Head
) -> ReducedRecord:
    if head.epoch > MOST_EPOCHS or head.epoch != head.step // made.batches.steps_per_epoch:
        raise source.refused(STATE, "its steps and epochs do not belong together")
    figures = source.array("state/evaluation.npy", np.float64, (len(MEASURED_FIGURES),)).tolist()
    evaluation = evaluation_of(head.measured, figures)
    final = Final(head.step, head.epoch, evaluation, head.divergence, head.stopped)
    curves = read_curves(source.within("history"), len(made.shape.layers))
    return ReducedRecord(
        number, head.title, head.parent, made.spec, changes, final, curves, made.own, head.makers
    )


def _read_whole(source: Source, number: int, made: Build, changes: tuple[Change, ...], head: _Head) -> Record:
    state, facts = source.within("state"), head.facts
    counts = head.now.wholes(COUNTS, -1)
    check_counts(source, STATE, np.array([counts]), made, changes)
    figures = state.array("figures.npy", np.float64, (len(FIGURES) + len(MEASURED_FIGURES),)).tolist()
    vectors = read_vectors(state, source.within("optim"), made)
    now: Checkpoint = checkpoint_of(
        counts, figures[: len(FIGURES)], vectors, divergence=head.divergence, stopped=head.stopped
    )
    evaluation = evaluation_of(head.measured, figures[len(FIGURES) :])
    rests = facts.part("rests")
    stopped = {key: rests.text(key, LONGEST_SENTENCE) for key in list(rests.unknown)[:MOST_ENTRIES]}
    checkpoints = tuple(read_timeline(source.within("timeline"), made, changes, stopped))
    if checkpoints and checkpoints[-1].step > now.step:
        facts.fail("a checkpoint is of a later step than the run")
    history = read_history(source.within("history"), facts.part("history"), made, now)
    return Record(
        number, head.title, head.parent, made, changes, now, checkpoints, history, evaluation, head.makers
    )
