"""File > Check my gradients... asks for a file without blocking the window, and checks it."""

import numpy as np
from PySide6.QtWidgets import QFileDialog

from bplab.ui.homework.dialog import GradientDialog


def test_the_file_that_is_chosen_is_checked_as_the_open_experiment(driver, tmp_path):
    rng = np.random.default_rng(1)
    shapes = {"X": (8, 2), "W1": (2, 4), "b1": 4, "W2": (4, 1), "b2": 1}
    arrays = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    arrays |= {f"d{name}": rng.normal(size=shape) for name, shape in shapes.items() if name != "X"}
    np.savez(tmp_path / "mine.npz", T=rng.integers(0, 2, size=8), **arrays)
    window = driver.lab.window
    driver.lab.actions["check_gradients"].trigger()
    [asking] = [child for child in window.children() if isinstance(child, QFileDialog)]
    asking.selectFile(str(tmp_path / "mine.npz"))
    asking.accept()
    [dialog] = [child for child in window.children() if isinstance(child, GradientDialog)]
    driver.until(lambda: not dialog.busy)
    assert dialog.found.assumed.checked.activations == ("tanh", "sigmoid")
    assert dialog.found.check.explained is None
    dialog.close()
