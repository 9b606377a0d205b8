"""Predictions for the rows of a table equal the trainer's, in the data's own units, and are safe to open."""

import csv
import io

import numpy as np
import pytest

import bplab
from bplab.data.csv.detect import detect
from bplab.data.csv.table import read_table
from bplab.experiment.own import experiment_for
from bplab.export import predicted
from bplab.export.predicted import predict
from bplab.export.source import Source

X = np.random.default_rng(5).normal(size=(40, 2))


def table_of(text):
    raw = text.encode()
    return read_table(raw, detect(raw))


def trained(y, **options):
    own = bplab.dataset(X, y, names=["a", "b"], **options)
    trainer = bplab.Trainer(experiment_for(own), data=own)
    trainer.run(epochs=20)
    return trainer


def rows_of(found):
    return list(csv.DictReader(io.StringIO(found.csv().decode())))


ROWS = "a,b\n" + "\n".join(f"{a!r},{b!r}" for a, b in X.tolist()) + "\n"


def test_values_are_in_the_datas_own_units(monkeypatch):
    monkeypatch.setattr(predicted, "BLOCK", 7)
    trainer, shares = trained(5000 + 30 * X[:, :1]), []
    found = predict(Source.of(trainer), table_of(ROWS), shares.append)
    assert found.outputs == pytest.approx(trainer.predict(X), rel=1e-12)
    assert found.header == ["row", "predicted", "note"]
    assert shares[-1] == 1 == max(shares)
    row = rows_of(found)[3]
    assert (row["row"], row["note"]) == ("5", "")
    assert float(row["predicted"]) == found.outputs[3, 0]
    assert found.summary == "40 rows, all predicted"


@pytest.mark.parametrize(
    ("y", "header"),
    [
        (np.where(X[:, 0] > 0, "right", "=left()"), ["row", "output", "predicted", "note"]),
        (np.digitize(X[:, 0], [-0.5, 0.5]), ["row", "output 0", "output 1", "output 2", "predicted", "note"]),
    ],
)
def test_classes_are_named_and_no_text_is_a_formula(y, header):
    trainer = trained(y)
    found = predict(Source.of(trainer), table_of(ROWS))
    assert found.header == header
    outputs = trainer.predict(X)
    expected = outputs[:, 0] >= 0.5 if outputs.shape[1] == 1 else outputs.argmax(axis=1)
    names = trainer.build.prepared.dataset.classes
    said = [row["predicted"].removeprefix("'") for row in rows_of(found)]
    assert said == [names[int(place)] for place in expected]
    assert not any(row["predicted"].startswith("=") for row in rows_of(found))


def test_a_row_that_cannot_be_used_has_a_note_and_no_prediction():
    found = predict(Source.of(trained(X[:, :1])), table_of("a,b\n1,2\nn/a,2\n3,+cmd\n"))
    good, empty, text = rows_of(found)
    assert good["predicted"]
    assert not good["note"]
    assert (empty["predicted"], empty["note"]) == ("", "a: 'n/a' is not a number")
    assert text["note"] == "b: '+cmd' is not a number"
    assert found.summary == "3 rows, 1 predicted"
    assert found.told == ["row 3: a: 'n/a' is not a number", "row 4: b: '+cmd' is not a number"]


def test_several_targets_have_their_names():
    trainer = bplab.Trainer(bplab.preset("worked-example"))
    names = trainer.build.prepared.dataset.input_names
    found = predict(Source.of(trainer), table_of(",".join(names) + "\n0.05,0.1\n"))
    assert found.outputs[0] == pytest.approx(trainer.predict([[0.05, 0.1]])[0])
