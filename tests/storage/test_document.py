"""A document holds all runs of one moment: training on changes nothing in it, a file gives all of it back."""

import json
from dataclasses import fields, replace

import numpy as np
import pytest

from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.errors import FileError, UserError
from bplab.experiment.own import experiment_for
from bplab.experiment.spec import Experiment, Layer
from bplab.storage import document as storage_document
from bplab.storage.container import pack, unpack
from bplab.storage.document import Bookmark, Document
from bplab.storage.manifest import MINOR
from bplab.storage.strict_json import dump_json
from bplab.training.changes import Change
from bplab.training.makers import Maker
from bplab.training.record import Record, ReducedRecord
from bplab.training.run import Run
from bplab.training.runs import Runs
from bplab.training.snapshot import Needs
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(3),))


def two_runs():
    runs = Runs()
    for number in (1, 2):
        runs.begin(Run(number, Trainer(SPEC.but(seed=number))))
        runs.current.trainer.run(steps=10 * number)
    return runs


def packed(document):
    return b"".join(document.pack())


def test_initial_weights_are_not_drawn_for_runs_that_are_only_read(document, monkeypatch):
    data = packed(document)
    monkeypatch.setattr("bplab.training.build.first_parameters", None)
    assert packed(Document.read(data)) == data


def test_a_document_holds_the_run_that_is_trained_and_those_that_were_left():
    runs = two_runs()
    document = Document(runs.collected, 2)
    assert [record.number for record in document.runs] == [1, 2]
    assert [record.now.step for record in document.runs] == [10, 20]
    assert document.run(2) is document.runs[1]
    assert document.run(3) is None
    assert document.nbytes == sum(record.nbytes for record in document.runs)


def test_what_is_trained_afterwards_does_not_reach_it():
    runs = two_runs()
    document = Document.of(runs.collected, 2)
    before = packed(document)
    history = runs.current.trainer.history.steps
    history.append(np.ones((40_000, len(history.names))))  # more than the newest rows
    assert packed(document) == before
    record = Document.read(before).run(2)
    runs.begin(record.resume())
    runs.current.trainer.run(steps=5)
    assert (record.now.step, record.history.steps.count) == (20, 20)


def same(one, other):
    """Whether two frozen values are equal to the bit, arrays too."""
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, tuple) and not hasattr(one, "_fields"):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def test_a_file_gives_everything_back_to_the_bit(document):
    again = Document.read(packed(document))
    assert packed(again) == packed(document)
    for name in ("current", "bookmarks", "note", "view", "thumbnail"):
        assert getattr(again, name) == getattr(document, name)
    assert [type(record) for record in again.runs] == [ReducedRecord, Record, Record]
    for before, after in zip(document.runs[1:], again.runs[1:], strict=True):
        for name in ("number", "title", "parent", "spec", "changes", "evaluation", "makers"):
            assert getattr(before, name) == getattr(after, name), name
        assert same(tuple(before.history.values()), tuple(after.history.values()))
        assert len(before.checkpoints) == len(after.checkpoints) > 0
        pairs = zip((before.now, *before.checkpoints), (after.now, *after.checkpoints), strict=True)
        for one, other in pairs:
            assert all(same(getattr(one, item.name), getattr(other, item.name)) for item in fields(one))
    before, after = document.runs[0], again.runs[0]
    assert all(same(tuple(before.curves[name]), tuple(after.curves[name])) for name in before.curves)
    assert before.now == after.now


def test_open_save_open_gives_the_same_bytes(document, tmp_path):
    first, second = tmp_path / "one.bplab", tmp_path / "two.bplab"
    document.save(first)
    Document.open(first).save(second)
    assert first.read_bytes() == second.read_bytes()


def test_a_run_that_was_resumed_and_frozen_again_is_written_as_it_was_read(document):
    read = Document.read(packed(document))
    runs = [one if isinstance(one, ReducedRecord) else Record.of(one.resume()) for one in read.runs]
    assert packed(replace(read, runs=tuple(runs))) == packed(document)


