"""The change of the error signal from layer to layer is split into the factors of W and f′, and closes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.experiment.presets import PRESETS
from bplab.explain.by_layer import factors_of, sentence, written
from bplab.numerals import parsed, short
from bplab.training.signals import signals_of
from bplab.training.step import trace_step
from bplab.training.trainer import Trainer

FACTORS = st.floats(1e-4, 1e4)


def factors(weights, slopes):
    delta, carried = [1.0], [np.nan]
    for w, f in zip(weights, slopes, strict=True):
        carried.insert(0, delta[0] * w)
        delta.insert(0, delta[0] * w * f)
    return factors_of(np.array(delta), np.array(carried))


def test_the_factors_are_those_of_a_step_worked_out_by_hand():
    trainer = Trainer(PRESETS["ten-sigmoid"].spec)
    trainer.run(steps=5)
    trace = trace_step(trainer.next_step())
    found = signals_of(trace)
    split = factors_of(found.delta_norms, found.carried_norms)
    W = trainer.weights[3][0]  # from Hidden 3 to Hidden 4
    carried = trace.delta[3] @ W.T
    rms = [float(np.sqrt((values**2).mean())) for values in (trace.delta[2], carried, trace.delta[3])]
    assert split.weights[2] == pytest.approx(rms[1] / rms[2])
    assert split.slopes[2] == pytest.approx(rms[0] / rms[1])
    np.testing.assert_allclose(split.weights * split.slopes, split.together, rtol=1e-12)


@given(FACTORS, FACTORS, st.integers(2, 3))
def test_printed_factors_reproduce_the_printed_product(w, f, digits):
    text = short(w * f, digits)
    first, second = written((w, f), w * f, text)
    assert short(parsed(first) * parsed(second), digits) == text


def test_digits_are_raised_only_where_they_must_be():
    assert written((1.074, 0.191), 0.205134, "0.21") == ("1.074", "0.191")
    assert written((1.32, 0.173), 0.228, "0.23") == ("1.32", "0.173")


def test_the_sentence_names_the_slopes_where_they_make_the_signal_vanish():
    said, named = sentence(factors([1.7] * 10, [0.19] * 10), [])
    assert (said, named) == ("On average f′ × 0.19, W × 1.7, together × 0.32:", "f′ is the cause.")


@pytest.mark.parametrize(
    ("weights", "slopes", "causes"),
    [
        ([0.1] * 5, [0.9] * 5, ("W",)),
        ([4.0] * 5, [0.9] * 5, ("W",)),
        ([0.4] * 5, [0.4] * 5, ("f′", "W")),
        ([1.1] * 5, [0.9] * 5, ()),
        ([0.5], [0.5], ()),
    ],
)
def test_the_cause_is_what_makes_most_of_a_change_that_needs_one(weights, slopes, causes):
    assert factors(weights, slopes).causes == causes


def test_where_nothing_passes_the_sentence_says_in_which_layer_and_why():
    titles = ["Hidden 1", "Hidden 2", "Output"]
    dead = factors_of(np.array([0.0, 0.0, 1.0]), np.array([0.0, 0.5, np.nan]))
    assert sentence(dead, titles) == ("rms δ is 0 from Hidden 2 on:", "every f′ is 0.")
    assert sentence(factors_of(np.array([0.0, 0.0, 1.0]), np.array([np.nan, 0.0, np.nan])), titles) == (
        "rms δ is 0 from Hidden 2 on:",
        "W is 0.",
    )
    assert sentence(factors_of(np.array([0.0, 1.0]), np.array([np.nan, np.nan])), titles) == (
        "rms δ is 0 from Hidden 1 on.",
        "",
    )


def test_before_a_step_is_traced_nothing_is_said():
    assert sentence(factors_of(np.array([0.1, 1.0]), np.full(2, np.nan)), ["Hidden 1", "Output"]) == ("", "")
