"""Ready-to-run experiments, each of which shows one idea."""

from bplab.errors import UserError, quoted
from bplab.experiment.preset import Preset
from bplab.experiment.presets_classic import CLASSIC
from bplab.experiment.presets_data import DATA
from bplab.experiment.presets_trouble import TROUBLE
from bplab.experiment.rules import nearest
from bplab.experiment.spec import Experiment

__all__ = ["PRESETS", "Preset", "preset"]

PRESETS: dict[str, Preset] = DATA | TROUBLE | CLASSIC


def preset(name: str) -> Experiment:
    """Return the experiment of a preset.

    Raises: UserError if there is no preset of that name.
    """
    if name not in tuple(PRESETS):  # the name may be of any type, hashable or not
        raise UserError(f"There is no preset {quoted(name)}.{nearest(name, PRESETS)}")
    return PRESETS[name].spec
