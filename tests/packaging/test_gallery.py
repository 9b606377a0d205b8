"""The start page's pictures are drawn anew as a whole, or the old ones stay."""

import importlib
import sys
from pathlib import Path

import numpy as np
import pytest

from bplab.errors import UserError

ROOT = Path(__file__).parents[2]


class Stubborn:
    """What cannot be written."""

    def __array__(self, *_given: object, **_more: object) -> np.ndarray:
        raise OSError(28, "No space left on device")


def test_pictures_that_cannot_be_written_leave_the_old_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT / "packaging"), *sys.path])
    gallery = importlib.import_module("gallery")
    target = tmp_path / "gallery.npz"
    monkeypatch.setattr(gallery, "TARGET", target)
    gallery.keep({"first": np.zeros(9)})
    old = target.read_bytes()
    with pytest.raises(UserError, match="space"):
        gallery.keep({"first": np.ones(999), "second": Stubborn()})
    assert target.read_bytes() == old
    assert list(tmp_path.iterdir()) == [target]
