"""Backprop Lab: draw a neural network, train it and watch backpropagation work.

For scripts: `preset`, `from_playground` and `Experiment.from_dict` give an experiment, `Trainer` trains it;
`dataset` takes your own arrays, and `experiment_for` gives an experiment that suits them. `save` writes a
trainer into a file, `load` gives back one that goes on; `Document` is all that a file holds.
`diagnose` says why a trainer does not learn.
Mistakes are reported as `UserError`. Importing this package selects the arithmetic shared by all x86-64
with AVX2 share, as `bplab.baseline` explains; using `Trainer` sets BLAS to one thread, for speed on small
networks. Results are therefore the same as in the window, to the bit.
"""

from bplab.interrupt import end_at_once, is_the_command

if is_the_command():
    end_at_once()  # before the slow imports below

from importlib import import_module
from typing import TYPE_CHECKING, Any

from bplab.baseline import take_baseline

if TYPE_CHECKING:
    from bplab.diagnosis.diagnose import diagnose
    from bplab.diagnosis.kinds import Diagnosis
    from bplab.errors import FileError, UserError
    from bplab.experiment.own import experiment_for
    from bplab.experiment.playground import from_playground
    from bplab.experiment.presets import preset
    from bplab.experiment.spec import Experiment
    from bplab.storage.csv import dataset_from_csv
    from bplab.storage.document import Document
    from bplab.storage.npz_data import dataset_from_npz
    from bplab.storage.trainers import load, save
    from bplab.training.given import dataset
    from bplab.training.scripting import Trainer

take_baseline()  # before anything below loads NumPy

__version__ = "0.1.0"
__all__ = [
    "Diagnosis",
    "Document",
    "Experiment",
    "FileError",
    "Trainer",
    "UserError",
    "dataset",
    "dataset_from_csv",
    "dataset_from_npz",
    "diagnose",
    "experiment_for",
    "from_playground",
    "load",
    "preset",
    "save",
]

_HOMES = {
    "Diagnosis": "bplab.diagnosis.kinds",
    "Document": "bplab.storage.document",
    "Experiment": "bplab.experiment.spec",
    "FileError": "bplab.errors",
    "Trainer": "bplab.training.scripting",
    "UserError": "bplab.errors",
    "dataset": "bplab.training.given",
    "dataset_from_csv": "bplab.storage.csv",
    "dataset_from_npz": "bplab.storage.npz_data",
    "diagnose": "bplab.diagnosis.diagnose",
    "experiment_for": "bplab.experiment.own",
    "from_playground": "bplab.experiment.playground",
    "load": "bplab.storage.trainers",
    "preset": "bplab.experiment.presets",
    "save": "bplab.storage.trainers",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used, so that the command line starts fast."""
    if name not in _HOMES:
        raise AttributeError(f"module 'bplab' has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    if name == "Trainer":
        import_module("bplab.training.machine").use_blas_threads(1)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return [*globals(), *__all__]
