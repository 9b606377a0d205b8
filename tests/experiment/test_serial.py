"""Files of experiments are read strictly, and what is wrong with them is said in words."""

import json

import pytest

from bplab.errors import UserError
from bplab.experiment.serial import MAX_SPEC_BYTES, load_json


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"{", "is not a JSON experiment"),
        (b'{"a": NaN}', "NaN is not a number"),
        (b'{"a": -Infinity}', "-Infinity is not a number"),
        (b'{"a": 1, "b": 2, "a": 3}', "'a' is given twice"),
        (b'{"a": {"c": 1, "c": 1}}', "'c' is given twice"),
        (b'{"a": "\xff"}', "is not a JSON experiment"),
        (b"[" * 100_000, "is not a JSON experiment"),
        (b'{"a": ' + b"9" * 5000 + b"}", "is not a JSON experiment"),
        (b" " * (MAX_SPEC_BYTES + 1), "larger than any experiment"),
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
