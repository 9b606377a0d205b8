"""The scripts make the lab's numbers without the lab: run by themselves, for every kind of network."""

import ast
import subprocess
import sys

import pytest

from bplab.errors import UserError
from bplab.experiment.edits import set_field
from bplab.experiment.presets import preset
from bplab.export import numpy_code, torch_code
from bplab.export.horizon import STEPS, horizon_of
from bplab.export.numpy_script import numpy_script
from bplab.export.source import Source
from bplab.export.torch_script import torch_script
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.penalties import PENALTIES
from bplab.nn.schedules import SCHEDULES
from bplab.training.trainer import Trainer

MOONS = preset("moons")
DEEP, SLOW = set_field(MOONS, "hidden", "8-5"), MOONS.but(learning_rate=0.01)
EVERYTHING = {
    "circle": preset("circle"),
    "masks": preset("family-trees"),
    "sum of squares": preset("xor"),
    "several classes": preset("iris"),
    "float32": MOONS.but(dtype="float32"),
    "skip and dropout": set_field(DEEP, "layers.0.dropout", "0.3").but(skip=True),
    "carried batches": MOONS.but(last_batch="carry", batch_size=27, schedule="cosine"),
    "dropped batches": MOONS.but(last_batch="drop", batch_size=27, order="fixed"),
    "adamw": SLOW.but(optimizer="adamw", regularization="l2", regularization_rate=0.01),
    "pruning": SLOW.but(
        regularization="l1_prune", regularization_rate=0.5, frozen=("W1[1,2]", "b2"), clip=0.5
    ),
    "scaled targets": set_field(preset("sine"), "data.scale_targets", "true"),
    "huber": preset("sine").but(loss="huber", optimizer="nesterov", learning_rate=0.01),
} | {
    f"{name} hidden": set_field(MOONS, "layers.0.activation", name)
    for name, row in ACTIVATIONS.items()
    if not row.output_only
}  # fmt: skip


def source_of(spec, steps=13):
    trainer = Trainer(spec)
    trainer.run(steps=steps)
    return Source.of(trainer)


def run_script(text, folder, *arguments):
    path = folder / "script.py"
    path.write_text(text, encoding="ascii")
    command = [sys.executable, "-W", "error", str(path), *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


@pytest.mark.parametrize("name", EVERYTHING)
def test_the_numpy_script_makes_the_next_step_of_the_lab(name, tmp_path):
    done = run_script(numpy_script(source_of(EVERYTHING[name])), tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("Every number equals the lab's.\n")


def test_the_numpy_script_notices_a_number_that_is_not_the_labs(tmp_path):
    text = numpy_script(source_of(preset("worked-example")))
    wrong = text.replace("delta1 = delta2 @ W2.T", "delta1 = delta2 @ W2")
    assert wrong != text
    done = run_script(wrong, tmp_path)
    assert done.returncode == 1
    assert "does not equal the lab's" in done.stderr


def test_small_networks_stand_in_the_script_as_they_are_large_ones_at_its_end():
    small, large = numpy_script(source_of(preset("xor"))), numpy_script(source_of(preset("digits")))
    assert "stored(" not in small
    assert 'W1 = stored("W1")' in large
    assert len(large) > 100_000


@pytest.mark.parametrize("name", EVERYTHING)
def test_the_pytorch_script_is_python_without_names_from_outside(name):
    text = torch_script(source_of(EVERYTHING[name]))
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    assert "bplab" not in names
    assert text.isascii()


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERYTHING)
def test_the_pytorch_script_trains_on_as_the_lab_does(name, tmp_path):
    pytest.importorskip("torch", reason="PyTorch is not installed")
    done = run_script(torch_script(source_of(EVERYTHING[name])), tmp_path, "3")
    assert (done.returncode, done.stderr) == (0, "")
    assert "100 steps: largest relative difference" in done.stdout


def test_no_lines_are_written_for_rows_that_are_not_there():
    for code in (numpy_code, torch_code):
        assert code.ACTIVATIONS.keys() <= ACTIVATIONS.keys()
        assert code.LOSSES.keys() <= LOSSES.keys()
        assert code.OPTIMIZERS.keys() <= OPTIMIZERS.keys()
        assert {*code.PENALTIES, "none", "l1_prune"} == PENALTIES.keys()
    assert torch_code.SCHEDULES.keys() <= SCHEDULES.keys()


@pytest.mark.parametrize(("kind", "name", "title"), [
    ("activation", "tanh", "tanh"), ("loss", "binary_cross_entropy", "Binary cross-entropy"),
    ("optimizer", "momentum", "Momentum"), ("schedule", "constant", "Constant"),
])  # fmt: skip
def test_a_row_without_lines_is_refused_in_words(kind, name, title, monkeypatch):
    writers = (("PyTorch", torch_code, torch_script), ("NumPy", numpy_code, numpy_script))
    for tool, code, write in writers[: 1 if kind == "schedule" else 2]:
        monkeypatch.delitem(code.TABLES[kind], name)
        with pytest.raises(UserError) as refused:
            write(source_of(preset("spiral")))
        wanted = f"{title} cannot be exported to {tool}: choose another {kind}, or another export."
        assert str(refused.value).lower() == wanted.lower()


def test_a_run_is_compared_only_as_far_as_rounding_does_not_tell_it_apart():
    calm, wild = (horizon_of(source_of(preset(name))) for name in ("circle", "too-large-rate"))
    assert (len(calm.losses), calm.note) == (STEPS, "")
    assert 1 <= len(wild.losses) < STEPS
    assert f"After {len(wild.losses)} steps" in wild.note


def test_a_run_that_diverges_is_refused_in_words():
    source = source_of(preset("diverging"), steps=5000)
    for write in (numpy_script, torch_script):
        with pytest.raises(UserError, match="go back to an earlier step"):
            write(source)


def test_a_script_of_scaled_targets_says_what_they_are_in_the_datas_own_units():
    source = source_of(EVERYTHING["scaled targets"])
    scaler = source.build.prepared.target_scaler
    for write in (numpy_script, torch_script):
        assert f"T * {scaler.scale.tolist()} + {scaler.mean.tolist()}" in write(source)
