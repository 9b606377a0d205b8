"""Data of one's own keeps every bit, is known by its digest, and refuses what cannot be learned from."""

import numpy as np
import pytest

from bplab.data.dataset import Dataset
from bplab.data.own import OwnData
from bplab.errors import UserError

ENCODING = {"columns": [{"name": "height", "kind": "number"}, {"name": "kind", "values": ["a", "b"]}]}


def regression(values=((1.0, 2.0), (3.0, -0.0)), targets=((0.5,), (1e15,)), **more):
    return Dataset(np.array(values), np.array(targets), (), ("height", "width"), target_names=("y",), **more)


def classified(targets=(0, 1), classes=("no", "yes")):
    return Dataset(np.array([[1.0], [2.0]]), np.array(targets), classes, ("x",))


@pytest.mark.parametrize(
    "own",
    [
        OwnData("heights", regression(), encoding=ENCODING, extent=6.0),
        OwnData("heights", regression(), test_rows=1),
        OwnData("Größen 1", classified(), domain=2.5),
        OwnData("image", regression(image_shape=(1, 2))),
    ],
)
def test_what_is_stored_is_read_back_to_the_bit(own):
    facts, arrays = own.to_parts()
    back = OwnData.from_parts(facts, arrays)
    assert back == own
    assert back.digest == own.digest
    assert back.to_parts()[0] == facts
    for name, array in back.to_parts()[1].items():
        assert array.tobytes() == arrays[name].tobytes()


def test_any_difference_makes_another_digest():
    one = OwnData("heights", regression())
    others = [
        OwnData("widths", regression()),
        OwnData("heights", regression([[1.0, 2.0], [3.0, 0.0]])),
        OwnData("heights", regression(), test_rows=1),
        OwnData("heights", regression(), encoding=ENCODING),
        OwnData("heights", regression(), extent=1.0),
    ]
    assert len({one.digest, *(other.digest for other in others)}) == 6
    assert one == OwnData("heights", regression())
    assert hash(one) == hash(OwnData("heights", regression()))


def test_the_digest_of_given_data_is_the_same_for_ever():
    digest = "b1dd3b4d0b25813b3298e387520cca420cd61d4d246b00ec12d0b724cf243d43"
    assert OwnData("heights", regression(), encoding=ENCODING).digest == digest


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: OwnData("", regression()), "name of the data must be one line"),
        (lambda: OwnData("a\nb", regression()), "name of the data must be one line"),
        (lambda: OwnData("x", regression([[1.0, np.nan], [0, 0]])), "value that is no number from"),
        (lambda: OwnData("x", regression(targets=[[1.1e15], [0]])), "value that is no number from"),
        (lambda: OwnData("x", regression(targets=[[np.inf], [0]])), "value that is no number from"),
        (lambda: OwnData("x", classified([0, 2])), "0 to 1"),
        (lambda: OwnData("x", classified([0, -1])), "0 to 1"),
        (lambda: OwnData("x", classified([0, 0], ("only",))), "nothing to tell apart"),
        (lambda: OwnData("x", classified([0, 1], ("a", "a"))), "are the same"),
        (lambda: OwnData("x", regression(np.zeros((0, 2)), np.zeros((0, 1)))), "no examples"),
        (lambda: OwnData("x", regression(), 2), "all are for testing"),
        (lambda: OwnData("x", regression(), -1), "all are for testing"),
        (lambda: OwnData("x", regression(), encoding={"mean": float("nan")}), "plain JSON"),
        (lambda: OwnData("x", regression(), encoding={1: 2}), "plain JSON"),
        (lambda: OwnData("x", regression(), domain=1.0), "can be drawn"),
    ],
)
def test_what_cannot_be_learned_from_is_refused(make, says):
    with pytest.raises(UserError, match=says):
        make()


@pytest.mark.parametrize(
    ("change", "arrays"),
    [
        ({"name": 3}, {}),
        ({"more": 1}, {}),
        ({"inputs": ["height", 2]}, {}),
        ({"inputs": ["height"]}, {}),
        ({"classes": ["a", "b"]}, {}),  # then the targets must be whole numbers
        ({"targets": ["u", "v"]}, {}),
        ({"image": [2, 2]}, {}),
        ({"image": [True, 2]}, {}),
        ({"bits": 1}, {}),
        ({"test_rows": True}, {}),
        ({"test_rows": 2}, {}),
        ({"extent": -1.0}, {}),
        ({"encoding": []}, {}),
        ({}, {"inputs": np.zeros((2, 2), np.float32)}),
        ({}, {"inputs": np.zeros((2, 2), ">f8")}),
        ({}, {"inputs": np.zeros(4)}),
        ({}, {"targets": np.zeros((3, 1))}),
        ({}, {"test_inputs": np.zeros((3, 1))}),
    ],
)
def test_damaged_parts_are_refused(change, arrays):
    facts, whole = OwnData("heights", regression()).to_parts()
    with pytest.raises(UserError):
        OwnData.from_parts(facts | change, whole | arrays)
