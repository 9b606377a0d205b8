from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bplab.numerals import parsed, short
from bplab.training.snapshot import Snapshot
from bplab.ui.views.signal.reading import QUANTITIES, factor_tip, layer_tip, read, sentence, table


@pytest.fixture
def snapshot(start) -> Snapshot:
    return start("ten").snapshot(steps=1)


def with_values(snapshot: Snapshot, **values) -> Snapshot:
    return replace(snapshot, **{name: np.array(value) for name, value in values.items()})


@given(arrays(np.float64, 6, elements=st.floats(1e-9, 10)))
def test_printed_factors_reproduce_the_printed_result_or_say_about(values):
    class Fake:
        delta_norms = values

    reading = read(Fake, QUANTITIES["delta"])
    digits = 2 if all(text == short(v, 2) for text, v in zip(reading.texts, values, strict=True)) else 3
    for before, after, factor in zip(reading.texts, reading.texts[1:], reading.factors, strict=False):
        if factor.startswith("× "):
            assert short(parsed(after) * parsed(factor[2:]), digits) == before
        else:
            assert factor.startswith("≈ ")


def test_the_numbers_of_the_design_close(snapshot):
    reading = read(with_values(snapshot, delta_norms=[0.468, 0.1804, 0.13, 0.0868]), QUANTITIES["delta"])
    assert reading.texts == ("0.47", "0.18", "0.13", "0.087")
    assert reading.factors == ("× 2.6", "× 1.4", "× 1.5")


def test_factors_of_one_row_have_the_same_digits(snapshot):
    reading = read(with_values(snapshot, delta_norms=[0.046, 0.329, 0.261, 0.064]), QUANTITIES["delta"])
    assert reading.factors == ("× 0.140", "× 1.26", "× 4.08")


def test_a_signal_of_zero_has_no_factor_after_it(snapshot):
    reading = read(with_values(snapshot, delta_norms=[0.0, 0.0, 0.5]), QUANTITIES["delta"])
    assert reading.texts == ("0", "0", "0.50")
    assert reading.factors == ("", "× 0")


@pytest.mark.parametrize(
    ("ratios", "says"),
    [
        ([2.4e-4, 8.6e-4, 5e-4], "✓ Every layer changes by 2.4e−4 to 8.6e−4 of its size per step"),
        ([3e-7, 8.6e-4, 2e-3], "Hidden 1 hardly changes, by 3.0e−7 of its size per step; Output by 2.0e−3"),
        ([0.0, 8.6e-4, 2e-3], "Hidden 1 does not change; Output changes by 2.0e−3 of its size per step"),
        ([0.3, 2.5, 0.1], "Hidden 2 changes by 2.5 of its size per step"),
        ([1e-6, 2e-6, 3e-6], "Every layer hardly changes, by 1.0e−6 to 3.0e−6 of its size per step"),
        ([np.nan, 2e-6, 3e-6], "2 of 3 layers hardly change, by 2.0e−6 to 3.0e−6 of its size per step"),
        ([0.0, 0.0, 0.0], "No layer changes"),
        ([np.nan, 2e-3, 2e-3], "✓ 2 of 3 layers change by 2.0e−3 of its size per step"),
        ([np.nan, np.nan, np.nan], ""),
    ],
)
def test_the_sentence_is_computed_from_the_run(start, ratios, says):
    snapshot = start("circle", layers=start("ten").trainer.spec.layers[:2]).snapshot(steps=1)
    assert sentence(with_values(snapshot, update_ratios=ratios)) == says


def test_a_rate_of_zero_is_named(start):
    assert (
        sentence(start("circle", learning_rate=0.0).snapshot(steps=1))
        == "No layer changes: the learning rate is 0"
    )


def test_tips_give_the_digits(snapshot):
    assert "rms δ" in layer_tip(snapshot, 0)
    assert layer_tip(snapshot, 0).startswith("Hidden 1, 6 neurons")
    reading = read(snapshot, QUANTITIES["delta"])
    tip = factor_tip(snapshot, reading, QUANTITIES["delta"], 0)
    after, factor, before = (parsed(part) for part in tip.splitlines()[1].replace("=", "×").split(" × "))
    assert after * factor == pytest.approx(before, rel=1e-8)
    assert tip.startswith("rms δ from Hidden 2 to Hidden 1")


def test_a_factor_splits_into_weights_and_slope(snapshot):
    reading = read(snapshot, QUANTITIES["delta"])
    for layer in range(len(reading.factors)):
        lines = factor_tip(snapshot, reading, QUANTITIES["delta"], layer).splitlines()
        whole, weights, slope = (parsed(part) for part in lines[2].replace("=", "×").split(" × "))
        assert weights * slope == pytest.approx(whole, rel=1e-8)
        assert slope < 1 < weights * 20  # tanh is nowhere steeper than 1
        assert [line[:3] for line in lines[3:]] == ["W: ", "f′:"]
        assert lines[3].endswith(f"× {short(weights, 10)}")
        assert lines[4].endswith(f"× {short(slope, 10)}")
    assert len(factor_tip(snapshot, reading, QUANTITIES["gradient"], 0).splitlines()) == 2


def test_the_table_has_a_row_a_layer(snapshot):
    rows = table(snapshot).splitlines()
    assert rows[0] == "layer\tdelta_norms\tgradient_norms\tupdate_ratios"
    assert len(rows) == 12
    assert float(rows[-1].split("\t")[1]) == snapshot.delta_norms[-1]
