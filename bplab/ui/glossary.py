"""The meaning of terms: sentences of the glossary, and help texts of the tables that settings come from."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from bplab.data.datasets import DATASETS
from bplab.data.features import FEATURES
from bplab.data.files import resource_path
from bplab.experiment.presets import PRESETS
from bplab.experiment.settings import settings_of
from bplab.experiment.spec import DataSpec, Experiment, Layer, Output
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.initializers import INITIALIZERS
from bplab.nn.losses import LOSSES
from bplab.nn.optimizers import OPTIMIZERS
from bplab.nn.schedules import SCHEDULES


class Topic(NamedTuple):
    """A term and its meaning."""

    section: str
    title: str
    text: str


@lru_cache(maxsize=1)
def words() -> dict[str, str]:
    """The glossary, term by term."""
    found: dict[str, str] = json.loads(resource_path("help/glossary.json").read_text(encoding="utf-8"))
    return found


def meaning(term: str) -> str:
    """The meaning of a term; tooltips and help share the sentence."""
    return words()[term]


def topics() -> Iterator[Topic]:
    """Everything that help explains, section by section."""
    for term, text in words().items():
        yield Topic("Words", term, text)
    yield from _settings()
    for section, table in TABLES.items():
        for row in table.values():
            formula = getattr(row, "formula", "")
            yield Topic(section, row.title, "\n".join(filter(None, (formula, row.help))))


def _settings() -> Iterator[Topic]:
    told: set[str] = set()
    for kind in (Experiment, DataSpec, Layer, Output):
        for _name, setting in settings_of(kind):
            if setting.title not in told:
                told.add(setting.title)
                yield Topic("Settings", setting.title, setting.tip)


TABLES: dict[str, Mapping[str, Any]] = {
    "Activations": ACTIVATIONS,
    "Losses": LOSSES,
    "Optimizers": OPTIMIZERS,
    "Learning rate schedules": SCHEDULES,
    "Initial weights": INITIALIZERS,
    "Inputs": FEATURES,
    "Data sets": DATASETS,
    "Presets": PRESETS,
}
