"""The stages of a step come in the order in which it is computed, each with a sentence of the run."""

import math
import re

import numpy as np
import pytest

from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.explain.loss import loss_text
from bplab.explain.stages import Stop, layer_of, sentence, stops_of
from bplab.nn.losses import LOSSES
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer

SPEC = Experiment(layers=(Layer(4, "tanh"),))


def traced(spec, steps=0):
    trainer = Trainer(spec)
    trainer.run(steps=steps) if steps else None
    return trace_step(trainer.next_step())


def test_there_is_one_stop_a_layer_on_the_way_there_and_back():
    assert stops_of(2) == (
        Stop("forward", 0), Stop("forward", 1), Stop("forward", 2), Stop("loss", 2),
        Stop("backward", 2), Stop("backward", 1), Stop("update", 0),
    )  # fmt: skip


def test_what_is_computed_stays_computed():
    stops = stops_of(3)
    for ask in ("has_outputs", "has_delta", "has_gradient"):
        for layer in (1, 2, 3):
            known = [getattr(stop, ask)(layer) for stop in stops]
            assert known == sorted(known)
            assert known[-1]


def test_a_gradient_is_known_once_the_stop_of_its_layer_is_left():
    assert not Stop("backward", 2).has_gradient(2)
    assert Stop("backward", 2).has_delta(2)
    assert Stop("backward", 1).has_gradient(2)


def test_sentences_are_computed_from_the_run():
    trace = traced(SPEC, steps=10)
    count = trace.start.build.batches.steps_per_epoch
    said = {stop: sentence(stop, trace, 2) for stop in stops_of(2)}
    assert said[Stop("forward", 0)] == (
        f"Batch {10 % count + 1} of {count} of epoch {10 // count + 1}: {len(trace.losses)} examples enter"
    )
    assert said[Stop("forward", 1)].startswith("Hidden 1: z = weighted inputs + bias, a = tanh z;")
    assert said[Stop("loss", 2)].startswith("Loss of example 3: −ln ")
    assert said[Stop("loss", 2)].endswith(f"; mean of the batch {trace.loss:.3f}")
    assert said[Stop("backward", 1)].startswith("Hidden 1: its share of the error, by the chain rule")
    assert said[Stop("update", 0)] == (
        "All 17 gradients from 1 forward and 1 backward pass; by differences it takes 34 forward passes"
    )


def test_layers_are_named_as_on_the_canvas():
    shape = traced(SPEC).start.build.shape
    assert [layer_of(shape, stop) for stop in stops_of(2)][:3] == ["Input", "Hidden 1", "Output"]


def test_dropout_and_skip_links_are_told():
    spec = SPEC.but(layers=(Layer(4, "relu", dropout=0.5),), skip=True)
    trace = traced(spec)
    assert "dropout silences" in sentence(Stop("forward", 1), trace, 0)
    assert "a = ReLU z" in sentence(Stop("forward", 1), trace, 0)
    assert "the network's inputs" in sentence(Stop("forward", 2), trace, 0)
    assert "0 where silenced" in sentence(Stop("backward", 1), trace, 0)


NUMBER = r"\d+\.?\d*(?:e−?\d+)?"


def worked_out(formula):
    """Compute what a formula says, as a reader would."""
    text = formula.replace("− ½", "- 0.5").replace("−", "-").replace("½", "0.5 *").replace("²", "**2")
    text = re.sub(r"ln (\(.*?\)|[\d.e-]+)", r"log(\1)", text)
    text = re.sub(r"\|([^|]*)\|", r"abs(\1)", text)
    return eval(text, {"log": math.log, "abs": abs})


@pytest.mark.parametrize(
    ("loss", "output"),
    [
        ("half_squared", "tanh"),
        ("mse", "sigmoid"),
        ("mae", "tanh"),
        ("huber", "identity"),
        ("binary_cross_entropy", "sigmoid"),
        ("categorical_cross_entropy", "softmax"),
        ("mse", "softmax"),
    ],
)
def test_a_loss_is_written_so_that_it_comes_to_what_is_printed(loss, output):
    trace = traced(SPEC.but(loss=loss, output=Output(output)), steps=3)
    for example in range(8):
        text = loss_text(trace, example)
        assert text.closes
        shown = float(text.value.replace("−", "-"))
        assert abs(shown - trace.losses[example]) <= 0.5e-3
        assert worked_out(text.formula) == pytest.approx(shown, abs=0.6e-3)


def test_of_many_outputs_words_say_what_is_added_up():
    spec = Experiment(data=DataSpec("iris"), loss="mse", output=Output("sigmoid"))
    text = loss_text(traced(spec), 0)
    assert text.formula == "mean of (output − target)² over 3 outputs"


@pytest.mark.parametrize("loss", LOSSES)
def test_every_loss_and_output_has_sentences(loss):
    row = LOSSES[loss]
    output = min(row.outputs) if row.outputs else "tanh"
    trace = traced(SPEC.but(loss=loss, output=Output(output), reduction="sum"))
    for stop in stops_of(2):
        for example in (0, None):
            assert sentence(stop, trace, example)
    assert "sum of" in sentence(Stop("loss", 2), trace, None)
    assert np.isfinite(trace.loss)
