"""Any step is gone to by its number."""

from PySide6.QtWidgets import QDialogButtonBox

from bplab.ui.controls.number import NumberField
from bplab.ui.dialogs.question import Question


def test_a_step_is_typed_and_shown(driver):
    driver.lab.runner.step(20)
    driver.until(lambda: driver.snapshot.step == 20 and driver.lab.pump.settled)
    driver.lab.actions["go_to_step"].trigger()
    (dialog,) = driver.lab.window.findChildren(Question)
    dialog.findChild(NumberField).setText("21")
    dialog.findChild(QDialogButtonBox).accepted.emit()
    assert dialog.isVisible()
    dialog.findChild(NumberField).setText("7")
    dialog.findChild(QDialogButtonBox).accepted.emit()
    driver.until(lambda: driver.snapshot.step == 7)
    assert driver.lab.timeline.end == 20
