"""Members come back from a file as they were put into it, and any ZIP reader finds them there."""

import io
import json
import tracemalloc
import zipfile

import numpy as np
import pytest

import bplab
from bplab.errors import FileError
from bplab.storage.container import START, pack, read_container, unpack, write_container
from bplab.storage.npy import array_chunks
from bplab.storage.strict_json import dump_json

WEIGHTS = np.array([[1.5, np.nan], [-0.0, np.inf], [5e-324, -1.0]])
MEMBERS = {
    "document.json": dump_json({"current": 1, "note": "η → 0"}),
    "runs/1/state/parameters.npy": array_chunks(WEIGHTS),
    "runs/1/spec.json": dump_json({"loss": "mse"}),
    "data/own.npy": array_chunks(np.arange(3.0, dtype="f4")),
    "future.bin": b"of a newer version",
}
DATA = b"".join(pack(MEMBERS, {"future.bin"}))


def test_members_come_back_in_order_with_those_that_readers_may_pass_over():
    found = unpack(DATA)
    assert list(found.members) == [
        "document.json", "data/own.npy", "future.bin", "runs/1/spec.json", "runs/1/state/parameters.npy"
    ]  # fmt: skip
    assert found.json("document.json") == {"current": 1, "note": "η → 0"}
    assert found.array("runs/1/state/parameters.npy").tobytes() == WEIGHTS.tobytes()
    assert found.optional == {"future.bin"}
    assert found.damaged == ()
    assert b"".join(pack(found.members, found.optional)) == DATA


def test_the_order_in_which_members_are_given_changes_nothing():
    assert b"".join(pack(dict(reversed(MEMBERS.items())), ["future.bin"])) == DATA


def test_any_zip_reader_finds_them():
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[:3] == ["mimetype", "manifest.json", "document.json"]
        assert archive.read("mimetype") == b"application/x-bplab+zip"
        manifest = json.loads(archive.read("manifest.json"))
        weights = np.load(io.BytesIO(archive.read("runs/1/state/parameters.npy")))
    assert manifest["members"] == archive.namelist()[2:]
    assert (manifest["format"], manifest["major"], manifest["optional"]) == ("bplab", 1, ["future.bin"])
    assert weights.tobytes() == WEIGHTS.tobytes()


def test_the_first_bytes_are_those_by_which_file_managers_know_the_type():
    assert DATA[: len(START)] == START
    assert DATA[30:61] == b"mimetypeapplication/x-bplab+zip"


def test_headers_say_nothing_of_the_machine_or_the_moment():
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        found = archive.infolist()
    assert {(each.date_time, each.create_system, each.external_attr) for each in found} == {
        ((1980, 1, 1, 0, 0, 0), 0, 0)
    }
    assert {(each.extra, each.comment, each.flag_bits, each.compress_type) for each in found} == {
        (b"", b"", 0, 0)
    }


def test_what_is_larger_than_any_file_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "a.bplab"
    path.write_bytes(DATA)
    with path.open("r+b") as file:
        file.truncate((1 << 30) + 1)
    with pytest.raises(FileError, match=r"larger than any experiment \(1 GiB\)"):
        read_container(path)


@pytest.mark.parametrize("length", [100 << 20, 1 << 30])
def test_what_is_empty_for_the_most_part_is_refused_before_memory_is_taken(length, tmp_path):
    path = tmp_path / "a.bplab"
    data = bytearray(DATA)
    at = data.index(b"PK\3\4", 200)
    data[at + 18 : at + 26] = (length - 1000).to_bytes(4, "little") * 2
    for content in (DATA, data, DATA[:300], b""):
        path.write_bytes(content)
        with path.open("r+b") as file:
            file.truncate(length)
        tracemalloc.start()
        with pytest.raises(FileError):
            read_container(path)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert most < 1e6


def test_large_contents_are_never_copied():
    large = bytes(1 << 20)
    chunks = pack({"document.json": b"{}\n", "data/x.bin": (b"1", large)})
    assert any(chunk is large for chunk in chunks)


def test_a_file_is_read_as_bytes_are(tmp_path):
    path = tmp_path / "a.bplab"
    write_container(path, pack(MEMBERS, ["future.bin"]))
    assert path.read_bytes() == DATA
    assert read_container(path).members == unpack(DATA).members
    assert read_container(path).title == "a.bplab"


