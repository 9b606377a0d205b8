"""High contrast and reduced motion: they act at once and are remembered."""

import pytest

from bplab.processor import has_avx2_and_fma
from bplab.training.machine import about
from bplab.ui.style.theme import Theme
from bplab.ui.style.tokens import COLORS


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_in_high_contrast_borders_are_as_strong_as_labels(qapp, qtbot, mode):
    theme = Theme(mode)
    with qtbot.waitSignal(theme.changed):
        theme.set_high_contrast(True)
    assert theme.color("line2") == theme.color("t2")
    assert theme.color("t2").name() == getattr(COLORS["t2"], mode)
    theme.set_high_contrast(False)
    assert theme.color("line2").name() == getattr(COLORS["line2"], mode)


def test_high_contrast_is_kept_through_a_change_of_theme(qapp):
    theme = Theme("light")
    theme.set_high_contrast(True)
    theme.set_mode("dark")
    assert theme.color("line2").name() == COLORS["t2"].dark
    theme.set_mode("light")


def test_both_switches_are_remembered(driver):
    lab = driver.lab
    lab.actions["contrast"].trigger()
    lab.actions["reduce_motion"].trigger()
    assert lab.theme.high_contrast
    assert lab.actions["contrast"].isChecked()
    again = type(lab.preferences)()
    assert again.flag("high_contrast", default=False)
    assert again.flag("reduce_motion", default=False)


def test_the_fastest_arithmetic_is_for_the_next_start_and_says_so(driver):
    lab, before = driver.lab, about()
    action = lab.actions["native"]
    assert action.isEnabled() == has_avx2_and_fma()
    for on, words in ((True, "this machine's fastest arithmetic"), (False, "the same numbers")):
        action.setEnabled(True)
        action.trigger()
        assert action.isChecked() == on
        assert type(lab.preferences)().flag("native", default=not on) == on
        assert words in lab.window.notice.text
        assert "next start" in lab.window.notice.text
    assert about() == before


def test_with_reduced_motion_neurons_are_there_at_once(driver):
    lab = driver.lab
    driver.until_shown()
    lab.actions["reduce_motion"].trigger()
    lab.workspace.canvas.edits.add(1, 1)
    assert lab.workspace.canvas.graph._motion.progress == 1
    lab.actions["reduce_motion"].trigger()
    driver.until_shown()
    lab.workspace.canvas.edits.add(1, 1)
    assert lab.workspace.canvas.graph._motion.progress < 1
