"""The public description of the file is true: who follows it reads a file with zipfile and NumPy alone."""

import re
from pathlib import Path

import numpy as np
import pytest
from documents import document_of

from bplab.storage.checkpoints import COUNTS, FIGURES, MEASURED_FIGURES
from bplab.storage.document import Document
from bplab.storage.trainers import document_with, trainer_of
from bplab.training.history import EPOCH_SERIES
from bplab.training.track_store import BLOCKS, LAG, TAIL

PAGE = Path(__file__).parents[2] / "docs" / "file-format.md"
TEXT = PAGE.read_text(encoding="utf-8")


def followed(path):
    """The names that the code of the page leaves, which imports nothing but what it says."""
    code = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)[1]
    assert set(re.findall(r"^(?:import|from) (.*)$", code, re.MULTILINE)) == {
        "io, json, zipfile", "numpy as np",
    }  # fmt: skip
    found = {"path": path}
    exec(code, found)
    found["archive"].close()
    return found


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """A file whose current run is long enough for blocks of its history."""
    document = document_of()
    trainer = trainer_of(document)
    trainer.run(steps=LAG)
    path = tmp_path_factory.mktemp("page") / "run.bplab"
    document_with(trainer, document).save(path)
    return path


def test_who_follows_the_page_finds_weights_and_losses(saved):
    found, trainer = followed(saved), bplab_trainer(saved)
    for (W, b), (own_W, own_b) in zip(found["weights"], trainer.weights, strict=True):
        np.testing.assert_array_equal(W, own_W)
        np.testing.assert_array_equal(b, own_b)
    assert list(found["batch_loss"]) == list(range(1, trainer.step + 1))
    np.testing.assert_array_equal([*found["batch_loss"].values()], trainer.history["batch_loss"])
    assert found["spec"] == trainer.build.spec.to_dict()
    assert found["document"]["note"] == "Find out\nwhy."


def bplab_trainer(path):
    return trainer_of(Document.open(path))


def test_the_columns_and_blocks_of_a_history_are_as_the_page_says(saved):
    trainer = bplab_trainer(saved)
    found = members(saved)
    folder = "runs/3/history"
    epochs = found[f"{folder}/epochs.npy"]
    assert (
        tuple(f"{part}_{what}" for what in ("loss", "accuracy") for part in ("train", "validation", "test"))
        == EPOCH_SERIES
    )
    np.testing.assert_array_equal(epochs[:, 0], trainer.history["train_loss"])
    kinds = "gradient_norm", "bias_gradient_norm", "delta_norm", "update_ratio"
    columns = ["batch_loss", *(f"{kind}/{layer}" for kind in kinds for layer in range(3))]
    assert trainer.history.steps.names == tuple(columns)
    rows, count = found[f"{folder}/steps.npy"], trainer.history.steps.count
    whole = count - count % 4096
    assert (TAIL, BLOCKS, LAG) == (32_768, 4_096, 4_096)
    for level in (1, 2, 3):
        blocks = found[f"{folder}/steps-{level}.npy"]
        grouped = rows[:whole].reshape(-1, 4**level, len(columns))
        assert len(blocks) == whole // 4**level
        np.testing.assert_array_equal(blocks[:, 0], grouped.min(axis=1))
        np.testing.assert_array_equal(blocks[:, 1], grouped.max(axis=1))
        np.testing.assert_allclose(blocks[:, 2], grouped.mean(axis=1), rtol=1e-12)


def members(path):
    found = followed(path)
    archive = found["zipfile"].ZipFile(path)
    with archive:
        found["archive"] = archive
        names = [name for name in archive.namelist() if name.endswith((".npy", ".json"))]
        return {name: found["read"](name) for name in names}


def test_numbers_stand_where_the_page_says(saved):
    found, record = members(saved), Document.open(saved).run(3)
    counts, figures = found["runs/3/timeline/counts.npy"], found["runs/3/timeline/figures.npy"]
    words = [name.replace("measured_", "measured ", 1).replace("_", " ") for name in COUNTS[:4]]
    assert ", ".join(words) in " ".join(TEXT.split())
    for number, one in enumerate(record.checkpoints):
        assert counts[number, :4].tolist() == [one.step, one.epoch, one.position, one.changes]
        assert figures[number, 2] == one.evaluation.train.loss
    assert list(found["runs/3/state.json"]["now"]) == sorted(COUNTS)
    now = found["runs/3/state/figures.npy"]
    assert len(now) == len(FIGURES) + len(MEASURED_FIGURES) == 10
    assert (now[2], now[6]) == (record.now.evaluation.train.loss, record.evaluation.train.loss)
    assert (counts.shape[1], figures.shape[1]) == (16, 6)


def test_every_member_and_entry_of_a_file_is_on_the_page(saved):
    for name, member in members(saved).items():
        last = re.sub(r"^runs/\d+/|\d+(?=\.npy$)|-\d+(?=\.npy$)", "", name)
        assert last.rsplit("/", 1)[-1].removesuffix(".npy").rstrip("-") in TEXT, name
        if name == "document.json" or name.endswith("state.json"):
            assert [key for key in member if f"`{key}`" not in TEXT] == [], name


def test_it_is_one_page():
    assert len(TEXT.splitlines()) <= 100
