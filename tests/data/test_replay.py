"""The Playground's data to the bit, in the order in which it trains on them."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from bplab.data.datasets import row_of
from bplab.data.prepare import prepare
from bplab.data.replay import MAKERS, replay
from bplab.errors import UserError
from bplab.experiment.playground import parse_link

TRACES = Path(__file__).parents[1] / "reference" / "playground"
MORE = json.loads((TRACES / "more.json").read_text())


def rows_of(prepared, part):
    """x, y and label of a part, as the Playground has them."""
    targets = prepared.dataset.targets
    labels = 2 * targets - 1 if prepared.dataset.classes else targets[:, 0]
    return np.column_stack([prepared.dataset.inputs, labels])[part]


def drawn(name, points, noise, percent, seed, **changes):
    return prepare(
        row_of(name), points, noise, ("x", "y"), percent, 0, False, False, 1, playground_seed=seed, **changes
    )


@pytest.mark.parametrize("name", ["circle", "xor_L1"])
def test_the_traces_examples_come_out_in_their_order(name):
    trace = json.loads((TRACES / f"{name}.json").read_text())
    prepared = drawn(trace["opts"]["dataset"], 500, 0.0, 50, trace["opts"]["seed"])
    np.testing.assert_array_equal(rows_of(prepared, prepared.split.train), trace["train"])
    np.testing.assert_array_equal(rows_of(prepared, prepared.split.test), trace["test"])


@pytest.mark.parametrize("trace", MORE, ids=lambda trace: trace["link"][-60:])
def test_every_set_is_the_playgrounds_to_the_bit(trace):
    data = parse_link(trace["link"]).spec.data
    prepared = drawn(data.name, data.points, data.noise, data.train_percent, data.playground_seed)
    train, test = (rows_of(prepared, part) for part in (prepared.split.train, prepared.split.test))
    assert len(train) == trace["train"]
    rows = np.ascontiguousarray(np.concatenate([train, test]), "<f8")
    assert hashlib.sha256(rows.tobytes()).hexdigest() == trace["sha256"]


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize("points", [2, 3, 7])
def test_any_number_of_points_will_do(name, points):
    dataset, chance = replay(name, "1", points, 20.0)
    assert dataset.count == points
    assert np.isfinite(dataset.inputs).all()
    assert chance.drawn >= 2 * points


def test_the_labs_own_seed_and_stream_stay_out_of_it():
    one, other = drawn("spiral", 100, 10.0, 50, "1"), drawn("spiral", 100, 10.0, 50, "2")
    assert (one.dataset.inputs != other.dataset.inputs).any()
    assert drawn("spiral", 100, 10.0, 50, "").chance is None


def test_a_set_the_playground_lacks_is_refused():
    with pytest.raises(UserError, match="no data set 'moons'"):
        drawn("moons", 100, 0.0, 50, "1")
