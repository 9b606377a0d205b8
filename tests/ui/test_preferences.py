"""What is remembered is read back only if it makes sense."""

import pytest
from PySide6.QtCore import QSettings

from bplab.ui.preferences import AUTOSAVE, Preferences


@pytest.mark.parametrize(
    ("stored", "seconds"),
    [(None, AUTOSAVE), ("30", 30.0), ("0", 1.0), ("1e9", 86_400.0), ("x", AUTOSAVE), ("inf", AUTOSAVE)],
)
def test_the_time_between_snapshots_is_a_second_to_a_day(qapp, stored, seconds):
    if stored is not None:
        QSettings("Backprop Lab", "bplab").setValue("autosave_seconds", stored)
    assert Preferences().autosave_seconds == seconds
