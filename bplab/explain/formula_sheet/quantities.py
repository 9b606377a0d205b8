"""Every quantity of a step with one example, made once, by its letter, layer and neurons."""

import numpy as np

from bplab.explain.formula_sheet.equations import Quantity
from bplab.explain.formula_sheet.names import of, places, slope
from bplab.nn.activations import ACTIVATIONS
from bplab.training.step import StepTrace

LATEX = {"d": r"\delta"}


class Quantities:
    """Layers and neurons count from 1; layer 0 is the inputs, d the error signal."""

    def __init__(self, trace: StepTrace, example: int) -> None:
        self.trace, self.example = trace, example
        start = trace.start
        self.spec = start.spec
        self.activations = [layer.activation for layer in start.build.shape.layers]
        self.last = len(self.activations)
        self.sizes = start.build.shape.sizes
        self.names: dict[str, Quantity] = {}
        for unit, value in enumerate(trace.x[example], 1):
            self._put("a", 0, (unit,), value, "inputs")
        for layer, (W, b) in enumerate(start.build.layout.weights(start.parameters), 1):
            for (source, unit), value in np.ndenumerate(W):
                self._put("w", layer, (source + 1, unit + 1), float(value), "weights")
            for unit, value in enumerate(b, 1):
                self._put("b", layer, (unit,), value, "weights")
            for letter, arrays in (("z", trace.z), ("a", trace.a), ("d", trace.delta)):
                for unit, value in enumerate(arrays[layer - 1][example], 1):
                    self._put(letter, layer, (unit,), value)
        for unit, value in enumerate(trace.target[example], 1):
            self.names[f"t{unit}"] = Quantity(f"t_{{{unit}}}", float(value), "targets")

    def get(self, letter: str, layer: int, *numbers: int) -> Quantity:
        """A quantity by name."""
        return self.names[f"{letter}{layer}_{places(*numbers)}"]

    def units(self, layer: int) -> range:
        """The neurons of a layer, or the inputs."""
        return range(1, self.sizes[layer] + 1)

    def slope(self, layer: int, unit: int) -> Quantity:
        """f'(z), made when it is first needed."""
        name = f"f{layer}_{unit}"
        if name not in self.names:
            row = ACTIVATIONS[self.activations[layer - 1]]
            z, a = (np.array(self.get(letter, layer, unit).value) for letter in "za")
            self.names[name] = Quantity(slope(layer, unit), float(row.slope(z, a)))
        return self.names[name]

    def _put(self, letter: str, layer: int, numbers: tuple[int, ...], value: float, given: str = "") -> None:
        latex = of(LATEX.get(letter, letter), layer, *numbers)
        self.names[f"{letter}{layer}_{places(*numbers)}"] = Quantity(latex, float(value), given)