def test_a_run_goes_on_from_a_file_as_if_it_had_never_stopped(document):
    for record in document.runs[1:]:
        read = Document.read(packed(document)).run(record.number)
        here, there = record.resume(), read.resume()
        assert here.state is there.state
        for run in (here, there):
            run.trainer.run(steps=100)
            assert run.trainer.makers[-1].is_here
        assert same(here.trainer.parameters, there.trainer.parameters)
        assert same(tuple(here.trainer.history.values()), tuple(there.trainer.history.values()))
        assert here.at(77).parameters.tobytes() == there.at(77).parameters.tobytes()


def test_a_diverged_run_is_kept_with_its_infinite_figures():
    trainer = Trainer(SPEC.but(learning_rate=1000.0, loss="half_squared", optimizer="momentum"))
    runs = Runs()
    runs.begin(Run(1, trainer))
    trainer.run(epochs=300)
    history = trainer.history.steps
    history.append(np.full((1, len(history.names)), np.inf))
    trainer.step += 1
    trainer._position += 1
    document = Document.of(runs.collected, 1)
    again = Document.read(packed(document)).run(1)
    assert again.now.divergence == trainer.divergence
    assert np.isinf(again.history["batch_loss"][-1])
    assert again.now.memory == trainer.checkpoint().memory


def test_the_checkpoints_of_a_file_are_thinned_evenly_to_their_share(document):
    few = Document.read(b"".join(document.pack(timeline_bytes=40_000)))
    for before, after in zip(document.runs[1:], few.runs[1:], strict=True):
        steps = [one.step for one in before.checkpoints], [one.step for one in after.checkpoints]
        assert 0 < len(steps[1]) < len(steps[0])
        assert set(steps[1]) <= set(steps[0])
    assert packed(few) == b"".join(few.pack(timeline_bytes=40_000))
    assert all(not one.checkpoints for one in Document.read(b"".join(document.pack(0))).runs[1:])


def test_a_copy_without_history_and_past_goes_on(document):
    record = document.run(3)
    history = record.history.after(3, 2, record.now.step, record.now.epoch)
    bare = replace(record, history=history, checkpoints=(), parent=None)
    read = Document.read(packed(Document((bare,), 3))).run(3).resume()
    whole = record.resume()
    for run in (read, whole):
        run.trainer.run(steps=50)
    assert same(read.trainer.parameters, whole.trainer.parameters)
    assert read.trainer.history.steps.count == 50


def test_changes_that_are_still_to_come_are_kept():
    planned = Trainer(SPEC, Trainer(SPEC).changes)
    later = Trainer(SPEC)
    later.run(steps=30)
    later.change(later.spec.but(learning_rate=0.01))
    planned = Trainer(SPEC, later.changes)
    planned.run(steps=20)
    runs = Runs()
    runs.begin(Run(1, planned))
    read = Document.read(packed(Document.of(runs.collected, 1))).run(1).resume().trainer
    for trainer in (planned, read):
        trainer.run(steps=20)
    assert read.spec.learning_rate == planned.spec.learning_rate == 0.01
    assert same(read.parameters, planned.parameters)


def test_a_run_of_another_machine_is_named_and_its_past_is_exact_at_checkpoints_only():
    record = next(one for one in two_runs().collected if one.number == 2)
    run = record.frozen().resume()
    run.timeline.checkpoints.append(run.trainer.checkpoint())
    run.trainer.run(steps=10)
    other = Maker(25, "0.1.0", {"kernel": "Zen", "threads": 1})
    record = replace(Record.of(run), before=(other,))
    document = Document.read(packed(Document((record,), 2)))
    assert document.made_elsewhere().startswith("Steps up to 25 were computed with other arithmetic")
    read = document.run(2)
    assert [maker.until for maker in read.makers] == [25, 30]
    again = read.resume()
    assert [again.is_exact(step) for step in (0, 5, 20, 21, 25, 26, 30)] == [
        True, False, True, False, False, False, False,
    ]  # fmt: skip
    shown = [again.picture_at(step, Needs(parameters=True), 1).is_exact for step in (20, 25)]
    assert shown == [True, False]
    assert Document(two_runs().collected, 2).made_elsewhere() == ""


