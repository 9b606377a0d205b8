"""Runs in a file are refused if no training can have brought them where they are."""

from dataclasses import replace

import pytest

from bplab.errors import FileError
from bplab.experiment.spec import Experiment, Layer
from bplab.storage.document import Document
from bplab.training.history import History
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer


@pytest.mark.parametrize("epochs", [10**10, 10**12])
def test_a_run_of_more_epochs_than_anyone_can_train_is_refused(epochs, record):
    per_epoch, layers = record.build.batches.steps_per_epoch, len(record.build.shape.layers)
    now = replace(record.now, step=record.now.step + epochs * per_epoch, epoch=record.now.epoch + epochs)
    far = replace(record, now=now, history=History.after(layers, 1, now.step, now.epoch))
    with pytest.raises(FileError, match="do not belong together"):
        read_again(far)


def test_a_reduced_run_whose_steps_are_not_those_of_its_epochs_is_refused(record):
    run = record.reduced()
    assert read_again(run).now == run.now
    with pytest.raises(FileError, match="do not belong together"):
        read_again(replace(run, now=replace(run.now, epoch=2)))


def test_the_numbers_of_runs_stay_such_that_the_window_can_tell_them(record):
    assert read_again(replace(record, number=10**7)).number == 10**7
    with pytest.raises(FileError, match="whole numbers from 1 to 10,000,000"):
        read_again(replace(record, number=2**40))


@pytest.fixture
def record():
    run = Run(1, Trainer(Experiment(layers=(Layer(3),))))
    run.trainer.run(epochs=1)
    run.trainer.run(steps=3)
    run.rest()
    return Record.of(run).frozen()


def read_again(run):
    return Document.read(b"".join(Document((run,), run.number).pack())).runs[0]
