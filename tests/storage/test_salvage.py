"""What is intact of a damaged file is found, and what is lost is named, never silently."""

from time import process_time

import pytest

from bplab.errors import FileError
from bplab.storage.container import pack, unpack
from bplab.storage.salvage import salvage
from bplab.storage.strict_json import dump_json

MEMBERS = {
    "document.json": dump_json({"note": "of two runs"}),
    "runs/1/spec.json": dump_json({"seed": 1}),
    "runs/1/state.json": dump_json({"step": 10}),
    "runs/3/spec.json": dump_json({"seed": 3}),
    "thumbnail.png": bytes(range(200)),
}
CHUNKS = pack(MEMBERS, {"thumbnail.png"})
DATA = b"".join(CHUNKS)


def content_with(at):
    """The member in whose content a byte stands, if any."""
    begins = {name: DATA.index(bytes(data)) for name, data in MEMBERS.items()}
    return next((name for name, begin in begins.items() if 0 <= at - begin < len(MEMBERS[name])), None)


def test_an_intact_file_is_salvaged_whole():
    assert salvage(DATA) == unpack(DATA)


@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.slow)])
def test_after_any_flipped_bit_the_file_is_refused_and_all_but_one_member_salvaged(every):
    for bit in range(0, 8 * len(DATA), every):
        data = bytearray(DATA)
        data[bit // 8] ^= 1 << bit % 8
        with pytest.raises(FileError, match=r"damaged in|not a file of") as refused:
            unpack(bytes(data))
        found = salvage(bytes(data))
        assert {*refused.value.damaged} <= {*found.damaged, *MEMBERS, "manifest.json"}, bit
        assert all(found.members[name] == MEMBERS[name] for name in found.members), bit
        assert found.members.keys() >= MEMBERS.keys() - {content_with(bit // 8)}, bit
        assert set(MEMBERS) - found.members.keys() <= set(found.damaged), bit


def test_every_truncation_is_refused_and_the_members_before_it_salvaged():
    for length in range(len(DATA)):
        with pytest.raises(FileError) as refused:
            unpack(DATA[:length])
        assert refused.value.damaged or length < 4  # before a part begins there is nothing to save
        whole = {name for name, data in MEMBERS.items() if DATA.index(bytes(data)) + len(data) <= length}
        if whole:
            found = salvage(DATA[:length])
            assert found.members.keys() == whole
            assert set(MEMBERS) - whole <= set(found.damaged)
        else:
            with pytest.raises(FileError, match=r"nothing in it is intact|not a file of Backprop Lab"):
                salvage(DATA[:length])


@pytest.mark.parametrize("data", [b"x" + DATA, DATA + b"x", DATA + DATA])
def test_what_stands_around_a_file_is_told_and_left_out(data):
    found = salvage(data)
    assert found.members == unpack(DATA).members
    assert found.damaged


def test_a_file_within_a_damaged_one_is_not_taken_for_it():
    inner = b"".join(pack({"document.json": dump_json({"note": "inner"}), "runs/2/spec.json": b"{}\n"}))
    data = b"".join(pack({**MEMBERS, "data/inner.bin": inner}))
    found = salvage(data[:-1])
    assert found.members["document.json"] == MEMBERS["document.json"]
    assert found.members["data/inner.bin"] == inner
    assert "runs/2/spec.json" not in found.members
    found = salvage(data[: data.index(inner) + len(inner)])  # the list that would tell is lost too
    assert found.members == {"document.json": MEMBERS["document.json"], "data/inner.bin": inner}


def test_many_false_headers_cost_little():
    header = DATA[DATA.index(b"PK\3\4", 4) :][: 30 + len("manifest.json")]
    large = bytearray(header)
    large[18:26] = 2 * (1 << 20).to_bytes(4, "little")
    begin = process_time()
    with pytest.raises(FileError, match="nothing in it is intact"):
        salvage(DATA[:61] + bytes(large) * 100_000)
    assert process_time() - begin < 3


def head_of(name):
    """Where the name stands in front of the content."""
    return DATA.index(name.encode(), DATA.index(b"PK\3\4", 150))


def test_a_damaged_name_leads_to_no_other_member():
    for one, other in (("1", "3"), ("3", "1")):  # its content is damaged, and the other's name made the same
        data = bytearray(DATA)
        data[head_of(f"runs/{other}/spec.json") + 5] = ord(one)
        data[DATA.index(bytes(MEMBERS[f"runs/{one}/spec.json"])) + 3] ^= 1
        found = salvage(bytes(data))
        assert all(found.members[name] == MEMBERS[name] for name in found.members)
        assert found.damaged == (f"runs/{one}/spec.json",)


def test_of_two_members_with_one_name_none_is_taken():
    data = bytearray(DATA[: DATA.index(MEMBERS["thumbnail.png"])])  # and there is no list that would tell
    data[head_of("runs/3/spec.json") + 5] = ord("1")
    found = salvage(bytes(data))
    assert found.members.keys() == {"document.json", "runs/1/state.json"}


@pytest.mark.parametrize("data", [b"", b"just a text", bytes(100_000)])
def test_of_a_file_that_never_was_one_nothing_is_promised(data):
    with pytest.raises(FileError) as refused:
        unpack(data, "notes.bplab")
    assert refused.value.damaged == ()
    with pytest.raises(FileError) as refused:
        salvage(data, "notes.bplab")
    assert refused.value.damaged == ()