def test_what_a_newer_version_wrote_is_written_back(document):
    container = unpack(packed(document))
    members = {name: bytes(data) for name, data in container.members.items()}
    for name in ("document.json", "runs/2/spec.json", "runs/2/state.json"):
        members[name] = dump_json({**json.loads(members[name]), "later": [1, {"deep": None}]})
    members |= {"runs/2/later/x.npy": b"any", "sound.wav": b"bytes"}
    optional = {*container.optional, "runs/2/later/x.npy", "sound.wav"}
    newer = b"".join(pack(members, optional, MINOR + 1))
    read = Document.read(newer)
    assert packed(read) == newer
    assert packed(replace(read, note="changed")) != newer
    assert not hasattr(read.run(2).spec, "later")
    for damaged in (pack(members, optional, MINOR), pack(members, container.optional, MINOR + 1)):
        with pytest.raises(FileError):
            Document.read(b"".join(damaged))


def test_own_data_is_in_the_file_once_and_found_by_its_digest():
    rng = np.random.default_rng(5)
    own = OwnData(
        "mine", Dataset(rng.normal(size=(40, 3)), rng.integers(0, 2, 40), ("no", "yes"), ("a", "b", "c"))
    )
    spec, runs = experiment_for(own), Runs()
    for number in (1, 2):
        runs.begin(Run(number, Trainer(spec.but(seed=number), data=own)))
        runs.current.trainer.run(steps=10)
    runs.records[1] = runs.records[1].reduced()
    document = Document.of(runs.collected, 2)
    read = Document.read(packed(document))
    assert read.data == {own.digest: own}
    assert packed(read) == packed(document)
    here, there = document.run(2).resume().trainer, read.run(2).resume().trainer
    for trainer in (here, there):
        trainer.run(steps=20)
    assert same(here.parameters, there.parameters)
    assert read.run(1).resume().trainer.step == 10
    members = {name: bytes(data) for name, data in unpack(packed(document)).members.items()}
    moved = {name.replace(own.digest, "0" * 64): data for name, data in members.items()}
    moved["document.json"] = moved["document.json"].replace(own.digest.encode(), b"0" * 64)
    with pytest.raises(FileError, match="it is other data than its name says"):
        Document.read(b"".join(pack(moved)))


def test_what_could_not_be_read_again_is_not_saved(document, monkeypatch):
    for part in ({"view": {"x": float("nan")}}, {"note": "\ud800"}, {"view": {"x": [0] * 500_000}}):
        with pytest.raises(FileError, match=r"cannot be saved because of document\.json"):
            replace(document, **part).pack()
    record = document.run(2)
    many = replace(record, changes=record.changes[:1] * 50_001)
    with pytest.raises(FileError, match="Run 2 was changed more often"):
        replace(document, runs=(many,), current=2).pack()
    monkeypatch.setattr(storage_document, "MOST_MEMBERS", 20)
    with pytest.raises(FileError, match="more parts than a file holds"):
        document.pack()


def test_changes_written_by_a_script_are_read_as_the_trainer_takes_them():
    changes = [Change(3, "momentum", 0), Change(5, "stop_patience", 20.0), Change(7, "frozen", ["W1[1,1]"])]
    trainer = Trainer(SPEC.but(optimizer="momentum"), [*changes, Change(8, "b1[1]", 1)])
    runs = Runs()
    runs.begin(Run(1, trainer))
    trainer.run(steps=20)
    read = Document.read(packed(Document.of(runs.collected, 1))).run(1)
    assert [one.value for one in read.changes] == [0.0, 20, ("W1[1,1]",), 1.0]
    assert same(read.resume().trainer.parameters, trainer.parameters)


def test_a_note_has_a_length():
    assert Document(note="n" * 2000).note
    with pytest.raises(UserError, match="at most 2,000 characters"):
        Document(note="n" * 2001)


def test_an_empty_document_is_a_file_too():
    read = Document.read(packed(Document(bookmarks=(Bookmark(4, 1, "of a run that is gone"),))))
    assert (read.runs, read.current, read.bookmarks) == ((), 0, ())
