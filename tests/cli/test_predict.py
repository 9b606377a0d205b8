"""`bplab predict` writes what a file's network says about the rows of a table."""

import csv

import pytest

import bplab
from bplab.cli.main import main
from bplab.experiment.own import experiment_for

LEARNED = "size;color;price\n" + "\n".join(
    f"{n},5;{'red' if n % 3 else 'blue'};{1000 + 20 * n}" for n in range(30)
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "old.csv").write_text(LEARNED, encoding="utf-8")
    own = bplab.dataset_from_csv(tmp_path / "old.csv", target="price")
    trainer = bplab.Trainer(experiment_for(own), data=own)
    trainer.run(epochs=50)
    bplab.save(tmp_path / "net.bplab", trainer)
    return tmp_path


def predicted(folder, rows):
    (folder / "new.csv").write_text(rows, encoding="utf-8")
    words = ["predict", str(folder / "net.bplab"), "--data", str(folder / "new.csv")]
    return main([*words, "--out", str(folder / "out.csv")])


def lines(folder):
    with (folder / "out.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_rows_are_encoded_and_scaled_as_in_training(folder, capsys):
    assert predicted(folder, "color;size\nred;4,5\nblue;12,5\n") == 0
    trainer = bplab.load(folder / "net.bplab")
    names = trainer.build.prepared.dataset.input_names
    raw = [[{"size": size, f"color = {color}": 1.0}.get(name, 0.0) for name in names]
           for size, color in ((4.5, "red"), (12.5, "blue"))]  # fmt: skip
    found = [float(row["predicted price"]) for row in lines(folder)]
    assert found == pytest.approx(trainer.predict(raw)[:, 0].tolist())
    assert 900 < min(found) < max(found) < 1700
    assert "2 rows, all predicted." in capsys.readouterr().err


def test_an_unknown_category_is_marked_and_told(folder, capsys):
    assert predicted(folder, "color;size\nred;4,5\nviolet;12,5\n") == 0
    _, unknown = lines(folder)
    assert unknown["predicted price"] == ""
    assert unknown["note"] == "color: 'violet' is not among the values of the training part"
    assert "row 3: color: 'violet' is not among" in capsys.readouterr().err


def test_what_cannot_be_done_is_said_and_nothing_is_written(folder, capsys):
    assert predicted(folder, "color\nred\n") == 2
    assert "no column 'size'" in capsys.readouterr().err
    assert not (folder / "out.csv").exists()
