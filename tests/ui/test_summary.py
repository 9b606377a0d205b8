"""A document is described by its current run."""

import pytest

import bplab
from bplab.experiment.presets import PRESETS
from bplab.storage.document import Document
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer
from bplab.ui.summary import about_text, result_text


def documented(name, epochs):
    trainer = Trainer(PRESETS[name].spec)
    trainer.run(epochs=epochs)
    run = Run(1, trainer)
    run.rest()
    return Document((Record.of(run),), 1), trainer


def test_accuracy_is_given_with_its_counts():
    document, trainer = documented("circle", 2)
    test = trainer.measure().test
    assert about_text(document) == "circle 2-4-1 · epoch 2"
    assert result_text(document) == f"test {100 * test.accuracy:.1f} % ({test.correct}/{test.count})"


def test_a_regression_has_a_loss():
    document, trainer = documented("sine", 1)
    assert about_text(document) == "sine 1-16-16-16-1 · epoch 1"
    assert result_text(document) == f"test loss {trainer.measure().test.loss:.4f}"


@pytest.mark.parametrize(
    ("name", "text"), [("ten-sigmoid", "circle 2-6×10-1 · epoch 0"), ("xor", "xor points 2-2-1 · epoch 0")]
)
def test_names_and_many_equal_layers_are_written_in_short(name, text):
    assert about_text(documented(name, 0)[0]) == text


def test_own_data_have_the_name_that_they_came_with():
    own = bplab.dataset([[0.0, 1.0], [1.0, 0.0]] * 20, [0, 1] * 20, name="flowers")
    run = Run(1, bplab.Trainer(bplab.experiment_for(own), data=own))
    run.rest()
    assert about_text(Document((Record.of(run),), 1)).startswith("flowers 2-")


def test_a_run_that_diverged_says_where():
    document, trainer = documented("diverging", 5)
    assert result_text(document) == f"diverged at step {trainer.divergence.step}"


def test_without_a_run_there_is_nothing_to_say():
    assert (about_text(Document()), result_text(Document())) == ("", "")
