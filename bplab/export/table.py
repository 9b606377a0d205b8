"""EXPORTS: what a run can be written as."""

from collections.abc import Callable
from dataclasses import dataclass

from bplab.export.arrays import settings_json, weights_npz
from bplab.export.exercise import exercise_npz
from bplab.export.numpy_script import numpy_script
from bplab.export.onnx_model import onnx_model
from bplab.export.source import Source
from bplab.export.tables import history_csv, predictions_csv
from bplab.export.torch_script import torch_script


@dataclass(frozen=True)
class ExportRow:
    """A kind of file and the function that makes its contents."""

    name: str
    title: str
    suffix: str
    help: str
    make: Callable[[Source], bytes]
    needs: str = ""  # a package that is not one of the lab's own


def _script(write: Callable[[Source], str]) -> Callable[[Source], bytes]:
    return lambda source: write(source).encode("ascii")


EXPORTS: dict[str, ExportRow] = {
    "pytorch": ExportRow(
        "pytorch",
        "PyTorch script",
        ".py",
        "This network with its weights in PyTorch; it trains on with the same optimizer and batches.",
        _script(torch_script),
    ),
    "numpy": ExportRow(
        "numpy",
        "NumPy script",
        ".py",
        "The next training step in plain NumPy, which checks its numbers against the lab's.",
        _script(numpy_script),
    ),
    "onnx": ExportRow(
        "onnx",
        "ONNX",
        ".onnx",
        "This network from raw inputs to outputs, in single precision, for ONNX Runtime and others.",
        onnx_model,
        needs="onnx",
    ),
    "exercise": ExportRow(
        "exercise",
        "Exercise (.npz)",
        ".npz",
        "The next batch and the weights as X, T, W1, b1, ..., for code whose gradients are then checked.",
        exercise_npz,
    ),
    "weights": ExportRow(
        "weights",
        "Weights",
        ".npz",
        "All weights and biases as W1, b1, W2, b2, ... for NumPy.",
        weights_npz,
    ),
    "history": ExportRow(
        "history",
        "History (CSV)",
        ".csv",
        "Losses, accuracies and the size of each layer's gradient, step by step; older steps of long runs as "
        "means over neighbors.",
        history_csv,
    ),
    "predictions": ExportRow(
        "predictions",
        "Predictions (CSV)",
        ".csv",
        "Every example with its target and the network's outputs.",
        predictions_csv,
    ),
    "settings": ExportRow(
        "settings",
        "Settings (JSON)",
        ".json",
        "All settings of the experiment, as `bplab train` reads them.",
        settings_json,
    ),
}
