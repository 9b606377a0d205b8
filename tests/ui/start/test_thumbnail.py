"""Every kind of data has a small picture of what its network has learned, made in any thread."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PySide6.QtGui import QImage

from bplab.experiment.presets import PRESETS
from bplab.experiment.spec import DataSpec
from bplab.storage.document import Document
from bplab.storage.parts import PNG
from bplab.training.record import Record
from bplab.training.run import Run
from bplab.training.trainer import Trainer
from bplab.ui.start.thumbnail import SIDE, Thumbnails


def drawn(spec, steps=30):
    trainer = Trainer(spec)
    trainer.run(steps=steps)
    run = Run(1, trainer)
    run.rest()
    with ThreadPoolExecutor(1) as pool:
        document = pool.submit(Thumbnails().with_thumbnail, Document((Record.of(run),), 1)).result()
    image = QImage.fromData(document.thumbnail).convertToFormat(QImage.Format.Format_RGB32)
    assert len(document.thumbnail) < 32 << 10
    return np.frombuffer(image.constBits(), np.uint32).reshape(SIDE, SIDE).copy()  # the memory is the image's


@pytest.mark.parametrize("name", ["circle", "digits", "sine", "iris", "worked-example", "diverging"])
def test_each_kind_of_data_has_a_picture(qapp, name):
    assert len(np.unique(drawn(PRESETS[name].spec))) > 4


def test_a_picture_shows_what_was_learned(qapp):
    spec = PRESETS["circle"].spec
    assert (drawn(spec, 5) != drawn(spec, 500)).mean() > 0.3


def test_more_than_two_classes_in_the_plane_have_their_colors(qapp):
    planar = PRESETS["iris"].spec.but(data=DataSpec(name="blobs"))
    assert len(np.unique(drawn(planar))) > 4


def test_a_document_without_a_run_has_no_picture(qapp):
    assert Thumbnails().with_thumbnail(Document(thumbnail=PNG)).thumbnail == b""