@pytest.mark.parametrize(
    "name", ["../up.json", "/a.json", "a//b.json", "A.json", "a", "manifest.json", "a.json\n", "é.json"]
)
def test_names_that_could_be_paths_are_no_names(name):
    with pytest.raises(ValueError, match="names that no member can have"):
        pack({name: b""})


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a file of Backprop Lab: it is empty"),
        (b"hello", r"not a file of Backprop Lab\."),
        (b"PK\3\4" + bytes(100), "not a file of Backprop Lab, or its beginning was changed"),
        (DATA[:-1], "damaged in the list of its parts: the file ends in it"),
        (DATA + b"\n", "damaged in the end: 1 more bytes stand there"),
        (b"x" + DATA, "not a file of Backprop Lab"),
        (DATA.replace(b"newer", b"older", 1), "damaged in 'future.bin': it was changed"),
        (DATA[:-400], "damaged in the list of its parts: the file ends in it"),
        (DATA[: DATA.index(b'"loss"')], "damaged in 'runs/1/spec.json': the file ends in it"),
        (DATA[:200], "damaged in 'manifest.json': the file ends in it"),
    ],
)
def test_the_damaged_part_is_named(data, sentence):
    with pytest.raises(FileError, match=sentence):
        unpack(data)


def rewritten(change):
    """The file with another manifest, but without an error of any checksum."""
    from bplab.storage.layout import archive, entry

    manifest = json.loads(unpack_manifest())
    change(manifest)
    entries = [
        entry("mimetype", (b"application/x-bplab+zip",)),
        entry("manifest.json", (dump_json(manifest),)),
    ]
    found = unpack(DATA).members
    return b"".join(archive([*entries, *(entry(name, (data,)) for name, data in found.items())]))


def unpack_manifest():
    with zipfile.ZipFile(io.BytesIO(DATA)) as archive:
        return archive.read("manifest.json")


def test_a_newer_file_is_refused_with_both_versions_and_one_of_a_newer_minor_version_read():
    with pytest.raises(
        FileError, match=r"has version 2 of the file format, and this .* reads version 1"
    ) as error:
        unpack(rewritten(lambda manifest: manifest.update(major=2, shape="unknown")))
    assert error.value.damaged == ()
    data = rewritten(lambda manifest: manifest.update(minor=7))
    found = unpack(data)
    assert (found.minor, found.optional) == (7, {"future.bin"})
    assert b"".join(pack(found.members, found.optional, found.minor)) == data


@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: manifest.update(major=True),
        lambda manifest: manifest.update(major="2"),
        lambda manifest: manifest.update(minor=-1),
        lambda manifest: manifest.update(minor=1.5),
        lambda manifest: manifest.update(format="other"),
        lambda manifest: manifest.update(extra=1),
        lambda manifest: manifest.update(optional=["nowhere.bin"]),
        lambda manifest: manifest.update(members=None),
        lambda manifest: manifest["members"].append("a/../b.json"),
        lambda manifest: manifest["members"].append(3),
        lambda manifest: manifest["members"].reverse(),
        lambda manifest: manifest["members"].append(manifest["members"][-1]),
    ],
)
def test_a_manifest_that_is_none_is_refused(change):
    with pytest.raises(FileError, match=r"damaged in 'manifest\.json'"):
        unpack(rewritten(change))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b'{"a":1}', "another program"),
        (b'{\n"a": 1,\n"a": 2\n}\n', "'a' appears twice"),
        (b'{\n"a": NaN\n}\n', "NaN is not a number"),
        (b'{\n"a": 1e999\n}\n', "Out of range float"),
        (b'{\n"a": "\\ud800"\n}\n', "surrogates"),
        (b"[" * 200, "nested deeper"),
        (b" " * ((16 << 20) + 1), "longer than any experiment"),
        (b'{\n"a": "\xff"\n}\n', "decode"),
    ],
)
def test_json_in_any_other_form_is_refused(text, reason):
    found = unpack(b"".join(pack({"document.json": text})))
    with pytest.raises(FileError, match=f"cannot be opened because of 'document.json' in it: .*{reason}"):
        found.json("document.json")


def test_the_error_is_one_of_the_names_that_scripts_rely_on():
    assert bplab.FileError is FileError
    assert issubclass(bplab.FileError, bplab.UserError)
