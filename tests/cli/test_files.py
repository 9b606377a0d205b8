"""A run in a file is shown, trained on as if it had never stopped, and salvaged."""

import json
import signal
import subprocess
import sys

import pytest

import bplab as lab
from bplab.storage.document import Bookmark, Document
from bplab.storage.trainers import document_with


@pytest.mark.parametrize(
    ("length", "first", "rest"),
    [("--epochs", 20, 30), ("--steps", 137, 63)],
)
@pytest.mark.parametrize(
    "settings", [(), ("optimizer=adam", "dtype=float32", "last_batch=carry", "layers.*.dropout=0.2")]
)
def test_what_is_trained_in_two_pieces_is_the_same_file(bplab, tmp_path, length, first, rest, settings):
    whole, part, both = (tmp_path / f"{name}.bplab" for name in ("whole", "part", "both"))
    chosen = [word for setting in settings for word in ("--set", setting)]
    assert bplab("train", "circle", *chosen, length, first + rest, "--out", whole).code == 0
    assert bplab("train", "circle", *chosen, length, first, "--out", part).code == 0
    done = bplab("train", part, length, rest, "--out", both)
    assert (done.code, done.err) == (0, "")
    one, other = (Document.open(path).run(1) for path in (whole, both))
    assert one.now.parameters.tobytes() == other.now.parameters.tobytes()
    if length == "--epochs":  # else the checkpoints on the way are of other steps
        assert whole.read_bytes() == both.read_bytes()


def test_a_file_within_an_epoch_is_trained_to_the_end_of_epochs(bplab, tmp_path):
    part, both = tmp_path / "part.bplab", tmp_path / "both.bplab"
    bplab("train", "circle", "--steps", 13, "--out", part)  # 9 steps an epoch
    done = bplab("train", part, "--epochs", 2, "--json", "--out", both)
    assert [(row["epoch"], row["step"]) for row in done.rows()] == [(1, 13), (2, 18), (3, 27)]
    assert done.rows()[0]["train_loss"] == lab.load(part).measure().train.loss


def test_live_settings_of_a_file_can_be_changed_and_the_other_runs_stay(bplab, tmp_path):
    path = tmp_path / "runs.bplab"
    trainer = lab.Trainer(lab.preset("circle"))
    trainer.run(epochs=3)
    document = document_with(trainer)
    first = document.run(1)
    branch = type(first)(**{**vars(first), "number": 2, "title": "mine"})
    Document((first, branch), 2, bookmarks=(Bookmark(1, 5, "early"),), note="Why?").save(path)
    assert bplab("train", path, "--epochs", 1, "--set", "learning_rate=0.01", "--out", path).code == 0
    found = Document.open(path)
    assert [record.now.epoch for record in found.runs] == [3, 4]
    assert [(one.step, one.field, one.value) for one in found.run(2).changes] == [(27, "learning_rate", 0.01)]
    assert (found.run(2).title, found.note, found.bookmarks) == ("mine", "Why?", (Bookmark(1, 5, "early"),))
    shown = bplab("show", path)
    assert [line.split()[0] for line in shown.lines] == ["run", "1", "2*", "bookmark:", "note:"]
    assert "mine" in shown.lines[2]
    facts = json.loads(bplab("show", path, "--json").out)
    assert (facts["current"], facts["note"], [run["epoch"] for run in facts["runs"]]) == (2, "Why?", [3, 4])
    assert facts["runs"][1]["experiment"] == lab.preset("circle").to_dict()
    assert facts["runs"][1]["train"]["count"] == found.run(2).evaluation.train.count


def test_a_run_that_a_rule_ended_goes_on_when_it_is_told_to(bplab, tmp_path):
    path = tmp_path / "ended.bplab"
    done = bplab("train", "circle", "--set", "epochs=5", "--out", path)
    assert "All 5 epochs are done." in done.err
    assert bplab("train", path, "--epochs", 2, "--out", path).code == 0
    assert lab.load(path).epoch == 7


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "batch_size=8"), "'batch_size=8' would begin another run"),
        (("--set", "nonsense=8"), "There is no setting 'nonsense'"),
        (("--start", "w.npz"), "--start is for the beginning of a run"),
        (("--data", "w.csv"), "--data is for the beginning of a run"),
        (("--out", "run.zip"), "A run is saved as .bplab, not as 'run.zip'"),
    ],
)
def test_what_a_run_in_a_file_cannot_do_is_said(bplab, tmp_path, words, sentence):
    path = tmp_path / "run.bplab"
    bplab("train", "circle", "--epochs", 1, "--out", path)
    done = bplab("train", path, "--epochs", 1, *words)
    assert (done.code, sentence in done.err) == (2, True), done.err


def test_a_damaged_file_is_refused_and_salvaged(bplab, tmp_path):
    path, out = tmp_path / "run.bplab", tmp_path / "saved.bplab"
    bplab("train", "circle", "--epochs", 3, "--out", path)
    good = path.read_bytes()
    path.write_bytes(good[:-20])
    for words in (("show", path), ("train", path)):
        done = bplab(*words)
        assert (done.code, "is damaged" in done.err, done.out) == (2, True, "")
    done = bplab("show", path, "--salvage", out)
    assert (done.code, "lost: the list of its parts" in done.err) == (0, True), done.err
    assert out.read_bytes() == good
    again = bplab("show", path, "--salvage", out)
    assert (again.code, "exists already" in again.err) == (2, True)
    assert bplab("show", tmp_path / "none.bplab").code == 2
    long = bplab("show", path, "--salvage", "x" * 300 + ".bplab")
    assert (long.code, "cannot be written" in long.err) == (2, True), long.err


@pytest.mark.skipif(sys.platform == "win32", reason="SIGINT cannot be sent to one process there")
@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_ends_between_two_steps_and_the_run_is_kept(tmp_path):
    path = tmp_path / "run.bplab"
    words = ["train", "circle", "--steps", "999999999", "--json", "--out", str(path)]
    program = [sys.executable, "-m", "bplab", *words]
    with subprocess.Popen(program, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            running.stdout.readline()
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=120)
        finally:
            running.kill()
    assert (running.returncode, err.strip()) == (130, "bplab: interrupted")
    kept = lab.load(path)
    straight = lab.Trainer(lab.preset("circle"))
    straight.run(steps=kept.step)
    assert kept.parameters.tobytes() == straight.parameters.tobytes()
