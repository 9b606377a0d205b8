"""How values read in the form, and how an edit is called in the undo list."""

from typing import Any

from bplab.data.features import FEATURES
from bplab.experiment.rules import Choice, Flag, Whole
from bplab.experiment.settings import Setting
from bplab.experiment.spec import Experiment

_SYMBOLS = (" η", " μ", " γ")


def plain_number(value: Any, _spec: Experiment) -> str:
    """Write a number with the digits that matter."""
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def as_typed(value: Any, _spec: Experiment) -> str:
    """Write a text as it is."""
    return str(value)


def features_text(value: tuple[str, ...], _spec: Experiment) -> str:
    """List the features a network is given."""
    return ", ".join(FEATURES[name].title for name in value)


def batch_text(value: int, _spec: Experiment) -> str:
    """Write a batch size; zero stands for all examples."""
    return str(value) if value else "all"


def noise_text(value: float, spec: Experiment) -> str:
    """Write noise as the deviation it means, where it means one, else as Playground counts it."""
    row = spec.data.row
    return f"σ {value * row.deviation:.2f}" if row.deviation else f"{value:g}"


def split_text(train: int, spec: Experiment) -> str:
    """Write the shares of the parts, in the order of `split_label`."""
    validation = spec.data.validation_percent
    rest = 100 - train - validation
    return f"{train} / {validation} / {rest}" if validation else f"{train} / {rest}"


def split_label(spec: Experiment) -> str:
    """Name the parts that the data are split into."""
    return "Train / validation / test" if spec.data.validation_percent else "Train / test"


def size_text(spec: Experiment) -> str:
    """Say how many examples there are."""
    noun = "point" if spec.data.row.planar else "example"
    return f"{spec.data.count:,} {noun}" + ("" if spec.data.count == 1 else "s")


def edit_text(declared: Setting, value: Any, shown: str = "") -> str:
    """Call an edit by what it does, such as "Change learning rate to 0.1"."""
    name = setting_name(declared)
    if isinstance(declared.rule, Flag):
        return f"Turn {'on' if value else 'off'} {name}"
    if isinstance(declared.rule, Choice):
        return f"Change {name} to {declared.rule.table[value].title}"
    if isinstance(declared.rule, Whole) and declared.rule.zero and value == 0:
        return f"Change {name} to {declared.rule.zero}"
    return f"Change {name} to {shown or value}"


def setting_name(declared: Setting) -> str:
    """Give a setting's title as it stands within a sentence."""
    title = declared.title
    for symbol in _SYMBOLS:
        title = title.removesuffix(symbol)
    return title[0].lower() + title[1:] if title[1:2].islower() else title
