"""`bplab seeds` counts what the library counts, in a table or in JSON, and ends with its child."""

import os
import signal
import subprocess
import sys

import numpy as np
import pytest

from bplab.experiment.presets import PRESETS
from bplab.training.trainer import Trainer

KEYS = ["below", "reached", "below_at_end", "count", "runs", "median", "band"]
RUN_KEYS = [
    "seed", "step", "epoch", "train_loss", "test_loss", "train_accuracy", "test_accuracy", "diverged",
    "stopped",
]  # fmt: skip
DIVERGING = ("--set", "data.name=bumps", "--set", "layers.*.activation=relu", "--set", "learning_rate=100")


def test_json_is_one_object_with_the_numbers_of_the_library(bplab):
    done = bplab("seeds", "circle", "--count", 3, "--epochs", 4, "--below", "0.69", "--json")
    [found] = done.rows()
    assert (done.code, done.err) == (0, "")
    assert list(found) == KEYS
    assert (found["below"], found["count"]) == (0.69, 3)
    spec, losses = PRESETS["circle"].spec, []
    for seed, row in enumerate(found["runs"], spec.seed):
        trainer = Trainer(spec.but(seed=seed, epochs=0))
        trainer.run(epochs=4)
        now, losses = trainer.evaluation, [*losses, trainer.history["train_loss"]]
        assert list(row) == RUN_KEYS
        assert (row["seed"], row["step"], row["epoch"]) == (seed, trainer.step, 4)
        assert (row["train_loss"], row["test_loss"]) == (now.train.loss, now.test.loss)
        assert (row["train_accuracy"], row["test_accuracy"]) == (now.train.accuracy, now.test.accuracy)
    assert found["reached"] == sum((loss < 0.69).any() for loss in losses)
    assert found["below_at_end"] == sum(loss[-1] < 0.69 for loss in losses)
    assert [row["epoch"] for row in found["median"]] == [0, 1, 2, 3, 4]
    assert [row["train_loss"] for row in found["median"]] == np.median(losses, axis=0).tolist()
    assert [row["max"] for row in found["band"]] == np.max(losses, axis=0).tolist()


def test_for_people_there_is_a_table_and_a_sentence(bplab):
    done = bplab("seeds", "circle", "--count", 2, "--epochs", 2, "--below", 100)
    assert done.lines[0].split()[:2] == ["seed", "epoch"]
    assert done.lines[0].endswith("train loss < 100")
    assert [line.split()[0] for line in done.lines[1:3]] == ["1", "2"]
    assert done.lines[1].endswith("at epoch 0")
    assert done.lines[3] == "2 of 2 reach train loss < 100, 2 end below it."


def test_without_a_limit_nothing_is_counted(bplab):
    done = bplab("seeds", "circle", "--count", 2, "--epochs", 1)
    assert done.lines[-1].startswith("Median train loss of 2: 0.")
    [found] = bplab("seeds", "circle", "--count", 2, "--epochs", 1, "--json").rows()
    assert found["below"] is found["reached"] is found["below_at_end"] is None


def test_the_experiments_own_stop_rule_is_the_limit(bplab):
    words = ("--set", "stop=loss_below", "--set", "stop_loss=0.69")
    [found] = bplab("seeds", "circle", "--count", 2, "--epochs", 50, "--json", *words).rows()
    assert (found["below"], found["below_at_end"]) == (0.69, 2)
    assert all(row["stopped"] and row["epoch"] < 50 for row in found["runs"])


def test_runs_that_diverge_are_shown_and_counted(bplab):
    done = bplab("seeds", "circle", "--count", 2, "--epochs", 5, "--below", "0.001", *DIVERGING)
    assert done.code == 0
    assert all("never, diverged at step " in line for line in done.lines[1:3])
    assert done.lines[-1] == "0 of 2 reach train loss < 0.001, 0 end below it; 2 diverged."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--count", "0"), "expected a whole number from 1 to 1,000, not '0'"),
        (("--count", "1001"), "expected a whole number from 1 to 1,000, not '1001'"),
        (("--count", "many"), "expected a whole number from 1 to 1,000, not 'many'"),
        (("--below", "nan"), "expected a number from 0 to 1,000,000,000,000, not 'nan'"),
        (("--below", "low"), "expected a number from 0 to 1,000,000,000,000, not 'low'"),
        (("--set", "seed=4294967295"), "Seeds end at 4,294,967,295: there are not 16"),
        (("--set", "batch_size=999", "--set", "last_batch=drop"), "never fill a batch of 999"),
    ],
)
def test_what_cannot_be_is_told_in_a_sentence(bplab, words, said):
    done = bplab("seeds", "circle", *words)
    assert done.code == 2
    assert said in done.err
    assert "Traceback" not in done.err


def test_seeds_of_a_playground_link_are_told_what_they_change(bplab):
    link = "https://playground.tensorflow.org/#activation=tanh&networkShape=4,2&seed=0.12345"
    done = bplab("seeds", link, "--count", 1, "--epochs", 1)
    assert "the seeds differ only in order and dropout" in done.err


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_ctrl_c_ends_it_with_one_line_and_leaves_no_process():
    words = [sys.executable, "-c", INTERRUPTIBLE, "seeds", "circle", "--steps", "900000000", "--count", "2"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    process.stdout.readline()  # the heading
    child = int(process.stdout.readline())
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=100)  # until nothing holds its streams, the child included
    assert (process.returncode, out, err) == (130, "", "\nbplab: interrupted\n")
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


INTERRUPTIBLE = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from bplab.cli import seeds
from bplab.cli.main import main
class Telling(seeds.Child):
    def __iter__(self):
        print(self._process.pid, flush=True)
        return super().__iter__()
seeds.Child = Telling
sys.exit(main())
"""
