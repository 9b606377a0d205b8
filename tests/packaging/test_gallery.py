"""The start page's pictures are drawn anew as a whole, or the old ones stay."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from bplab.errors import UserError
from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec, Output
from bplab.ui.start.drawing import draw_preset
from bplab.ui.style.theme import Theme

ROOT = Path(__file__).parents[2]


class Stubborn:
    """What cannot be written."""

    def __array__(self, *_given: object, **_more: object) -> np.ndarray:
        raise OSError(28, "No space left on device")


@pytest.fixture
def gallery(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(ROOT / "packaging"), *sys.path])
    return importlib.import_module("gallery")


def test_three_classes_in_the_plane_are_drawn_as_a_cloud_not_as_a_map_of_one_output(
    gallery: ModuleType, qapp: object
) -> None:
    spec = PRESETS["circle"].spec
    spec = spec.but(data=DataSpec("blobs"), output=Output("softmax"), loss="categorical_cross_entropy")
    kept = gallery.picture(gallery.trained(spec, 1))
    assert set(kept) == {"cloud", "classes"}
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    draw_preset(painter, QRectF(0, 0, 60, 40), Theme("light"), spec, kept)
    painter.end()


def test_pictures_that_cannot_be_written_leave_the_old_ones(
    gallery: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "gallery.npz"
    monkeypatch.setattr(gallery, "TARGET", target)
    gallery.keep({"first": np.zeros(9)})
    old = target.read_bytes()
    with pytest.raises(UserError, match="space"):
        gallery.keep({"first": np.ones(999), "second": Stubborn()})
    assert target.read_bytes() == old
    assert list(tmp_path.iterdir()) == [target]
