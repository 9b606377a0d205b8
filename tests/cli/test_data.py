"""`bplab train --data` trains on a table: what was left out is told, what does not fit in words."""

import numpy as np
import pytest

TEXT = "no,size,weight,kind\n" + "".join(f"{n},{n % 7}.5,{n % 5},{'ab'[n % 2]}\n" for n in range(1, 41))


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "measured.csv"
    file.write_text(TEXT + "41,heavy,1,a\n", encoding="utf-8")
    return file


def test_a_table_is_trained_on_and_what_was_left_out_is_told(bplab, path):
    done = bplab("train", "--data", path, "--target", "kind", "--epochs", 2, "--json")
    assert done.code == 0
    assert [row["epoch"] for row in done.rows()] == [0, 1, 2]
    assert len(done.rows()[-1]["gradient_norms"]) == 2
    assert "41 rows, 40 used, 2 inputs, 2 classes: a 20, b 20" in done.err
    assert "1 row is left out" in done.err
    assert "row 42: size: 'heavy' is not a number: left out" in done.err


def test_it_takes_the_place_of_a_presets_data_and_settings_hold(bplab, path):
    given = ("--data", path, "--target", "size", "--epochs", 1, "--json", "--set", "hidden=3-3")
    done = bplab("train", "spiral", *given)
    assert len(done.rows()[-1]["gradient_norms"]) == 3
    assert done.rows()[-1]["train_accuracy"] is None


def test_details_are_taken_and_mistakes_told(bplab, path):
    given = ("train", "--data", path, "--epochs", 1)
    assert bplab(*given, "--fill", "--task", "classification", "--test-data", path).code == 0
    for extra, why in (
        (("--target", "color"), "There is no column 'color'."),
        (("--separator", "bar"), "The table has only one column. Is the separator right?"),
        (("--data", path.with_name("absent.csv")), "cannot be read"),
    ):
        done = bplab(*given, *extra)
        assert done.code
        assert why in done.err
    assert "--fill needs --data FILE.csv." in bplab("train", "circle", "--fill").err
    assert "What is to be trained?" in bplab("train").err


def test_arrays_are_trained_on_without_details(bplab, tmp_path):
    path = tmp_path / "measured.npz"
    X = np.arange(40.0).reshape(20, 2)
    np.savez(path, X=X, y=X[:, 0] > 20)
    assert bplab("train", "--data", path, "--epochs", 1).code == 0
    assert "--target is for tables" in bplab("train", "--data", path, "--target", "y").err
