"""Experiments to begin with, each ready to run and each showing one idea."""

from bplab.experiment.preset import Preset
from bplab.experiment.presets_classic import CLASSIC
from bplab.experiment.presets_data import DATA
from bplab.experiment.presets_trouble import TROUBLE

__all__ = ["PRESETS", "Preset"]

PRESETS: dict[str, Preset] = DATA | TROUBLE | CLASSIC
