"""`bplab train` trains what the library trains, says it in lines or in JSON, and fails in words."""

import json
import signal
import subprocess
import sys

import numpy as np
import pytest

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Experiment
from bplab.training.trainer import Trainer

KEYS = [
    "epoch", "step", "train_loss", "test_loss", "train_accuracy", "test_accuracy",
    "gradient_norms", "delta_norms", "update_ratios",
]  # fmt: skip
DIVERGING = (
    "--set", "data.name=bumps", "--set", "layers.*.activation=relu", "--set", "learning_rate=100",
)  # fmt: skip


def test_json_is_a_line_an_epoch_from_before_the_first_step(bplab):
    done = bplab("train", "circle", "--epochs", 3, "--json")
    rows = done.rows()
    assert done.code == 0
    assert [row["epoch"] for row in rows] == [0, 1, 2, 3]
    assert [row["step"] for row in rows] == [0, 9, 18, 27]
    assert all(list(row) == KEYS for row in rows)
    assert rows[0]["gradient_norms"] == rows[0]["delta_norms"] == rows[0]["update_ratios"] == [None, None]
    assert done.err == ""


def test_the_numbers_are_those_of_the_library(bplab):
    rows = bplab("train", "spiral", "--epochs", 4, "--json").rows()
    trainer = Trainer(PRESETS["spiral"].spec)
    for row in rows[1:]:
        trainer.run(epochs=1)
        now, numbers = trainer.evaluation, trainer.last_row[1:].reshape(4, 4)
        assert (row["train_loss"], row["test_loss"]) == (now.train.loss, now.test.loss)
        assert (row["train_accuracy"], row["test_accuracy"]) == (now.train.accuracy, now.test.accuracy)
        assert row["gradient_norms"] == numbers[0].tolist()
        assert row["delta_norms"] == numbers[2].tolist()
        assert row["update_ratios"] == numbers[3].tolist()


def test_what_there_is_not_is_null(bplab):
    rows = bplab("train", "worked-example", "--epochs", 1, "--json").rows()
    assert rows[1]["test_loss"] is rows[1]["train_accuracy"] is rows[1]["test_accuracy"] is None
    zeros = bplab("train", "circle", "--steps", 1, "--json", "--set", "output.init=zeros").rows()
    assert zeros[-1]["update_ratios"][1] is None
    rare = bplab("train", "circle", "--epochs", 4, "--json", "--set", "evaluate_every=2").rows()
    assert [row["train_loss"] is None for row in rare] == [False, True, False, True, False]
    assert all(row["gradient_norms"][0] for row in rare[1:])


def test_steps_that_end_inside_an_epoch_get_a_line(bplab):
    rows = bplab("train", "circle", "--steps", 12, "--json").rows()
    assert [(row["epoch"], row["step"]) for row in rows] == [(0, 0), (1, 9), (1, 12)]
    trainer = Trainer(PRESETS["circle"].spec)
    trainer.run(steps=12)
    assert rows[-1]["train_loss"] == trainer.measure().train.loss
    rows = bplab("train", "circle", "--epochs", 3, "--json", "--set", "evaluate_every=2").rows()
    assert rows[-1]["train_loss"] is not None


@pytest.mark.parametrize("length", [("--epochs", 0), ("--steps", 0)])
def test_nothing_to_do_shows_the_start(bplab, length):
    assert [row["epoch"] for row in bplab("train", "circle", *length, "--json").rows()] == [0]


def test_for_people_there_is_a_table_with_counts(bplab):
    done = bplab("train", "circle", "--epochs", 2)
    assert done.lines[0].split()[:5] == ["epoch", "step", "train", "loss", "test"]
    assert len(done.lines) == 4
    assert "44.6 % (125/280)" in done.lines[1]
    assert len({len(line) for line in done.lines}) == 1


def test_the_experiments_own_length_counts_unless_another_is_asked_for(bplab):
    own = ("train", "circle", "--json", "--set", "epochs=3")
    done = bplab(*own)
    assert done.rows()[-1]["epoch"] == 3
    assert "All 3 epochs are done." in done.err
    assert bplab(*own, "--epochs", 5).rows()[-1]["epoch"] == 5
    assert bplab(*own, "--steps", 40).rows()[-1]["step"] == 40
    assert len(bplab("train", "worked-example", "--json").rows()) == 101


def test_a_rule_ends_training_and_is_told(bplab):
    done = bplab("train", "circle", "--json", "--set", "stop=loss_below", "--set", "stop_loss=0.6")
    assert done.code == 0
    assert done.rows()[-1]["train_loss"] < 0.6 <= done.rows()[-2]["train_loss"]
    assert "fell below 0.6" in done.err


def test_weights_are_written_with_the_shapes_of_the_formulas(bplab, tmp_path):
    path = tmp_path / "out.npz"
    assert bplab("train", "spiral", "--epochs", 2, "--weights", path, "--set", "skip=true").code == 0
    trainer = Trainer(PRESETS["spiral"].spec.but(skip=True))
    trainer.run(epochs=2)
    with np.load(path, allow_pickle=False) as found:
        assert list(found) == ["W1", "b1", "W2", "b2", "W3", "b3", "W4", "b4"]
        assert [found[f"W{n}"].shape for n in (1, 2, 3, 4)] == [(2, 8), (8, 8), (8, 6), (8, 1)]
        for number, (W, b) in enumerate(trainer.weights, 1):
            np.testing.assert_array_equal(found[f"W{number}"], W)
            np.testing.assert_array_equal(found[f"b{number}"], b)


