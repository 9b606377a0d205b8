"""What a number opens: the parameter that it is, or the neuron that it is of."""

import re

from bplab.experiment.parameters import Parameter, parse_parameter
from bplab.explain.cards.cells import Figure, Opens, Unit
from bplab.explain.lines import Named
from bplab.numerals import exact

_PARAMETER = re.compile(r"[Wb]\d+\[[\d,]+\]")
_NEURON = re.compile(r"[zaδrp](\d+)\[(\d+)\]")
_INPUT = re.compile(r"x\[(\d+)\]")


def opens(plain: str) -> Opens:
    """Read it from a number's name; nothing for a target, a rate, or what an optimizer remembers."""
    if found := _PARAMETER.search(plain):
        return parse_parameter(found[0])
    if found := _NEURON.search(plain):
        return Unit(int(found[1]) - 1, int(found[2]) - 1)
    if found := _INPUT.search(plain):
        return Unit(-1, int(found[1]) - 1)
    return None


def figure(named: Named, text: str, at: Opens = None) -> Figure:
    """A printed number that opens what its name says, or something else."""
    return Figure(named.name, named.value, text, opens(named.name.plain) if at is None else at)


def place_in_arrays(parameter: Parameter) -> str:
    """Say where a parameter lies in arrays, which count from 0, and in PyTorch's, which are transposed."""
    layer, source, unit = parameter
    if source is None:
        return f"in arrays, from 0: b[{layer}][{unit}]\nin PyTorch: bias[{unit}]"
    return f"in arrays, from 0: W[{layer}][{source}, {unit}]\nin PyTorch: weight[{unit}, {source}]"


def told(figure: Figure) -> str:
    """Say a number with all its digits, and its index on screen and in arrays."""
    lines = [f"{figure.name.plain} = {exact(figure.value)}"]
    if isinstance(figure.opens, Parameter) and _PARAMETER.fullmatch(figure.name.plain):
        lines.append(place_in_arrays(figure.opens))
    elif isinstance(figure.opens, Unit) and re.fullmatch(
        _NEURON.pattern + "|" + _INPUT.pattern, figure.name.plain
    ):
        lines.append(f"in arrays, from 0: [{figure.opens.unit}] of its layer")
    return "\n".join(lines)
