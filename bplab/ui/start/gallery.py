"""The pictures of the presets on the start page, made in advance by training them."""

import json
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any

import numpy as np
import numpy.typing as npt

from bplab.data.files import resource_path
from bplab.errors import UserError
from bplab.experiment.spec import Experiment
from bplab.ui.canvas.base.wording import short_activation
from bplab.ui.summary import sizes_text

FIRST = "circle"  # the small network to start with
FIRST_EPOCHS = 60
MANY_LAYERS = 8  # the number of layers from which a network is best shown by its signal

Pictures = dict[str, npt.NDArray[Any]]


@lru_cache(maxsize=1)
def _file() -> Mapping[str, npt.NDArray[Any]]:
    """What is stored; an array is unpacked when it is taken."""
    try:
        packed = BytesIO(resource_path("start/gallery.npz").read_bytes())
    except UserError:
        return {}  # the page shows the data alone
    stored: Mapping[str, npt.NDArray[Any]] = np.load(packed, allow_pickle=False)
    return stored


def pictures_of(name: str, spec: Experiment | None = None) -> Pictures:
    """The stored data of a preset; none if the preset has changed since.

    `map` (n, n) holds ramp positions, first row lowest; `points` (m, 2) from -1 to 1 and their `colors`;
    `signal` (layers,); `caption` as text, because to make it data sets must be read. "first" has `tiles0`,
    `weights0`, ...
    """
    stored = _file()
    own = {key.split("/")[1]: stored[key] for key in stored if key.startswith(f"{name}/")}
    return own if spec is None or is_of(own, spec) else {}


def is_of(own: Pictures, spec: Experiment) -> bool:
    """Whether stored data are those of an experiment; a setting that is newer than they had its default."""
    stored = str(own.get("spec", "{}"))
    if stored == json.dumps(spec.to_dict()):
        return True  # the usual case, at once
    try:
        return bool(own) and Experiment.from_dict(json.loads(stored)) == spec
    except UserError:
        return False  # made with a setting that no longer exists


def caption_of(spec: Experiment, result: str = "") -> str:
    """Describe a preset in one line: 2-8-8-6-1 · tanh · 93 % test."""
    names = dict.fromkeys(short_activation(layer.activation) for layer in spec.layers)
    return " · ".join(filter(None, (sizes_text(spec), "/".join(names), result)))