def test_weights_that_cannot_be_written_are_refused_before_training(bplab, tmp_path):
    for path in (tmp_path / "out.txt", tmp_path / "none" / "out.npz"):
        done = bplab("train", "circle", "--weights", path)
        assert (done.code, done.out) == (2, "")
    (tmp_path / "folder.npz").mkdir()
    done = bplab("train", "circle", "--epochs", 1, "--weights", tmp_path / "folder.npz")
    assert (done.code, "cannot be written" in done.err) == (2, True)


def test_divergence_ends_with_1_and_says_where(bplab):
    done = bplab("train", "circle", "--json", *DIVERGING)
    assert done.code == 1
    assert "diverged at step" in done.err
    assert all(row["train_loss"] is not None for row in done.rows())


def test_a_written_spec_trains_to_the_same_numbers(bplab, tmp_path):
    listed = json.loads(bplab("list", "presets", "--json").out)
    for name in ("circle", "ten-sigmoid", "worked-example"):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(listed[name]), encoding="utf-8")
        assert Experiment.from_dict(listed[name]) == PRESETS[name].spec
        arguments = ("--epochs", 2, "--json")
        assert bplab("train", path, *arguments).out == bplab("train", name, *arguments).out


def test_settings_are_set_in_order(bplab):
    sets = ("--set", "hidden=3-2", "--set", "layers.*.activation=relu", "--set", "layers.1.units=5")
    done = bplab("train", "circle", "--steps", 1, "--json", *sets, "--set", "data.noise=0")
    assert len(done.rows()[-1]["gradient_norms"]) == 3
    spec = Experiment(data=DataSpec("circle"))
    assert spec.data.noise == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["cirlce"], "There is no preset 'cirlce'. Did you mean 'circle'?"),
        (["none.json"], "cannot be read: No such file"),
        (["circle", "--set", "learning_rate"], "--set takes FIELD=VALUE"),
        (["circle", "--set", "learning_rate=x"], "must be a number from 0 to 1000"),
        (["circle", "--set", "lr=1"], "There is no setting 'lr'"),
        (["circle", "--set", "loss=categorical_cross_entropy"], "softmax"),
        (["circle", "--set", "batch_size=300", "--set", "last_batch=drop"], "never fill a batch"),
        (["circle", "--set", "hidden=513"], "from 1 to 512"),
        (["circle", "--epochs", "-1"], "expected a whole number of 0 or more"),
        (["circle", "--epochs", "1.5"], "expected a whole number of 0 or more"),
        (["circle", "--epochs", "1", "--steps", "1"], "not allowed with"),
        (["."], "cannot be read"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_says_what_would_help(bplab, arguments, sentence):
    done = bplab("train", *arguments)
    assert done.code == 2
    assert sentence in done.err
    assert done.out == ""
    assert "Traceback" not in done.err


def test_a_broken_file_is_refused(bplab, tmp_path):
    path = tmp_path / "spec.json"
    path.write_text('{"seed": NaN}', encoding="utf-8")
    done = bplab("train", path)
    assert (done.code, "spec.json is not a JSON experiment" in done.err) == (2, True)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process there")
@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_ends_cleanly_and_still_writes_the_weights(tmp_path):
    path = tmp_path / "out.npz"
    program = [
        sys.executable,
        "-m",
        "bplab",
        "train",
        "circle",
        "--steps",
        "999999999",
        "--json",
        "--weights",
        path,
    ]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            running.stdout.readline()
            running.send_signal(signal.SIGINT)
            out = running.stdout.read()  # communicate would leave out what readline has read ahead
            err = running.stderr.read()
            running.wait(timeout=120)
        finally:
            running.kill()
    assert running.returncode == 130
    assert err.strip() == "bplab: interrupted"
    for line in out.splitlines():
        json.loads(line)
    with np.load(path) as found:
        assert all(np.isfinite(found[name]).all() for name in found)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no head there")
def test_a_reader_that_leaves_is_no_error():
    program = f"{sys.executable} -m bplab train circle --epochs 3000 --json | head -2"
    done = subprocess.run(program, shell=True, capture_output=True, text=True, timeout=120, check=False)
    assert (len(done.stdout.splitlines()), done.stderr) == (2, "")


def test_what_is_odd_about_the_data_is_said_beside_the_figures(bplab):
    done = bplab("train", "circle", "--set", "data.name=xor_points", "--epochs", 1, "--json")
    assert "There are only 4 training examples, fewer than a batch of 32" in done.err
    assert all(line.startswith("{") for line in done.out.splitlines())
    assert "bplab" not in bplab("train", "circle", "--epochs", 1).err


def test_a_formula_of_ones_own_is_data(bplab):
    given = ("train", "sine", "--set", "data.name=function", "--epochs", 0)
    one = bplab(*given, "--set", "data.formula=x^2/4").out
    other = bplab(*given, "--set", "data.formula=abs(x)").out
    assert one != other
    refused = bplab(*given, "--set", "data.formula=1/x")
    assert (refused.code, "at x = 0" in refused.err) == (2, True)


def test_training_can_start_from_the_weights_of_another_run(bplab, tmp_path):
    weights = tmp_path / "w.npz"
    bplab("train", "circle", "--epochs", 2, "--weights", weights)
    rows = bplab("train", "circle", "--epochs", 1, "--start", weights, "--json").rows()
    trainer = Trainer(PRESETS["circle"].spec)
    trainer.run(epochs=2)
    assert rows[0]["train_loss"] == trainer.measure().train.loss
