"""Reads of a damaged file what is intact: of each run as much as can go on, or be trained again."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bplab.data.own import OwnData
from bplab.errors import FileError, UserError
from bplab.experiment.spec import Experiment
from bplab.storage.checkpoints import measured_facts, measured_figures
from bplab.storage.container import Container
from bplab.storage.document_reading import Parts, Reader
from bplab.storage.histories import history_arrays, history_facts
from bplab.storage.npy import array_chunks
from bplab.storage.parts import RUNS, THUMBNAIL, is_thumbnail, name_in_run
from bplab.storage.records import SPEC, STATE
from bplab.storage.source import Facts, Source
from bplab.storage.strict_json import dump_json
from bplab.training.build import build
from bplab.training.history import History
from bplab.training.metrics import Evaluation
from bplab.training.record import Final, ReducedRecord
from bplab.training.runs import AnyRecord

NUMBER = re.compile(rf"{RUNS}/([1-9][0-9]{{0,14}})/{re.escape(SPEC)}")
DATA = re.compile(r"data/([0-9a-f]{64})/facts\.json")


def rescued_parts(container: Container) -> Parts:
    """The parts of a document that are intact.

    Raises: FileError if no run is.
    """
    data = dict(_data(container))
    numbers = sorted(int(found[1]) for name in container.members if (found := NUMBER.fullmatch(name)))
    runs = tuple(run for number in numbers if (run := _Rescue(container, number, data).run()) is not None)
    if not runs:
        raise FileError(f"{container.title} is damaged: no run in it is intact.")
    parts: Parts = {}
    with suppress(FileError):
        parts = Reader(container).head()[0]
    if parts.get("current") not in [run.number for run in runs]:
        parts["current"] = runs[-1].number
    thumbnail = bytes(container.members.get(THUMBNAIL, b""))
    if is_thumbnail(thumbnail):
        parts["thumbnail"] = thumbnail
    return parts | {"runs": runs, "lost": container.damaged}


def _data(container: Container) -> Iterator[tuple[str, OwnData]]:
    for name in container.members:
        if found := DATA.fullmatch(name):
            with suppress(FileError):
                yield found[1], Reader(container).data(found[1])


class _Rescue:
    """Tries to read one run, then less and less of it."""

    def __init__(self, container: Container, number: int, data: Mapping[str, OwnData]) -> None:
        self._container, self._number, self._data = container, number, data
        self._source = Source(container, f"{RUNS}/{number}/")

    def run(self) -> AnyRecord | None:
        """What is intact of it; None if not even its settings are."""
        fresh = self._fresh()
        if fresh is None:
            return None
        for attempt in (self._whole, self._without_past, self._without_history, self._reduced):
            with suppress(FileError):
                return Reader(attempt(fresh)).record(self._number, self._data)
        return fresh

    def _fresh(self) -> ReducedRecord | None:
        """The run before its first step."""
        with suppress(UserError):
            spec = Experiment.from_dict(self._source.json(SPEC))
            made = build(spec, None if spec.data.own is None else self._data.get(spec.data.own.digest))
            final = Final(0, 0, Evaluation(0, 0), None, "")
            return ReducedRecord(self._number, "", None, made.spec, (), final, {}, made.own)
        return None

    def _whole(self, _fresh: ReducedRecord) -> Container:
        return self._container

    def _without_past(self, _fresh: ReducedRecord) -> Container:
        return self._changed({"rests": {}}, {}, "timeline/")

    def _without_history(self, fresh: ReducedRecord) -> Container:
        layers, every = len(self._source.facts(STATE).items("layers", 100)), fresh.spec.evaluate_every
        history = History.after(layers, every, *self._now)
        facts = {"rests": {}, "history": history_facts(history)}
        arrays = {f"history/{name}": array for name, array in history_arrays(history).items()}
        return self._changed(facts, arrays, "timeline/", "history/")

    def _reduced(self, _fresh: ReducedRecord) -> Container:
        """The way to train it again."""
        step, epoch = self._now
        nothing = Evaluation(step, epoch)
        facts = {
            "rests": {}, "history": None, "now": {"step": step, "epoch": epoch},
            "evaluation": measured_facts(nothing),
        }  # fmt: skip
        gone = "timeline/", "history/", "state/", "optim/"
        return self._changed(facts, {"state/evaluation": np.array(measured_figures(nothing))}, *gone)

    @property
    def _now(self) -> tuple[int, int]:
        now: Facts = self._source.facts(STATE).part("now")
        return now.whole("step"), now.whole("epoch")

    def _changed(self, facts: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]], *gone: str) -> Container:
        """The file with other facts and arrays of the run, and without some of its folders."""
        state = {**self._source.facts(STATE).unknown, **facts}
        folders = tuple(name_in_run(self._number, folder) for folder in gone)
        members = {
            name: data for name, data in self._container.members.items() if not name.startswith(folders)
        }
        members[name_in_run(self._number, STATE)] = memoryview(dump_json(state))
        for name, array in arrays.items():
            full = name_in_run(self._number, f"{name}.npy")
            members[full] = memoryview(b"".join(array_chunks(array)))
        return replace(self._container, members=members)
