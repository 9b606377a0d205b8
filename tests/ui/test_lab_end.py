"""A lab that is destroyed is gone: what it left would slow down, or crash, the next one in the process."""

import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMenu

from bplab.app import make_lab


def test_nothing_of_a_lab_that_is_destroyed_is_left(qapp, qtbot):
    before = set(qapp.allWidgets())
    lab = make_lab(qapp)
    lab.window.show()
    gradients = lab.workspace.places["gradients"]
    qtbot.waitUntil(lambda: gradients.view is not None, timeout=60_000)
    assert not [each for each in lab.window.findChildren(QMenu) if each.isVisible()]
    assert not lab.commands.view.present.isVisible()
    lab.actions["present"].trigger()
    assert lab.commands.view.present.isVisible()
    lab.window.close()
    lab.window.deleteLater()
    lab.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = weakref.ref(lab)
    del lab
    gc.collect()
    assert left() is None
    assert set(qapp.allWidgets()) <= before
