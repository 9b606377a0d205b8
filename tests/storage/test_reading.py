"""Files of experiments are read strictly, and what is wrong with them is said in words."""

import json
import os
import tracemalloc
from pathlib import Path
from time import process_time

import pytest

from bplab.errors import LONGEST, UserError
from bplab.storage.reading import MOST_BYTES, load_json


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"{", "is not a JSON experiment"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": -Infinity}', "-Infinity is not a number"),
        (b'{"a": 1, "b": 2, "a": 3}', "'a' appears twice"),
        (b'{"a": {"c": 1, "c": 1}}', "'c' appears twice"),
        (b'{"a": "\xff"}', "is not a JSON experiment"),
        (b"[" * 100_000, "is not a JSON experiment"),
        (b'{"a": ' + b"9" * 5000 + b"}", "is not a JSON experiment"),
        (b" " * (MOST_BYTES + 1), "larger than any experiment"),
    ],
)
def test_what_is_no_strict_json_is_refused(text, sentence, tmp_path):
    path = tmp_path / "spec.json"
    path.write_bytes(text)
    with pytest.raises(UserError, match=sentence):
        load_json(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    for path in (tmp_path / "none.json", tmp_path):
        with pytest.raises(UserError, match="cannot be read"):
            load_json(path)


def test_what_is_right_is_read(tmp_path):
    data = {"layers": [{"units": 3}], "loss": "mse", "η": 1.5}
    path = tmp_path / "spec.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    assert load_json(path) == data


@pytest.mark.parametrize(
    "text",
    [
        '{"layers": [' + "{}," * 1_400_000 + "{}]}",
        "{" + ",".join(f'"k{i}": 1' for i in range(60_000)) + ', "k59999": 1}',
        "[" * 300_000 + "]" * 300_000,
        "[" * 5000,
        '{"a": ' + '{"b": ' * 200 + "1" + "}" * 201,
        '{"' + "x" * (4 << 20) + '": 1}',
        '{"' + "\\u0041" * (2 << 20) + '": 1}',
        '{"a": "' + "\N{GRINNING FACE}" * (3 << 20) + '"}',
        '"' * (8 << 20),
        "1," * (8 << 20),
        " " * (16 << 20),
    ],
    ids=lambda text: text[:12],
)
def test_hostile_files_cost_little(text, tmp_path):
    path = tmp_path / "spec.json"
    path.write_text(text, encoding="utf-8")
    begin = process_time()
    with pytest.raises(UserError) as refused:
        load_json(path)
    assert process_time() - begin < 1  # it takes some hundredths; quadratic work would take minutes
    assert len(str(refused.value)) <= LONGEST
    tracemalloc.start()
    with pytest.raises(UserError):
        load_json(path)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 100e6


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="the system has no such device")
def test_a_device_is_refused_and_a_link_to_a_file_is_read(tmp_path):
    link, good = tmp_path / "link.json", tmp_path / "good.json"
    link.symlink_to("/dev/zero")
    with pytest.raises(UserError, match="it is a device, not a file"):
        load_json(link)
    link.unlink()
    good.write_text("{}", encoding="utf-8")
    link.symlink_to(good)
    assert load_json(link) == {}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_is_refused_without_waiting_for_it(tmp_path):
    path = tmp_path / "spec.json"
    getattr(os, "mkfifo")(path)  # noqa: B009 - Windows lacks it
    with pytest.raises(UserError, match="it is a pipe, not a file"):
        load_json(path)


def test_as_many_starting_values_as_anybody_sets_are_read(tmp_path):
    path = tmp_path / "spec.json"
    data = {"start": {f"W1[{i},{j}]": 0.5 for i in range(1, 301) for j in range(1, 301)}}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert load_json(path) == data
