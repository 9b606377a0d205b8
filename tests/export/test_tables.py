"""Tables, weights and settings can be read back, and say what the run says."""

import csv
import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS, preset
from bplab.experiment.spec import Experiment
from bplab.export.csv_text import csv_bytes, safe_cell
from bplab.export.source import Source
from bplab.export.table import EXPORTS
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer


def trained(name, steps=20):
    trainer = Trainer(preset(name))
    trainer.run(steps=steps)
    return trainer


def table(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"))))


def test_the_history_has_a_row_a_step_and_losses_at_the_epochs():
    trainer = trained("circle")
    rows = table(EXPORTS["history"].make(Source.of(trainer)))
    assert [row["step"] for row in rows] == [str(step) for step in range(21)]
    assert [row["step"] for row in rows if row["train_loss"]] == ["0", "9", "18"]
    assert float(rows[18]["test_loss"]) == trainer.history["test_loss"][2]
    assert [float(row["batch_loss"]) for row in rows[1:]] == trainer.history["batch_loss"].tolist()
    assert float(rows[20]["gradient_norm Output"]) == trainer.history["gradient_norm/1"][-1]


@pytest.mark.parametrize("name", ["circle", "iris", "sine", "digits", "encoder"])
def test_predictions_are_those_of_the_network(name):
    trainer = trained(name)
    rows = table(EXPORTS["predictions"].make(Source.of(trainer)))
    prepared = trainer.build.prepared
    _, expected = trainer.outputs(np.arange(prepared.dataset.count))
    found = [[float(row[key]) for key in row if key.startswith("output")] for row in rows]
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=0)
    assert [row["part"] for row in rows].count("train") == len(prepared.split.train)
    if prepared.dataset.classes:
        right = [row["class"] == row["predicted"] for row in rows if row["part"] == "train"]
        assert sum(right) == trainer.measure().train.correct


def test_weights_and_settings_can_be_read_back():
    trainer = trained("moons")
    with np.load(io.BytesIO(EXPORTS["weights"].make(Source.of(trainer)))) as archive:
        assert list(archive) == ["W1", "b1", "W2", "b2"]
        assert np.array_equal(archive["W2"], trainer.weights[1][0])
    settings = json.loads(EXPORTS["settings"].make(Source.of(trainer)))
    assert Experiment.from_dict(settings) == trainer.spec


def test_an_earlier_step_is_exported_as_it_was():
    late, early = trained("circle", 40), trained("circle", 25)
    source = Source.at(Record.of(Run(1, late)), 25)
    for name in ("weights", "history", "numpy"):
        assert EXPORTS[name].make(source) == EXPORTS[name].make(Source.of(early))


def test_the_way_to_an_earlier_step_can_be_ended():
    assert Source.at(Record.of(Run(1, trained("circle", 40))), 25, lambda _step: False) is None


@given(st.text(max_size=8))
def test_no_text_in_a_table_is_a_formula(text):
    cell = safe_cell(text)
    assert cell.removeprefix("'") == text or cell == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_numbers_keep_their_sign_and_digits():
    assert csv_bytes(["=x"], [[-0.1 - 0.2], [None], ["-1"]]) == b"'=x\n-0.30000000000000004\n\"\"\n'-1\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_can_be_exported_but_groups_as_an_exercise(name):
    source = Source.of(trained(name, 3))
    has_groups = any(layer.groups for layer in source.build.shape.layers)
    for kind, row in EXPORTS.items():
        if kind == "exercise" and has_groups:
            with pytest.raises(UserError, match="remove the groups of this network"):
                row.make(source)
        else:
            assert kind == "onnx" or row.make(source)
