"""Of a whole document, each bit can be changed and each end cut off: it is refused, and the rest salvaged."""

import pytest
from documents import SPECS, trained

from bplab.errors import FileError
from bplab.storage.container import unpack
from bplab.storage.document import Document
from bplab.storage.salvage import salvage
from bplab.training.runs import Runs


def small_file():
    runs = Runs()
    runs.begin(trained(1, SPECS[0], steps=42))
    runs.begin(trained(2, SPECS[2], steps=42))
    return b"".join(Document.of(runs.collected, 2).pack())


@pytest.fixture(scope="module")
def data():
    return small_file()


@pytest.mark.parametrize("every", [997, pytest.param(1, marks=pytest.mark.slow)])
def test_every_changed_bit_is_noticed(data, every):
    for bit in range(0, 8 * len(data), every):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(FileError):
            unpack(changed)


@pytest.mark.parametrize("every", [97, pytest.param(1, marks=pytest.mark.slow)])
def test_every_end_cut_off_is_noticed(data, every):
    for length in range(0, len(data), every):
        with pytest.raises(FileError):
            unpack(memoryview(data)[:length])


@pytest.mark.parametrize("every", [9973, pytest.param(101, marks=pytest.mark.slow)])
def test_a_changed_bit_costs_at_most_the_member_it_is_in(data, every):
    whole = unpack(data).members
    for bit in range(0, 8 * len(data), every):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        found = salvage(changed)
        assert len(found.members) >= len(whole) - 1, bit
        assert all(found.members[name] == whole[name] for name in found.members), bit
        assert whole.keys() - found.members.keys() <= set(found.damaged), bit


@pytest.mark.parametrize("every", [40_009, pytest.param(997, marks=pytest.mark.slow)])
def test_a_document_with_a_changed_bit_is_salvaged_with_runs_that_can_go_on(data, every, tmp_path):
    path = tmp_path / "a.bplab"
    for bit in range(0, 8 * len(data), every):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        document = Document.salvage(path)
        assert document.runs, bit
        assert Document.read(b"".join(document.pack())).runs, bit
