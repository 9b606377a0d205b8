"""A file of every released version opens, holds what it held, and is written back as it was.

`python tests/storage/documents.py` makes the file of a version before its release; then it stays for ever.
"""

from pathlib import Path

import numpy as np
import pytest

from bplab.storage.document import Bookmark, Document
from bplab.training.record import Record, ReducedRecord
from bplab.training.replay import replay
from bplab.training.trainer import Trainer

FILES = sorted((Path(__file__).parent / "golden").glob("*.bplab"))


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def path(request):
    return request.param


def test_there_are_such_files():
    assert [path.name for path in FILES] == ["0.1.0.bplab"]


def test_a_file_of_an_earlier_version_holds_what_it_held(path):
    document = Document.open(path)
    assert (document.current, document.note) == (4, "Find out\nwhy.")
    assert document.bookmarks == (Bookmark(2, 7, "early"),)
    assert [own.name for own in document.data.values()] == ["mine"]
    assert [type(record) for record in document.runs] == [ReducedRecord, Record, Record, Record]
    assert [len(record.checkpoints) for record in document.runs[1:]] == [2, 2, 16]
    assert document.run(4).now.dead.any()
    assert document.run(2).parent == (1, 10)


def test_it_is_written_back_as_it_was(path):
    assert b"".join(Document.open(path).pack()) == path.read_bytes()


def test_its_runs_are_those_that_this_version_trains(path):
    for record in Document.open(path).runs:
        again = Trainer(record.spec, record.changes, data=record.own)
        replay(again, record.now.step)
        if isinstance(record, Record):
            is_here = all(maker.is_here for maker in record.makers)
            np.testing.assert_allclose(again.parameters, record.now.parameters, rtol=0 if is_here else 1e-4)
        run = record.resume()
        run.trainer.run(steps=20)
        assert run.trainer.step == record.now.step + 20
