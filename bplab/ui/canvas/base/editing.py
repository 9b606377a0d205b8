"""The edits of the canvas, each with the name that Undo shows."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bplab.data.features import FEATURES
from bplab.errors import UserError
from bplab.experiment import edits
from bplab.experiment.parameters import Parameter
from bplab.experiment.settings import setting_of
from bplab.experiment.shape import Shape
from bplab.experiment.spec import MAX_UNITS, Experiment
from bplab.nn.activations import ACTIVATIONS
from bplab.nn.initializers import INITIALIZERS
from bplab.ui.canvas.base.drawn import DrawnRun
from bplab.ui.canvas.base.wording import column_title

TITLES: dict[str, Mapping[str, Any]] = {"activation": ACTIVATIONS, "init": INITIALIZERS}


class Edits:
    """Edits of the session in terms of columns (0: inputs)."""

    def __init__(self, session: DrawnRun) -> None:
        self._session = session

    def can_resize(self, column: int) -> bool:
        """Only the size of hidden layers can be chosen."""
        return 0 < column < len(self._session.shape.sizes) - 1

    def resize(self, column: int, units: int, merge: str = "") -> bool:
        """Set the number of neurons of a hidden layer, within bounds."""
        if not self.can_resize(column):
            return False
        before = self._session.shape.sizes[column]
        units = min(max(units, 1), MAX_UNITS)
        title = column_title(self._session.shape, column)
        text = f"Resize {title} to {units}"
        if abs(units - before) == 1 and not merge:
            text = f"Add a neuron to {title}" if units > before else f"Remove a neuron from {title}"
        return self._edit(text, lambda spec: edits.resize(spec, column - 1, units), merge)

    def add(self, column: int, by: int) -> bool:
        """Add neurons to a hidden layer, or remove some."""
        return self.resize(column, self._session.shape.sizes[column] + by)

    def insert_after(self, column: int) -> bool:
        """Insert a copy of a hidden layer after a column."""
        title = column_title(self._session.shape, column)
        return self._edit(f"Insert a layer after {title}", lambda spec: edits.insert_layer(spec, column))

    def remove(self, column: int) -> bool:
        """Remove a hidden layer."""
        if not self.can_resize(column):
            return False
        title = column_title(self._session.shape, column)
        return self._edit(f"Remove {title}", lambda spec: edits.remove_layer(spec, column - 1))

    def move(self, column: int, to: int) -> bool:
        """Move a hidden layer so that it becomes another column."""
        if column == to or not (self.can_resize(column) and self.can_resize(to)):
            return False
        title = column_title(self._session.shape, column)
        return self._edit(
            f"Move {title} to position {to}", lambda spec: edits.move_layer(spec, column - 1, to - 1)
        )

    def set_value(self, column: int, name: str, value: Any) -> bool:
        """Change one setting of a layer."""
        shape = self._session.shape
        declared = setting_of(shape.layers[column - 1], name)
        table = TITLES.get(name)
        shown = table[value].title if table else f"{value:g}"
        what = declared.title.removeprefix("Output ").lower()
        text = f"Change {what} of {column_title(shape, column)} to {shown}"
        return self._edit(text, lambda spec: edits.with_layer_value(spec, column - 1, name, value))

    def set_feature(self, name: str, on: bool) -> bool:
        """Add an input feature of the points, or remove it."""

        def change(spec: Experiment) -> Experiment:
            now = set(spec.data.features) | {name} if on else set(spec.data.features) - {name}
            features = tuple(each for each in FEATURES if each in now)
            return replace(spec, data=replace(spec.data, features=features), start={}, frozen=())

        return self._edit(f"{'Add' if on else 'Remove'} input {FEATURES[name].title}", change)

    def set_parameter(self, parameter: Parameter, value: float, old: float, started: bool) -> bool:
        """Set a weight or bias by hand, in a started run or as an initial weight."""
        return self._session.set_parameter(parameter.name, value, old, started)

    def freeze(self, parameter: Parameter, on: bool) -> bool:
        """Freeze a weight or bias, or unfreeze it."""
        text = f"{'Freeze' if on else 'Unfreeze'} {parameter.name}"
        shape = self._session.shape
        return self._edit(text, lambda spec: spec.but(frozen=with_frozen(spec.frozen, shape, parameter, on)))

    def set_sizes(self, text: str) -> bool:
        """Resize all hidden layers from text such as 8-8-6."""
        wanted = text.strip() or "none"
        return self._edit(f"Make hidden layers {wanted}", lambda spec: edits.with_hidden(spec, text))

    def _edit(self, text: str, change: Callable[[Experiment], Experiment], merge: str = "") -> bool:
        try:
            spec = change(self._session.spec)
        except UserError as error:
            self._session.failed.emit(str(error))
            return False
        return self._session.edit(text, spec, merge)


def with_frozen(frozen: tuple[str, ...], shape: Shape, parameter: Parameter, on: bool) -> tuple[str, ...]:
    """Freeze or unfreeze one parameter; if its whole layer was frozen, the others stay frozen one by one."""
    if on:
        return (*frozen, parameter.name)
    layer, source, _ = parameter
    whole = f"b{layer + 1}" if source is None else f"W{layer + 1}"
    kept = [name for name in frozen if name not in (whole, parameter.name)]
    if whole in frozen:
        sources = [None] if source is None else range(shape.fan_in[layer])
        units = range(shape.sizes[layer + 1])
        others = [Parameter(layer, row, each) for row in sources for each in units]
        kept += [other.name for other in others if other != parameter and other.name not in kept]
    return tuple(kept)
