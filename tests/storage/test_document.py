"""A document holds all runs of one moment; training on changes nothing in it."""

from bplab.experiment.spec import Experiment, Layer
from bplab.storage.document import Document
from bplab.training.run import Run
from bplab.training.runs import Runs
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(3),))


def two_runs():
    runs = Runs()
    for number in (1, 2):
        runs.begin(Run(number, Trainer(SPEC.but(seed=number))))
        runs.current.trainer.run(steps=10 * number)
    return runs


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
    record = Document(runs.collected, 2).run(2)
    before = record.now.parameters.copy(), record.history["batch_loss"].copy()
    runs.current.trainer.run(steps=50)
    assert record.now.step == 20
    assert (record.now.parameters == before[0]).all()
    assert (record.history["batch_loss"] == before[1]).all()
    assert record.history.steps.count == 20
