"""Loads the four measured tables shipped with Backprop Lab: iris, wine, breast cancer and diabetes."""

import numpy as np

from bplab.data.dataset import Dataset
from bplab.data.shipped import read_shipped

SHA256 = {
    "iris": "025a059f081e81661b3a5ac466310a77940013c59a96444dde21af10072f6434",
    "wine": "792ca88d565e2b182e87ba0cb114246fb120560429419351b4d60890a41f35ba",
    "breast_cancer": "0508faa1e5d0453f0a9876366229122888f53457b82086133a3972706eb5a3e6",
    "diabetes": "3047f44682467944b69b27d608a4f90ca5d60b12d4c4eb8e9c8b33dbb3e37f71",
}


def iris(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Load 150 flowers, 50 of each of three species, described by four lengths in cm.

    Raises: UserError when the file is missing or damaged.
    """
    return _classes("iris", "the iris flowers")


def wine(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Load 178 wines of three cultivars, described by 13 chemical measurements.

    Raises: UserError when the file is missing or damaged.
    """
    return _classes("wine", "the wines")


def breast_cancer(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Load 569 tumors, malignant or benign, described by 30 measurements of their cell nuclei.

    Raises: UserError when the file is missing or damaged.
    """
    return _classes("breast_cancer", "the tumors")


def diabetes(_rng: np.random.Generator, _points: int, _noise: float) -> Dataset:
    """Load ten raw measurements of 442 patients, and how far their disease progressed in a year (25 to 346).

    Raises: UserError when the file is missing or damaged.
    """
    file = read_shipped("data/diabetes.npz", SHA256["diabetes"], "the diabetes patients")
    names, outputs = tuple(file["input_names"].tolist()), tuple(file["outputs"].tolist())
    return Dataset(file["inputs"], file["targets"][:, None], (), names, target_names=outputs)


def _classes(name: str, what: str) -> Dataset:
    file = read_shipped(f"data/{name}.npz", SHA256[name], what)
    names, outputs = tuple(file["input_names"].tolist()), tuple(file["outputs"].tolist())
    return Dataset(file["inputs"], file["targets"], outputs, names)
