"""How values are displayed in the form, and how edits are named in the undo list."""

from typing import Any

from bplab.data.features import FEATURES
from bplab.experiment.rules import Choice, Flag, Whole
from bplab.experiment.settings import Setting
from bplab.experiment.spec import Experiment

_SYMBOLS = (" η", " μ", " γ")


def plain_number(value: Any, _spec: Experiment) -> str:
    """Format a number with its significant digits."""
    return f"{value:,}" if isinstance(value, int) else f"{value:.6g}"


def as_typed(value: Any, _spec: Experiment) -> str:
    """Return a text unchanged."""
    return str(value)


def features_text(value: tuple[str, ...], _spec: Experiment) -> str:
    """List the input features."""
    return ", ".join(FEATURES[name].title for name in value)


def batch_text(value: int, _spec: Experiment) -> str:
    """Format a batch size; zero stands for all examples."""
    return str(value) if value else "all"


def noise_text(value: float, spec: Experiment) -> str:
    """Format noise as its standard deviation if it has one, else on the Playground's scale."""
    row = spec.data.row
    return f"σ {value * row.deviation:.2f}" if row.deviation else f"{value:g}"


def split_text(train: int, spec: Experiment) -> str:
    """Format the shares of the parts, in the order of `split_label`."""
    validation = spec.data.validation_percent
    rest = 100 - train - validation
    return f"{train} / {validation} / {rest}" if validation else f"{train} / {rest}"


def split_label(spec: Experiment) -> str:
    """Name the parts of the split."""
    return "Train / validation / test" if spec.data.validation_percent else "Train / test"


def size_text(spec: Experiment) -> str:
    """Format the number of examples."""
    return f"{spec.data.count:,} example" + ("" if spec.data.count == 1 else "s")


def edit_text(declared: Setting, value: Any, shown: str = "") -> str:
    """Name an edit by what it does, such as "Change learning rate to 0.1"."""
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
