"""A trainer of a script is saved, and goes on from the file to the bit."""

import json
from itertools import product

import numpy as np
import pytest
from documents import document_of

import bplab
from bplab.errors import FileError, UserError
from bplab.experiment.choices import DTYPES, LAST_BATCHES, ORDERS
from bplab.experiment.spec import DataSpec, Experiment, Layer
from bplab.nn.optimizers import OPTIMIZERS
from bplab.storage.container import pack, unpack
from bplab.storage.document import Document
from bplab.storage.strict_json import dump_json
from bplab.storage.trainers import EMPTY, document_with, load, save, trainer_of
from bplab.training.scripting import Trainer

CUTS = {
    "step 1": 1,
    "within an epoch": 7,
    "the end of an epoch": 10,
}  # 70 or so training examples, batches of 16
DROPOUT = (0.0, 0.3)


def spec_of(optimizer, dtype, order, last_batch, dropout):
    return Experiment(
        data=DataSpec(points=104), layers=(Layer(5, dropout=dropout), Layer(3)), batch_size=16,
        optimizer=optimizer, dtype=dtype, order=order, last_batch=last_batch, learning_rate=0.02,
        regularization="l1_prune", regularization_rate=0.01, schedule="cosine",
    )  # fmt: skip


def state_of(trainer):
    """Everything that determines how a run goes on, and all that it remembers, as bytes."""
    now = trainer.checkpoint()
    arrays = now.parameters, now.dead, *now.slots.values(), *trainer.history.values()
    plain = now.step, now.epoch, now.position, now.changes, now.memory, now.evaluation, trainer.spec
    return plain, [np.asarray(array).tobytes() for array in arrays]


def check_resume(spec, cut, further=23):
    """Train, cut, save, read and train on beside a run that is never cut."""
    straight, first = Trainer(spec), Trainer(spec)
    first.run(steps=cut if cut != 10 else 2 * first.steps_per_epoch)
    made = first.step
    read = trainer_of(Document.read(b"".join(document_with(first).pack())))
    assert state_of(read) == state_of(first)
    for trainer in (read, straight):
        trainer.run(steps=made + further - trainer.step)
        trainer.change(trainer.spec.but(learning_rate=0.05))
        trainer.run(steps=further)
    assert state_of(read) == state_of(straight)


COMBINATIONS = list(product(OPTIMIZERS, DTYPES, ORDERS, LAST_BATCHES, DROPOUT, CUTS))


@pytest.mark.parametrize("which", range(0, len(COMBINATIONS), 13))
def test_a_run_goes_on_from_a_file_to_the_bit(which):
    *settings, cut = COMBINATIONS[which]
    check_resume(spec_of(*settings), CUTS[cut])


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_run_goes_on_from_a_file_to_the_bit(optimizer):
    for chosen in COMBINATIONS:
        if chosen[0] == optimizer:
            check_resume(spec_of(*chosen[:-1]), CUTS[chosen[-1]])


def test_a_script_saves_and_loads(tmp_path):
    trainer = bplab.Trainer(bplab.preset("spiral"))
    trainer.run(steps=500)
    bplab.save(tmp_path / "run.bplab", trainer)
    again = bplab.load(tmp_path / "run.bplab")
    assert state_of(again) == state_of(trainer)
    assert [one.step for one in again.timeline.checkpoints] == [
        one.step for one in trainer.timeline.checkpoints
    ]
    for each in (trainer, again):
        each.run(epochs=2)
    assert state_of(again) == state_of(trainer)
    assert state_of(again.at(300))[1][0] == state_of(trainer.at(300))[1][0]
    document = bplab.Document.open(tmp_path / "run.bplab")
    assert (document.current, document.note, document.data, document.bookmarks) == (1, "", {}, ())
    assert document.run(1).spec == bplab.preset("spiral")


def test_a_run_of_which_little_is_kept_is_trained_again():
    document = document_of()
    reduced = Document(document.runs[:1], 1)
    trainer = trainer_of(reduced)
    assert trainer.step == reduced.run(1).now.step == 90
    assert trainer.evaluation.train == trainer_of(reduced).evaluation.train


def test_a_trainer_takes_the_place_of_the_current_run():
    document = document_of()
    trainer = trainer_of(document)
    trainer.run(steps=10)
    found = document_with(trainer, document)
    assert [record.number for record in found.runs] == [1, 2, 3]
    assert found.run(3).now.step == document.run(3).now.step + 10
    old, new = document.run(3), found.run(3)
    assert (new.title, new.parent, new.spec) == (old.title, old.parent, old.spec)
    assert (found.note, found.bookmarks) == (document.note, document.bookmarks)
    assert found.runs[:2] == document.runs[:2]


def test_files_without_a_run_and_other_files_are_refused(tmp_path):
    path = tmp_path / "x.bplab"
    EMPTY.save(path)
    with pytest.raises(UserError, match=r"There is no run in x\.bplab"):
        load(path)
    path.write_bytes(b"hello")
    with pytest.raises(FileError, match="is not a file of Backprop Lab"):
        load(path)
    with pytest.raises(UserError, match="save takes a file's name and a Trainer"):
        save(path, bplab.preset("circle"))


@pytest.mark.parametrize(
    ("member", "entry", "value"),
    [
        ("state.json", "now", {"step": 3}),
        ("state.json", "title", "x" * 201),
        ("state.json", "title", 5),
        ("state.json", "parent", {"run": 0, "step": 1}),
        ("state.json", "changes", [[1, "learning_rate", "high"]]),
        ("state.json", "changes", [[1, "data", {}]]),
        ("state.json", "changes", [[1, "__class__", {}]]),
        ("state.json", "changes", [[1, "W9[1,1]", 0.5]]),
        ("state.json", "changes", [[2, "momentum", 0.5], [1, "momentum", 0.1]]),
        ("state.json", "computed", []),
        ("state.json", "divergence", {"step": 21, "layer": 7, "tensor": "z"}),
        ("state.json", "divergence", {"step": 21, "layer": 0, "tensor": "os"}),
        ("state.json", "layers", [[2, 5]]),
        ("state.json", "history", {"epochs": {}, "steps": {}}),
        ("state.json", "stopped", ["x"]),
        ("state.json", "surprise", 1),
        ("spec.json", "batch_size", 40),
        ("spec.json", "optimizer", "adam"),
        ("spec.json", "dtype", "float32"),
        ("spec.json", "learning_rate", 1),
        ("spec.json", "surprise", 1),
    ],
)
def test_runs_that_cannot_be_are_refused(member, entry, value):
    trainer = Trainer(spec_of("sgd", "float64", "shuffle", "keep", 0.0))
    trainer.run(steps=20)
    packed = b"".join(document_with(trainer).pack())
    members = {name: bytes(data) for name, data in unpack(packed).members.items()}
    name = f"runs/1/{member}"
    facts = json.loads(members[name]) | {entry: value}
    members[name] = dump_json(facts)
    with pytest.raises(FileError) as error:
        Document.read(b"".join(pack(members)), "x.bplab")
    assert str(error.value).startswith("x.bplab cannot be opened because of")
    assert len(str(error.value)) <= 300
