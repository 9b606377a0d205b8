"""Of a damaged file as much of each run is taken as is intact, and it can be saved again."""

import zipfile

import pytest

from bplab.errors import FileError
from bplab.storage.document import Document
from bplab.training.record import Record, ReducedRecord


def damaged(document, path, *names):
    """A file in which one byte of each of some members is changed."""
    document.save(path)
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        for name in names:
            member = archive.getinfo(name)
            data[member.header_offset + 30 + len(name) + member.file_size // 2] ^= 0x10
    path.write_bytes(data)
    with pytest.raises(FileError) as error:
        Document.open(path)
    assert error.value.damaged
    return path


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("document.json", "everything"),
        ("runs/2/timeline/parameters.npy", "no past"),
        ("runs/2/history/steps.npy", "no history"),
        ("runs/2/state/parameters.npy", "the way"),
        ("runs/2/optim/mean.npy", "the way"),
        ("runs/2/state.json", "the settings"),
        ("runs/2/changes/0.npy", "the settings"),
        ("runs/2/spec.json", "nothing"),
    ],
)
def test_each_run_keeps_what_is_intact(document, tmp_path, name, left):
    path = damaged(document, tmp_path / "damaged.bplab", name)
    found = Document.salvage(path)
    assert name in found.lost
    whole, run = document.run(2), found.run(2)
    kind = type(None) if left == "nothing" else Record if name.split("/")[2:3] != ["state"] else ReducedRecord
    if left in ("the way", "the settings"):
        kind = ReducedRecord
        assert run.now.step == (whole.now.step if left == "the way" else 0)
        assert run.changes == (whole.changes if left == "the way" else ())
    assert type(run) is kind
    if kind is Record:
        assert (run.now.parameters == whole.now.parameters).all()
        assert len(run.checkpoints) == (len(whole.checkpoints) if left == "everything" else 0)
        assert run.history.steps.count == (0 if left == "no history" else whole.now.step)
    assert type(found.run(3)) is Record
    again = tmp_path / "again.bplab"
    found.save(again)
    assert [record.number for record in Document.open(again).runs] == [record.number for record in found.runs]
    if run is not None:
        assert run.resume().trainer.step == run.now.step


def test_nothing_is_salvaged_where_no_settings_are_intact(document, tmp_path):
    specs = [f"runs/{number}/spec.json" for number in (1, 2, 3)]
    path = damaged(document, tmp_path / "damaged.bplab", *specs)
    with pytest.raises(FileError, match="no run in it is intact"):
        Document.salvage(path)


def test_what_is_salvaged_of_an_intact_file_is_all_of_it(document, tmp_path):
    document.save(tmp_path / "good.bplab")
    found = Document.salvage(tmp_path / "good.bplab")
    assert found.lost == ()
    assert b"".join(found.pack()) == b"".join(document.pack())
